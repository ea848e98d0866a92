"""Add-ins for mail programs: a button beside a message that brings it here."""
