"""Group 5: the catalogue of indicators, their targets, and their values: pairs of counts by unit and period.

Terms: indicator (chỉ tiêu), target (mục tiêu), reporting unit (đơn vị báo cáo), period (kỳ), value (số liệu).
Ratios, ranks, changes and totals are computed on reading. Does NOT ask units for figures (``collection``) and does NOT
write reports (``reports``).
"""
