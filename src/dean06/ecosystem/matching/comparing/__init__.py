"""Pure comparers on whole columns: two values of one field → the level of their agreement (``levels``)."""
