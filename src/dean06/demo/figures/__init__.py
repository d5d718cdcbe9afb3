"""Two years of made-up figures of the demo province, and the month that is being collected and reported now."""
