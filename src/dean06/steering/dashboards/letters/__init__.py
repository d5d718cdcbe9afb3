"""Letters that the platform writes by itself: the daily bulletin and the weekly digest, each with what its reader may
see, once per day and person, never blank."""
