"""Teaches the model that finds the names of persons (src/weerbaar/detect/leak/_names.py): `python -m training.names`."""
