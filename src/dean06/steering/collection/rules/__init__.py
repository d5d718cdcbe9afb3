"""Pure rules of collecting: reading what was typed, judging it, steps of a submission, days.

No database, no clock: ``now`` and ``today`` come in.
"""
