"""Law and arithmetic of payments: pure functions, no clock, no database."""
