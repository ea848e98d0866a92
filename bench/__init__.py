"""Measurements. Each prints tables and writes docs/measured/*.md."""
