"""Figures of cases: daily facts, appendices II and III, index 766, dashboards (group 1).

Terms: fact, index component, lost point. It changes no case.
"""
