"""Passwords that many people would try: known ones with something added, one pattern again and again, the names of this desk.

No rules of composition, no dates of expiry (NIST SP 800-63B, 3.1.1.2): length, and nothing that is guessed first.
"""

import gzip
import re
from functools import cache
from pathlib import Path

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from weerbaar.desk.accounts.models import User
from weerbaar.desk.cases.words import folded

LIST = Path(password_validation.__file__).parent / "common-passwords.txt.gz"
LEAST_DIFFERENT = 5
SHORTEST_NAME = 4
LONGEST_READ = 200
ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")
LEET = str.maketrans("013457@$!", "oleastasi")
NAMES = (
    "weerbaar",
    "welkom",
    "wachtwoord",
    "bienvenue",
    "motdepasse",
    "willkommen",
    "passwort",
    "welcome",
    "password",
    "letmein",
)
"""Words that passwords of this desk would be made of, besides those of the organisation and of the person (ASVS 5.0, 6.1.2)."""
ROWS = ("qwertyuiop", "azertyuiop", "qwertzuiop", "asdfghjkl", "abcdefghijklmnopqrstuvwxyz", "01234567890")


class Guessable:
    """Refuses what is guessed first. Compared without case, accents, digits and signs around it."""

    def validate(self, password: str, user: User | None = None) -> None:
        """
        Raises:
            ValidationError: it would be guessed.
        """
        plain = folded(password[:LONGEST_READ])
        core = ENDS.sub("", plain)
        if (
            len(set(plain)) < LEAST_DIFFERENT
            or _repeats(plain)
            or _is_row(plain)
            or {core, core.translate(LEET)} & _common()
            or not _rest(plain, user)
        ):
            raise ValidationError(
                _(
                    "This password is among those that are tried first. Three or four words that do not belong together are better."
                )
            )

    def get_help_text(self) -> str:
        return _("Three or four words that do not belong together are good and easy to remember.")


def _rest(plain: str, user: User | None) -> bool:
    """Whether more than a few letters stay when the names of the desk, the organisation and the person are taken out."""
    left = plain.translate(LEET)
    for name in sorted({*NAMES, *_names(user)}, key=len, reverse=True):
        left = left.replace(name, "")
    return len(ENDS.sub("", left)) >= LEAST_DIFFERENT or len(left) == len(plain)


def _names(user: User | None) -> list[str]:
    if user is None:
        return []
    said = [user.email, user.first_name, user.last_name]
    if user.pk:
        said += [one.organisation.name for one in user.memberships.select_related("organisation")]
    return [word for text in said for word in re.findall(r"\w+", folded(text)) if len(word) >= SHORTEST_NAME]


def _repeats(plain: str) -> bool:
    """One piece again and again: found in its own double, not at its ends (a string is periodic exactly then)."""
    return plain in (plain + plain)[1:-1]


def _is_row(plain: str) -> bool:
    """Mostly keys that lie side by side, forwards or backwards."""
    pairs = {row[at : at + 2] for line in ROWS for row in (line, line[::-1]) for at in range(len(line) - 1)}
    beside = sum(plain[at : at + 2] in pairs for at in range(len(plain) - 1))
    return beside >= 0.75 * (len(plain) - 1)


@cache
def _common() -> frozenset[str]:
    """Django's list of 20,000, cut like what is compared with it."""
    with gzip.open(LIST, "rt", encoding="utf-8") as lines:
        return frozenset(cut for line in lines if len(cut := ENDS.sub("", line.strip())) >= SHORTEST_NAME)
