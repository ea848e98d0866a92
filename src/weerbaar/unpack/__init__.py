"""Item -> parts: recursive, bounded, hostile input in mind. Start at `unpack/unpack.py`."""
