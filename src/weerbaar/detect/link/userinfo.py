"""A trusted name stands before an "@" in a link: "https://www.mybank.example@page.example/".

Everything before the "@" is a user name that nobody asked for; the page is what stands behind it. Browsers hide or drop it,
people read it as the address.

When it is wrong: old links to a firm's own file server carry a user name, and hardly anybody mails them today. Written-out tool
commands ("ssh://git@host") are not reported.
"""

import re
from collections.abc import Iterator

from weerbaar.detect._web import web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts

BEFORE = re.compile(r"^https?:[/\\]*([^/\\?#@]{1,300})@", re.I)


@detector(
    reads=Parts,
    gives={"link.userinfo": ("before", "host")},
    question=Question.SENDER,
    references=("https://www.rfc-editor.org/rfc/rfc3986#section-7.6", "https://attack.mitre.org/techniques/T1036/"),
)
def userinfo(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    told: set[str] = set()
    for link in web(parts, organisation).links:
        match = BEFORE.match(link.target[:400]) if "@" in link.target[:400] else None
        if match and link.host not in told:
            told.add(link.host)
            yield Finding("link.userinfo", link.where, {"before": match[1][:80], "host": link.host})
