"""Linked services: one application, child cases and outside legs in several agencies (NĐ 63/2024). Connectors too.

Terms: leg, consent of the household head, connector. It decides nothing itself: legs are cases or answers.
"""
