"""The ledger as a library: what is true about payees, how a claim compares with it, and which payments it lets go. Pure."""
