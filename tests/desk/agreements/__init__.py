"""Tests of the agreement about AI."""
