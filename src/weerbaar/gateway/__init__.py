"""The AI gateway: between staff and the AI providers they use, so that what must stay inside stays inside (ASGI)."""
