"""Named people who sign in, their roles with areas, second factor, lock-out and sessions.

Main terms: ``User``, ``Membership`` (role + area), the permission matrix in ``permissions.py``. Does NOT hold citizens'
personal records (see ``population``).
"""
