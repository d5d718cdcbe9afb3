"""PUBLIC writes of datasets. Filled in step by step; see ``queries`` for the signatures that are pinned."""
