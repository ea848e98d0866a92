"""Messages to the phone or browser of someone who asked for them (Web Push)."""
