"""The signature over the message itself, checked with a key the organisation gave (RFC 6376).

A signature that holds proves that the domain sent exactly this text; one that breaks means the text was changed on the way
or the signature copied from another mail. Keys come from the organisation file alone: nothing is looked up here.

When it is wrong: mailing lists add a footer and gateways rewrite links, which breaks honest signatures; a domain that
renewed its key breaks until the file has the new one.
"""

from collections.abc import Iterator

from weerbaar.detect._domain import same_owner
from weerbaar.detect._proof import vouched
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts

MOST_SIGNATURES = 4


@detector(
    reads=Parts,
    gives={"mail.dkim_valid": ("domain",), "mail.dkim_broken": ("domain",)},
    question=Question.SENDER,
    references=("https://www.rfc-editor.org/rfc/rfc6376#section-6",),
)
def dkim(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    mail = vouched(parts, organisation)
    if mail is None or mail.sender is None or not organisation.dkim_keys or not mail.raw:
        return
    mine = [
        (index, signature)
        for index, signature in enumerate(mail.signatures[:MOST_SIGNATURES])
        if f"{signature.selector}._domainkey.{signature.domain}" in organisation.dkim_keys
        and same_owner(signature.domain, mail.sender.domain)
    ]
    if not mine:
        return
    held = any(_holds(mail.raw, index, organisation) for index, _ in mine)
    yield Finding(f"mail.dkim_{'valid' if held else 'broken'}", "header DKIM-Signature", {"domain": mine[0][1].domain})


def _holds(raw: bytes, index: int, organisation: Organisation) -> bool:
    from dkim import DKIM, DKIMException

    def key(name: bytes, timeout: int = 0) -> bytes | None:
        record = organisation.dkim_keys.get(name.decode("ascii", "replace").rstrip("."))
        return record.encode("ascii", "replace") if record else None

    try:
        return bool(DKIM(raw.lstrip(b"\r\n"), minkey=1024).verify(idx=index, dnsfunc=key))
    except (DKIMException, ValueError, KeyError, IndexError, TypeError):
        return False
