"""Group 3, Công dân số: e-ID levels, sign-in for other systems, "who looked at my data". Empty so far."""
