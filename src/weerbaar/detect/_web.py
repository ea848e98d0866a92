"""Where a message leads on the web, sorted once for every detector of links and codes: links that a person can follow, one per host,
and which of them lead home (to the sender, or to somebody the organisation knows).

Pictures that load by themselves, quoted earlier messages, and the written-out label of a link that leads elsewhere are not links to follow.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from urllib.parse import unquote

from weerbaar.detect._domain import is_free_mail, registrable
from weerbaar.detect._lookalike import is_brand_domain
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Link, LinkKind, Mail, Parts

FOLLOWED = frozenset((LinkKind.ANCHOR, LinkKind.TEXT, LinkKind.FORM, LinkKind.REFRESH, LinkKind.CODE, LinkKind.DOCUMENT, LinkKind.CALENDAR))  # fmt: skip
MOST = 300
"""Links of one message that are looked at; more are those of a catalogue."""
HOST = re.compile(r"[\w.:-]{1,253}")
CROWD = 10
"""Strangers' domains from which on a message is a round-up of other people's pages."""


@dataclass(frozen=True, slots=True)
class Web:
    """Where a message leads.

    `links` are those to follow, each address once; `hosts` the first link to each host. `sender` is the registrable domain in From, ""
    when there is none or when anybody may have a mailbox there; `known` the hosts that are ours, a supplier's, allowed, or a usual one;
    `abroad` the first link to each host that is neither the sender's nor known.
    """

    links: tuple[Link, ...]
    hosts: tuple[Link, ...]
    mail: Mail | None
    sender: str
    known: frozenset[str]
    abroad: tuple[Link, ...]

    @property
    def is_crowd(self) -> bool:
        """Whether the message points to so many strangers that the shape of one address says nothing about the message."""
        return len(self.abroad) > CROWD and len({domain_of(link) for link in self.abroad}) > CROWD

    def is_senders(self, link: Link) -> bool:
        """Whether a link leads to the domain that the message says to come from."""
        return bool(self.sender) and domain_of(link) == self.sender

    def is_home(self, link: Link) -> bool:
        """Whether a link leads to the sender's own domain or to one the organisation knows."""
        return link.host in self.known or self.is_senders(link)


# One look asks some thirty times in a row about the same parts; records this large are dear to hash, so they are compared by identity.
_last: tuple[Parts, Organisation, Web] | None = None


def web(parts: Parts, organisation: Organisation) -> Web:
    """Where the message in these parts leads."""
    global _last
    last = _last  # read once: threads may look at other messages meanwhile
    if last is not None and last[0] is parts and last[1] is organisation:
        return last[2]
    made = _web(parts, organisation)
    _last = (parts, organisation, made)
    return made


def _web(parts: Parts, organisation: Organisation) -> Web:
    found = [link for link in parts.of(Link) if link.kind in FOLLOWED and not link.quoted and HOST.fullmatch(link.host)][:MOST]
    labels = {
        bare(link.label)
        for link in found
        if link.label and link.kind is LinkKind.ANCHOR and bare(link.label) != bare(link.target)
    }
    links: dict[str, Link] = {}
    hosts: dict[str, Link] = {}
    for link in found:
        if link.kind is not LinkKind.TEXT or bare(link.target) not in labels:
            links.setdefault(link.target, link)
            hosts.setdefault(link.host, link)
    mail = parts.mail
    address = mail.sender.domain if mail and mail.sender else ""
    sender = "" if is_free_mail(address) else registrable(address)
    known, usual = known_domains(organisation), usual_domains(organisation, address)
    homes = frozenset(host for host in hosts if below(host, known) or below(host, usual))
    abroad = tuple(link for host, link in hosts.items() if host not in homes and not (sender and domain_of(link) == sender))
    return Web(tuple(links.values()), tuple(hosts.values()), mail, sender, homes, abroad)


def bare(address: str) -> str:
    """An address without scheme, "www.", case and closing marks, to compare two."""
    low = address.strip().lower()
    low = low.partition("://")[2] or low
    return low.removeprefix("www.").rstrip("/.,;:!?)>…")


def domain_of(link: Link) -> str:
    """The registrable domain of a link, or its host when it has none."""
    return link.domain or link.host


def below(host: str, domains: frozenset[str]) -> bool:
    """Whether a host is one of the domains or below one."""
    return any(ending in domains for ending in endings(host))


def endings(host: str) -> list[str]:
    """A host and the domains above it, longest first."""
    labels = host.split(".")[-8:]
    return [".".join(labels[i:]) for i in range(len(labels))]


_known: tuple[Organisation, frozenset[str]] | None = None


def known_domains(organisation: Organisation) -> frozenset[str]:
    """Every domain that is ours, a supplier's, allowed, or that has written to us; public mail services left out."""
    global _known
    last = _known
    if last is not None and last[0] is organisation:
        return last[1]
    domains = {*organisation.domains, *organisation.allowed_domains, *(d for s in organisation.parties for d in s.domains)}
    written = {address.rpartition("@")[2] for address in organisation.memory.senders}
    made = frozenset(domains | {domain for domain in written if not is_free_mail(domain)})
    _known = (organisation, made)
    return made


def supplier_domains(organisation: Organisation) -> tuple[str, ...]:
    """The domains of every supplier, in order."""
    return tuple(domain for supplier in organisation.parties for domain in supplier.domains)


def usual_domains(organisation: Organisation, sender: str) -> frozenset[str]:
    """The domains a sender's domain usually links to, by the organisation's memory."""
    usual = organisation.memory.link_domains
    return frozenset((*usual.get(sender, ()), *usual.get(registrable(sender), ()))) if sender and usual else frozenset()


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    read = tomllib.loads(files("weerbaar.detect").joinpath("_hosts.toml").read_text(encoding="utf-8"))
    return {name: tuple(entries) for name, entries in read.items()}


@cache
def words(name: str) -> frozenset[str]:
    """A list of _hosts.toml."""
    return frozenset(_table()[name])


@cache
def _places(name: str) -> Mapping[str, tuple[str, ...]]:
    places: dict[str, tuple[str, ...]] = {}
    for entry in _table()[name]:
        host, slash, path = entry.partition("/")
        places[host] = (*places.get(host, ()), slash + path)
    return places


def listed(link: Link, name: str) -> str:
    """The host (with the start of its path) by which a link stands in a list of _hosts.toml, or ""."""
    places = _places_of(link.host, name) if link.host else ()
    if not places:
        return ""
    path = path_of(link)[:60] or "/"
    return next((ending + start for ending, start in places if path.startswith(start)), "")


@lru_cache(maxsize=16384)
def _places_of(host: str, name: str) -> tuple[tuple[str, str], ...]:
    """(host or a domain above it, start of a path) of the entries of a list that a host may stand under."""
    places = _places(name)
    return tuple((ending, start) for ending in endings(host) for start in places.get(ending, ()))


def path_of(link: Link) -> str:
    """Path of the target, without query and fragment."""
    return _path(link.target)


@lru_cache(maxsize=4096)
def _path(target: str) -> str:
    rest = target.partition("://")[2]
    return "/" + rest.partition("/")[2].partition("?")[0].partition("#")[0] if "/" in rest else ""


def query_of(link: Link) -> str:
    """What follows the path: query and fragment."""
    rest = link.target.partition("://")[2]
    cut = re.search(r"[?#]", rest)
    return rest[cut.start() :] if cut else ""


def is_trusted_place(link: Link) -> bool:
    """Whether a link leads to a well-known brand's own pages, not to room that the brand lends to anybody."""
    return is_brand_domain(link.host) and not is_lent(link)


def is_lent(link: Link) -> bool:
    """Whether anybody may put something at this address: hosting, forms, boards, shared files, tunnels, redirects."""
    return any(
        listed(link, name) for name in ("free_hosting", "forms", "boards", "file_shares", "tunnels", "ipfs", "redirectors")
    )


@cache
def _login() -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(sorted(words('logins'), key=len, reverse=True))})(?![a-z0-9])")


def login_word(link: Link) -> str:
    """The word by which host or path says that one must log in or confirm there, or ""."""
    return _login_word(link.host, path_of(link)[:300])


@lru_cache(maxsize=8192)
def _login_word(host: str, path: str) -> str:
    match = _login().search(unquote(f"{host[:120]}{path}").lower())
    return match.group() if match else ""


@lru_cache(maxsize=8192)
def errands_in(domain: str) -> tuple[str, ...]:
    """The words of errand ("payment", "teruggave", "zoll") of which the first label of a domain is put together with hyphens."""
    return tuple(word for word in domain.partition(".")[0].split("-") if word in words("errands"))


INNER = re.compile(
    r"(?:[?&#/=]|%2f)(?:https?(?::|%3a)(?:/|%2f){1,2}|(?<==)//|(?<==)www\.)((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24})(?![a-z0-9.-]*@)",
    re.I,
)


def host_in_query(link: Link) -> str:
    """The host of another address inside a link, in its path or query, or ""."""
    rest = link.target.partition("://")[2].partition("/")
    match = INNER.search("/" + rest[2][:2000])
    return match[1].lower() if match else ""


DEVICE_PAGES = re.compile(
    r"(?:www\.)?microsoft\.com/(?:devicelogin|link)\b|aka\.ms/(?:devicelogin|remoteconnect)\b|login\.(?:microsoftonline|microsoft|live)\.com/.{0,80}(?:deviceauth|devicecode|remoteconnect)"
    r"|(?:www\.)?github\.com/login/device\b|(?:www\.)?google\.com/device\b|accounts\.google\.com/.{0,60}device|device\.sso\.[a-z0-9-]{1,30}\.amazonaws\.com|[a-z0-9-]{1,60}\.awsapps\.com/start.{0,20}device"
    r"|login\.salesforce\.com/(?:setup/connect|connect)\b|signal\.(?:link|me)/.{0,10}linkdevice",
    re.I,
)  # fmt: skip
CONSENT_PAGES = re.compile(
    r"(?:login\.microsoftonline\.com|login\.windows\.net|login\.live\.com|login\.microsoft\.com)/.{0,100}(?:authorize|adminconsent|oauth20_authorize)"
    r"|accounts\.google\.com/(?:o/oauth2|signin/oauth)|github\.com/login/oauth/authorize|(?:[a-z0-9-]{1,60}\.)?slack\.com/(?:openid/connect|oauth)"
    r"|login\.salesforce\.com/services/oauth2/authorize|api\.login\.yahoo\.com/oauth2|www\.dropbox\.com/oauth2/authorize|appleid\.apple\.com/auth/authorize",
    re.I,
)  # fmt: skip


def is_device_page(link: Link) -> bool:
    """Whether a link leads to a real page where a code joins a device to an account (RFC 8628)."""
    return DEVICE_PAGES.match(link.host + path_of(link)[:200]) is not None


def is_consent_page(link: Link) -> bool:
    """Whether a link leads to a real page that asks leave for an app (RFC 6749)."""
    return CONSENT_PAGES.match(link.host + path_of(link)[:200]) is not None
