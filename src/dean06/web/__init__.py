"""Pages that combine apps: the front page, the desk after sign-in. No models, no rules."""
