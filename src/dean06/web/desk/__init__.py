"""Pages of officers at the one-stop desk and in departments: queue, reception, case, figures. No models, no rules."""
