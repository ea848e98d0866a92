"""No page asks the database more often because more was brought: ten times as many doubts, the same number of questions."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.desk.cast import FRAUD, Desk
from weerbaar.desk.cases.campaigns import count
from weerbaar.desk.cases.models import Campaign, Case, Decision, Note, Token
from weerbaar.desk.intake.details import Details
from weerbaar.desk.intake.models import Door, Use


def many(desk: Desk, number: int, like: Case, *, campaigns: int = 1) -> None:
    """As many copies of a doubt, as if each was brought and looked at, with a decision and a note, spread over campaigns."""
    opened = [Campaign.objects.create(organisation=like.organisation) for _ in range(campaigns)]
    for place in range(number):
        made = desk.brings("nadia" if place % 2 else "tom", FRAUD.replace(b"<1@", b"<%d@" % (place + 1000)))
        made.keep_about(like.about)
        made.band, made.state, made.probability, made.answered_at = like.band, like.state, like.probability, timezone.now()
        made.campaign = opened[place % campaigns]
        made.save()
        for blob in like.blobs.exclude(purpose="original"):
            made.keep(like.open(blob.sealed, blob.purpose), blob.purpose)
        Token.objects.bulk_create(
            [Token(case=made, organisation=made.organisation, kind=one.kind, value=one.value) for one in like.tokens.all()],
            ignore_conflicts=True,
        )
        Note.objects.create(case=made, author=desk.user("ines"), sealed=made.seal(b"x", "note"))
        Decision.objects.create(case=made, kind="agree", band="fraud", by=desk.user("ines"))
    for one in opened:
        count(one)


def asked(desk: Desk, name: str, place: str) -> int:
    """How often a page asks the database, the second time it is opened."""
    cache.clear()
    browser = desk.browser(name)
    assert browser.get(place).status_code == 200
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as questions:
        assert browser.get(place).status_code == 200
    return len(questions)


# Page -> who opens it, where it is, and at most how many questions.
PAGES: dict[str, tuple[str, Callable[[Case], str], int]] = {
    "inbox": ("ines", lambda case: "/team/?show=all", 20),
    "inbox, searched": ("ines", lambda case: "/team/?q=dringend", 20),
    "case": ("ines", lambda case: f"/team/doubts/{case.ref}/", 30),
    "campaign": ("ines", lambda case: f"/team/campaigns/{Campaign.objects.order_by('pk')[0].pk}/", 30),
    "campaigns": ("ines", lambda case: "/team/campaigns/", 20),
    "how it stands": ("ines", lambda case: "/team/standing/", 50),
    "my doubts": ("nadia", lambda case: "/doubts/", 15),
    "my doubts, searched": ("nadia", lambda case: "/doubts/?q=dringend", 15),
    "a doubt": ("nadia", lambda case: f"/doubts/{case.ref}/", 16),
    "persons": ("karim", lambda case: "/persons/", 18),
    "mailboxes": ("els", lambda case: "/team/mailboxes/", 17),
    "siblings": ("ines", lambda case: f"/team/doubts/{case.ref}/siblings/", 21),
}


def test_no_page_asks_more_when_there_is_more(desk: Desk) -> None:
    case = desk.looked_at("nadia")
    many(desk, 4, case, campaigns=2)
    before = {page: asked(desk, name, where(case)) for page, (name, where, _most) in PAGES.items()}
    many(desk, 40, case, campaigns=8)
    for number in range(6):
        door = Door(organisation=desk.bakery, use=Use.DESK)
        door.keep(Details(address=f"check{number}@bakkerijvanhove.example", host="imap.bakkerijvanhove.example", port=993))
        door.save()
    after = {page: asked(desk, name, where(case)) for page, (name, where, _most) in PAGES.items()}
    assert after == before
    assert {page: number for page, number in after.items() if number > PAGES[page][2]} == {}
