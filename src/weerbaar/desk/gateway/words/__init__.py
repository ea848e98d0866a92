"""The organisation's own words: lists of names and marked documents, learned as fingerprints, replaced and forgotten."""
