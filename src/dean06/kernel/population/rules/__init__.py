"""Pure rules of civil status and residence: no database, no clock; days are passed in."""
