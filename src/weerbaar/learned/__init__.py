"""Learned models: small numbers that read what rules cannot, each with a card that says what it learned from and how it does."""
