"""Pure rules of cleaning: which class a record has, when it counts as right, full, clean, alive; communes of a list.

``conditions`` is the one form in which classes and criteria are written down; both the Python functions and the SQL of
large runs are made from it, so the two cannot differ in their rules.
"""
