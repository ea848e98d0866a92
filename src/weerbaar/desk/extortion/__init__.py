"""For who is threatened: with pictures, with secrets, for money. And the hard stop where a child is concerned."""
