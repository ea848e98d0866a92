"""Durable work: look, answer, follow up. What was begun is finished, by this process or the next."""
