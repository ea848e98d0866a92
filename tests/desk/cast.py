"""The cast of tests/organisation.py at the desk, with one person for each role; and a garage next door that must see nothing.

Nadia works in the shop and brings what she doubts. Tom keeps the books and helps. Ines decides. Els owns the bakery and administers.
Karim is the data-protection officer, Ruth the auditor. Bart administers the garage, where Mila brings her doubts.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

    from weerbaar.desk.accounts.models import Membership, Organisation, User
    from weerbaar.desk.cases.about import Reply
    from weerbaar.desk.cases.models import Case

DESCRIPTION = """
name = "Bakkerij Van Hove"
domains = ["bakkerijvanhove.example"]
languages = ["nl", "fr"]
country = "BE"
contact = "Els, +32 470 00 00 01"
known_bad = ["veiligbetalen.example"]

[[people]]
name = "Els Van Hove"
role = "zaakvoerder"
address = "els@bakkerijvanhove.example"
other_addresses = ["els.vanhove@prive.example"]

[[suppliers]]
name = "Molens De Kroon"
domains = ["molensdekroon.example"]
ibans = ["BE71096123456769"]
"""
BAKERY = {
    "nadia": "reporter", "tom": "helper", "ines": "decider", "els": "administrator", "karim": "protection", "ruth": "auditor",
}  # fmt: skip
GARAGE = {"mila": "reporter", "bart": "administrator"}
FRAUD = b"""From: "Els Van Hove" <els.vanhove@directie.example>
To: tom@bakkerijvanhove.example
Subject: dringend en vertrouwelijk
Date: Tue, 03 Nov 2026 09:12:00 +0100
Message-ID: <1@directie.example>

Tom, ik zit in vergadering en kan niet bellen. Betaal vandaag nog 18.400 euro op rekening BE68 5390 0754 7034
van onze nieuwe leverancier. Zeg het tegen niemand, dit blijft tussen ons. Bevestig zodra het gebeurd is.
Els
"""
HONEST = b"""From: Molens De Kroon <facturen@molensdekroon.example>
To: tom@bakkerijvanhove.example
Subject: levering donderdag
Date: Tue, 03 Nov 2026 09:12:00 +0100
Message-ID: <2@molensdekroon.example>

Dag Tom, donderdag leveren wij de bloem tussen acht en negen uur. Tot dan. Groeten, Wim
"""


def address(name: str) -> str:
    """The mail address of someone of the cast."""
    return f"{name}@{'garagezuid.example' if name in GARAGE else 'bakkerijvanhove.example'}"


def people() -> None:
    """Found both organisations and let everyone in; whoever needs a second factor has one."""
    from allauth.mfa.models import Authenticator

    from weerbaar.desk.accounts.adapter import seal
    from weerbaar.desk.accounts.models import Membership, Organisation, User
    from weerbaar.desk.accounts.people import admit

    bakery = Organisation.found("Bakkerij Van Hove", "bakkerij-van-hove", ["nl", "fr"], DESCRIPTION)
    garage = Organisation.found("Garage Zuid", "garage-zuid", ["nl"], 'domains = ["garagezuid.example"]')
    for organisation, roles in ((bakery, BAKERY), (garage, GARAGE)):
        for name, role in roles.items():
            user = admit(address(name), name.capitalize(), "nl")
            Membership.objects.create(user=user, organisation=organisation, role=role)
            if role != "reporter":
                Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": seal("JBSWY3DPEHPK3PXP")})
    assert User.objects.count() == len(BAKERY) + len(GARAGE)


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk of one test and everyone in it."""

    home: Path

    @property
    def bakery(self) -> "Organisation":
        from weerbaar.desk.accounts.models import Organisation

        return Organisation.objects.get(slug="bakkerij-van-hove")

    @property
    def garage(self) -> "Organisation":
        from weerbaar.desk.accounts.models import Organisation

        return Organisation.objects.get(slug="garage-zuid")

    def user(self, name: str) -> "User":
        from weerbaar.desk.accounts.models import User

        return User.objects.get(email=address(name))

    def member(self, name: str) -> "Membership":
        """The membership of someone of the cast: `desk.member("ines")`."""
        from weerbaar.desk.accounts.models import Membership

        return Membership.objects.select_related("user", "organisation").get(user__email=address(name))

    def browser(self, name: str = "") -> "Client":
        """A browser in which someone is signed in, or nobody."""
        from django.test import Client

        client = Client()
        if name:
            client.force_login(self.user(name))
        return client

    def brings(
        self, name: str, data: bytes = FRAUD, *, arrival: str = "", reply: "Reply | None" = None, file: str = ""
    ) -> "Case":
        """Someone of the cast brings a mail, or a file of this name."""
        from weerbaar.desk.cases.receive import receive
        from weerbaar.model.item import Way

        who = self.member(name)
        return receive(
            who.organisation, data, way=Way.FILE if file else Way.MAILBOX, name=file or "bericht.eml", arrival=arrival or f"test:{time.monotonic_ns()}",
            reporter=who.user, reply=reply,
        )  # fmt: skip

    def looked_at(self, name: str, data: bytes = FRAUD, *, band: str = "fraud") -> "Case":
        """A case that was answered with this band, without a worker."""
        from weerbaar.desk.work.look import _begin, _finish, _task
        from weerbaar.desk.work.looking import look_at
        from weerbaar.model.verdict import Band

        case = self.brings(name, data)
        begun = _begin(case.pk)
        _finish(begun.pk, look_at(_task(begun)))
        case.refresh_from_db()
        assert case.band == Band(band)
        return case

    @contextmanager
    def working(self) -> Iterator[None]:
        """A worker at work in this process."""
        from weerbaar.desk.work.process import run

        stop = threading.Event()
        worker = threading.Thread(target=run, kwargs={"stop": stop})
        worker.start()
        try:
            yield
        finally:
            stop.set()
            worker.join()

    def until(self, holds: Callable[[], bool], seconds: float = 30.0) -> None:
        """Wait until something holds; the test fails when it does not."""
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, "it did not happen in time"
            time.sleep(0.02)
