"""A link names an unusual port: "page.example:8443".

Pages for the public stand at the usual port. A number behind the name is how a page runs on somebody else's machine without its
owner noticing.

When it is wrong: webmail and control panels of small hosting firms, and devices in a firm's own network, stand at such ports.
"""

import re
from collections.abc import Iterator

from weerbaar.detect._web import web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts

PORT = re.compile(r"^[a-z]+:/{0,3}[^/?#\\]*[^/?#\\:\]]\]?:(\d{1,5})(?=[/?#\\]|$)", re.I)
USUAL = frozenset(("80", "443", "21"))


@detector(
    reads=Parts,
    gives={"link.odd_port": ("host", "port")},
    question=Question.SENDER,
    references=("https://www.rfc-editor.org/rfc/rfc3986#section-3.2.3",),
)
def odd_port(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    for link in web(parts, organisation).abroad:
        match = PORT.match(link.target[:400])
        if match and match[1].lstrip("0") not in USUAL and "." in link.host:
            yield Finding("link.odd_port", link.where, {"host": link.host, "port": match[1]})
