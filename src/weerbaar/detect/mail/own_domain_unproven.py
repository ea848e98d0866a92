"""The mail says it comes from our own domain, and nothing proves it.

Our own servers sign what we send. A mail "from" a colleague that fails the check came from elsewhere: the oldest trick, and
the one that works best. `_failing`: the check was made and failed; `_unproven`: our server looked and could not confirm it.

When it is wrong: a scanner, website or newsletter service of our own that was never added to SPF and DKIM.
"""

from collections.abc import Iterator

from weerbaar.detect._proof import fails, passes, results
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Mail, Parts


@detector(
    reads=Parts,
    gives={"mail.own_domain_unproven": ("address",), "mail.own_domain_unproven_failing": ("address",)},
    question=Question.SENDER,
    references=("https://www.rfc-editor.org/rfc/rfc7489",),
)
def own_domain_unproven(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    if not organisation.trusted_authserv_ids:
        return
    for mail in parts.of(Mail):
        if mail.sender is None or not organisation.is_ours(mail.sender.domain):
            continue
        found = results(mail, organisation)
        if not any(a.method in ("spf", "dkim", "dmarc") for a in found) or passes(mail, found):
            continue  # mail that never left our own server carries no results
        variant = "_failing" if fails(found) else ""
        yield Finding(f"mail.own_domain_unproven{variant}", "header From", {"address": mail.sender.address})
        return
