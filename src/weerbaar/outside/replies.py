"""Who brought a mail, and may it be answered: read from the mail that brought the doubt, before anything is sent. Pure.

An answer to a machine is answered by that machine. So a mail that says, in any of the ways of RFC 3834 and of common practice, that no
person wrote it gets none. And an answer tells what the organisation knows only to a person whose domain a trusted server
vouched for: From can be written by anybody.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.utils import getaddresses
from enum import StrEnum

from weerbaar.model.domain import registrable
from weerbaar.model.part import Address, Authentication, Mail

MACHINES = re.compile(
    r"(?:mailer-?daemon|postmaster|no-?reply|do-?not-?reply|bounces?|owner|listserv|majordomo)(?:[+=-].*)?"
    r"|.*-(?:request|bounces?)(?:[+=].*)?"
)
SUPPRESSED = frozenset(("all", "oof", "autoreply"))
BULK = frozenset(("bulk", "junk", "list", "auto_reply"))
COMMENT = re.compile(r"\([^()]{0,2000}\)")
QUOTED = re.compile(r'"[^"]{0,2000}"')
LOGGED_IN = re.compile(r";\s*auth=pass\b[^;]{0,500}?\bsmtp\.auth=([^\s;\"<>]{1,320})", re.I)
MOST_HEADERS = 200
"""As many as are read of a mail. One with more has been going round, or wants us to miss something."""


class Silence(StrEnum):
    """Why a mail gets no answer."""

    NOBODY = "nobody"  # no address to answer to, or more than one
    NULL_RETURN_PATH = "null_return_path"  # a bounce (RFC 5321 section 4.5.5)
    AUTO_SUBMITTED = "auto_submitted"  # RFC 3834 section 5
    BULK = "bulk"
    LIST = "list"  # RFC 2369, RFC 2919
    SUPPRESSED = "suppressed"  # X-Auto-Response-Suppress ([MS-OXCMAIL])
    REPORT = "report"  # multipart/report (RFC 6522)
    MACHINE = "machine"  # mailer-daemon, postmaster, no-reply
    OURSELVES = "ourselves"
    LOOP = "loop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """What our own mail looks like: the desk's addresses, the domains of the organisation, the domain after the @ in
    the Message-IDs of our answers, and the ids of lists that are the way to the desk. A thread with more than `depth` of our
    answers in it is a loop.
    """

    addresses: frozenset[str]
    domains: tuple[str, ...] = ()
    message_id_domain: str = ""
    lists: frozenset[str] = frozenset()
    depth: int = 5


@dataclass(frozen=True, slots=True)
class MayAnswer:
    """Whether a mail may be answered; false with a reason."""

    reason: Silence | None = None

    def __bool__(self) -> bool:
        return self.reason is None


@dataclass(frozen=True, slots=True)
class Bringer:
    """Who brought a mail: the address to answer to, or None. Unless `authenticated`, anybody may have written that address."""

    address: Address | None
    authenticated: bool = False


def may_answer(mail: Mail, ours: Ours) -> MayAnswer:
    """Whether the mail that brought a doubt may be answered."""
    return MayAnswer(next(_reasons(mail, ours), None))


def who_brought(mail: Mail, trusted_authserv_ids: Iterable[str]) -> Bringer:
    """The person who brought a mail: who redirected it, else who wrote it. Reply-To is not asked: it would send the answer elsewhere.

    Authenticated when a trusted server found DMARC to pass, or without DMARC a DKIM signature of the same owner, or the sender logged in
    with an address of that domain (RFC 8601). The server at the border must remove forged results under its own name (section 5).
    Nothing vouches for who redirected a mail.
    """
    redirected = _resent_by(mail)
    if redirected is not None:
        return Bringer(redirected)
    if mail.sender is None or "@" not in mail.sender.address or mail.senders:
        return Bringer(None)
    trusted = tuple(one.lower() for one in trusted_authserv_ids)
    return Bringer(mail.sender, _vouched(mail, mail.sender.domain, trusted) or _logged_in(mail, mail.sender.domain, trusted))


def _reasons(mail: Mail, ours: Ours) -> Iterator[Silence]:
    headers = [(name.lower(), " ".join(value.lower().split())) for name, value in mail.headers]
    bringer = who_brought(mail, ()).address
    if bringer is None:
        yield Silence.NOBODY
        return
    if any("@" not in value for name, value in headers if name == "return-path"):
        yield Silence.NULL_RETURN_PATH
    path = mail.return_path.local if mail.return_path else ""
    if MACHINES.fullmatch(bringer.local) or (path and MACHINES.fullmatch(path)):
        yield Silence.MACHINE
    if bringer.address in ours.addresses:
        yield Silence.OURSELVES
    if len(headers) >= MOST_HEADERS or any(value in ours.addresses for name, value in headers if name == "x-loop"):
        yield Silence.LOOP
    if ours.message_id_domain and sum(_is_ours(one, ours) for one in (*mail.references, mail.message_id)) > ours.depth:
        yield Silence.LOOP
    if _resent_by(mail) is not None and bringer.domain in ours.domains:
        return  # a colleague redirected it: what the headers say of machines, they say of the message in doubt
    yield from _says_machine(headers, ours)


def _says_machine(headers: list[tuple[str, str]], ours: Ours) -> Iterator[Silence]:
    own_list = any(_list_id(value) in ours.lists for name, value in headers if name == "list-id")
    for name, value in headers:
        first = value.partition(";")[0].strip()
        if name == "auto-submitted" and COMMENT.sub("", first).strip() != "no":
            yield Silence.AUTO_SUBMITTED
        elif name == "precedence" and first in BULK and not own_list:
            yield Silence.BULK
        elif name.startswith("list-") and not own_list:
            yield Silence.LIST
        elif name == "x-auto-response-suppress" and SUPPRESSED & {one.strip() for one in value.split(",")}:
            yield Silence.SUPPRESSED
        elif name == "content-type" and first == "multipart/report":
            yield Silence.REPORT


def _is_ours(message_id: str, ours: Ours) -> bool:
    return message_id.rpartition("@")[2].lower() == ours.message_id_domain.lower()


def _list_id(value: str) -> str:
    """The id between the angle brackets (RFC 2919 section 3)."""
    return value.rpartition("<")[2].partition(">")[0].strip() if "<" in value else value


def _resent_by(mail: Mail) -> Address | None:
    """Who redirected a mail last (RFC 5322 section 3.6.6); the latest stands on top."""
    found = [(name, address) for name, address in getaddresses([mail.header("Resent-From")[:1000]]) if "@" in address]
    return Address(found[0][0], found[0][1].lower()) if len(found) == 1 else None


def _vouched(mail: Mail, domain: str, trusted: tuple[str, ...]) -> bool:
    kept: list[Authentication] = []
    for one in mail.authentication:
        if not _is_trusted(one.authserv_id, trusted):
            continue
        if one.method != "dkim" and any(one.method == known.method for known in kept):
            break  # a second result of that name is further down, so possibly the sender's own
        kept.append(one)
    dmarc = next((one for one in kept if one.method == "dmarc" and one.result != "none"), None)
    if dmarc is not None:
        return dmarc.result == "pass" and (not dmarc.domain or _same_owner(dmarc.domain, domain))
    return any(one.method == "dkim" and one.result == "pass" and _same_owner(one.domain, domain) for one in kept)


def _logged_in(mail: Mail, domain: str, trusted: tuple[str, ...]) -> bool:
    for name, value in mail.headers:
        if name.lower() == "authentication-results":
            plain = QUOTED.sub("", COMMENT.sub("", COMMENT.sub("", value)))
            authserv_id = plain.partition(";")[0].split()
            if authserv_id and _is_trusted(authserv_id[0].lower(), trusted):
                found = LOGGED_IN.search(plain)
                return found is not None and found[1].rpartition("@")[2].lower() == domain
    return False


def _is_trusted(authserv_id: str, trusted: tuple[str, ...]) -> bool:
    return any(authserv_id == one or authserv_id.endswith("." + one) for one in trusted)


def _same_owner(one: str, other: str) -> bool:
    return bool(one) and (one == other or (registrable(one) or one) == (registrable(other) or other))
