"""A link leads to shared files: SharePoint, OneDrive, Google Drive, Dropbox, WeTransfer and the like.

A shared file is real, whoever put it there. Lures share a page that holds one more link, from a free account or from a firm
that was broken into. `_stranger`: the SharePoint belongs to a firm that is neither the sender, nor this organisation, nor a
supplier.

When it is wrong: people share files all day. Weak alone.
"""

import re
from collections.abc import Iterator

from weerbaar.detect._domain import registrable
from weerbaar.detect._web import Web, listed, web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts

TENANT = re.compile(r"([a-z0-9-]{2,60}?)(?:-my|-admin)?\.sharepoint\.com")


@detector(
    reads=Parts,
    gives={"link.file_share": ("host",), "link.file_share_stranger": ("host", "tenant")},
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1566/002/",),
)
def file_share(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    seen = web(parts, organisation)
    if seen.is_crowd:
        return
    for link in seen.abroad:
        if not listed(link, "file_shares") or listed(link, "forms"):
            continue
        tenant = TENANT.fullmatch(link.host)
        if tenant and seen.mail and not _is_familiar(tenant[1], seen, organisation):
            yield Finding("link.file_share_stranger", link.where, {"host": link.host, "tenant": tenant[1]})
        else:
            yield Finding("link.file_share", link.where, {"host": link.host})
        return


def _is_familiar(tenant: str, seen: Web, organisation: Organisation) -> bool:
    name = re.sub(r"[^a-z]", "", tenant)
    domains = (seen.sender, *organisation.domains, *(d for s in organisation.parties for d in s.domains))
    labels = (re.sub(r"[^a-z]", "", registrable(d).partition(".")[0]) for d in domains if d)
    return any(label and (label in name or name in label or (len(label) > 5 and label[:5] == name[:5])) for label in labels)
