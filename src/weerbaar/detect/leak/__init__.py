"""Recognisers of what a text would give away: one file, one recogniser; the folder is the register. See _declaration.py."""
