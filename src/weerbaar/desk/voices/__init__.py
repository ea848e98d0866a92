"""Voices that people enrolled of their own accord: whether one that was brought differs from theirs."""
