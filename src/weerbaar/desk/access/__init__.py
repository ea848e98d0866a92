"""What keeps others out: how often something may be tried, how long a sign-in lasts, how large a request may be, which passwords."""
