"""Verdict -> advice: what we saw, how sure we are, what to do now and whom to tell, in the reader's language."""
