"""A link leads to a page in IPFS, storage that nobody can be asked to clear.

A page there has no owner to write to and does not disappear when it is reported, which is why lures are kept there.

When it is wrong: people who work with that technology share such links among themselves.
"""

import re
from collections.abc import Iterator

from weerbaar.detect._web import listed, path_of, web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts

CONTENT = re.compile(r"/ip[fn]s/(?:Qm[1-9A-HJ-NP-Za-km-z]{44}|baf[a-z2-7]{50,62}|k51[a-z0-9]{50,62})")


@detector(
    reads=Parts,
    gives={"link.ipfs_gateway": ("host",)},
    question=Question.SENDER,
    references=("https://docs.ipfs.tech/concepts/ipfs-gateway/",),
)
def ipfs_gateway(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    for link in web(parts, organisation).hosts:
        if listed(link, "ipfs") or CONTENT.search(path_of(link)[:200]):
            yield Finding("link.ipfs_gateway", link.where, {"host": link.host})
            return
