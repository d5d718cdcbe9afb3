"""Audit actions of ``privacy`` with the label shown in the search of the log."""

OPENED = "privacy.opened"

ACTIONS = {OPENED: "Xem ai đã xem dữ liệu của mình"}
