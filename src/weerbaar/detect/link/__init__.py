"""Where links lead, and whether they say so."""
