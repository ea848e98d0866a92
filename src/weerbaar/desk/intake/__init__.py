"""Ways in by mail and what goes back by them: mailboxes, receivers, answers, siblings in mailboxes, and the look at what came before."""
