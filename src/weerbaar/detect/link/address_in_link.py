"""The reader's own mail address is inside a link, plain or encoded, and the page is a stranger's.

A lure fills in your address for you, so that its login page looks as if it knows you, and so that its maker sees who pressed.

When it is wrong: newsletters put the address into links to unsubscribe or to change settings; those, and the sender's own pages
in ordinary newsletters, are not reported. Weak alone, telling beside a request to log in.
"""

import base64
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from weerbaar.detect._web import listed, query_of, web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Link, Parts

ADDRESS = re.compile(r"[a-z0-9][\w.+-]{0,63}@((?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24})", re.I)
FAREWELL = re.compile(
    r"unsub|opt-?out|abmeld|abbestell|uitschrij|afmeld|desinscri|d%C3%A9sinscri|desabonn|preferen|voorkeur|einstellung|/out\b|/stop\b|austrag|list-manage", re.I
)  # fmt: skip


@detector(
    reads=Parts,
    gives={"link.address_in_link": ("address", "host"), "link.address_in_link_sender": ("address", "host")},
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1598/003/",),
)
def address_in_link(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    seen = web(parts, organisation)
    told: set[str] = set()
    readers = {a.domain for a in (*seen.mail.to, *seen.mail.cc) if a.domain} if seen.mail else set()
    domains = sorted(readers | set(organisation.domains))[:20]
    for link in seen.links:
        if link.host in seen.known or link.host in told or len(link.target) < 20 or listed(link, "mail_services"):
            continue
        address = _address_in(link, domains)
        if address and not FAREWELL.search(link.target) and not FAREWELL.search(link.label):
            told.add(link.host)
            variant = "_sender" if seen.is_senders(link) else ""
            yield Finding(f"link.address_in_link{variant}", link.where, {"address": address, "host": link.host})


def _address_in(link: Link, domains: list[str]) -> str:
    rest = link.target.partition("://")[2].partition("/")[2][:2000]
    low = rest.lower()
    for domain in domains:
        if domain in low and (match := ADDRESS.search(unquote(low))) and match[1] == domain:
            return match.group()
        if any(piece in rest for piece in _encoded(domain)):
            return f"…@{domain}"
    # A pasted link, and nobody known to compare with: an address filled in for somebody.
    match = None if domains else ADDRESS.search(unquote(query_of(link)[:2000].lower()))
    return match.group() if match else ""


@lru_cache(maxsize=1024)
def _encoded(domain: str) -> tuple[str, ...]:
    """How "@domain" looks inside base64, for each of the three places where it can begin; letters shared with neighbours left out."""
    whole = f"@{domain}".encode()
    return tuple(
        base64.b64encode(b"\0" * shift + whole).decode()[4 if shift else 0 : -4] for shift in range(3) if len(whole) > 8
    )
