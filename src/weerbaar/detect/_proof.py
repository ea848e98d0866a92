"""What the delivery proves about a sender: results of servers the organisation trusts, and which message may count in its
favour.

Anybody can write Authentication-Results into his own message (RFC 8601 section 7.1), so only results under an authserv-id
that the organisation trusts prove anything; the topmost of a method counts. What such a server found when the message came
in goes before what we find ourselves with what DNS says today (`mail.checked`), and that goes before a header of somebody
else. With neither, the topmost header is context: a failure there is not something a swindler writes about himself, a pass
proves nothing.
"""

from weerbaar.detect._domain import same_owner
from weerbaar.detect.declaration import carries
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Address, Authentication, Mail, Parts, Recovered


def results(mail: Mail, organisation: Organisation) -> tuple[Authentication, ...]:
    """The results to go by: under trusted ids, then our own, else (no ids known) those of the topmost header. First of a method counts; DKIM
    may have more."""
    if organisation.trusted_authserv_ids or mail.checked:
        known = [a for a in mail.authentication if is_trusted(a.authserv_id, organisation)]
    else:
        known = [a for a in mail.authentication if a.authserv_id == mail.authentication[0].authserv_id]
    kept: list[Authentication] = []
    for one in known:
        if one.method != "dkim" and any(one.method == k.method for k in kept):
            break  # a second header of that id: further down, so possibly the sender's own
        kept.append(one)
    said = {one.method for one in kept}
    return (*kept, *(one for one in mail.checked if one.method not in said))


def is_trusted(authserv_id: str, organisation: Organisation) -> bool:
    """Whether results under this id come from a server of the organisation."""
    return any(
        authserv_id == own.lower() or authserv_id.endswith("." + own.lower()) for own in organisation.trusted_authserv_ids
    )


def is_delivery_report(mail: Mail) -> bool:
    """Whether a mail server wrote it to say what became of a message (RFC 3464)."""
    local = mail.sender.local.lower() if mail.sender else ""
    return local in ("mailer-daemon", "postmaster") or mail.header("Content-Type").lower().startswith("multipart/report")


def passes(mail: Mail, found: tuple[Authentication, ...]) -> bool:
    """Whether results vouch for the domain the reader sees in From (RFC 7489 section 3.1, relaxed alignment)."""
    if mail.sender is None or mail.senders:
        return False
    dmarc = next((a for a in found if a.method == "dmarc"), None)
    if dmarc is not None and dmarc.result != "none":
        return dmarc.result == "pass" and (not dmarc.domain or same_owner(dmarc.domain, mail.sender.domain))
    return any(
        a.method in ("dkim", "spf") and a.result == "pass" and bool(a.domain) and same_owner(a.domain, mail.sender.domain)
        for a in found
    )


def fails(found: tuple[Authentication, ...]) -> bool:
    """Whether results deny the sender: DMARC failed, or SPF failed and no signature held."""
    said = {(a.method, a.result) for a in found}
    if ("dmarc", "pass") in said:
        return False
    return ("dmarc", "fail") in said or (("spf", "fail") in said and ("dkim", "pass") not in said)


def proven(mail: Mail, organisation: Organisation) -> bool:
    """Whether a server the organisation trusts, or our own check, vouches for the domain in From."""
    return bool(organisation.trusted_authserv_ids or mail.checked) and passes(mail, results(mail, organisation))


def in_doubt(parts: Parts, organisation: Organisation) -> tuple[Mail, ...]:
    """The messages to be judged: all, but not a colleague's forward around them. At most ten."""
    return tuple(mail for mail in parts.of(Mail) if not carries(mail, parts, organisation))[:10]


def vouched(parts: Parts, organisation: Organisation) -> Mail | None:
    """The message on whose headers evidence of honesty may rest, or None.

    Headers inside an attachment or a quoted forward are words of whoever sent the outer message, so they count only when a colleague's
    own, not refuted, message carries exactly one.
    """
    mails = list(parts.of(Mail))
    outer = [m for m in mails if m.recovered is Recovered.ORIGINAL]
    brought = [m for m in mails if m.recovered is not Recovered.ORIGINAL]
    if not brought:
        return outer[0] if len(outer) == 1 else None
    if len(brought) > 1 or brought[0].recovered is Recovered.INLINE:
        return None
    carriers_ours = all(
        m.sender and organisation.is_ours(m.sender.domain) and not fails(results(m, organisation)) for m in outer
    )
    return brought[0] if carriers_ours else None


def is_allowed(address: Address, organisation: Organisation) -> bool:
    """Whether the organisation asked never to report this address or its domain."""
    return address.address in organisation.allowed or any(
        address.domain == one or address.domain.endswith("." + one)
        for one in (*organisation.allowed_domains, *organisation.allowed)
    )
