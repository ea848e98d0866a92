"""The pages of the team: the inbox, a case, campaigns, what the organisation knows, how it stands, looking after the desk."""
