"""Group 5: tasks given to bodies, from issue through progress and evidence to acceptance.

Main terms: ``Assignment``, ``ProgressReport``, ``DeadlineChange``, the five clarities. Does NOT read documents
(see ``documents``) nor compute indicators.
"""
