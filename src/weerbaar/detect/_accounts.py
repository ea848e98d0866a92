"""Accounts, telephone numbers and amounts in texts: one reader for every detector that holds them against what is known.

IBAN: ISO 13616-1, as weerbaar.ledger.numbers reads it. Telephone numbers: ITU-T E.164. Nothing here knows which number is right.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

import re2

from weerbaar.ledger.numbers import SHAPES, checks, grouped
from weerbaar.model.part import Code, Parts, Text, TextKind

IBAN_START = re2.compile(r"\b([A-Z]{2}|[a-z]{2})[ .-]?(\d\d)[ \x{a0}.-]?[A-Za-z0-9]")
BIC = re.compile(r"\b(?:BIC|SWIFT)(?:[ -]?(?:code|BIC))?[ :.]{0,4}([A-Z]{4}([A-Z]{2})[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b", re.I)
PHONE = re2.compile(r"(?:\+|00|\(?0) ?\(?\d[\d() \x{a0}./-]{5,22}\d")
BEFORE = frozenset(".,/@:=#€$£%-_")
AFTER = frozenset("€%_")
REFERENCE = re.compile(r"\d{3}/\d{4}/\d{5}")
"""Structured communication on Belgian transfers."""
DATE = re.compile(r"\d{1,2}[./ -]\d{1,2}[./ -](?:19|20)?\d\d(?:\D|$)|(?:19|20)\d\d[./-]\d")
ENTERPRISE = re.compile(r"[01]\d{3}[. ]?\d{3}[. ]?\d{3}")
CUE = re.compile(
    r"(?:tel|phone|mobile|mobiel|mobil|gsm|portable|call|bel|belt|bellen|appel\w*|ruf\w*|anruf\w*|telefon\w*|telefoon\w*|t[ée]l[ée]phon\w*"
    r"|num[ée]ro|nummer|number|whatsapp|handy|ligne|line|durchwahl|fax|sms|\b[TMF])\W{0,14}(?:\w+\W{1,3}){0,4}$",
    re.I,
)
AMOUNT = re.compile(
    r"(?:€|£|\$|\b(?:EUR|GBP|USD|CHF))[ \u00a0]?\d[\d.,' \u00a0]{0,14}"
    r"|(?<![\d.,])(?:(?<!\d )\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,3}(?:,\d\d)?|\d[\d.,']{0,14})[ \u00a0\u202f]?(?:€|£|euros?\b|EUR\b|CHF\b|GBP\b|USD\b)",
    re.I,
)  # fmt: skip
CURRENCIES = ("€", "£", "$", "EUR", "Euro", "euro", "eur", "EURO", "GBP", "USD", "CHF")
CALLING = {
    "1": "US", "7": "RU", "20": "EG", "27": "ZA", "30": "GR", "31": "NL", "32": "BE", "33": "FR", "34": "ES", "36": "HU", "39": "IT",
    "40": "RO", "41": "CH", "43": "AT", "44": "GB", "45": "DK", "46": "SE", "47": "NO", "48": "PL", "49": "DE", "51": "PE", "52": "MX",
    "54": "AR", "55": "BR", "56": "CL", "57": "CO", "60": "MY", "61": "AU", "62": "ID", "63": "PH", "65": "SG", "66": "TH", "81": "JP",
    "82": "KR", "84": "VN", "86": "CN", "90": "TR", "91": "IN", "92": "PK", "98": "IR", "212": "MA", "213": "DZ", "216": "TN",
    "218": "LY", "221": "SN", "225": "CI", "229": "BJ", "233": "GH", "234": "NG", "237": "CM", "254": "KE", "350": "GI", "351": "PT",
    "352": "LU", "353": "IE", "354": "IS", "355": "AL", "356": "MT", "357": "CY", "358": "FI", "359": "BG", "370": "LT", "371": "LV",
    "372": "EE", "373": "MD", "375": "BY", "376": "AD", "377": "MC", "380": "UA", "381": "RS", "382": "ME", "385": "HR", "386": "SI",
    "387": "BA", "389": "MK", "420": "CZ", "421": "SK", "423": "LI", "852": "HK", "886": "TW", "961": "LB", "962": "JO", "966": "SA",
    "971": "AE", "972": "IL", "995": "GE",
}  # fmt: skip
MOBILE = re.compile(r"(?:32 ?4[5-9]|31 ?6|33 ?[67]|49 ?1[5-7]|352 ?6|44 ?7|43 ?6|41 ?7[5-9]|48 ?[5-7]|34 ?6|39 ?3|353 ?8)")
MOST = 40
"""Accounts and numbers looked at in one text; a list of more is not a letter to anybody."""
TRIED = 1000
"""Places in one text that are tried for an account or number."""


@dataclass(frozen=True, slots=True)
class Account:
    """Something with the shape of an IBAN: compact and upper-case, where it begins in the text, whether its check digits are right."""

    iban: str
    at: int
    valid: bool

    @property
    def country(self) -> str:
        return self.iban[:2]

    def __str__(self) -> str:
        return grouped(self.iban)


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number as `written`; `digits` with the calling code when `international`, else with the national 0."""

    written: str
    digits: str
    at: int
    international: bool

    @property
    def country(self) -> str:
        """The country of its calling code (ISO 3166-1 alpha-2), or "" when it shows none."""
        if not self.international:
            return ""
        return next((CALLING[self.digits[:n]] for n in (3, 2, 1) if self.digits[:n] in CALLING), "")

    def is_number(self, known: str) -> bool:
        """Whether it is this known number (E.164), or another extension of the same switchboard (all but the last two digits)."""
        other = re.sub(r"\D", "", known)
        if len(other) < 8 or abs(len(other) - len(self.digits)) > 4:
            return False
        if self.international:
            return self.digits.startswith(other[:-2])
        own = self.digits.lstrip("0")
        return any(own.startswith(other[code:-2]) for code in (1, 2, 3) if other[:code] in CALLING)

    @property
    def is_mobile(self) -> bool:
        """Whether its calling code and first digits are those of a mobile network; False when the country is not shown."""
        return self.international and MOBILE.match(self.digits) is not None


@lru_cache(maxsize=32)
def accounts_in(text: str) -> tuple[Account, ...]:
    """Every IBAN and everything with the shape of one, in order, each once."""
    found: dict[str, Account] = {}
    for match in islice(IBAN_START.finditer(text), TRIED):
        shape = SHAPES.get(match[1].upper())
        if shape is None:
            continue
        rest = _take(text, match.end(2), shape[0])
        if rest is None or not shape[1].fullmatch(rest):
            continue
        iban = match[1].upper() + match[2] + rest
        valid = checks(iban)
        if valid or match[1].isupper():
            found.setdefault(iban, Account(iban, match.start(), valid))
        if len(found) >= MOST:
            break
    return tuple(found.values())


def _take(text: str, start: int, count: int) -> str | None:
    """The next `count` letters and digits, single separators left out; None when they end before or go on after."""
    taken: list[str] = []
    separated = False
    for at in range(start, min(len(text), start + 2 * count + 2)):
        c = text[at]
        if c.isascii() and c.isalnum():
            if len(taken) == count:
                return None
            taken.append(c.upper())
            separated = False
        elif len(taken) == count:
            break
        elif separated or c not in " \u00a0.-":
            return None
        else:
            separated = True
    return "".join(taken) if len(taken) == count else None


@lru_cache(maxsize=32)
def phones_in(text: str) -> tuple[Phone, ...]:
    """Every telephone number, in order, each once. National numbers count where a word says so or their grouping does."""
    found: dict[str, Phone] = {}
    taken = [(a.at, a.at + 2 * len(a.iban)) for a in accounts_in(text)]
    for match in islice(PHONE.finditer(text), TRIED):
        if not _stands_alone(match, text):
            continue
        written = match.group().strip()
        if any(start <= match.start() < end for start, end in taken) or DATE.match(written.lstrip("(")):
            continue
        digits = re.sub(r"\D", "", written.replace("(0)", ""))
        international = written.startswith(("+", "00"))
        if digits.startswith("00"):
            digits = digits[2:]
        if not 8 <= len(digits) <= (15 if international else 12) or len(set(digits)) < 3 or REFERENCE.search(written):
            continue
        cue = CUE.search(text[max(0, match.start() - 60) : match.start()])
        if written.startswith("00") and not cue and len(digits) < 10:
            continue
        if not international and _is_enterprise(digits, written):
            continue
        if not international and not cue and len(re.findall(r"\d[ ./-]+(?=\d)", written)) < 2:
            continue
        found.setdefault(digits, Phone(" ".join(written.split()), digits, match.start(), international))
        if len(found) >= MOST:
            break
    return tuple(found.values())


def _stands_alone(match: Any, text: str) -> bool:
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    if before == " " and text[max(0, match.start() - 2) : match.start() - 1].isdigit():
        return False  # the tail of a longer number in groups
    return not (before.isalnum() or after.isalnum() or before in BEFORE or after in AFTER)


def _is_enterprise(digits: str, written: str) -> bool:
    # A Belgian enterprise number (0412.345.678) has the length of a telephone number; its own check digits tell it apart.
    return ENTERPRISE.fullmatch(written) is not None and len(digits) == 10 and int(digits[8:]) == 97 - int(digits[:8]) % 97


def bics_in(text: str) -> tuple[tuple[str, str], ...]:
    """(BIC, its country) for every BIC that is called one (ISO 9362)."""
    return tuple(dict.fromkeys((m[1].upper(), m[2].upper()) for m in BIC.finditer(text)))[:MOST]


def amounts_in(text: str) -> tuple[str, ...]:
    """Every amount of money as written."""
    if not any(currency in text for currency in CURRENCIES):
        return ()
    return tuple(dict.fromkeys(" ".join(m.group().split()).rstrip(".,") for m in AMOUNT.finditer(text[:100_000])))[:MOST]


def said(parts: Parts) -> Iterator[tuple[str, str]]:
    """(where, text) of everything the message itself says: bodies, documents, pictures, codes; not what the bringer noted above it."""
    for part in parts.all:
        if isinstance(part, Text) and part.kind is not TextKind.NOTE:
            yield part.where, part.text
        elif isinstance(part, Code):
            yield part.where, part.payload


def accounts(parts: Parts) -> Iterator[tuple[str, str, Account]]:
    """(where, the text it stands in, account) for every valid account in a message, each account once."""
    seen = set()
    for where, text in said(parts):
        for account in accounts_in(text):
            if account.valid and account.iban not in seen:
                seen.add(account.iban)
                yield where, text, account


def phones(parts: Parts) -> Iterator[tuple[str, str, Phone]]:
    """(where, the text it stands in, number) for every telephone number in a message, each once."""
    seen = set()
    for where, text in said(parts):
        for phone in phones_in(text):
            if phone.digits not in seen:
                seen.add(phone.digits)
                yield where, text, phone
