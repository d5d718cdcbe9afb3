"""Fees and charges: rules, payment orders, VietQR, gateways, receipts, refunds, reconciliation (group 2).

Money is integer đồng. It knows no case: an order carries a reference that its caller gave. Terms: payment_order,
attempt (one try at a gateway), transaction (what a gateway says happened), journal (append-only, sums to zero),
unapplied money (received, but it paid nothing: it is owed back). Outside software stands in ``contrib``.
"""
