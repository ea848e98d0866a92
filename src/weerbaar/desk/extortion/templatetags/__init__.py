"""What templates can say of confidences."""
