"""What a secret looks like, and what only stands where one would: placeholders, variables, published examples."""

import re
import zlib
from collections import Counter
from math import log2

PLACEHOLDER = re.compile(
    r"(?:your|my|mijn|uw|jouw|votre|ihr|dein|mein|some|the|insert|enter|put|replace|add|set|new)?[-_ .]?"
    r"(?:api|app|access|secret|private|client|db|database|user|admin|root|test|strong|secure|super)?[-_ .]?"
    r"(?:pass(?:word|wd|phrase)?|passwort|kennwort|wachtwoord|paswoord|motdepasse|mot[-_ ]de[-_ ]passe|mdp|secret|geheim|token"
    r"|jeton|key|sleutel|cle"
    r"|schluessel|pwd|pin|code|value|waarde|valeur|wert|string|example|exemple|voorbeeld|beispiel|placeholder|credentials?|hidden"
    r"|redacted|removed"
    r"|masked|todo|tbd|none|null|nil|undefined|true|false|empty|void|dummy|sample|fake|foo|bar|baz|foobar|changeme"
    r"|change[-_ ]?(?:me|it|this)"
    r"|insecure|letmein|here|hier|ici|text|any|optional|required|verplicht|requis|pflicht)"
    r"(?:[-_ .]?(?:here|hier|ici|key|token|secret|value|goes|string|id|name|please|me)){0,3}\d{0,3}",
    re.I,
)
STAND_IN = re.compile(
    r"(?:changez|changer|remplace[rz]?|vervang|wijzig|verander|aanpassen|invullen|vul|eintragen|einsetzen|ersetzen|ausfullen"
    r"|ausfüllen|hier|ici|zelf)[-_ .]?(?:moi|mij|me|dit|dies|in|eintragen|einsetzen|invullen|vullen|ici|hier|kiezen|waehlen)?|"
    r"<.*>?|\[.*\]?|\{.*|\(.*\)|%\w+%|@\w+@|#\{.*|\$[A-Z_][A-Z0-9_]*|\$[{(].*|.*(?:\$\{|\{\{|<%|\}\}).*|\W*"
    r"|.*(?:x{4}|\*{3}|\.{3}|…|_{4}|#{4}).*|(?:your|uw|votre|ihr|change|replace|insert|dummy|fake|sample)[-_ .].*"
    r"|.*(?:example|placeholder|redacted|(?:your|uw|votre|ihr)[-_]).*",
    re.I | re.S,
)
LONGEST = 160
"""Characters of a value that tell whether it stands in for a secret."""
RUNS = ("0123456789", "1234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "azertyuiop", "qwertzuiop")
EXAMPLES = frozenset((0x776DE070, 0x396D8142))
"""CRC-32 of keys that stand in public handbooks as examples (Stripe)."""
WORDY = re.compile(r"(?:[A-Za-z]{3,}|\d{1,12}|v\d{1,3})(?:[-_.:/](?:[A-Za-z]{3,}|\d{1,12}|v\d{1,3}))+|[A-Za-z]{3,}\d{1,8}")
"""Words and numbers with signs between them: a name made by people, such as that of a model or a cache entry."""
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.I)


def stands_in(value: str) -> bool:
    """Whether a value only stands where a secret would: a variable, a placeholder, dots, a published example."""
    value = value[:LONGEST]
    low = value.lower()
    return (
        len(set(low)) <= max(2, min(6, len(low) // 8))
        or STAND_IN.fullmatch(value) is not None
        or PLACEHOLDER.fullmatch(value) is not None
        or any(low in run or (len(low) > len(run) and low.startswith(run)) for run in RUNS)
        or zlib.crc32(value.encode("utf-8", "replace")) in EXAMPLES
    )


def bits(value: str) -> float:
    """Shannon's entropy of the characters of a value, in bits each (Shannon 1948)."""
    return -sum(n / len(value) * log2(n / len(value)) for n in Counter(value).values()) if value else 0.0


LEAST_BITS = 2.6
"""Bits for each character of what looks drawn at random; ordinary words with numbers behind them stay below."""


def drawn(value: str) -> bool:
    """Whether a value looks drawn at random: 16 or more characters without a space, digits among letters, few of them often."""
    if len(value) < 16 or len(value) > 4096 or any(c.isspace() for c in value):
        return False
    if UUID.fullmatch(value):
        return True
    digits = sum(c.isdigit() for c in value)
    letters = sum(c.isalpha() for c in value)
    if digits < 2 or letters < 2:
        return False
    return bits(value) >= LEAST_BITS and WORDY.fullmatch(value) is None


def kinds(value: str) -> int:
    """How many of small letters, capitals, digits and signs a value has."""
    return (
        any(c.islower() for c in value)
        + any(c.isupper() for c in value)
        + any(c.isdigit() for c in value)
        + any(not c.isalnum() for c in value)
    )
