"""Pure rules of review: differences of two values, who must read a case, agreement of readers, who owns a field."""
