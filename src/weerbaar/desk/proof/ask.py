"""Asking for proof of a caller, giving it, and what follows. The rules of an ask stand in weerbaar.proof.protocol; this keeps them.

open_ -> (device of the prover) say_yes -> compare -> proven
              \\-> say_no, leave, expiry, other words -> alarm: a doubt that a person looks at, and a message to the team
"""

import hashlib
import json
import secrets
import uuid
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from weerbaar.desk import vault
from weerbaar.desk.access.limits import take
from weerbaar.desk.accounts.models import Membership, Organisation, User
from weerbaar.desk.accounts.permissions import Action, Reach, can, reach
from weerbaar.desk.cases.receive import receive
from weerbaar.desk.cases.see import Forbidden, demand
from weerbaar.desk.proof import keys
from weerbaar.desk.proof.devices import digests, usable
from weerbaar.desk.proof.models import Ask, Device, Prover
from weerbaar.desk.push.send import notify
from weerbaar.desk.trail import record
from weerbaar.model.item import Way
from weerbaar.proof import protocol, transcript
from weerbaar.proof.protocol import ALARMS, LASTS_SECONDS, Exchange, Refused, Stage, Yes
from weerbaar.proof.transcript import NONCE_BYTES, Terms

MOST_OPEN = 3
"""Open asks for one prover: more would teach to press yes."""
KEPT = timedelta(days=90)
"""After its end an ask is kept this long; the doubt it opened goes by its own time."""
MOST_TOLD = 20
MOST_AT_ONCE = 200


class CannotAsk(Exception):
    """This person cannot be asked: no device, oneself, another's family, or too many open asks. The argument is the reason."""


@transaction.atomic
def open_(
    organisation: Organisation, asker: User, claimed: Prover | User, about: str, for_confirmation: int | None = None
) -> Ask:
    """Ask someone to prove that they are the caller. `about`: what the caller wants; may be empty.

    Raises:
        Forbidden: the asker may not ask here.
        CannotAsk: this person cannot be asked now, or has nothing to do with that confirmation.
        TooOften: the asker asked too often of late.
    """
    member = Membership.objects.filter(organisation=organisation, user=asker).select_related("user").first()
    demand(member, Action.PROVE)
    prover = Prover.objects.filter(organisation=organisation, user=claimed).first() if isinstance(claimed, User) else claimed
    there = usable(prover) if prover is not None and prover.organisation_id == organisation.pk else []
    if prover is None or not there:
        raise CannotAsk("no device")
    if prover.user_id == asker.pk or prover.family_of_id not in (None, asker.pk):
        raise CannotAsk("not theirs")
    if for_confirmation is not None and not _concerns(organisation, prover, for_confirmation):
        raise CannotAsk("confirmation")
    Prover.objects.select_for_update().get(pk=prover.pk)
    if prover.asks.filter(stage=Stage.WAITING.value, expires_at__gt=timezone.now()).count() >= MOST_OPEN:
        raise CannotAsk("busy")
    take("proof asked by account", str(asker.pk))
    own = Prover.objects.filter(organisation=organisation, user=asker).first()
    now = timezone.now().replace(microsecond=0)
    made = Ask(organisation=organisation, asker=asker, prover=prover, opened_at=now)
    made.expires_at = now + timedelta(seconds=LASTS_SECONDS)
    made.confirmation = "" if for_confirmation is None else str(for_confirmation)
    terms = Terms(
        str(organisation.ref), str(made.ref), asker.named, transcript.keys_digest(digests(usable(own)) if own else ()),
        str(prover.ref), transcript.keys_digest(digests(there)), transcript.tidy(about),
        int(now.timestamp()), int(made.expires_at.timestamp()),
    )  # fmt: skip
    made.keep(
        {"terms": asdict(terms), "asker": secrets.token_bytes(NONCE_BYTES).hex(), "prover": "", "key": "", "evidence": {}}
    )
    made.save()
    _record(made, "proof asked", asker, prover=prover.pk, confirmation=made.confirmation)
    if prover.user is not None:
        with translation.override(prover.user.language):
            title, body = _("Is it you on the phone?"), _("A colleague asks you to say yes or no.")
        notify(prover.user, title, body, reverse("proof_answer", args=(made.ref,)), f"ask-{made.ref}", organisation)
    return made


def challenge(ask: Ask, nonce: bytes) -> bytes:
    """What a device signs to say yes to this ask, with the nonce it chose."""
    exchange = ask.exchange
    return transcript.challenge(exchange.terms, exchange.committed, nonce)


@transaction.atomic
def say_yes(request: HttpRequest, ask: Ask, nonce: bytes, answer: str) -> Ask:
    """A device of the prover says yes: verified here, taken once.

    Raises:
        Refused: it is late, the second answer, or not what was asked.
        BadKey: no usable device of the prover signed exactly this.
    """
    ask = _locked(ask)
    there = usable(ask.prover)
    exchange = ask.exchange
    if len(nonce) != NONCE_BYTES:
        raise Refused(protocol.Reason.NONCE)
    wanted = transcript.challenge(exchange.terms, exchange.committed, nonce)
    signed = keys.signed(request, wanted, answer, there)
    after = protocol.confirm(exchange, Yes(nonce, signed.device.digest, wanted), digests(there), _now())
    Device.objects.filter(pk=signed.device.pk).update(counter=signed.counter, used_at=timezone.now())
    ask.keep({**ask.about, "prover": nonce.hex(), "key": after.key, "evidence": dict(signed.shows)})
    ask.stage, ask.answered_at, ask.device = after.stage.value, timezone.now(), signed.device
    ask.save(update_fields=("sealed", "stage", "answered_at", "device"))
    _record(ask, "proof given", ask.prover.user, device=signed.device.pk)
    return ask


def say_no(ask: Ask) -> Ask:
    """The prover says that it is not them; also after a yes.

    Raises:
        Refused: the ask has ended.
    """
    return _end(ask, Stage.DENIED, ask.prover.user)


@transaction.atomic
def compare(ask: Ask, member: Membership, same: bool) -> Ask:
    """What the asker says of the words that the caller read.

    Raises:
        Forbidden: it is not their ask.
        Refused: there is nothing to compare (any more).
    """
    _own(ask, member)
    ask = _locked(ask)
    after = protocol.compare(ask.exchange, same, _now())
    ask.stage, ask.ended_at = after.stage.value, timezone.now()
    if after.stage is Stage.PROVEN:
        ask.evidence = hashlib.sha256(evidence(ask)).hexdigest()
    ask.save(update_fields=("stage", "ended_at", "evidence"))
    _record(ask, "proof compared", member.user, stage=ask.stage)
    _follow(ask)
    return ask


def stop(ask: Ask, member: Membership, *, mistake: bool) -> Ask:
    """The asker ends it: by mistake opened, or the caller left.

    Raises:
        Forbidden: it is not their ask.
        Refused: it has ended.
    """
    _own(ask, member)
    return _end(ask, Stage.CANCELLED if mistake else Stage.LEFT, member.user)


def fresh(ask: Ask) -> Ask:
    """The ask as it is now: ended where its time is over."""
    if not ask.is_open or timezone.now() < ask.expires_at:
        return ask
    try:
        return _end(ask, Stage.EXPIRED, None)
    except Refused:
        return Ask.objects.select_related("organisation", "prover__user", "asker").get(pk=ask.pk)


def sweep() -> int:
    """End every ask whose time is over, with its alarm; how many (a chore, each minute). What ended long ago is forgotten.

    Asks that a confirmation hangs on stay with it.
    """
    Ask.objects.filter(confirmation="", ended_at__lt=timezone.now() - KEPT).delete()
    open_now = Ask.objects.filter(stage__in=[one.value for one in protocol.OPEN], expires_at__lte=timezone.now())
    late = list(open_now.select_related("organisation", "prover__user", "asker").order_by("pk")[:MOST_AT_ONCE])
    return sum(not fresh(ask).is_open for ask in late)


def proven(confirmation_id: int) -> bool:
    """Whether whoever a confirmation concerns proved, by an ask opened for it, that they were on the line."""
    return Ask.objects.filter(confirmation=str(confirmation_id), stage=Stage.PROVEN.value).exists()


def proofs(confirmation_id: int) -> list[Ask]:
    """The asks that prove a confirmation, the latest first; `evidence(ask)` shows each."""
    there = Ask.objects.filter(confirmation=str(confirmation_id), stage=Stage.PROVEN.value)
    return list(there.select_related("organisation", "prover__user", "asker"))


def evidence(ask: Ask) -> bytes:
    """What shows a proof to others, as JSON: the terms, the nonces, the words, and what the device signed (WebAuthn, base64url)."""
    exchange: Exchange = ask.exchange
    told = {
        "version": transcript.VERSION,
        "terms": asdict(exchange.terms),
        "commitment": exchange.committed.hex(),
        "asker_nonce": exchange.asker.hex(),
        "prover_nonce": exchange.prover.hex(),
        "words": list(exchange.words),
        "signed": ask.about["evidence"],
        "answered": _iso(ask.answered_at),
        "compared": _iso(ask.ended_at),
    }
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def of(member: Membership, ref: uuid.UUID) -> Ask | None:
    """The ask with this name, where it is the member's own."""
    found = _related().filter(ref=ref, organisation_id=member.organisation_id).first()
    return found if found is not None and found.asker_id == member.user_id and can(member, Action.PROVE, found) else None


def to(prover: Prover, ref: uuid.UUID) -> Ask | None:
    """The ask with this name, where it is for this prover."""
    return _related().filter(ref=ref, prover=prover).first()


@transaction.atomic
def _end(ask: Ask, stage: Stage, by: User | None) -> Ask:
    ask = _locked(ask)
    after = protocol.end(ask.exchange, stage, _now())
    ask.stage, ask.ended_at = after.stage.value, timezone.now()
    ask.save(update_fields=("stage", "ended_at"))
    _record(ask, "proof ended", by, stage=ask.stage)
    _follow(ask)
    return ask


def _follow(ask: Ask) -> None:
    """Never silent: an end that proves nothing becomes a doubt for a person, and the team is told."""
    if Stage(ask.stage) not in ALARMS:
        return
    asker = ask.asker
    language = asker.language if asker else (ask.organisation.languages or ["en"])[0]
    with translation.override(language):
        lines = [
            _("Call-proof: someone on the line said to be %(name)s, and did not prove it.") % {"name": ask.prover.name},
            _told(Stage(ask.stage)),
            _("What was asked: %(text)s") % {"text": ask.text} if ask.text else "",
        ]
        name = _("Not proven: %(name)s") % {"name": ask.prover.name}
    said = "\n".join(line for line in lines if line)
    case = receive(
        ask.organisation, said.encode(), way=Way.TEXT, name=name, arrival=f"proof:{ask.ref}", reporter=asker, language=language
    )
    if case.contested_at is None:
        case.contested_at = timezone.now()
        case.save(update_fields=("contested_at",))
        case.happened("contested", asker)
        record("contested", organisation=ask.organisation_id, actor=ask.asker_id, about=case.name, facts={"proof": ask.pk})
    Ask.objects.filter(pk=ask.pk).update(case=case)
    ask.case = case
    _tell_team(ask, str(case.ref))


def _told(stage: Stage) -> str:
    return {
        Stage.DENIED: _("They said on their own device that it was not them."),
        Stage.DIFFERENT: _("The caller read other words than stood on the device."),
        Stage.LEFT: _("The caller hung up, or would not prove it."),
        Stage.EXPIRED: _("They did not answer in time, or the words were not compared."),
    }[stage]


def _tell_team(ask: Ask, case: str) -> None:
    members = Membership.objects.filter(organisation_id=ask.organisation_id, user__is_active=True).select_related("user")
    for one in [one for one in members if reach(one, Action.DECIDE) is Reach.ALL][:MOST_TOLD]:
        with translation.override(one.user.language):
            title, body = _("A caller was not proven"), _("Someone may be trying it with others too.")
        notify(one.user, title, body, reverse("team_case", args=(case,)), f"unproven-{ask.ref}", ask.organisation)


def _concerns(organisation: Organisation, prover: Prover, confirmation_id: int) -> bool:
    """Whether a prover is who a confirmation hangs on: who asked for it, or a contact of that very supplier."""
    from weerbaar.desk.ledger.models import Confirmation

    found = Confirmation.objects.filter(pk=confirmation_id, organisation=organisation).select_related("organisation").first()
    if found is None:
        return False
    if prover.user_id is not None:
        return prover.user_id == found.asked_by_id
    return prover.payee is not None and prover.payee == payee_token(organisation, str(found.about.get("payee", "")))


def payee_token(organisation: Organisation, payee: str) -> int:
    """The blind token of a supplier's id in the ledger."""
    return vault.token(organisation.search_key, "proof payee", payee)


def _own(ask: Ask, member: Membership) -> None:
    demand(member, Action.PROVE, ask)
    if ask.asker_id != member.user_id:
        raise Forbidden("ask")


def _locked(ask: Ask) -> Ask:
    Ask.objects.select_for_update().only("pk").get(pk=ask.pk)
    return _related().get(pk=ask.pk)


def _related() -> QuerySet[Ask]:
    return Ask.objects.select_related("organisation", "prover__user", "prover__organisation", "asker", "device", "case")


def _record(ask: Ask, action: str, by: User | None, **facts: str | int) -> None:
    record(action, organisation=ask.organisation_id, actor=by.pk if by else None, about=str(ask), facts=facts)


def _now() -> int:
    return int(timezone.now().timestamp())


def _iso(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else ""
