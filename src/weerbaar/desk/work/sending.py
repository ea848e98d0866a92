"""Answers go out, each once as far as that can be known, and again later when the way is closed."""

import logging

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from weerbaar.desk.cases.models import Answer, State
from weerbaar.desk.cases.tell import send_later
from weerbaar.desk.work.outlet import Undelivered, outlet

log = logging.getLogger(__name__)
WAITS = (30.0, 120.0, 600.0, 1800.0, 7200.0, 21_600.0, 43_200.0, 86_400.0, 86_400.0)
"""Seconds before each further attempt: three days in all, as mail servers have it (RFC 5321, 4.5.4.1)."""


def send_answer(id: int, attempt: int) -> str:
    """Send an answer; how that stands afterwards (Answer.Sending)."""
    answer, again = _begin(id)
    if answer.sending != Answer.Sending.SENDING:
        return answer.sending
    try:
        outlet(answer.outlet).deliver(answer, again=again)
    except Undelivered as trouble:
        last = trouble.permanent or attempt >= len(WAITS)
        return _not_sent(id, attempt, trouble.why, last=last)
    return _sent(id)


@transaction.atomic
def _begin(id: int) -> tuple[Answer, bool]:
    answer = Answer.objects.select_for_update().select_related("case").get(pk=id)
    again = answer.sending == Answer.Sending.SENDING
    if answer.case.state == State.ERASED and not again:
        answer.sending = Answer.Sending.FAILED
        answer.save(update_fields=("sending",))
    if answer.sending in (Answer.Sending.WAITING, Answer.Sending.SENDING):
        answer.sending, answer.attempts = Answer.Sending.SENDING, answer.attempts + 1
        answer.save(update_fields=("sending", "attempts"))
    return answer, again


@transaction.atomic
def _sent(id: int) -> str:
    answer = Answer.objects.select_for_update().select_related("case").get(pk=id)
    answer.sending, answer.sent_at = Answer.Sending.SENT, timezone.now()
    answer.save(update_fields=("sending", "sent_at"))
    answer.case.happened("told", outlet=answer.outlet, answer=answer.kind)
    for name in settings.WEERBAAR_TOLD:
        import_string(name)(answer)
    return answer.sending


@transaction.atomic
def _not_sent(id: int, attempt: int, why: str, *, last: bool) -> str:
    answer = Answer.objects.select_for_update().select_related("case").get(pk=id)
    answer.sending = Answer.Sending.FAILED if last else Answer.Sending.WAITING
    answer.save(update_fields=("sending",))
    log.warning("answer not sent", extra={"facts": {"answer": id, "outlet": answer.outlet, "attempt": attempt, "last": last}})
    if not last:
        send_later(answer, attempt + 1, WAITS[attempt])
        return answer.sending
    case = answer.case
    case.happened("not told", outlet=answer.outlet, why=why)
    if case.state in (State.ANSWERED, State.DECIDED):
        case.state = State.NEEDS_PERSON
        case.save(update_fields=("state",))
    return answer.sending
