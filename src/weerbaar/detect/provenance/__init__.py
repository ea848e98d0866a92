"""What files say of their own making, and whether who signed it still stands by it."""
