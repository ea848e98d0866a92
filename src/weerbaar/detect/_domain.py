"""Domains as the public suffix list cuts them, and the domains where anybody may have a mailbox."""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from weerbaar.model import domain

OPEN_TO_ALL = re.compile(
    r"(?:free|frei|vrij|libre|snel|schnell|quick|fast|swift|thuis|huis|rapid|perso|prive|privat|home|web|mon|mijn|mein|my|ma)?-?"
    r"(?:e?mail|mail|courriel|postvak|postbus|postbox|postfach|briefkasten|boite|inbox|mailbox)-?"
    r"(?:free|frei|vrij|libre|snel|schnell|quick|rapide?|perso|prive|privat|home|web|box|bus|post|mix|o|ly|-ly|pro|24|net)?\d{0,3}"
    r"|(?:free|frei|vrij|libre|snel|web|home)-?(?:post|box)|(?:post|swift|thuis|huis|quick|brief|kantoor)-?(?:mail|mix)(?:24)?"
)
NAMES = frozenset(("gmail", "googlemail", "hotmail", "outlook", "yahoo", "gmx", "icloud", "protonmail", "tutanota", "aol"))


@cache
def words(name: str) -> frozenset[str]:
    """A list of _domains.toml."""
    return frozenset(tomllib.loads(files("weerbaar.detect").joinpath("_domains.toml").read_text(encoding="utf-8"))[name])


@lru_cache(maxsize=8192)
def registrable(host: str) -> str:
    """The registrable domain of a host; the host itself when it has none."""
    return domain.registrable(host) or host


def same_owner(one: str, other: str) -> bool:
    """Whether two hosts have the same registrable domain."""
    return one == other or registrable(one) == registrable(other)


@lru_cache(maxsize=8192)
def is_free_mail(name: str) -> bool:
    """Whether anybody can get a mailbox at this domain: a known public service, or a name that says it is one ("freepost", "mailbox24")."""
    if name in words("free_mail"):
        return True
    label = registrable(name).partition(".")[0]
    return len(label) < 40 and (label in NAMES or OPEN_TO_ALL.fullmatch(label) is not None)
