"""Pages of citizens: life events, application, my dossiers, my papers, my data. No models, no rules."""
