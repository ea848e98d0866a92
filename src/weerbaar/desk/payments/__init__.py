"""Payments on their way to the bank: each line is released or held, with the reason."""
