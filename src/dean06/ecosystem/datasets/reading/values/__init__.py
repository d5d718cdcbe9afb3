"""Repair of cells, kind by kind. Rules are pure functions on one text; columns apply them to distinct values only.

A value that is sound passes unchanged, and a fast test on whole columns says which are: what it lets pass, the rule
would leave alone too (a property the tests hold).
"""
