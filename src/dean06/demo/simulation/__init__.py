"""A month of dossiers driven through the real services until each service has the counts asked for."""
