"""The desk: people bring what they doubt, get an answer, and nothing is ever lost. Django; the extra `weerbaar[desk]`."""
