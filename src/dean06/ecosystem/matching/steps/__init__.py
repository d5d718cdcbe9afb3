"""The relational steps of a run, in order: intake, tiers, blocking, pairs, learning, deciding, results.

Each step makes tables from tables on a ``Backend``; together they are the story ``pipeline`` tells.
"""
