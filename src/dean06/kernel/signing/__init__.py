"""Signs PDF papers by the certificate of an agency (pyHanko) and lets anyone verify them by code, QR or file.

Terms: certificate, signed document, verification code. It decides nothing about what is signed.
"""
