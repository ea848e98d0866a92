"""What attachments and pages are and can do."""
