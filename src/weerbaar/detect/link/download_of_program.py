"""A link fetches a program, or a container in which programs travel, rather than a page.

What is fetched runs with the rights of whoever opens it. Disk images, scripts and shortcuts are chosen because they slip past
warnings. `_package` is a packed file (zip, rar...) that may hold anything.

When it is wrong: suppliers of software offer downloads on their own pages. From a sender that the organisation knows to link
there, it is not reported.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from weerbaar.detect._web import path_of, query_of, web, words
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Link, Parts

NAMED = re.compile(r"[?&](?:file|filename|name|f|download|attachment|path|doc)=([^&#]{1,200})", re.I)


@detector(
    reads=Parts,
    gives={"link.download_of_program": ("file", "host"), "link.download_of_program_package": ("file", "host")},
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1204/002/",),
)
def download_of_program(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    seen = web(parts, organisation)
    told: set[str] = set()
    for link in seen.links:
        if link.host in seen.known or link.host in told:
            continue
        name = file_of(link)
        ending = name.rpartition(".")[2].lower()
        if not name or ending not in words("programs"):
            continue
        told.add(link.host)
        variant = "_package" if ending in words("packages") else ""
        yield Finding(f"link.download_of_program{variant}", link.where, {"file": name[:80], "host": link.host})


def file_of(link: Link) -> str:
    """The name of the file a link fetches: last step of the path, else a parameter that names one; "" when neither has an ending."""
    last = unquote(path_of(link)[-300:]).rstrip("/").rpartition("/")[2]
    if "." in last and last.rpartition(".")[2].lower() in words("programs"):
        return last
    match = NAMED.search(query_of(link)[:1000])
    name = unquote(match[1]).rpartition("/")[2] if match else ""
    return name if "." in name else ""
