"""A link leads to a stranger's page and carries one long string of letters and digits that says nothing.

The string stands for you: whoever made the link sees which address opened it, and shows the page only to those who came by the
message. Honest firms count too, but from their own domain or through a service for sending mail.

When it is wrong: invitations, tickets and shared calendars carry such strings. Numbers in the usual form of a program (UUID, hex
digests) and shared files and forms are not reported. Weak alone.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from weerbaar.detect._web import is_trusted_place, listed, path_of, web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import LinkKind, Parts

SEGMENT = re.compile(r"(?<=/)[A-Za-z0-9_=-]{24,2000}(?=/|$|\.[a-z]{2,5}(?:/|$))")
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
MIXED = re.compile(r"[A-Za-z](?=[0-9])|[0-9](?=[A-Za-z])")
CHANGES = 4
"""Changes between letter and digit in a segment from which on it is no name with a year or a size in it."""
SHARED = ("mail_services", "file_shares", "forms", "boards")


@detector(
    reads=Parts,
    gives={"link.long_token": ("host", "token")},
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1598/003/",),
)
def long_token(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    seen = web(parts, organisation)
    if seen.is_crowd or (seen.mail and seen.mail.bulk):
        return
    for link in seen.links:
        if link.kind is not LinkKind.ANCHOR or seen.is_home(link):
            continue
        token = _token(path_of(link)[:3000])
        if token and not is_trusted_place(link) and not any(listed(link, name) for name in SHARED):
            yield Finding("link.long_token", link.where, {"host": link.host, "token": f"{token[:24]}…"})
            return


@lru_cache(maxsize=8192)
def _token(path: str) -> str:
    """The first segment of a path that is one long string of letters and digits without words, or ""."""
    for segment in SEGMENT.findall(path):
        if UUID.search(segment) or _is_hex(segment):
            continue
        if len(MIXED.findall(segment)) >= CHANGES:
            return str(segment)
    return ""


def _is_hex(segment: str) -> bool:
    return re.fullmatch(r"[0-9a-f]+|[0-9A-F]+", segment) is not None
