"""The check digit of machine-readable lines, for what reads them in pictures and what finds them in text."""


def check_digit(field: str) -> str:
    """ICAO Doc 9303 part 3, section 4.9: weights 7, 3, 1 over digits, letters from A = 10, and `<` = 0."""
    values = (0 if c == "<" else int(c, 36) for c in field)
    return str(sum(value * (7, 3, 1)[at % 3] for at, value in enumerate(values)) % 10)
