"""Call-proof as a library: the words that two people compare, and what they are bound to. Pure."""
