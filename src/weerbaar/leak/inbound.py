"""What comes back from a model: dangerous links, pictures that tell on the reader, secrets that nobody put in.

A model repeats what stood in the pages and documents it was given, and those may have been written to be repeated. So before an answer is
shown:

- a link is judged by the detectors of links, as in a message. What they find telling is left out, with the name of its host;
- a picture that is loaded from an address with something in it is left out: loading it would carry that out of the house, without a
  click ("EchoLeak", CVE-2025-32711);
- a key, a private key or an address with a password that did not stand in the question is left out.

Screen before restoring: then nobody's name is in what is judged, and what was masked on the way out is not taken for strange. A stream
comes out the same wherever it is cut; held back is only what may be the beginning of an address or a key.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from ipaddress import ip_address
from math import log

from weerbaar.detect.declaration import Detector, detectors
from weerbaar.detect.leak.api_key import FORMS
from weerbaar.leak.check import check
from weerbaar.leak.sentences import inbound
from weerbaar.model.leak import GROUP_OF, Group
from weerbaar.model.organisation import NOBODY, Organisation
from weerbaar.model.part import Link, LinkKind, Parts
from weerbaar.unpack.link import TRAILING, make_link
from weerbaar.weigh.weigh import weigh_findings

LINK, PICTURE, SECRET = "dangerous_link", "telling_picture", "secret"
"""Names of what is counted."""

ALONE = frozenset(
    {
        "link.known_bad",
        "link.mixed_scripts",
        "link.userinfo",
        "link.ip_address",
        "link.label_differs",
        "link.lookalike_host_own",
        "link.lookalike_host_supplier",
        "link.risky_scheme",
        "link.device_login",
    }
)
"""Findings that are enough by themselves. Others need company: an honest answer may well name a shortened link or a program to fetch."""
ENOUGH = log(60)
"""Sum of log likelihood ratios from which findings together are enough: two strong ones."""
MOST_LINKS = 300
"""Different links of one answer that are judged; the others are left out."""
LONGEST = 2_000
"""Characters of one address or key; what is longer is judged in pieces."""
_BEFORE = 320
_SCHEMES = (
    *("https", "http", "hxxps", "hxxp", "ftp", "sftp", "ssh", "ldaps", "ldap", "smtps", "smtp", "imaps", "imap"),
    *(
        "postgresql",
        "postgres",
        "mysql",
        "mariadb",
        "mongodb+srv",
        "mongodb",
        "rediss",
        "redis",
        "amqps",
        "amqp",
        "mssql",
        "sqlserver",
    ),
    *("jdbc:mysql", "jdbc:postgresql", "jdbc:sqlserver"),
)
_LINKED = r"(?:(?!-----(?:BEGIN|END))[^\s<>\"'`{}|^\u00ab\u00bb\u201c\u201d])"
_KEYED = r"(?:(?!-----(?:BEGIN|END))[A-Za-z0-9_.+/=~-])"
_LABEL = re.compile(r"(!?)\[([^\[\]\n]{0,300})\]\(\s?<?\Z")
_BEGIN = r"-----BEGIN[A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----"
_END = re.compile(r"-----END[A-Z0-9 ]{0,60}-----", re.I)
_FRAME = re.compile(rf"{_BEGIN}|{_END.pattern}", re.I)
_LONGEST_FRAME = 90


class Screen:
    """Screens one text of an answer, whole or in pieces.

    `language` is the reader's. `said` tells whether a secret stood in the question: then it is no news to anybody. `organisation`
    brings the domains it knows.
    """

    def __init__(
        self, language: str, *, said: Callable[[str], bool] | None = None, organisation: Organisation = NOBODY
    ) -> None:
        self.seen: Counter[str] = Counter()
        self._words, self._said, self._organisation = inbound(language), said or (lambda _: False), organisation
        self._before, self._held, self._in_key = "", "", False
        self._judged: dict[tuple[str, str, bool], bool] = {}

    def feed(self, chunk: str) -> str:
        """What can be shown after this piece."""
        whole = self._before + self._held + chunk
        tail = _tails().search(whole, max(len(self._before), len(whole) - LONGEST - 1))
        cut = tail.start() if tail else len(whole)
        for found in _FRAME.finditer(whole, max(len(self._before), cut - _LONGEST_FRAME)):
            if found.start() < cut < found.end():
                cut = found.end()
        return self._advance(whole, cut)

    def flush(self) -> str:
        """What was still held back, at the end."""
        whole = self._before + self._held
        return self._advance(whole, len(whole))

    def _advance(self, whole: str, cut: int) -> str:
        shown = "".join(self._screened(whole, len(self._before), cut))
        self._before, self._held = whole[max(0, cut - _BEFORE) : cut], whole[cut:]
        return shown

    def _screened(self, whole: str, done: int, cut: int) -> Iterator[str]:
        while done < cut:
            if self._in_key:
                end = _END.search(whole, done, cut)
                done, self._in_key = (end.end(), False) if end else (cut, True)
                continue
            found = _tokens().search(whole, done, cut)
            if found is None:
                yield whole[done:cut]
                return
            yield whole[done : found.start()]
            done = found.end()
            if found.lastgroup == "begin":
                self._in_key = True
                self.seen[SECRET] += 1
                yield self._words["secret"]
            else:
                yield self._judge(
                    found[0], whole[max(0, found.start() - _BEFORE) : found.start()], link=found.lastgroup == "link"
                )

    def _judge(self, token: str, before: str, *, link: bool) -> str:
        if self._is_secret(token):
            self.seen[SECRET] += 1
            return self._words["secret"]
        if not link:
            return token
        written = token.rstrip(TRAILING)
        named = _LABEL.search(before)
        if named:
            written = written.partition(")")[0] if written.count(")") > written.count("(") else written
        made = make_link(written, LinkKind.ANCHOR if named else LinkKind.TEXT, "answer", label=named[2] if named else "")
        if made is None or not made.scheme.startswith(("http", "ftp", "hxxp")):
            return token
        picture = bool(named and named[1])
        if picture and _carries(made):
            self.seen[PICTURE] += 1
            return self._words["picture"].format(host=_shown(made.host)) + token[len(written) :]
        if self._is_dangerous(made, picture):
            self.seen[LINK] += 1
            return self._words["link"].format(host=_shown(made.host)) + token[len(written) :]
        return token

    def _is_secret(self, token: str) -> bool:
        return any(
            GROUP_OF[match.cls] is Group.SECRETS and not self._said(token[match.start : match.end])
            for match in check(token).matches
        )

    def _is_dangerous(self, link: Link, picture: bool) -> bool:
        key = (link.target, link.label, picture)
        if key not in self._judged:
            self._judged[key] = len(self._judged) >= MOST_LINKS or is_dangerous(link, self._organisation)
        return self._judged[key]


def screened(
    text: str, language: str, *, said: Callable[[str], bool] | None = None, organisation: Organisation = NOBODY
) -> str:
    """A whole answer, screened."""
    screen = Screen(language, said=said, organisation=organisation)
    return screen.feed(text) + screen.flush()


def is_dangerous(link: Link, organisation: Organisation = NOBODY) -> bool:
    """What the detectors of links say about one link that stands alone. Addresses inside the house are nobody's trap."""
    if _is_inside(link.host):
        return False
    parts = Parts((link,))
    findings = []
    for one in _judges():
        try:
            findings += list(one.look(parts, organisation))
        except Exception:  # one detector that fails must not let the others' findings go
            return True
    return (
        any(found.id in ALONE for found in findings) or sum(weight.log_ratio for weight in weigh_findings(findings)) >= ENOUGH
    )


@cache
def _judges() -> tuple[Detector, ...]:
    return tuple(one for one in detectors() if one.name.startswith("link."))


def _is_inside(host: str) -> bool:
    try:
        return ip_address(host).is_private
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _carries(picture: Link) -> bool:
    """Whether the address of a picture has room for what it should not tell: a question, a fragment, a long word in its path."""
    path = picture.target.partition("://")[2].partition("/")[2]
    return "?" in path or "#" in path or "[" in path or any(len(step) >= 64 for step in path.split("/"))


def _shown(host: str) -> str:
    return "".join(sign for sign in host[:100] if sign.isalnum() or sign in "-.:").replace(".", "(.)")


@cache
def _marks() -> str:
    return "|".join(re.escape(mark) for mark in sorted({*FORMS, "eyj"}, key=len, reverse=True))


@cache
def _tokens() -> re.Pattern[str]:
    schemes = "|".join(map(re.escape, _SCHEMES))
    return re.compile(
        rf"(?P<begin>{_BEGIN})"
        rf"|(?P<link>(?<![A-Za-z0-9])(?:(?:{schemes})://|www\.){_LINKED}{{3,{LONGEST}}})"
        rf"|(?P<key>(?<![A-Za-z0-9_])(?:{_marks()})(?!----(?:BEGIN|END)){_KEYED}{{8,{LONGEST}}})",
        re.I,
    )


@cache
def _tails() -> re.Pattern[str]:
    """Ends of a text that may go on as one of the tokens."""
    words = [*(f"{scheme}://" for scheme in _SCHEMES), "www.", *FORMS, "eyj"]
    begun = sorted({word[:length] for word in words for length in range(1, len(word) + 1)}, key=len, reverse=True)
    schemes = "|".join(map(re.escape, _SCHEMES))
    return re.compile(
        r"-----(?:B(?:E(?:GI?)?)?|EN?|(?:BEGIN|END)[A-Z0-9 ]{0,60}-{0,4})?\Z|-{1,4}\Z"
        rf"|(?<![A-Za-z0-9])(?:(?:{schemes})://|www\.){_LINKED}{{0,{LONGEST - 1}}}\Z"
        rf"|(?<![A-Za-z0-9_])(?:{_marks()})(?!----(?:BEGIN|END)){_KEYED}{{0,{LONGEST - 1}}}\Z"
        rf"|(?<![A-Za-z0-9])(?:{'|'.join(map(re.escape, begun))})\Z",
        re.I,
    )


@lru_cache(maxsize=8)
def names(language: str) -> dict[str, str]:
    """What each of the names that are counted means, in words."""
    return {name: inbound(language)[f"seen_{name}"] for name in (LINK, PICTURE, SECRET)}
