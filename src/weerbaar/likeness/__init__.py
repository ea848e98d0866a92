"""Whether two messages belong together: what stays the same when a swindler sends his story to many people."""
