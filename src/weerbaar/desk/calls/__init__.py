"""In the call: one page beside the telephone. What to say, proof of the caller, notes, and listening along where that is allowed."""
