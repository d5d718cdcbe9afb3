"""Dossiers (hồ sơ): the ten national states and their legal transitions, the legal clock, papers, results (group 1).

Terms: case, step, supplement request, hand-over, overdue apology, receipt. A case keeps the version of its procedure
for life. Pages are in ``web.desk`` (officers) and ``web.portal`` (citizens); linked services are ``interlinked``.
"""
