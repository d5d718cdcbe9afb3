"""PRIVATE. From section texts and figures to a report as it is shown."""
