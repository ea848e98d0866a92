"""The interface for programs: the same doors as the pages, opened by keys that a person made for a program."""
