"""Group 5: indicators and their targets. Empty so far: it comes with the issue "Indicators, periodic reporting"."""
