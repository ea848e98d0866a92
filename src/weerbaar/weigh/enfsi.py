"""The verbal scale of the ENFSI guideline for evaluative reporting in forensic science (2015), for the expert view."""

import math

SCALE = (
    (1_000_000, "extremely strong"),
    (10_000, "very strong"),
    (1_000, "strong"),
    (100, "moderately strong"),
    (10, "moderate"),
    (2, "weak"),
)


def support(log_ratio: float) -> tuple[str, bool]:
    """The word for a natural-log likelihood ratio, and whether it supports fraud (else: an honest message).

    The scale starts at 2: between 1/2 and 2 the findings support neither ("no").
    """
    ratio = math.exp(min(abs(log_ratio), 700))
    word = next((word for least, word in SCALE if ratio > least or (least != 1_000_000 and ratio == least)), "no")
    return word, log_ratio > 0
