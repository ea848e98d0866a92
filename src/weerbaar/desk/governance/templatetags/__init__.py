"""What templates of governance can say."""
