"""Domains that are made to be taken for another: one reader for the mail, link and text rooms.

Manners: "homoglyph" (letters that look alike: molensdekr0on), "typo" (one or two keystrokes or a hyphen off), "added_word"
(molensdekroon-facturen), "other_tld" (the same name under another ending), "subdomain" (the name stands before a stranger's domain).
Distances: Damerau-Levenshtein, one keystroke from five letters on, two from eleven on. Sources: Unicode TS 39 for look-alike letters;
Spaulding, Upadhyaya, Mohaisen, "The Landscape of Domain Name Typosquatting" (2016) for the manners.
"""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import ahocorasick
from rapidfuzz import process
from rapidfuzz.distance import OSA

from weerbaar.detect._domain import registrable, words

LETTERS = {code: chr(code) for code in range(128)} | {
    ord(foreign): latin
    for latin, alike in {
        "a": "аɑαᴀæ@", "b": "вḅʙ8", "c": "сᴄϲ¢", "d": "ԁᴅđ", "e": "еєᴇε3", "g": "ɡցɢ9", "h": "һհʜн", "i": "іıɩιɪ1|!", "j": "јᴊ",
        "k": "кκᴋ", "l": "ӏłʟ", "m": "мᴍ", "n": "пոɴη", "o": "оοօᴏøσ0", "p": "рρᴘ", "q": "ԛգ", "r": "гʀ", "s": "ѕꜱ5$", "t": "тτᴛ7",
        "u": "υսᴜц", "v": "νᴠѵ", "w": "ԝωᴡ", "x": "хχ", "y": "уγʏү", "z": "ᴢ",
    }.items()
    for foreign in alike
} | {ord("ß"): "ss", ord("œ"): "oe", ord("4"): "a"}  # fmt: skip
PAIRS = re.compile("rn|vv|cl|nn|ii|li|lj")
LOOKS = {"rn": "m", "vv": "w", "cl": "d", "nn": "m", "ii": "u", "li": "h", "lj": "h"}
LONG = 11
"""Letters from which on a name may be two keystrokes off."""
KEYBOARDS = ("qwertyuiop asdfghjkl zxcvbnm", "azertyuiop qsdfghjklm wxcvbn", "qwertzuiop asdfghjkl yxcvbnm")


@dataclass(frozen=True, slots=True)
class _Shape:
    domain: str  # registrable
    label: str  # its first label
    suffix: str
    plain: str  # letters and digits only, accents kept
    skeleton: str  # as the eye reads it
    before: tuple[str, ...]  # labels before the registrable domain


@lru_cache(maxsize=16384)
def _shape(host: str) -> _Shape:
    domain = registrable(host[:253])
    label, _, suffix = domain.partition(".")
    label = label[:63]  # RFC 1035 section 2.3.4; longer ones lead nowhere
    before = tuple(host[: -len(domain)].strip(".").split(".")) if host.endswith("." + domain) else ()
    plain = label.replace("-", "").replace("_", "")
    return _Shape(domain, label, suffix, plain, _skeleton(plain), before[-8:])


def _skeleton(plain: str) -> str:
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    plain = PAIRS.sub(lambda match: LOOKS[match.group()], plain.translate(LETTERS))
    return plain.replace("l", "i").replace("j", "i")


@lru_cache(maxsize=16384)
def resembles(domain: str, known: str) -> str | None:
    """How a domain resembles a known one that it is not: a manner of the module, or None.

    Both may be hosts; what counts is the registrable domain. A domain below the known one is the known one: None.
    """
    one, other = _shape(domain), _shape(known)
    if one.domain == other.domain or len(other.plain) < 3 or one.domain in words("tenants"):
        return None
    if one.label == other.label:
        return "other_tld" if len(other.plain) >= 4 else None
    if len(other.plain) >= 4 and one.skeleton == other.skeleton:
        return "typo" if one.plain == other.plain else "homoglyph"
    if _typo(one.plain, other.plain) or _reordered(one.label, other.label):
        return "typo"
    if _added(one, other):
        return "added_word"
    if _before(one, other):
        return "subdomain"
    return None


def _typo(label: str, known: str) -> bool:
    if len(known) < 5 or abs(len(label) - len(known)) > 2:
        return False
    allowed = 2 if len(known) >= LONG else 1
    distance = OSA.distance(label, known, score_cutoff=allowed)
    if distance > allowed:
        return False
    if len(known) >= 7:
        return True
    # Short names are one letter apart by chance; ask for a slip that fingers make.
    if len(label) == len(known):
        apart = [(a, b) for a, b in zip(label, known, strict=True) if a != b]
        return len(apart) == 2 or (b := apart[0][1]) in _neighbours(apart[0][0]) or apart[0][0] in _neighbours(b)
    longer, shorter = (label, known) if len(label) > len(known) else (known, label)
    return any(longer[:i] + longer[i + 1 :] == shorter and longer[i] in longer[i - 1 : i] for i in range(1, len(longer)))


def _reordered(label: str, known: str) -> bool:
    return "-" in label and len(label) >= 8 and sorted(label.split("-")) == sorted(known.split("-"))


@cache
def _neighbours(letter: str) -> frozenset[str]:
    """The keys beside a letter on QWERTY, AZERTY and QWERTZ."""
    beside = set()
    for keyboard in KEYBOARDS:
        for row in keyboard.split():
            at = row.find(letter)
            if at >= 0:
                beside |= set(row[max(0, at - 1) : at + 2]) - {letter}
    return frozenset(beside)


def _added(one: _Shape, other: _Shape) -> bool:
    known = other.plain
    if len(one.plain) <= len(known):
        return False
    parts = one.label.split("-")
    for start in range(len(parts)):
        for end in range(start + 1, len(parts) + 1):
            joined = "".join(parts[start:end])
            if joined == known or (len(known) >= 6 and _skeleton(joined) == other.skeleton):
                rest = parts[:start] + parts[end:]
                if len(known) >= 6 or any(word in words("lures") or word.isdigit() for word in rest):
                    return True
    for name, written in ((known, one.plain), (other.skeleton, one.skeleton)):
        if written.startswith(name) or written.endswith(name):
            rest_word = written[len(name) :] if written.startswith(name) else written[: -len(name)]
            if (
                rest_word in words("lures")
                or (len(name) >= 9 and len(rest_word) >= 2)
                or (len(name) >= 4 and rest_word.isdigit())
            ):
                return True
    return False


def _before(one: _Shape, other: _Shape) -> bool:
    if not one.before:
        return False
    path = ".".join(one.before)
    if f".{other.domain}." in f".{path}." or f"{other.label}-{other.suffix}" in path:
        return True
    return len(other.plain) >= 5 and any(
        other.label == label or (other.label in label.split("-")) or label.replace("-", "") == other.plain
        for label in one.before
    )


@lru_cache(maxsize=16)
def _sieve(known: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    shapes = [_shape(domain) for domain in known]
    parts = tuple("-".join(sorted(shape.label.split("-"))) if "-" in shape.label else "" for shape in shapes)
    return tuple(shape.plain for shape in shapes), tuple(shape.skeleton for shape in shapes), parts


@lru_cache(maxsize=8192)
def first_resembled(host: str, known: tuple[str, ...]) -> tuple[str, str] | None:
    """(domain, manner) of the first of many known domains that a host resembles; a sieve goes before `resembles`, which costs more."""
    if not known:
        return None
    names, skeletons, parts = _sieve(known)
    one = _shape(host)
    path = ".".join(one.before)
    squashed = path.replace("-", "")
    near = {i for i, name in enumerate(names) if name in one.plain or (path and (name in squashed or known[i] in path))}
    near |= {i for i, name in enumerate(skeletons) if name in one.skeleton}
    near |= {i for _, _, i in process.extract(one.plain, names, scorer=OSA.distance, score_cutoff=2, limit=8)}
    if "-" in one.label:
        mixed = "-".join(sorted(one.label.split("-")))
        near |= {i for i, name in enumerate(parts) if name == mixed}
    for index in sorted(near):
        manner = resembles(host, known[index])
        if manner:
            return known[index], manner
    return None


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("weerbaar.detect").joinpath("_brands.toml").read_text(encoding="utf-8"))


@cache
def brands() -> Mapping[str, tuple[str, ...]]:
    """Brand name -> its true domains, of some 480 brands that people in Europe get mail from."""
    return {name: tuple(domains) for name, domains in _table()["domains"].items()}


@cache
def ordinary_names() -> frozenset[str]:
    """Brands whose name is also an everyday word or a family name."""
    return frozenset(_table()["ordinary"])


@cache
def _true_domains() -> frozenset[str]:
    return frozenset(registrable(domain) for domains in brands().values() for domain in domains)


@lru_cache(maxsize=4096)
def is_brand_domain(host: str) -> bool:
    """Whether a host belongs to one of the brands."""
    return registrable(host) in _true_domains()


@dataclass(frozen=True, slots=True)
class _Names:
    """Names to be found inside others or near them: their numbers, in an automaton of the names and by the lengths each is near."""

    within: Any  # ahocorasick.Automaton: name -> the numbers it has
    by_length: Mapping[int, tuple[tuple[str, ...], tuple[int, ...]]]  # length -> names near it, their numbers

    def inside(self, text: str) -> set[int]:
        """The numbers of the names that stand in a text."""
        return {number for _, numbers in self.within.iter(text) for number in numbers}

    def near(self, text: str) -> set[int]:
        """The numbers of the eight names that are fewest keystrokes away from a text, two at most."""
        if len(text) not in self.by_length:
            return set()
        names, numbers = self.by_length[len(text)]
        return {numbers[i] for _, _, i in process.extract(text, names, scorer=OSA.distance, score_cutoff=2, limit=8)}


def _names_of(names: Iterable[str]) -> _Names:
    numbers: dict[str, list[int]] = defaultdict(list)
    by_length: dict[int, dict[int, str]] = defaultdict(dict)
    for number, name in enumerate(names):
        numbers[name].append(number)
        # `_typo` allows short names one keystroke, which makes them one letter shorter or longer at most.
        room = 2 if len(name) >= LONG else 1
        for length in range(len(name) - room, len(name) + room + 1):
            by_length[length][number] = name
    within = ahocorasick.Automaton()
    for name, its in numbers.items():
        within.add_word(name, tuple(its))
    within.make_automaton()
    return _Names(within, {length: (tuple(near.values()), tuple(near)) for length, near in by_length.items()})


@cache
def _borrowed() -> tuple[_Names, _Names, tuple[tuple[str, str], ...]]:
    """(names, their skeletons, (brand, domain) of each): every true domain whose name is long or odd enough to be borrowed."""
    chosen: dict[str, tuple[str, str]] = {}
    for brand, domains in brands().items():
        for domain in domains:
            shape = _shape(domain)
            if len(shape.plain) >= 3 and shape.label not in words("not_borrowed"):
                chosen.setdefault(shape.plain, (brand, shape.domain))
    return _names_of(chosen), _names_of(map(_skeleton, chosen)), tuple(chosen.values())


@lru_cache(maxsize=4096)
def resembles_brand(host: str) -> tuple[str, str, str] | None:
    """(brand, its domain, manner) when a host is made to be taken for a brand's; None for the brands' own."""
    if "." not in host or is_brand_domain(host):
        return None
    names, skeletons, whose = _borrowed()
    one = _shape(host)
    near = names.inside(one.plain) | names.inside(".".join(one.before)) | skeletons.inside(one.skeleton) | names.near(one.plain)
    for index in sorted(near):
        brand, domain = whose[index]
        manner = resembles(host, domain)
        if manner == "other_tld" and one.suffix in words("owned_endings"):
            continue  # brands hold their own name there themselves
        if manner == "typo" and len(_shape(domain).plain) < 6:
            continue
        if manner:
            return brand, domain, manner
    return None
