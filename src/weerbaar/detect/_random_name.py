"""Names of domains that no person would choose: random letters, digits between letters, or a chain of words."""

import re
from functools import lru_cache

CONSONANTS = re.compile(r"[bcdfghjklmnpqrtvwxz]{6}")
BETWEEN = re.compile(r"[a-z]\d+[a-z]{1,3}\d|\d[a-z]{1,3}\d+[a-z]")
RARE_PAIR = re.compile(
    r"[bcdfghjklmpqrtvwxz]q|q[^u\W\d]|[jvwxz][fkpqvwxz]|[fgkpqvbd]x|[jqxvz][bcdfghjkmnpqtvwxz]|[cfhgkmpqw]j|[bcfgkmpqtvwx]z[bcdfgkpqtvx]|vw|wv|hx|kx|mx[a-z]|xk|xj|qk|zx|xz"
)
DUTCH_VOWEL = re.compile("ij")
GERMAN_Z = re.compile("(?<=[aeiouylnrt])z")
DIGITS = re.compile(r"\d+")


@lru_cache(maxsize=16384)
def looks_random(label: str) -> bool:
    """Whether the first label of a domain looks made by a program.

    Dutch "ij" is read as a vowel and German "z" behind a vowel or l, n, r, t as "s": "tijdschrijver" and "zahnarztpraxis-schwarzwald" are
    words. "ch" counts as one consonant ("nachtpflege").
    """
    if len(label) > 40 or label.count("-") >= 4:
        return True
    if not label.isascii() or label.startswith("xn--") or len(label) < 5:
        return False
    read = GERMAN_Z.sub("s", DUTCH_VOWEL.sub("y", label))
    plain = read.replace("-", "")
    letters = [c for c in plain if c.isalpha()]
    runs = DIGITS.findall(label)
    if letters and sum(map(len, runs)) >= (5 if len(runs) > 1 else 6):
        return True
    if BETWEEN.search(plain) or CONSONANTS.search(read.replace("ch", "h")):
        return True
    odd = len(RARE_PAIR.findall(read))
    vowels = sum(c in "aeiouy" for c in letters)
    if len(letters) >= 10 and vowels / len(letters) < 0.11:
        return True
    return odd >= 2 and len(letters) >= 6
