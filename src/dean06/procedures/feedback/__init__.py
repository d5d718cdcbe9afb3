"""Rating after the result; feedback and complaints (PAKN) with their own clock (group 1).

Terms: rating, complaint. It changes no case.
"""
