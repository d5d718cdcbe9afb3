"""Electronic signatures on documents (pyHanko). Empty so far: it comes with results of procedures.

Does NOT sign the audit tree heads (see ``audit``).
"""
