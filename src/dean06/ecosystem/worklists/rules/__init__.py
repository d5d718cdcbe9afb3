"""Pure rules: the steps of an item, what comes first, who must act, where a pace leads, ranks."""
