"""The organisation file, and what is learned from a mailbox."""
