"""Facts for other apps, through a transactional outbox: at least once, with retries and dead letters.

Main terms: ``Event`` (past tense, ids and codes only), ``subscribe``, ``deliver_due``. Does NOT carry personal data.
"""
