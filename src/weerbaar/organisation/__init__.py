"""The organisation file and what was learned from a mailbox."""
