"""Worklists of communes and campaigns over the findings of ``cleaning`` (group 4).

A list is a view of open findings, never a copy: a ``WorkItem`` exists only once somebody acted on a finding. Its story
runs from assigning over the visit and the fix to the re-check that moves the number; a ``Campaign`` ("đợt cao điểm")
freezes a start, keeps one count a day and commune, and says where the pace leads.

Terms: item = what is being done about one finding; outcome = coded result of a visit; progress = pair of counts.
It never changes a list or the registry: corrections go through ``review``, the number through ``cleaning``.
"""
