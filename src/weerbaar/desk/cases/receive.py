"""The one way in: whatever the inlet, this writes first, and only then may anything be acknowledged to the outside."""

import hashlib

from django.db import transaction

from weerbaar.desk import vault
from weerbaar.desk.accounts.models import Organisation, User
from weerbaar.desk.cases.about import PAGE, About, Reply
from weerbaar.desk.cases.index import Kind, index
from weerbaar.desk.cases.models import Case, Purpose
from weerbaar.desk.cases.words import first, words
from weerbaar.desk.jobs import Queue, enqueue_on_commit
from weerbaar.desk.keys import ring
from weerbaar.desk.trail import record
from weerbaar.model.errors import Trouble
from weerbaar.model.item import Way
from weerbaar.settings import load
from weerbaar.unpack.kind import most_bytes

LANGUAGES = ("nl", "fr", "de", "en")
LONGEST_NAME = 300
LONGEST_COMMENT = 20_000
LONGEST_ARRIVAL = 255


class TooLarge(Trouble):
    """More bytes than the setting `max_bytes` (of a sound or video `max_media_bytes`): nothing was taken in."""


def receive(
    organisation: Organisation,
    data: bytes,
    *,
    way: Way,
    name: str,
    arrival: str,
    reporter: User | None,
    reporter_address: str = "",
    language: str | None = None,
    comment: str = "",
    reply: Reply | None = None,
) -> Case:
    """Take in what someone brought, sealed, in one transaction; the work begins when it is committed.

    `arrival` names what came in as the inlet knows it: brought twice under one name with the same bytes, it is one case.
    `reporter` is who is proven to have brought it; whoever merely says so stands in `reporter_address` alone and is told nothing the
    organisation knows. `language` is the reader's (default: the reporter's, else the organisation's first). When this returns, the
    transaction is committed, unless the caller holds one open.

    Raises:
        TooLarge: more than the setting `max_bytes`.
        Locked: the organisation's master key is not here.
    """
    fits(data)
    digest = vault.fingerprint(organisation.search_key, data)
    arrival = _sound(arrival)
    arrival = arrival if len(arrival) <= LONGEST_ARRIVAL else hashlib.sha256(arrival.encode()).hexdigest()
    address = (reporter_address or (reporter.email if reporter else "")).strip().lower()
    with transaction.atomic():
        # Whoever else brings the same thing at this moment waits here.
        Organisation.objects.select_for_update().only("pk").get(pk=organisation.pk)
        known = Case.objects.filter(organisation=organisation, arrival=arrival, digest=digest).first()
        if known is not None:
            return known
        case = Case(
            organisation=organisation,
            way=way.value,
            arrival=arrival,
            digest=digest,
            reporter=reporter,
            language=_language(organisation, reporter, language),
            size=len(data),
        )
        case.data_key = vault.new_key()
        case.key = ring().wrap(case.data_key, case.owner)
        about = About(
            _sound(name)[:LONGEST_NAME], _sound(address)[:LONGEST_NAME], _sound(comment)[:LONGEST_COMMENT], reply or PAGE
        )
        case.keep_about(about)
        case.save()
        case.keep(data, Purpose.ORIGINAL)
        found = first(words(f"{about.name} {about.reporter_address} {about.comment}"))
        index(case, {Kind.WORD: found, Kind.PERSON: (address,) if address else ()})
        case.happened("received", reporter, way=way.value, bytes=len(data))
        record(
            "received",
            organisation=organisation.pk,
            actor=reporter.pk if reporter else None,
            about=case.name,
            facts={"way": way.value},
        )
        look_later(case)
    return case


def fits(data: bytes) -> None:
    """What is brought has a place here.

    Raises:
        TooLarge: more than the setting `max_bytes`.
    """
    most = most_bytes(data, load())
    if len(data) > most:
        raise TooLarge("too_large_to_bring", most=most // 1024 // 1024)


def look_later(case: Case, again: int = 0) -> None:
    """Ask for the look at a case; asked for twice it is done once. `again` numbers the looks after the first."""
    enqueue_on_commit("look_at_case", f"look-{case.pk}-{again}" if again else f"look-{case.pk}", case.pk, queue=Queue.LOOK)


def _language(organisation: Organisation, reporter: User | None, language: str | None) -> str:
    asked = (language, reporter.language if reporter else "", *organisation.languages)
    return next((str(one) for one in asked if one in LANGUAGES), "en")


def _sound(text: str) -> str:
    """Text that every database can hold: no lone surrogates, no null characters."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")
