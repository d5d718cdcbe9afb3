"""Group 5: periodic reports. Empty so far: it comes with the issue "Indicators, periodic reporting"."""
