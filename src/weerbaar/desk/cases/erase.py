"""Erased is erased: the key of the case is destroyed, and with it everything that it sealed; that it was there stays in the trail."""

from django.db import transaction
from django.utils import timezone

from weerbaar.desk.accounts.models import User
from weerbaar.desk.cases import erasures
from weerbaar.desk.cases.models import Blob, Case, State, Token
from weerbaar.desk.trail import record
from weerbaar.model.errors import Trouble


class Held(Trouble):
    """The case is on hold: the law asks to keep it for now."""


@transaction.atomic
def erase(case: Case, *, actor: User | None, why: str) -> Case:
    """Destroy the key of a case, its bytes and what it could be found by. `why` is a word of ours ("asked", "kept long enough").

    What is counted stays: times, bands, size. Who brought it is no longer told.

    Raises:
        Held: the case is on hold.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    if case.state == State.ERASED:
        return case
    if case.held:
        raise Held("case_held")
    blobs = Blob.objects.filter(case=case)
    proof: dict[str, str | int] = {"why": why, "key": erasures.key_digest(case.key), "blobs": blobs.count()}
    blobs.delete()
    Token.objects.filter(case=case).delete()
    case.notes.update(sealed=b"")
    case.answers.update(sealed=b"")
    case.decisions.update(sealed_reason=b"")
    case.proposals.exclude(state="applied").delete()
    case.events.filter(actor_id=case.reporter_id).update(actor=None)
    case.key, case.sealed_about, case.digest, case.reporter = None, b"", b"", None
    case.arrival = f"erased:{case.ref}"
    case.state, case.erased_at = State.ERASED, timezone.now()
    case.save()
    case.happened("erased", actor, why=why)
    record("erased", organisation=case.organisation_id, actor=actor.pk if actor else None, about=case.name, facts=proof)
    transaction.on_commit(lambda: erasures.write((case,), proof), robust=True)  # what fails here, the nightly reconcile writes
    return case


def replay() -> int:
    """Erase again what the ledger says was erased, after a backup was restored; how many."""
    wanted = sorted(erasures.erased())
    done = 0
    for start in range(0, len(wanted), 500):
        back = Case.objects.filter(ref__in=wanted[start : start + 500]).exclude(state=State.ERASED)
        back.update(held=False)  # a hold in an old backup was lifted before the erasure
        for case in back:
            erase(case, actor=None, why="erased before the restore")
            done += 1
    return done
