"""What people see: pages, styles, languages."""
