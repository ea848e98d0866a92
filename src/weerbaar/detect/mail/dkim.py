"""The signature over the message itself, checked with a key the organisation gave or one from DNS (RFC 6376).

A signature that holds proves that the domain sent exactly this text; one that breaks means the text was changed on the way
or the signature copied from another mail. Keys come from the organisation file, or from DNS when that door is open: nothing
is looked up here. A signature over a part of the text, or whose key is gone, says nothing either way.

When it is wrong: mailing lists add a footer and gateways rewrite links, which breaks honest signatures; a domain that
renewed its key breaks until the file has the new one.
"""

from collections.abc import Iterator

from weerbaar.detect._domain import same_owner
from weerbaar.detect._proof import vouched
from weerbaar.detect._signature import holds, key_name
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts, Signature

MOST_SIGNATURES = 4


@detector(
    reads=Parts,
    gives={"mail.dkim_valid": ("domain",), "mail.dkim_broken": ("domain",)},
    question=Question.SENDER,
    references=("https://www.rfc-editor.org/rfc/rfc6376#section-6",),
)
def dkim(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    mail = vouched(parts, organisation)
    if mail is None or mail.sender is None or not mail.raw:
        return
    domain = mail.sender.domain
    mine = [(i, s) for i, s in enumerate(mail.signatures[:MOST_SIGNATURES]) if same_owner(s.domain, domain)]
    held = [(s.domain, answer) for i, s in mine if (answer := _answer(mail.raw, i, s, organisation)) is not None]
    if held:
        variant = "valid" if any(answer for _, answer in held) else "broken"
        yield Finding(f"mail.dkim_{variant}", "header DKIM-Signature", {"domain": held[0][0]})


def _answer(raw: bytes, index: int, signature: Signature, organisation: Organisation) -> bool | None:
    record = organisation.dkim_keys.get(key_name(signature.selector, signature.domain))
    return holds(raw, index, record) if signature.holds is None and record else signature.holds
