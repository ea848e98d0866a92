"""What makes the desk accountable: the trail, retention, the rights of persons, how it stands, backups."""
