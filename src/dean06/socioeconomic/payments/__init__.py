"""Fees and charges: rules, payment orders, VietQR, gateways, receipts, refunds, reconciliation (group 2).

Money is integer đồng. It knows no case: an order carries a reference that its caller gave.
"""
