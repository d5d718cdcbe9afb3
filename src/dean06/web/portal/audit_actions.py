"""Audit actions of the portal with the label shown in the search of the log."""

ACTIONS = {"portal.own_data_read": "Xem dữ liệu dân cư của mình"}
