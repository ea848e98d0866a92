"""A link leads through a tunnel to a computer at someone's home or office.

Tunnels are for trying things out: gone when the lid closes, and nobody knows whose computer answers. No firm receives customers
there.

When it is wrong: a developer who shows a colleague something he is building.
"""

from collections.abc import Iterator

from weerbaar.detect._web import listed, web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts


@detector(
    reads=Parts,
    gives={"link.tunnel": ("host", "service")},
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1572/",),
)
def tunnel(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    for link in web(parts, organisation).hosts:
        service = listed(link, "tunnels")
        if service:
            yield Finding("link.tunnel", link.where, {"host": link.host, "service": service})
            return
