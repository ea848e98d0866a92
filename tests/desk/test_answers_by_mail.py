"""A mail comes in and an answer goes out: whole stories at a real mailbox and a real server that sends."""

from collections.abc import Iterator

import pytest

from tests.desk.cast import FRAUD, Desk
from tests.desk.post import DESK_ADDRESS, Office, forwarding, posting
from tests.dovecot import Dovecot, dovecot
from weerbaar.desk.cases.models import Case, State
from weerbaar.desk.intake.models import Use

pytestmark = pytest.mark.needs("dovecot")


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot() as here:
        yield here


@pytest.fixture
def office(desk: Desk, server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr("weerbaar.desk.intake.watching.LOOK_SECONDS", 0.2)
    for folder in ("", "Weerbaar"):
        for sub in ("new", "cur"):
            for file in (server.folder(folder) / sub).glob("*"):
                file.unlink()
    with posting(desk, server) as here:
        here.door(Use.DESK)
        here.door(Use.OUTGOING)
        yield here


def test_a_forwarded_mail_is_answered_under_it(office: Office) -> None:
    brought = forwarding(FRAUD, text="Els, is dit van jou?")
    office.bring(brought, proven="nadia@bakkerijvanhove.example")
    with office.desk.working():
        office.desk.until(lambda: Case.objects.exists() and Case.objects.get().answers.filter(sending="sent").exists())
    case = Case.objects.get()
    assert (case.state, case.band, case.reporter, case.language) == (State.ANSWERED, "fraud", office.desk.user("nadia"), "nl")
    assert (case.about.name, case.about.comment) == ("dringend en vertrouwelijk", "Els, is dit van jou?")
    (answer,) = office.sent
    assert (answer["To"], answer["From"].addresses[0].addr_spec) == ("nadia@bakkerijvanhove.example", DESK_ADDRESS)
    assert (answer["In-Reply-To"], answer["References"]) == (brought["Message-ID"], brought["Message-ID"])
    assert (answer["Auto-Submitted"], answer["X-Loop"]) == ("auto-replied", DESK_ADDRESS)
    assert "http" not in answer.get_body(("plain",)).get_content()  # type: ignore[union-attr]
