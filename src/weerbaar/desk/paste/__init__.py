"""The paste check: what a text would give away, before it goes into a chatbot, and its answer put back together."""
