"""The made-up province: real units and agencies, invented people, a plan under way. Never real personal data."""
