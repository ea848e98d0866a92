"""A link does not open a page but starts something on the computer: a file on a stranger's server, a search window, a script,
an Office program.

Such links run or open things with one press, and some send the computer's login along ("file://" on a foreign server). Pages
never need them.

When it is wrong: inside a firm, colleagues share "file:" links to a drive they all have, and call links open a meeting program;
the firm's own servers and meeting programs are not reported.
"""

import re
from collections.abc import Iterator

from weerbaar.detect._web import known_domains
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Link, LinkKind, Parts

RISKY = re.compile(
    r"(?:file|smb|search|search-ms|ms-(?!teams|outlook|clock|settings-help)[a-z]+(?:-[a-z]+)*|javascript|vbscript|data|jar|view-source|intent|blob|shell|hcp|res|mhtml|ldap|dav|webdav)",
    re.I,
)  # fmt: skip
HARMLESS = re.compile(
    r"javascript:\s*(?:void|;|history|window\.(?:print|close)|//|$|return|false|print)|data:image/(?!svg)", re.I
)


@detector(
    reads=Parts,
    gives={"link.risky_scheme": ("scheme", "label")},
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1187/", "https://attack.mitre.org/techniques/T1204/001/"),
)
def risky_scheme(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    told: set[str] = set()
    for link in parts.of(Link):
        scheme = link.scheme
        if scheme in ("https", "http", "mailto", "tel") or link.kind is LinkKind.IMAGE or link.quoted or scheme in told:
            continue
        if RISKY.fullmatch(scheme) and not HARMLESS.match(link.target[:60]) and not _is_shared_drive(link, organisation):
            told.add(scheme)
            yield Finding("link.risky_scheme", link.where, {"scheme": scheme, "label": link.label[:60] or link.target[:60]})


def _is_shared_drive(link: Link, organisation: Organisation) -> bool:
    if link.scheme not in ("file", "smb"):
        return False
    # A name without a dot, or a drive letter, is found in the reader's own network only.
    return "." not in link.host or any(link.host == d or link.host.endswith("." + d) for d in known_domains(organisation))
