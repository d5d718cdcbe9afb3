"""Rating after the result; feedback and complaints (PAKN) with their own clock (group 1).

Terms: rating (one tap per dossier, by its applicant), feedback (phản ánh, kiến nghị: from anybody), reaction (useful or
not, to a published answer). It reads cases and changes none.
"""
