"""What the receiving server found out about the sender, or what we find ourselves when the DNS door is open: SPF, DKIM, DMARC.

A mail that fails comes from a machine its domain does not know. Only results under an authserv-id of the organisation are
believed, since anybody can write this header into his own mail; a pass under a foreign id, where ours is absent, is such a
forgery or a server that is missing in the organisation file. ARC=pass beside a failure means a forwarder saw it pass;
anybody may seal, so it softens little, unless we asked DNS and the sealer is ours or trusted: then what he found counts. A
pass says that the domain is genuine, not that its owner is honest: swindlers register look-alike domains and take over real
mailboxes.

When it is wrong: forwarding, mailing lists and small firms with a badly set up domain fail in good faith; about one honest
mail in twenty. When we ask DNS ourselves: a domain that changed its records since the message came.
"""

from collections.abc import Iterator

from weerbaar.detect._proof import fails, in_doubt, passes, proven, results, vouched
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Mail, Parts


@detector(
    reads=Parts,
    gives={
        "mail.authentication_fails": ("domain",),
        "mail.authentication_fails_forwarded": ("domain",),
        "mail.authentication_softfails": ("domain",),
        "mail.authentication_passes": ("domain",),
        "mail.authentication_forged": ("authserv_id",),
    },
    question=Question.SENDER,
    references=(
        "https://www.rfc-editor.org/rfc/rfc8601#section-7.1",
        "https://www.rfc-editor.org/rfc/rfc7489",
        "https://www.rfc-editor.org/rfc/rfc8617",
    ),
)
def authentication(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    trusted = vouched(parts, organisation)
    for mail in in_doubt(parts, organisation):
        if mail.sender is not None and (mail.authentication or mail.checked):
            yield from _read(mail, mail is trusted, organisation)


def _read(mail: Mail, may_pass: bool, organisation: Organisation) -> Iterator[Finding]:
    found = results(mail, organisation)
    where, domain = "header Authentication-Results", mail.sender.domain if mail.sender else ""
    if mail.checked and not any(one.authserv_id for one in found):
        where = "DNS"
    if not found:
        claim = next((a for a in mail.authentication if a.result == "pass"), None)
        if claim is not None:
            yield Finding("mail.authentication_forged", where, {"authserv_id": claim.authserv_id or "?"})
    elif fails(found):
        forwarded = any(a.method == "arc" and a.result == "pass" for a in found)
        yield Finding(f"mail.authentication_fails{'_forwarded' if forwarded else ''}", where, {"domain": domain})
    elif not passes(mail, found):
        yield Finding("mail.authentication_softfails", where, {"domain": domain})
    elif may_pass and proven(mail, organisation):
        yield Finding("mail.authentication_passes", where, {"domain": domain})
