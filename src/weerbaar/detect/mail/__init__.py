"""Who sent it: headers, identities, authentication, how the sender relates to what the organisation knows."""
