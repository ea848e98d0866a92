"""What templates can say of voices."""
