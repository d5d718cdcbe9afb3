"""Messages to the software of other bodies: asking, sending, answers, and how the systems stand."""
