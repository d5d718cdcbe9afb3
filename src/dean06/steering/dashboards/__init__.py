"""Group 5: the leader's morning board and its feed: red first, who must answer, what changed since yesterday.

Does NOT own tables: it reads ``assignments`` and keeps one daily snapshot of counts.
"""
