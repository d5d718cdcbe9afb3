"""Pure rules of forms: what a pack asks, what a browser sent, what is wrong with it, what is spared."""
