"""What an item wants to know of DNS, and what follows from the answers: SPF, DKIM, DMARC and ARC, worked into its mails.

Both are pure: the asking stands on another floor (`weerbaar.outside`), and the same answers give the same results. What was
not answered leads to `NotLooked`, never to a finding: as long as an answer that is missing might have vouched for the
sender, nothing is said against him.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import idna

from weerbaar.detect._domain import registrable, same_owner
from weerbaar.detect._hop import sending_hop
from weerbaar.detect._signature import MOST_SEALS, chain_holds, holds, key_name
from weerbaar.model.dns import Hop, Told, Wanted
from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Authentication, Mail, Parts, Recovered, Signature

MOST_MAILS = 3
MOST_SIGNATURES = 4


def wanted(parts: Parts, organisation: Organisation) -> Wanted:
    """The names and hops DNS is to be asked about; nothing for what is no mail, or only quoted."""
    texts: list[str] = []
    hops: list[Hop] = []
    for mail in _mails(parts):
        texts += [name for s in mail.signatures[:MOST_SIGNATURES] if (name := _key(s)) not in organisation.dkim_keys]
        if mail.sender is not None:
            texts += _policy_names(mail.sender.domain)
        if len(mail.seals) <= MOST_SEALS:
            texts += [name for seal in mail.seals for name in seal.keys]
        hop = sending_hop(mail, organisation)
        if hop is not None:
            hops.append(hop)
    return Wanted(tuple(dict.fromkeys(filter(None, texts))), tuple(dict.fromkeys(hops)))


def checked(parts: Parts, told: Told | None, organisation: Organisation) -> Parts:
    """The parts with what DNS told worked into their mails (`checked`, `signatures`); as they are when nobody asked."""
    if told is None:
        return parts
    mails = list(_mails(parts))
    not_looked = [*parts.not_looked, *told.not_looked]
    made: dict[int, Mail] = {}
    for mail in mails:
        made[id(mail)], missing = _check(mail, told, organisation)
        not_looked += missing
    all_parts = tuple(made.get(id(part), part) if isinstance(part, Mail) else part for part in parts.all)
    return Parts(all_parts, tuple(dict.fromkeys(not_looked)), parts.limits_met)


def _mails(parts: Parts) -> Iterator[Mail]:
    return iter([mail for mail in parts.of(Mail) if mail.raw and mail.recovered is not Recovered.INLINE][:MOST_MAILS])


def _check(mail: Mail, told: Told, organisation: Organisation) -> tuple[Mail, list[NotLooked]]:
    if mail.sender is None or not mail.sender.domain:
        return mail, []
    missing: list[NotLooked] = []
    keys = {**{name: _first_key(records) for name, records in told.texts.items()}, **organisation.dkim_keys}
    signatures = tuple(_verified(mail, index, signature, keys, missing) for index, signature in enumerate(mail.signatures))
    dkim = [Authentication("", "dkim", "pass" if s.holds else "fail", s.domain) for s in signatures if s.holds is not None]
    hop = sending_hop(mail, organisation)
    spf: list[Authentication] = []
    if hop is None:
        detail = "no server that we trust says which machine it came from"
        missing.append(NotLooked("mail.spf", Reason.NOT_KNOWN, detail=detail))
    elif hop in told.spf:
        spf.append(Authentication("", "spf", told.spf[hop], hop.domain))
    arc = _sealed(mail, keys, missing)
    found = _concluded(mail.sender.domain, spf, dkim, signatures, told, keys)
    if arc and not any(one.method == "dmarc" and one.result == "pass" for one in found):
        by_sealer = mail.seals[0].results if _is_trusted(mail.seals[0].domain, organisation) else ()
        found = [*(by_sealer or found), *arc]
    return replace(mail, signatures=signatures, checked=tuple(found)), missing


def _verified(mail: Mail, index: int, signature: Signature, keys: Mapping[str, str], missing: list[NotLooked]) -> Signature:
    """The signature with whether it holds, where a key was found. Unpacking may have changed a message that was attached, so
    only one that holds says anything there."""
    name = _key(signature)
    if index >= MOST_SIGNATURES or name not in keys:
        return signature
    if not keys[name]:
        missing.append(NotLooked("mail.dkim", Reason.NOT_KNOWN, detail=f"there is no key {name}"))
        return signature
    held = holds(mail.raw, index, keys[name])
    return replace(signature, holds=None if held is False and mail.recovered is not Recovered.ORIGINAL else held)


def _concluded(
    domain: str,
    spf: list[Authentication],
    dkim: list[Authentication],
    signatures: tuple[Signature, ...],
    told: Told,
    keys: Mapping[str, str],
) -> list[Authentication]:
    """Results that may be said (RFC 7489 section 6.6.2): all when the sender is vouched for, or when nothing is missing that
    might still vouch for him."""
    policy = _policy(domain, told)
    strict_dkim, strict_spf = (
        policy is not None and policy.get("adkim") == "s",
        policy is not None and policy.get("aspf") == "s",
    )
    aligned = any(one.result == "pass" and _aligned(one.domain, domain, strict_dkim) for one in dkim) or any(
        one.result == "pass" and _aligned(one.domain, domain, strict_spf) for one in spf
    )
    if aligned:
        return [*spf, *dkim, *([Authentication("", "dmarc", "pass", domain)] if policy else [])]
    mine = [s for s in signatures if s.holds is None and same_owner(s.domain, domain)]
    if not spf or policy is None or any(_key(s) not in keys for s in mine):
        return []
    return [*spf, *dkim, *([Authentication("", "dmarc", "fail", domain)] if policy and not mine else [])]


def _aligned(vouched: str, domain: str, strict: bool) -> bool:
    return vouched == domain if strict else same_owner(vouched, domain)


def _policy(domain: str, told: Told) -> dict[str, str] | None:
    """The tags of the DMARC record of a domain (RFC 7489 section 6.6.3); empty when it has none, None when that was not answered."""
    for name in _policy_names(domain):
        if name not in told.texts:
            return None
        records = [record for record in told.texts[name] if record.replace(" ", "").startswith("v=DMARC1")]
        if records:
            tags = (tag.partition("=") for tag in records[0].split(";")) if len(records) == 1 else ()
            return {key.strip().lower(): value.strip().lower() for key, _, value in tags}
    return {}


def _policy_names(domain: str) -> list[str]:
    hosts = dict.fromkeys((_wire(domain), _wire(registrable(domain))))
    return [f"_dmarc.{host}" for host in hosts if host]


def _sealed(mail: Mail, keys: Mapping[str, str], missing: list[NotLooked]) -> list[Authentication]:
    """ARC=pass with the domain of the latest sealer when the whole chain holds."""
    if not mail.seals:
        return []
    if len(mail.seals) > MOST_SEALS:
        missing.append(NotLooked("mail.arc", Reason.TOO_MANY))
        return []
    names = {name for seal in mail.seals for name in seal.keys}
    if not all(keys.get(name) for name in names):
        return []
    if not chain_holds(mail.raw, {name: keys[name] for name in names}):
        return []
    return [Authentication("", "arc", "pass", mail.seals[0].domain)]


def _is_trusted(sealer: str, organisation: Organisation) -> bool:
    """Whether a sealer is ours, or the owner of a server whose results the organisation believes."""
    return organisation.is_ours(sealer) or any(same_owner(own, sealer) for own in organisation.trusted_authserv_ids)


def _key(signature: Signature) -> str:
    domain = _wire(signature.domain)
    return key_name(signature.selector, domain) if signature.selector and domain else ""


def _first_key(records: tuple[str, ...]) -> str:
    return next((record for record in records if "p=" in record), "")


def _wire(host: str) -> str:
    """A host as DNS knows it (RFC 5891); "" when it cannot be one."""
    if host.isascii():
        return host.lower() if 0 < len(host) < 254 else ""
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return ""
