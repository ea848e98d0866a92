"""What the bytes of pictures tell of their way here."""
