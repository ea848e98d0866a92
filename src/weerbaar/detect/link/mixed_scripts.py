"""A link leads to a domain with letters of another script that look like ours: a Cyrillic "а" in a Latin name.

The eye reads the name it knows; the address is another. Registries refuse most of these, not all, and never below a domain.

When it is wrong: domains wholly in Greek or Cyrillic, and names with accents (müller, café), are ordinary and are not reported.
"""

import re
from collections.abc import Iterator

from weerbaar.detect._web import web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts

LATIN = re.compile("[a-zà-ɏ]")
FOREIGN = re.compile(
    "[\u0250-\u02af\u0370-\u03ff\u0400-\u052f\u0530-\u058f\u13a0-\u13ff\u1d00-\u1dbf\uab30-\uabbf\uff00-\uffef]"
)
ALIKE = re.compile("[аеорсухіјѕԁһӏոսցքѵԝԛɡɩαονρτυχικ]+")


@detector(
    reads=Parts,
    gives={"link.mixed_scripts": ("host", "written")},
    question=Question.SENDER,
    references=("https://www.unicode.org/reports/tr39/#Mixed_Script_Detection", "https://www.rfc-editor.org/rfc/rfc5891"),
)
def mixed_scripts(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    for link in web(parts, organisation).hosts:
        if link.host.isascii():
            continue
        if any(_mixed(label) for label in link.host.split(".")):
            yield Finding("link.mixed_scripts", link.where, {"host": link.host, "written": written_out(link.host)})


def _mixed(label: str) -> bool:
    if not FOREIGN.search(label):
        return False
    return bool(LATIN.search(label)) or ALIKE.fullmatch(label.replace("-", "")) is not None


def written_out(host: str) -> str:
    """A host as the name system writes it (punycode), or as it is where it cannot be written so."""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
