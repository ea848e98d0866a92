"""Tags of the agreement."""
