"""A look as something to read: on the terminal, as a page, as a record."""
