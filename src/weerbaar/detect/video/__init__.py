"""What videos and moving pictures show, say, and tell of themselves."""
