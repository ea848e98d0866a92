"""SPF as RFC 7208 has it: may this machine hand in mail for this domain?

Ten terms that ask DNS, two that find nothing (section 4.6.4), then the record is at fault. The reference implementation,
pyspf, keeps its resolver and its limits in its module and comes without types; this one is held against the same test
suite of the RFC's authors (tests/outside/rfc7208.json).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import quote

import idna

from weerbaar.model.dns import Hop
from weerbaar.outside.dns import Ask, NoAnswer

MOST_TERMS, MOST_VOID, MOST_NAMES = 10, 2, 10
LONGEST_NAME = 253
QUALIFIERS = {"+": "pass", "-": "fail", "~": "softfail", "?": "neutral"}
TERM = re.compile(r"(?P<qualifier>[+\-~?]?)(?P<name>[a-z][a-z0-9_.-]*)(?P<rest>[=:/].*)?", re.I)
LENGTHS = re.compile(
    r"(?P<name>[^/]*(?:/(?!\d{1,3}(?:/|\Z)|/\d)[^/]*)*)(?:/(?P<four>0|[1-9]\d?))?(?://(?P<six>0|[1-9]\d{0,2}))?"
)
MACRO = re.compile(r"%(?:\{(?P<letter>[slodiphv])(?P<digits>\d*)(?P<reverse>r?)(?P<cut>[.\-+,/_=]*)\}|(?P<sign>[%_-]))", re.I)
IN_EXPLANATION = re.compile(r"%\{[crt]\d*r?[.\-+,/_=]*\}", re.I)
LITERAL = re.compile(r"[\x21-\x24\x26-\x7e]*")
TOP_LABEL = re.compile(r"(?=[a-z0-9-]*[a-z-])[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", re.I)
SIGNS = {"%": "%", "_": " ", "-": "%20"}


class AtFault(Exception):
    """The record cannot be used: permerror."""


@dataclass(frozen=True, slots=True)
class Term:
    """One mechanism with its result when it matches, or the modifier `redirect`. `lengths`: prefix for IPv4 and IPv6."""

    name: str
    result: str
    argument: str = ""
    lengths: tuple[int, int] = (32, 128)


def spf(hop: Hop, ask: Ask) -> str:
    """The result word of section 2.6 for a hop; temperror has no word here.

    Raises:
        NoAnswer: DNS did not answer a question that decides.
    """
    domain = _wire(hop.domain)
    if not _is_name(domain):
        return "none"
    try:
        return _Walk(hop, domain, ask).result(domain) or "none"
    except AtFault:
        return "permerror"


class _Walk:
    """The way through the records of one hop, and what it has cost so far."""

    def __init__(self, hop: Hop, domain: str, ask: Ask) -> None:
        self.hop, self.domain, self._ask = hop, domain, ask
        self.local = hop.sender.rpartition("@")[0] or "postmaster"
        address = ip_address(hop.ip)
        self.ip: IPv4Address | IPv6Address = getattr(address, "ipv4_mapped", None) or address
        self.terms = self.void = 0

    def result(self, domain: str) -> str:
        """What the record of a domain says; "" when it has none (section 4.4 to 4.7)."""
        records = [r for r in self._ask(domain, "TXT") if r.lower() == "v=spf1" or r.lower().startswith("v=spf1 ")]
        if not records:
            return ""
        if len(records) > 1 or not records[0].isascii():
            raise AtFault
        terms = list(_parse(records[0]))
        for term in terms:
            if term.name != "redirect" and self._matches(term, domain):
                return term.result
        redirect = next((term for term in terms if term.name == "redirect"), None)
        if redirect is None:
            return "neutral"
        self._spend()
        target = self._expand(redirect.argument, domain)
        found = self.result(target) if _is_name(target) else ""
        if not found:
            raise AtFault
        return found

    def _matches(self, term: Term, domain: str) -> bool:
        if term.name == "all":
            return True
        if term.name in ("ip4", "ip6"):
            network = ip_network(f"{term.argument}/{term.lengths[term.name == 'ip6']}", strict=False)
            return self.ip in network
        self._spend()
        target = self._expand(term.argument, domain) if term.argument else domain
        match term.name:
            case "include":
                found = self.result(target) if _is_name(target) else ""
                if not found:
                    raise AtFault
                return found == "pass"
            case "a":
                return self._is_among(self._addresses(target), term)
            case "mx":
                names = self._look(target, "MX")
                if len(names) > MOST_NAMES:
                    raise AtFault
                return any(self._is_among(self._addresses(name), term) for name in names)
            case "ptr":
                return any(name == target.lower() or name.endswith("." + target.lower()) for name in self._names())
            case _:  # exists: always IPv4, section 5.7
                return bool(self._look(target, "A"))

    def _is_among(self, addresses: tuple[str, ...], term: Term) -> bool:
        length = term.lengths[self.ip.version == 6]
        return any(self.ip in ip_network(f"{address}/{length}", strict=False) for address in addresses)

    def _addresses(self, name: str) -> tuple[str, ...]:
        return self._look(name, "AAAA" if self.ip.version == 6 else "A")

    def _names(self) -> list[str]:
        """The names of the address that lead back to it; silence and failures are none (section 5.5)."""
        found = []
        try:
            names = self._ask(self.ip.reverse_pointer, "PTR")
        except NoAnswer:
            return []
        for name in names[:MOST_NAMES]:
            try:
                back = self._ask(name, "AAAA" if self.ip.version == 6 else "A")
            except NoAnswer:
                continue
            if any(ip_address(address) == self.ip for address in back):
                found.append(name.lower())
        return found

    def _spend(self) -> None:
        self.terms += 1
        if self.terms > MOST_TERMS:
            raise AtFault

    def _look(self, name: str, kind: str) -> tuple[str, ...]:
        found = self._ask(name, kind)
        if not found:
            self.void += 1
            if self.void > MOST_VOID:
                raise AtFault
        return found

    def _expand(self, spec: str, domain: str) -> str:
        """Section 7.3; a name that grows too long loses labels from the left."""
        name = MACRO.sub(lambda macro: SIGNS[macro["sign"]] if macro["sign"] else self._macro(macro, domain), spec).rstrip(".")
        while len(name) > LONGEST_NAME and "." in name:
            name = name.partition(".")[2]
        return name

    def _macro(self, macro: re.Match[str], domain: str) -> str:
        value = self._value(macro["letter"].lower(), domain)
        parts = re.split(f"[{re.escape(macro['cut'])}]" if macro["cut"] else r"\.", value)
        if macro["reverse"]:
            parts.reverse()
        if macro["digits"]:
            parts = parts[-int(macro["digits"][:4]) :]
        made = ".".join(parts)
        return quote(made, safe="-._~") if macro["letter"].isupper() else made

    def _value(self, letter: str, domain: str) -> str:
        match letter:
            case "s":
                return f"{self.local}@{self.domain}"
            case "l":
                return self.local
            case "o":
                return self.domain
            case "d":
                return domain
            case "i":
                six = self.ip.version == 6
                return ".".join(self.ip.exploded.replace(":", "")) if six else str(self.ip)
            case "p":
                names = self._names()
                own = [name for name in names if name == domain or name.endswith("." + domain)]
                return (own or names or ["unknown"])[0]
            case "v":
                return "ip6" if self.ip.version == 6 else "in-addr"
            case _:
                return self.hop.helo


def _parse(record: str) -> Iterator[Term]:
    """The terms of a record, all held against the grammar first (section 4.6): one mistake anywhere and none counts.

    Raises:
        AtFault: a term is not as it should be.
    """
    seen: set[str] = set()
    terms = []
    for word in record.split(" ")[1:]:
        if not word:
            continue
        match = TERM.fullmatch(word)
        if match is None:
            raise AtFault
        name, rest = match["name"].lower(), match["rest"] or ""
        if not rest.startswith("="):
            if "." in name:
                raise AtFault
            terms.append(_mechanism(name, QUALIFIERS[match["qualifier"] or "+"], rest))
            continue
        if match["qualifier"] or name in seen:
            raise AtFault
        if name in ("redirect", "exp"):
            seen.add(name)
            _demand(_is_domain_spec(rest[1:]))
            if name == "redirect":
                terms.append(Term(name, "", rest[1:]))
        else:
            _demand(_is_macro_string(IN_EXPLANATION.sub("", rest[1:])))
    return iter(terms)


def _mechanism(name: str, result: str, rest: str) -> Term:
    match name:
        case "all":
            _demand(not rest)
            return Term(name, result)
        case "include" | "exists":
            _demand(rest.startswith(":") and _is_domain_spec(rest[1:]))
            return Term(name, result, rest[1:])
        case "ptr":
            _demand(not rest or (rest.startswith(":") and _is_domain_spec(rest[1:])))
            return Term(name, result, rest[1:])
        case "a" | "mx":
            cut = LENGTHS.fullmatch(rest)
            _demand(cut is not None)
            assert cut is not None
            _demand(not cut["name"] or (cut["name"].startswith(":") and _is_domain_spec(cut["name"][1:])))
            lengths = int(cut["four"] or 32) if cut["four"] != "0" else 0, int(cut["six"] or 128) if cut["six"] != "0" else 0
            _demand(lengths[0] <= 32 and lengths[1] <= 128)
            return Term(name, result, cut["name"][1:], lengths)
        case "ip4" | "ip6":
            return _network(name, result, rest)
        case _:
            raise AtFault


def _network(name: str, result: str, rest: str) -> Term:
    address, slash, length = rest[1:].partition("/")
    most = 32 if name == "ip4" else 128
    _demand(rest.startswith(":") and (not slash or re.fullmatch(r"0|[1-9]\d{0,2}", length) is not None))
    _demand(int(length or most) <= most)
    try:
        IPv4Address(address) if name == "ip4" else IPv6Address(address)
    except ValueError:
        raise AtFault from None
    prefix = int(length) if slash else most
    return Term(name, result, address, (prefix, prefix))


def _demand(holds: bool) -> None:
    if not holds:
        raise AtFault


def _is_macro_string(text: str) -> bool:
    macros = list(MACRO.finditer(text))
    if any(macro["digits"] and int(macro["digits"][:4]) == 0 for macro in macros):
        return False
    return LITERAL.fullmatch(MACRO.sub("", text)) is not None


def _is_domain_spec(text: str) -> bool:
    """Section 7.1: a macro string that ends in a macro or in a label that can stand at the top."""
    if not text or not _is_macro_string(text):
        return False
    macros = list(MACRO.finditer(text))
    if macros and macros[-1].end() == len(text):
        return True
    rest, dot, top = text.removesuffix(".").rpartition(".")
    return bool(dot) and bool(rest or text.startswith(".")) and TOP_LABEL.fullmatch(top) is not None


def _is_name(domain: str) -> bool:
    labels = domain.removesuffix(".").split(".")
    return len(domain) <= LONGEST_NAME and len(labels) > 1 and all(0 < len(label) < 64 for label in labels)


def _wire(host: str) -> str:
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return ""
