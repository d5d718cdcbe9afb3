"""PRIVATE. Figures of uploaded reports become values of indicators: suggested, confirmed by a person, remembered."""
