"""The append-only, tamper-evident record of who did or read what, about whom, and for what purpose.

Main terms: ``AuditRow`` (one leaf of a hash tree), ``TreeHead`` (signed root). Every write and every read of personal
data leaves a row. Does NOT decide whether an act is allowed.
"""
