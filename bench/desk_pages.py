"""`python -m bench.desk_pages`: how long pages and search take with many cases stored. Writes docs/measured/desk-pages.md.

The cases are written straight into the tables, each sealed with its own key and indexed by words of its own, since looking at 50,000 items
is measured elsewhere. Pages are asked of the desk's own application in this process, with all its middleware.
"""

import argparse
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench import tables

WORDS = 2000
WORDS_EACH = 40
AT_A_TIME = 1000
WARM = 3


def main() -> int:
    """Fill, ask, print, write."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    arguments.add_argument("--cases", type=int, default=50_000)
    arguments.add_argument("--times", type=int, default=40)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="weerbaar-pages-") as folder:
        from weerbaar.desk import setup

        setup.configure(Path(folder, "desk"))
        setup.migrate()
        rows = measured(chosen.cases, chosen.times)
        size = sum(file.stat().st_size for file in Path(folder, "desk").glob("database*")) / 1e6
    tables.write(
        "desk-pages.md",
        "# Pages with many cases\n\n"
        f"Printed by `python -m bench.desk_pages --cases {chosen.cases} --times {chosen.times}` on {datetime.now(UTC):%Y-%m-%d}, "
        f"Python {platform.python_version()}, {os.cpu_count()} cores, SQLite ({size:.0f} MB). Load average of the machine: {os.getloadavg()[0]:.1f}.\n\n"
        + tables.table(("page", "milliseconds, median", "95th percentile", "longest", "status"), rows),
    )
    return 0


def measured(cases: int, times: int) -> list[list[object]]:
    from django.test import Client
    from django.urls import reverse

    who, some = _filled(cases)
    browser = Client(SERVER_NAME="127.0.0.1", raise_request_exception=True)
    browser.force_login(who.user)
    asked: list[tuple[str, Callable[[], Any]]] = [
        ("bring", lambda: browser.get("/")),
        ("my doubts", lambda: browser.get("/doubts/")),
        ("team inbox", lambda: browser.get(reverse("team_inbox"))),
        ("a case of the team", lambda: browser.get(reverse("team_case", args=(random.choice(some),)))),
        ("search, one rare word", lambda: browser.get(reverse("team_inbox"), {"q": f"w{random.randrange(WORDS)}x"})),
        ("search, three words", lambda: browser.get(reverse("team_inbox"), {"q": "gewoon w7x w9x"})),
        ("search, a word that is everywhere", lambda: browser.get(reverse("team_inbox"), {"q": "gewoon"})),
        ("search in my doubts", lambda: browser.get("/doubts/", {"q": "gewoon w7x"})),
        ("campaigns", lambda: browser.get(reverse("team_campaigns"))),
        ("how it stands", lambda: browser.get(reverse("team_standing"))),
        ("trail", lambda: browser.get("/trail/")),
        ("ready", lambda: browser.get("/readyz")),
        ("metrics", lambda: browser.get("/metrics")),
    ]
    return [_row(name, ask, times) for name, ask in asked]


def _row(name: str, ask: Callable[[], Any], times: int) -> list[object]:
    taken, statuses = [], set()
    for number in range(times + WARM):
        began = time.perf_counter()
        answer = ask()
        statuses.add(answer.status_code)
        _ = answer.content if not answer.streaming else b"".join(answer)
        if number >= WARM:
            taken.append(1000 * (time.perf_counter() - began))
    cut = statistics.quantiles(taken, n=20, method="inclusive")
    return [
        name,
        f"{statistics.median(taken):.0f}",
        f"{cut[18]:.0f}",
        f"{max(taken):.0f}",
        ", ".join(map(str, sorted(statuses))),
    ]


def _filled(many: int) -> tuple[Any, list[Any]]:
    """An organisation with so many answered cases; a member who decides, and the references of some cases."""
    import json

    from allauth.mfa.models import Authenticator
    from django.db import transaction

    from weerbaar.desk import vault
    from weerbaar.desk.accounts.adapter import seal
    from weerbaar.desk.accounts.models import Membership, Organisation, Role
    from weerbaar.desk.accounts.people import admit
    from weerbaar.desk.cases.about import PAGE, About
    from weerbaar.desk.cases.models import Blob, Case, Event, State, Token
    from weerbaar.desk.cases.receive import receive
    from weerbaar.desk.keys import ring
    from weerbaar.desk.trail import record
    from weerbaar.desk.work.look import _begin, _finish, _task
    from weerbaar.desk.work.looking import look_at
    from weerbaar.model.item import Way
    from weerbaar.model.verdict import Band

    chance, now = random.Random(1), datetime.now(UTC)
    firm = Organisation.found("Bakkerij", "bakkerij", ["nl"], 'domains = ["bakkerijvanhove.example"]')
    user = admit("ines@bakkerijvanhove.example", "Ines", "nl")
    who = Membership.objects.create(user=user, organisation=firm, role=Role.ADMINISTRATOR)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": seal("JBSWY3DPEHPK3PXP")})
    real = receive(
        firm, b"Betaal vandaag op BE68 5390 0754 7034, zeg niets.", way=Way.TEXT, name="sms", arrival="real", reporter=user
    )
    _finish(real.pk, look_at(_task(_begin(real.pk))))
    real.refresh_from_db()
    seen, original = json.dumps(real.record()).encode(), real.original()
    words = [vault.token(firm.search_key, "word", f"w{number}x") for number in range(WORDS)]
    common, bands = vault.token(firm.search_key, "word", "gewoon"), [band.value for band in Band]
    for start in range(0, many, AT_A_TIME):
        cases, blobs, tokens, events = [], [], [], []
        for number in range(start, min(start + AT_A_TIME, many)):
            at = now - timedelta(seconds=chance.randrange(365 * 86_400))
            case = Case(
                organisation=firm, state=State.NEEDS_PERSON if number % 200 == 0 else State.ANSWERED, way="mailbox", arrival=f"made:{number}", digest=b"x" * 32,
                reporter=user if number % 10 == 0 else None, language="nl", size=len(original), received_at=at, answered_at=at + timedelta(seconds=2),
                band=chance.choice(bands), probability=chance.random(), cpu_seconds=0.1,
            )  # fmt: skip
            case.data_key = vault.new_key()
            case.key = ring().wrap(case.data_key, case.owner)
            case.keep_about(About(f"factuur {number}", "ines@bakkerijvanhove.example", "", PAGE))
            cases.append(case)
        with transaction.atomic():
            Case.objects.bulk_create(cases)
            for case in cases:
                blobs += [
                    Blob(case=case, purpose=purpose, sealed=case.seal(data, purpose), size=len(data))
                    for purpose, data in (("original", original), ("record", seen))
                ]
                events.append(Event(case=case, kind="received", at=case.received_at))
                tokens += [
                    Token(case=case, organisation=firm, kind="word", value=value)
                    for value in {common, *chance.sample(words, WORDS_EACH)}
                ]
            Blob.objects.bulk_create(blobs)
            Event.objects.bulk_create(events)
            Token.objects.bulk_create(tokens)
            record("received", organisation=firm.pk, facts={"cases": len(cases)})
    return who, [case.ref for case in cases[:200]]


if __name__ == "__main__":
    sys.exit(main())
