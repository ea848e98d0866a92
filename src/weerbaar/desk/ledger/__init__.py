"""The ledger at the desk: who is paid on which account, how that was confirmed, and the confirmations under way."""
