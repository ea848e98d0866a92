"""A mail comes in and an answer goes out: whole stories at a real mailbox and a real server that sends."""

import smtplib
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from email.message import EmailMessage

import pytest

from tests.desk.cast import FRAUD, HONEST, Desk
from tests.desk.post import DESK_ADDRESS, Office, forwarding, mail, posting, vouched, watched
from tests.dovecot import CHECK, Dovecot, dovecot
from weerbaar.desk.accounts.models import User
from weerbaar.desk.cases.decide import decide
from weerbaar.desk.cases.models import Answer, Case, Decision, State
from weerbaar.desk.cases.see import Forbidden
from weerbaar.desk.intake import answers, doors
from weerbaar.desk.intake.inlet import take_in
from weerbaar.desk.intake.models import Door, Heard, Post, Use
from weerbaar.desk.work.connection import fresh
from weerbaar.desk.work.look import look_at_case
from weerbaar.desk.work.outlet import Undelivered
from weerbaar.desk.work.sending import send_answer
from weerbaar.model.verdict import Band
from weerbaar.outside.imap_watch import Pace

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


def arrived(office: Office, *mails: object, proven: str = "nadia@bakkerijvanhove.example") -> tuple[Case, ...]:
    """Mails taken in as a watcher does, without one."""
    door = Door.objects.get(use=Use.DESK)
    return tuple(case for one in mails for case in take_in(door, vouched(one.as_bytes(), proven)))  # type: ignore[attr-defined]


def answered(office: Office, how_many: int = 1) -> None:
    """What a worker does, here and now; so many answers are sent then."""
    for case in Case.objects.filter(state=State.RECEIVED):
        look_at_case(case.pk)
    for answer in Answer.objects.filter(sending=Answer.Sending.WAITING):
        send_answer(answer.pk, 0)
    assert Answer.objects.filter(sending=Answer.Sending.SENT).count() >= how_many


def words(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_forwarded_mail_is_answered_under_it(office: Office) -> None:
    brought = forwarding(FRAUD, text="Els, is dit van jou?")
    office.bring(brought, proven="nadia@bakkerijvanhove.example")
    with office.desk.working():
        office.desk.until(lambda: bool(office.sink.taken))
        office.desk.until(lambda: Door.objects.filter(use=Use.DESK, connected=True, sealed_trouble=b"").exists())
    case = Case.objects.get()
    assert (case.band, case.reporter, case.language) == ("fraud", office.desk.user("nadia"), "nl")
    assert (case.about.name, case.about.comment) == ("dringend en vertrouwelijk", "Els, is dit van jou?")
    (answer,) = office.sent
    assert (answer["To"], answer["From"].addresses[0].addr_spec) == ("nadia@bakkerijvanhove.example", DESK_ADDRESS)
    assert (answer["In-Reply-To"], answer["References"]) == (brought["Message-ID"], brought["Message-ID"])
    assert (answer["Auto-Submitted"], answer["X-Loop"]) == ("auto-replied", DESK_ADDRESS)
    assert "http" not in words(answer)
    with office.server.mailbox(CHECK).open() as box:
        box.select("Weerbaar", readonly=True)
        assert [one.message_id for one in box.stored(box.uids())] == [str(brought["Message-ID"]).strip("<>")]


@pytest.mark.parametrize(
    ("language", "said"),
    [("nl", "Goed dat u"), ("fr", "Vous avez bien fait"), ("de", "Gut, dass Sie"), ("en", "Good that you")],
)
def test_the_answer_is_in_the_language_of_its_reader(office: Office, language: str, said: str) -> None:
    User.objects.filter(email="nadia@bakkerijvanhove.example").update(language=language)
    arrived(office, forwarding(FRAUD))
    answered(office)
    assert said in words(office.sent[0])


def test_whoever_is_not_proven_hears_nothing_of_what_we_know(office: Office) -> None:
    honest_account = FRAUD.replace(b"BE68 5390 0754 7034", b"BE71 0961 2345 6769")
    cases = arrived(office, forwarding(honest_account), proven="")
    answered(office)
    assert (cases[0].reporter, cases[0].about.reporter_address) == (None, "nadia@bakkerijvanhove.example")
    assert office.sink.taken[0][0] == "nadia@bakkerijvanhove.example"
    said = words(office.sent[0])
    assert [fact for fact in ("Kroon", "+32 470", "zaakvoerder") if fact in said] == []


def test_a_proven_colleague_is_known_from_then_on(office: Office) -> None:
    arrived(office, forwarding(FRAUD, who="wim@bakkerijvanhove.example"), proven="wim@bakkerijvanhove.example")
    assert Case.objects.get().reporter == User.objects.get(email="wim@bakkerijvanhove.example")


STRANGER = forwarding(FRAUD, who="iemand@elders.example")
BARE = FRAUD
BARE_LIST = FRAUD.replace(b"Subject:", b"List-Id: <nieuws.directie.example>\nSubject:")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (STRANGER.as_bytes(), "stranger"),
        (BARE, "nobody"),  # redirected without a word: whoever wrote it is the swindler
        (BARE_LIST, "list"),
        (b"Auto-Submitted: auto-generated\n" + forwarding(FRAUD).as_bytes(), "auto_submitted"),
        (b"Precedence: list\n" + forwarding(FRAUD).as_bytes(), "bulk"),
        (b"Return-Path: <>\n" + forwarding(FRAUD).as_bytes(), "null_return_path"),
        (forwarding(FRAUD, who=DESK_ADDRESS).as_bytes(), "ourselves"),
    ],
)
def test_some_are_looked_at_and_not_answered(office: Office, data: bytes, why: str) -> None:
    (case,) = take_in(Door.objects.get(use=Use.DESK), data)
    assert case.about.reply.kind == "page"
    assert case.events.get(kind="came by mail").facts["unanswered"] == why


def test_several_messages_are_several_cases_of_one_mail(office: Office) -> None:
    mail = forwarding(FRAUD, HONEST)
    cases = arrived(office, mail)
    assert [case.about.name for case in cases] == ["dringend en vertrouwelijk", "levering donderdag"]
    answered(office, 2)
    assert [one["In-Reply-To"] for one in office.sent] == [mail["Message-ID"]] * 2
    assert len({one["Message-ID"] for one in office.sent}) == 2


def test_the_same_mail_by_whatever_door_is_one_case(office: Office) -> None:
    mail = forwarding(FRAUD)
    assert arrived(office, mail, mail)[0] == arrived(office, mail)[0]
    receiver = office.door(Use.RECEIVER)
    take_in(receiver, b"Return-Path: <x@y.example>\r\n" + mail.as_bytes())
    assert Case.objects.count() == 1


@pytest.mark.parametrize("cut", [0, 1, 17, 200, 450])
def test_mail_of_any_shape_is_a_case(office: Office, cut: int) -> None:
    broken = forwarding(FRAUD).as_bytes().replace(b"boundary=", b"boundary=\xff")[: cut or None][:: 1 if cut % 2 == 0 else -1]
    assert len(take_in(Door.objects.get(use=Use.DESK), broken)) >= 1


def test_fifty_megabytes_are_taken_in_and_answered(office: Office) -> None:
    big = forwarding(FRAUD)
    big.add_attachment(bytes(range(256)) * (50 * 4096), maintype="application", subtype="octet-stream", filename="film.bin")
    office.bring(big, proven="nadia@bakkerijvanhove.example")
    with office.desk.working():
        office.desk.until(lambda: len(office.sink.taken) == 2, 150)
    assert sorted(case.size for case in Case.objects.all())[-1] == 50 * 1024 * 1024
    assert {case.band for case in Case.objects.filter(size__lt=5000)} == {"fraud"}


@pytest.mark.parametrize(
    ("size", "bands"), [(40_000, ["cannot judge", "fraud"]), (200_000, ["cannot judge"])], ids=["a file", "the whole mail"]
)
def test_what_is_too_large_is_said_to_be(office: Office, monkeypatch: pytest.MonkeyPatch, size: int, bands: list[str]) -> None:
    monkeypatch.setenv("WEERBAAR_MAX_BYTES", "20000")
    big = forwarding(FRAUD)
    big.add_attachment(bytes(size), maintype="application", subtype="octet-stream", filename="film.bin")
    office.bring(big, proven="nadia@bakkerijvanhove.example")
    with office.desk.working():
        office.desk.until(lambda: len(office.sink.taken) == len(bands))
    assert sorted(Case.objects.values_list("band", flat=True)) == bands
    assert Case.objects.get(band="cannot judge").state == State.NEEDS_PERSON


def reply_to(answer: EmailMessage, text: str, who: str = "nadia", **headers: str) -> EmailMessage:
    quoted = "\n".join(f"> {line}" for line in words(answer).splitlines())
    given = {
        "In-Reply-To": str(answer["Message-ID"]),
        "References": f"{answer['References']} {answer['Message-ID']}",
        **headers,
    }
    made = mail(who, f"{text}\n\nOp 3 november schreef Weerbaar:\n{quoted}\n", f"Re: {answer['Subject']}")
    for name, value in given.items():
        made[name] = value
    return made


@pytest.mark.parametrize(
    ("text", "kind", "state", "notes"),
    [
        ("Els heeft mij dit zelf gevraagd aan de telefoon.", "reply", State.NEEDS_PERSON, 1),
        ("Bedankt!", "thanks", State.ANSWERED, 0),
        ("Bedankt, maar het klopt wel.", "reply", State.NEEDS_PERSON, 1),
    ],
)
def test_who_answers_our_answer_contests_it_or_thanks(office: Office, text: str, kind: str, state: str, notes: int) -> None:
    arrived(office, forwarding(FRAUD))
    answered(office)
    back = reply_to(office.sent[0], text)
    assert arrived(office, back, back) == ()
    case = Case.objects.get()
    assert (case.state, case.notes.count(), Heard.objects.get().kind) == (state, notes, kind)
    assert [note.text for note in case.notes.all()] == [text][:notes]
    assert (case.contested_at is not None) == bool(notes)


def test_a_question_is_asked_and_answered_by_mail(office: Office) -> None:
    (case,) = arrived(office, forwarding(FRAUD))
    answered(office)
    decide(case, office.desk.member("ines"), Decision.Kind.ASK, reason="Heeft u al iets betaald?")
    answered(office, 2)
    question = office.sent[1]
    assert "Heeft u al iets betaald?" in words(question)
    assert question["In-Reply-To"] == office.sent[0]["In-Reply-To"]
    arrived(office, reply_to(question, "Nee, nog niets."))
    case.refresh_from_db()
    assert ([note.text for note in case.notes.all()], case.contested_at) == (["Nee, nog niets."], None)


def test_an_overruled_answer_is_followed_by_another(office: Office) -> None:
    (case,) = arrived(office, forwarding(FRAUD))
    answered(office)
    decide(case, office.desk.member("ines"), Decision.Kind.OVERRULE, band=Band.NO_SIGN, reason="Els bevestigde het.")
    answered(office, 2)
    assert "Els bevestigde het." in words(office.sent[1])


def test_another_firm_that_has_our_answer_cannot_contest(office: Office) -> None:
    arrived(office, forwarding(FRAUD))
    answered(office)
    arrived(office, reply_to(office.sent[0], "Het klopt gewoon.", who="wim@elders.example"), proven="")
    assert (Case.objects.get().contested_at, Case.objects.get().notes.count()) == (None, 1)


def test_a_forged_token_is_a_mail_like_any_other(office: Office) -> None:
    arrived(office, forwarding(FRAUD))
    answered(office)
    office.sent[0]
    back = mail(text="Dit is niet waar.", In_Reply_To=f"<weerbaar.a.{Answer.objects.get().pk}.0000@bakkerijvanhove.example>")
    assert len(arrived(office, back)) == 1
    assert not Heard.objects.exists()


MACHINE = {"Auto-Submitted": "auto-replied", "Precedence": "bulk"}


def test_an_absence_that_answers_us_is_heard_and_not_answered(office: Office) -> None:
    arrived(office, forwarding(FRAUD))
    answered(office)
    assert arrived(office, reply_to(office.sent[0], "Ik ben er niet.", **MACHINE)) == ()
    assert (Heard.objects.get().kind, Case.objects.count(), Case.objects.get().state) == ("automatic", 1, State.ANSWERED)


def test_an_answer_that_comes_back_goes_to_a_person(office: Office) -> None:
    arrived(office, forwarding(FRAUD))
    answered(office)
    bounce = mail("mailer-daemon@mx.example", "not here", "Undelivered")
    bounce.add_attachment(office.sent[0])
    bounce.replace_header(
        "Content-Type", 'multipart/report; report-type=delivery-status; boundary="' + str(bounce.get_boundary()) + '"'
    )
    assert arrived(office, bounce, proven="") == ()
    assert (Heard.objects.get().kind, Case.objects.get().state) == ("bounce", State.NEEDS_PERSON)


def test_two_desks_do_not_answer_each_other(office: Office) -> None:
    """Whatever we send comes back as the answer of another desk to it, and as that of a program that knows no rules."""
    Door.objects.filter(use=Use.DESK).update(paused_at=None)
    door = Door.objects.get(use=Use.DESK)
    doors.change(door, office.desk.member("els"), replace(door.details, strangers=True))
    arrived(office, mail("check@garagezuid.example", "Klopt dit?", "Betaal nu uw rekening"), proven="")
    answered(office)
    other = mail(
        "check@garagezuid.example", words(office.sent[0]), str(office.sent[0]["Subject"]), **{"Auto-Submitted": "auto-replied"}
    )
    other["In-Reply-To"] = str(office.sent[0]["Message-ID"])
    assert arrived(office, other, proven="") == ()
    unrelated = mail("check@garagezuid.example", "Bedankt voor uw bericht", "Antwoord", **{"Auto-Submitted": "auto-replied"})
    assert arrived(office, unrelated, proven="") == ()
    answered(office)
    assert len(office.sent) == 1


def test_one_address_gets_no_more_than_so_many(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(answers.PER_HOUR, True, 2)
    arrived(office, *(forwarding(FRAUD.replace(b"18.400", b"%d.400" % number)) for number in range(10, 14)))
    answered(office, 2)
    assert (len(office.sent), Case.objects.filter(state=State.NEEDS_PERSON).count()) == (2, 2)


@pytest.fixture
def told(office: Office) -> Answer:
    """An answer that waits to be sent."""
    (case,) = arrived(office, forwarding(FRAUD))
    look_at_case(case.pk)
    return Answer.objects.get()


def test_what_is_refused_for_now_goes_later_as_the_same_message(office: Office, told: Answer) -> None:
    office.sink.replies = ["451 not now"]
    with pytest.raises(Undelivered) as trouble:
        answers.Mail().deliver(told, again=False)
    assert (trouble.value.permanent, Post.objects.get().state) == (False, Post.State.READY)
    answers.Mail().deliver(told, again=False)
    assert office.sent[0]["Message-ID"] == f"<{Post.objects.get().message_id}>"
    answers.Mail().deliver(told, again=True)
    assert len(office.sent) == 1


def test_what_is_refused_for_good_is_not_tried_again(office: Office, told: Answer) -> None:
    office.sink.replies = ["550 nobody here"]
    for _ in range(2):
        with pytest.raises(Undelivered) as trouble:
            answers.Mail().deliver(told, again=False)
        assert trouble.value.permanent
    assert office.sent == []


@pytest.mark.parametrize("kept", [False, True])
def test_what_may_have_gone_is_asked_for_and_never_sent_twice(office: Office, told: Answer, kept: bool) -> None:
    office.sink.replies = ["drop"]
    with pytest.raises(Undelivered) as trouble:
        answers.Mail().deliver(told, again=False)
    assert not trouble.value.permanent
    assert Post.objects.get().state == Post.State.HANDED
    if kept:
        office.server.deliver(office.sink.taken[0][1], CHECK, "Sent")
        answers.Mail().deliver(told, again=True)
        assert Post.objects.get().state == Post.State.SENT
    else:
        for last in (False, False, True):
            with pytest.raises(Undelivered) as trouble:
                answers.Mail().deliver(told, again=True)
            assert trouble.value.permanent is last
    assert len(office.sink.taken) == 1


def test_two_that_send_the_same_answer_send_it_once(office: Office, told: Answer) -> None:
    def send() -> None:
        with suppress(Undelivered), fresh():
            answers.Mail().deliver(told, again=False)

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(office.sink.taken) == 1
    assert Post.objects.get().state == Post.State.SENT


def test_a_failure_in_the_middle_leaves_the_mail_where_it_was(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    receiver = office.door(Use.RECEIVER)
    with monkeypatch.context() as broken, watched():
        broken.setattr("weerbaar.desk.cases.receive.record", full)
        office.bring(forwarding(FRAUD, HONEST), proven="nadia@bakkerijvanhove.example")
        office.desk.until(lambda: Door.objects.get(use=Use.DESK).waiting == 1)
        office.desk.until(lambda: Door.objects.get(pk=receiver.pk).connected)
        with smtplib.SMTP("127.0.0.1", receiver.details.port) as client, pytest.raises(smtplib.SMTPDataError, match="Not now"):
            client.send_message(forwarding(FRAUD), "nadia@bakkerijvanhove.example", [DESK_ADDRESS])
        assert not Case.objects.exists()
        broken.undo()
        office.desk.until(lambda: Case.objects.count() == 2)
        with smtplib.SMTP("127.0.0.1", receiver.details.port) as client:
            client.send_message(forwarding(FRAUD), "nadia@bakkerijvanhove.example", [DESK_ADDRESS])
        assert Case.objects.count() == 3


def test_a_lost_connection_is_told_and_made_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "weerbaar.desk.intake.watching.PACE", Pace(first=0.05, most=0.2, login=0.05, glance=0.2, longest=1.0, poll=0.1)
    )
    with watched():
        office.desk.until(lambda: Door.objects.get(use=Use.DESK).connected)
        office.server.kill()
        try:
            office.desk.until(lambda: Door.objects.get(use=Use.DESK).trouble is not None)
            said = Door.objects.get(use=Use.DESK).trouble
        finally:
            office.server.start()
        assert said is not None
        assert "127.0.0.1" in said.said("nl")
        office.bring(forwarding(FRAUD), proven="nadia@bakkerijvanhove.example")
        office.desk.until(lambda: Case.objects.exists() and Door.objects.get(use=Use.DESK).trouble is None)


def test_a_paused_mailbox_is_left_alone(office: Office) -> None:
    doors.pause(Door.objects.get(use=Use.DESK), office.desk.member("els"))
    office.bring(forwarding(FRAUD))
    other = office.door(Use.RECEIVER)
    with watched():
        office.desk.until(lambda: Door.objects.get(pk=other.pk).connected)
        time.sleep(0.5)
        assert not Case.objects.exists()
        doors.resume(Door.objects.get(use=Use.DESK), office.desk.member("els"))
        office.desk.until(lambda: Case.objects.exists())


def test_nothing_of_a_door_stands_in_the_database_in_clear(office: Office) -> None:
    for file in office.desk.home.glob("*.sqlite3*"):
        assert b"brood 12" not in file.read_bytes(), file.name


@pytest.mark.parametrize("name", ["nadia", "tom", "ines", "karim", "ruth", "bart"])
def test_only_administrators_of_the_house_connect_and_pause(office: Office, name: str) -> None:
    door = Door.objects.get(use=Use.DESK)
    with pytest.raises(Forbidden):
        doors.pause(door, office.desk.member(name))


def test_a_code_to_sign_in_goes_by_the_organisations_own_door(office: Office) -> None:
    from django.core.mail import EmailMessage as Outgoing

    backend = answers.Codes()
    assert backend.send_messages([Outgoing("Code", "123456", None, ["nadia@bakkerijvanhove.example"])]) == 1
    assert backend.send_messages([Outgoing("Code", "123456", None, ["iemand@elders.example"])]) == 0
    assert (office.sent[0]["From"], "123456" in words(office.sent[0])) == (DESK_ADDRESS, True)
