"""Group 5: what leaders look at: the morning board (red first, who must answer, what changed since yesterday), the page
of an indicator, the card of a unit, the matrix, the wall, letters, and the open feed.

Owns no figure: it reads tasks, indicators, collection and registers; it keeps a daily snapshot of counts, questions put
to units about their figures, and which letters went out.
"""
