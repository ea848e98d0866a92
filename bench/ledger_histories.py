"""Scripted histories of suppliers, played over the services of a desk: who is paid in the end, and was it right?

Each history is an organisation of its own with five people, two suppliers that were confirmed long ago, and a third about whom something
happens. A telephone book says who picks up at which number: the firm itself, or the swindler. Nothing in the desk knows that book.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from unittest import mock

if TYPE_CHECKING:
    from weerbaar.desk.accounts.models import Membership, Organisation
    from weerbaar.desk.ledger.models import Confirmation
    from weerbaar.desk.payments.models import Run

LONG_AGO, YEARS_AGO = 101, 800
"""Days since the ledger knows the suppliers; their accounts hold for 730."""
PEOPLE = {"ann": "helper", "bert": "helper", "carla": "decider", "dirk": "decider", "els": "administrator"}
PAYER = "BE68539007547034"
LINE = """   <CdtTrfTxInf><PmtId><EndToEndId>{reference}</EndToEndId></PmtId><Amt><InstdAmt Ccy="EUR">{amount}</InstdAmt></Amt>
    <Cdtr><Nm>{name}</Nm></Cdtr><CdtrAcct><Id><IBAN>{iban}</IBAN></Id></CdtrAcct><RmtInf><Ustrd>{reference}</Ustrd></RmtInf></CdtTrfTxInf>
"""
FILE = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"><CstmrCdtTrfInitn>
 <GrpHdr><MsgId>{message}</MsgId><CreDtTm>2026-03-02T09:00:00</CreDtTm><NbOfTxs>{count}</NbOfTxs><InitgPty><Nm>Bakkerij</Nm></InitgPty></GrpHdr>
 <PmtInf><PmtInfId>{message}-1</PmtInfId><PmtMtd>TRF</PmtMtd><ReqdExctnDt>{day}</ReqdExctnDt><Dbtr><Nm>Bakkerij</Nm></Dbtr>
  <DbtrAcct><Id><IBAN>{payer}</IBAN></Id></DbtrAcct><DbtrAgt><FinInstnId><BIC>GKCCBEBB</BIC></FinInstnId></DbtrAgt>
{lines} </PmtInf></CstmrCdtTrfInitn></Document>
"""


@contextmanager
def ago(days: float) -> Iterator[None]:
    """The clock of the desk stands so many days back."""
    with mock.patch("django.utils.timezone.now", lambda: datetime.now(UTC) - timedelta(days=days)):
        yield


def iban(number: int) -> str:
    """The n-th Belgian account with right check digits."""
    own = f"{number:010d}"
    account = own + f"{int(own) % 97 or 97:02d}"
    return f"BE{98 - int(account + '111400') % 97:02d}{account}"


@dataclass
class Firm:
    """A supplier as it really is."""

    name: str
    iban: str
    phone: str
    payee: str = ""


@dataclass
class World:
    """One organisation, its people and suppliers, and who truly owns which account."""

    number: int
    organisation: "Organisation"
    members: "dict[str, Membership]"
    firms: list[Firm] = field(default_factory=list)
    truth: set[str] = field(default_factory=set)
    book: dict[str, Callable[[str], bool]] = field(default_factory=dict)
    actions: list[str] = field(default_factory=list)
    files: int = 0

    @property
    def firm(self) -> Firm:
        """The supplier that the history is about."""
        return self.firms[0]

    def account(self, place: int) -> str:
        return iban(self.number * 100 + place)

    def file(self, *payments: tuple[str, str, str, str]) -> bytes:
        """A payment file; a payment is name, account, amount, reference."""
        self.files += 1
        lines = "".join(
            LINE.format(name=name, iban=iban, amount=amount, reference=reference) for name, iban, amount, reference in payments
        )
        return FILE.format(
            message=f"M-{self.number}-{self.files}", count=len(payments), day=datetime.now(UTC).date(), payer=PAYER, lines=lines
        ).encode()  # fmt: skip

    def due(
        self, reference: str = "1", *, iban: str = "", name: str = "", amount: str = "4200.00"
    ) -> tuple[str, str, str, str]:
        """A payment to the supplier of the history, or to whoever pretends to be it."""
        return (name or self.firm.name, iban or self.firm.iban, amount, f"R-{self.number}-{reference}")

    def others(self, reference: str = "1") -> tuple[tuple[str, str, str, str], ...]:
        """Payments to the two suppliers nothing happens to."""
        return tuple(
            (firm.name, firm.iban, "100.00", f"O-{self.number}-{reference}-{place}")
            for place, firm in enumerate(self.firms[1:])
        )

    def check(self, data: bytes, who: str = "ann") -> "Run":
        """Somebody checks a file, as the page does."""
        from weerbaar.desk.payments import check
        from weerbaar.desk.payments.models import Way

        return check.check(self.organisation, data, name="payments.xml", way=Way.PAGE, member=self.members[who])

    def sweep(self) -> None:
        """What the watcher does every two seconds: let go what was confirmed since."""
        from weerbaar.desk.cases.decide import NotNow
        from weerbaar.desk.payments import check

        for run in check.to_judge_again(self.organisation):
            with suppress(NotNow):
                check.again(run, None)

    def ask(self, run: "Run", who: str = "bert", **more: Any) -> "Confirmation":
        """Somebody clicks "Have this account confirmed" beside the held line of the supplier."""
        from weerbaar.desk.ledger import confirm
        from weerbaar.desk.ledger.models import Why
        from weerbaar.desk.payments.pages import CLAIMED
        from weerbaar.model.ledger import Claim

        told = run.lines.filter(round=None).get().told
        self.actions.append("ask")
        claim = Claim(**{name: told[name] for name in CLAIMED})
        return confirm.open_(self.organisation, self.members[who], claim, why=Why.GATE, payee=told["payee"], **more)

    def call(self, asked: "Confirmation", channel: str, who: str = "carla", **more: Any) -> bool:
        """Somebody calls a number and writes down what was said; whether whoever picked up said yes."""
        from weerbaar.desk.ledger import confirm
        from weerbaar.desk.ledger.about import About

        yes = self.book[channel](About.of(asked).claim.iban)
        said = confirm.Outcome.CONFIRMED if yes else confirm.Outcome.DENIED
        confirm.record_call(asked, self.members[who], outcome=said, channel=channel, spoke_with="reception", **more)
        return yes

    def approve(self, asked: "Confirmation", who: str = "els", **more: Any) -> None:
        from weerbaar.desk.ledger import confirm

        self.actions.append("approve")
        confirm.approve(asked, self.members[who], seen=_seen(asked), **more)

    def refused(self, do: Callable[[], object]) -> None:
        """Something the desk must not let anybody do."""
        from weerbaar.desk.cases.see import Forbidden
        from weerbaar.model.errors import Trouble

        try:
            do()
        except (Forbidden, Trouble):
            return
        raise AssertionError("the desk let it happen")


def world(number: int, days: float = LONG_AGO) -> World:
    """A new organisation that knows its suppliers since so many days."""
    from weerbaar.desk.accounts.models import Membership, Organisation
    from weerbaar.desk.accounts.people import admit
    from weerbaar.desk.payments import sign

    organisation = Organisation.found(f"Bakkerij {number}", f"bakkerij-{number}", ["nl"])
    members = {
        name: Membership.objects.create(
            user=admit(f"{name}{number}@bakkerij.example", name), organisation=organisation, role=role
        )
        for name, role in PEOPLE.items()
    }
    made = World(number, organisation, members)
    with ago(days):
        sign.new_signer(organisation, None)
        for place, name in enumerate(("Molens De Kroon", "Grondstoffen Peeters", "Verpakking Claes")):
            _know(made, Firm(f"{name} {number}", made.account(place), f"+3293{number % 10000:04d}{place:02d}"))
    return made


def _know(made: World, firm: Firm) -> None:
    """The ledger knows a supplier: account and telephone confirmed."""
    from django.utils import timezone

    from weerbaar.desk.ledger import state, write
    from weerbaar.ledger.chain import Act
    from weerbaar.model.ledger import Kind

    facts = [(Kind.IBAN, firm.iban), (Kind.PHONE, firm.phone)]
    firm.payee = write.add_payee(made.organisation, None, firm.name, country="BE", facts=facts)
    payee = state.ledger_of(made.organisation).payee(firm.payee)
    assert payee is not None
    until = (timezone.now() + timedelta(days=730)).date().isoformat()
    said = {"payee": firm.payee, "how": "contract", "by": ["els", "carla"]}
    drafts: list[state.Draft] = [
        (Act.FACT_CONFIRMED, {**said, "fact": fact.id, "until": until if fact.kind is Kind.IBAN else ""})
        for fact in payee.of(Kind.IBAN, Kind.PHONE)
    ]
    state.append(made.organisation, None, drafts)
    made.firms.append(firm)
    made.truth.add(firm.iban)
    made.book[firm.phone] = lambda claimed: claimed in made.truth


# --- what happens -------------------------------------------------------------------------------------------------------------


def nothing_changes(w: World) -> None:
    """The supplier is paid as always."""
    w.check(w.file(w.due(), *w.others()))


def genuine_change(w: World) -> None:
    """The supplier changed its bank; the new account is held, one asks, one calls the number that was known, one approves."""
    new = w.account(7)
    w.truth.add(new)
    asked = w.ask(w.check(w.file(w.due(iban=new), *w.others())))
    w.call(asked, w.firm.phone)
    w.approve(asked, replaces=True)
    w.sweep()


def hijacked_mailbox(w: World) -> None:
    """The supplier's own mailbox asks for another account, and brings a number to ask at."""
    theirs = "+32470111222"
    w.book[theirs] = lambda _: True
    asked = w.ask(w.check(w.file(w.due(iban=w.account(8)), *w.others())), came_with=(theirs,))
    w.refused(lambda: w.call(asked, theirs))
    w.call(asked, w.firm.phone)
    w.refused(lambda: w.approve(asked))
    w.sweep()


def lookalike(w: World) -> None:
    """A firm that is called nearly the same sends an invoice, with its own account and number."""
    theirs = "+32470333444"
    w.book[theirs] = lambda _: True
    name = w.firm.name.replace("Kroon", "Kroom")
    asked = w.ask(w.check(w.file(w.due(iban=w.account(8), name=name), *w.others())), came_with=(theirs,))
    w.refused(lambda: w.call(asked, theirs))
    w.call(asked, w.firm.phone)
    w.sweep()


def insider_alone(w: World) -> None:
    """A bookkeeper makes a payment to an account of her own, and does every step herself as far as the desk lets her."""
    mine = "+32470555666"
    w.book[mine] = lambda _: True
    run = w.check(w.file(w.due(iban=w.account(8), name="Nieuwe Leverancier"), *w.others()), "ann")
    asked = w.ask(run, "ann")
    _false_call(w, asked, "ann", mine)
    w.refused(lambda: w.approve(asked, "ann"))
    _overridden(w, asked, ("ann", "ann"))
    w.sweep()


def insider_pair(w: World) -> None:
    """Two work together: one asks, the other says that he called, and both try to approve."""
    asked = w.ask(w.check(w.file(w.due(iban=w.account(8)), *w.others()), "ann"), "ann")
    _lie(w, asked, "carla")
    for name in ("carla", "ann"):
        w.refused(partial(w.approve, asked, name))
    for both in (("carla", "carla"), ("ann", "carla"), ("carla", "ann")):
        _overridden(w, asked, both)
    w.sweep()


def mule_of_the_same_name(w: World) -> None:
    """The account of a mule is in the supplier's exact name; the bank says that name and account go together."""
    from weerbaar.desk.payments import payees

    mule = w.account(8)
    answers = f"name;iban;result\n{w.firm.name};{mule};MATCH\n".encode()
    payees.take_in(w.members["ann"], "answers.csv", answers)
    asked = w.ask(w.check(w.file(w.due(iban=mule), *w.others())))
    w.call(asked, w.firm.phone)
    w.sweep()


def expired_fact(w: World) -> None:
    """After two years the account is to be confirmed again; until then it is held."""
    run = w.check(w.file(w.due()))
    assert not run.releases.exists()
    asked = w.ask(run)
    w.call(asked, w.firm.phone)
    w.approve(asked)
    w.sweep()


def race_of_two_approvers(w: World) -> None:
    """Two people agree at the same moment, twice each; and the same file is checked again meanwhile."""
    from weerbaar.desk.ledger.models import Step
    from weerbaar.desk.payments import check

    new = w.account(7)
    w.truth.add(new)
    run = w.check(w.file(w.due(iban=new), *w.others()))
    asked = w.ask(run)
    w.call(asked, w.firm.phone)
    w.actions.append("approve")
    seen = _seen(asked)
    _at_once(
        *(partial(_approve, asked, w.members[name], seen) for name in ("els", "dirk", "els", "dirk")),
        *(partial(check.again, run, w.members["ann"]) for _ in range(2)),
    )
    assert Step.objects.filter(confirmation=asked, kind=Step.Kind.APPROVED).count() == 1
    w.sweep()


def replayed_file(w: World) -> None:
    """A file that was released is brought again: as it was, by several at once, as another file, and under another name."""
    data = w.file(w.due(), *w.others())
    w.check(data)
    _at_once(*(partial(w.check, data, name) for name in ("ann", "bert", "carla")))
    w.check(data.replace(b"</CstmrCdtTrfInitn>", b"</CstmrCdtTrfInitn >"))
    w.check(data.replace(f"M-{w.number}-{w.files}<".encode(), b"M-9<"))


def edited_released_file(w: World) -> None:
    """Somebody changes an account in the released file, and brings it again to have it let go."""
    from weerbaar.desk.payments import sign

    run = w.check(w.file(w.due(), *w.others()))
    release = run.releases.get()
    edited = release.data.replace(w.firm.iban.encode(), w.account(8).encode())
    assert sign.holds(w.organisation, release.data, bytes(release.signature))
    assert not sign.holds(w.organisation, edited, bytes(release.signature))
    w.check(edited)
    w.check(edited.replace(b"<MsgId>M-", b"<MsgId>N-"))


def clock_goes_back(w: World) -> None:
    """The machine wakes up years ago, when an account that has run out still held."""
    w.check(w.file(w.due("1")))
    with ago(YEARS_AGO - 100):
        w.check(w.file(w.due("2"), *w.others("2")))


def paid_twice(w: World) -> None:
    """The same invoice is exported twice, and stands in one file twice."""
    w.check(w.file(w.due("1"), w.due("1"), *w.others()))
    w.check(w.file(w.due("1"), w.due("2")))


GENUINE = (nothing_changes, genuine_change, expired_fact, race_of_two_approvers, replayed_file, paid_twice)
HOSTILE = (
    hijacked_mailbox, lookalike, insider_alone, insider_pair, mule_of_the_same_name, edited_released_file, clock_goes_back,
)  # fmt: skip
HISTORIES: tuple[Callable[[World], None], ...] = (*GENUINE, *HOSTILE)
EXPECTED: Mapping[Callable[[World], None], int] = {
    nothing_changes: 1, genuine_change: 1, expired_fact: 1, race_of_two_approvers: 1, replayed_file: 1, paid_twice: 2, hijacked_mailbox: 0,
    lookalike: 0, insider_alone: 0, insider_pair: 0, mule_of_the_same_name: 0, edited_released_file: 1, clock_goes_back: 0,
}  # fmt: skip
"""How many payments to the supplier of the history have to go."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one history. Amounts in cents; `actions` are those of people beyond the call itself."""

    kind: str
    released: int
    unverified: int
    unverified_cents: int
    twice: int
    expected: int
    due: int
    actions: int


def play(history: Callable[[World], None], number: int) -> Outcome:
    """Play one history, then read every file that was released as the bank would."""
    from weerbaar.desk.payments.models import Release
    from weerbaar.ledger.read.pain import order_of

    w = world(number, YEARS_AGO if history in (expired_fact, clock_goes_back) else LONG_AGO)
    history(w)
    lines = [
        line
        for release in Release.objects.filter(organisation=w.organisation).select_related("organisation")
        for line in order_of(release.data).lines
    ]
    wrong = [line for line in lines if line.claim.iban not in w.truth]
    identities = [(line.end_to_end, line.claim.iban, line.amount, line.date, line.payer) for line in lines]
    others = {firm.iban for firm in w.firms[1:]}
    return Outcome(
        history.__name__,
        released=len(lines),
        unverified=len(wrong),
        unverified_cents=int(sum(line.amount for line in wrong) * 100),
        twice=len(identities) - len(set(identities)),
        expected=EXPECTED[history],
        due=sum(line.claim.iban not in others for line in lines),
        actions=len(w.actions),
    )


def _seen(asked: "Confirmation") -> Any:
    from weerbaar.desk.ledger import confirm

    return confirm.last_call(asked).get("step", 0)


def _lie(w: World, asked: "Confirmation", who: str) -> None:
    """Somebody writes that the supplier said yes at the number that was known, without having called."""
    from weerbaar.desk.ledger import confirm

    confirm.record_call(asked, w.members[who], outcome=confirm.Outcome.CONFIRMED, channel=w.firm.phone, spoke_with="nobody")


def _false_call(w: World, asked: "Confirmation", who: str, channel: str) -> None:
    """The one who asked tries to be the one who calls."""
    from weerbaar.model.ledger import How

    w.refused(lambda: w.call(asked, channel, who))
    w.refused(lambda: w.call(asked, channel, who, how=How.TWO_PEOPLE, source="their site"))


def _overridden(w: World, asked: "Confirmation", who: tuple[str, str]) -> None:
    """One person tries to be both people of an override."""
    from weerbaar.desk.ledger import confirm

    def both() -> None:
        for name in who:
            confirm.override(asked, w.members[name], "urgent")

    w.refused(both)


def _approve(asked: "Confirmation", member: "Membership", seen: Any) -> None:
    from weerbaar.desk.ledger import confirm

    confirm.approve(asked, member, seen=seen)


def _at_once(*jobs: Callable[[], object]) -> None:
    """Each in a thread of its own; a refusal by the desk is one of the answers."""
    from django.db import connections

    from weerbaar.desk.cases.see import Forbidden
    from weerbaar.model.errors import Trouble

    failed: list[BaseException] = []

    def run(job: Callable[[], object]) -> None:
        try:
            with suppress(Forbidden, Trouble):
                job()
        except BaseException as trouble:  # raised again below, in the thread that waits
            failed.append(trouble)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
