"""Group 2, Phát triển kinh tế - xã hội: fees, cashless social payments, health-insurance look-up. Empty so far."""
