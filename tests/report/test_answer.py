import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.organisation import BAKERY, NOBODY
from tests.report.test_defang import HOSTILE, links_in

from weerbaar.look import Look, look
from weerbaar.model.item import Item
from weerbaar.model.organisation import Organisation, Person, Supplier
from weerbaar.model.part import Code
from weerbaar.model.verdict import Band
from weerbaar.report.answer import About, Answer, Outcome, answer, answer_of_record, follow_up
from weerbaar.report.record import as_line, record
from weerbaar.settings import Settings

LANGUAGES = ("nl", "fr", "de", "en")
EXAMPLES = Path(__file__).parents[2] / "examples"
ABOUT = About("Nieuwe rekening", "W-12")
FRAUD = """From: "Molens De Kroon" <facturen@molens-dekroon.example>
To: tom@bakkerijvanhove.example
Reply-To: facturen@postvak.example
Subject: Nieuw rekeningnummer
Authentication-Results: mx.bakkerijvanhove.example; dmarc=pass header.from=molens-dekroon.example

Beste Tom, betaal factuur 114 (4.800 euro) vandaag nog op LT60 1010 0123 4567 8901. Ik ben telefonisch niet bereikbaar.
Log in op https://veiligbetalen.example/login?u=tom of mail naar facturen@postvak.example.
"""
HONEST = "From: a@b.example\nTo: tom@bakkerijvanhove.example\nSubject: Morgen\n\nDag Tom, tot morgen om tien uur in de winkel. Groeten, Nadia\n"
EMPTY = ""


@cache
def looked(message: str, language: str = "nl") -> Look:
    """The bakery's look at a message."""
    return look(Item("mail.eml", message.encode()), BAKERY, language=language, today=date(2027, 2, 1))


def facts(organisation: Organisation) -> Iterator[str]:
    """Every word by which somebody could tell what an organisation knows."""
    yield organisation.name
    yield organisation.contact
    for person in organisation.people:
        yield from (person.name, person.address, *person.phones, *person.other_addresses)
    for supplier in organisation.suppliers:
        yield from (supplier.name, *supplier.domains, *supplier.ibans, *supplier.phones)
    yield from organisation.memory.senders


def bare(text: str) -> str:
    """Letters and digits alone: spaces, brackets and dots hide nothing."""
    return re.sub(r"\W", "", text).lower()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("message", [FRAUD, HONEST, EMPTY], ids=["fraud", "honest", "empty"])
@pytest.mark.parametrize("trusted", [True, False])
def test_an_answer_is_whole_in_every_language(language: str, message: str, trusted: bool) -> None:
    made = answer(looked(message, language), ABOUT, trusted=trusted, language=language, today=date(2027, 2, 1))
    assert made.language == language
    assert made.text.splitlines()[0]  # thanks come first
    assert "W-12" in made.text
    assert not re.search(r"[{}]|None", made.subject + made.text + made.short)
    assert f'<html lang="{language}">' in made.html
    for line in filter(None, made.text.splitlines()):
        assert line.lstrip("✖▲✔?-0123456789. ") in unescape(re.sub(r"<[^>]+>", "", made.html)).replace("\n", " ")


def test_it_thanks_answers_and_tells_what_to_do_in_this_order() -> None:
    made = answer(looked(FRAUD), ABOUT, trusted=True)
    lines = made.text.splitlines()
    assert lines[0] == "Goed dat u het vroeg."
    assert lines[2] == "✖ Dit is zeer waarschijnlijk fraude. Doe niet wat het bericht vraagt."
    heads = [
        "Wat vraagt het?",
        "Wie stuurt het echt?",
        "Klopt het met wat wij weten?",
        "Wat doet u nu?",
        "Bent u het er niet mee eens?",
    ]
    places = [lines.index(head) for head in heads]
    assert places == sorted(places)
    assert made.subject == "Fraude: uw twijfel “Nieuwe rekening”"


def test_the_short_one_says_nothing_of_the_message() -> None:
    made = answer(looked(FRAUD), ABOUT, trusted=True)
    assert made.short == "✖ Dit is zeer waarschijnlijk fraude. Doe niet wat het bericht vraagt. Goed dat u het vroeg."


def test_an_answer_for_the_team_s_own_people_names_what_is_known() -> None:
    made = answer(looked(FRAUD), ABOUT, trusted=True)
    assert "Molens De Kroon" in made.text and "BE71 0961 2345 6769" in made.text and "Els, +32 470 00 00 01" in made.text


@pytest.mark.parametrize("message", [FRAUD, HONEST, EMPTY], ids=["fraud", "honest", "empty"])
def test_the_stored_record_gives_the_same_answer_as_the_look(message: str) -> None:
    seen = looked(message)
    kept = json.loads(as_line(record("mail.eml", seen)))
    assert answer_of_record(kept, ABOUT, trusted=True) == answer(seen, ABOUT, trusted=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_a_record_a_stranger_learns_nothing(language: str) -> None:
    kept = [json.loads(as_line(record("mail.eml", looked(message, language)))) for message in (FRAUD, HONEST, EMPTY)]
    assert len({answer_of_record(one, ABOUT, trusted=False) for one in kept}) == 1


# --- nothing that can be followed ---------------------------------------------------------------------------------------------


def told(made: Answer) -> list[str]:
    """Everything a program may look for links in."""
    shown = unescape(re.sub(r"<br>|</(?:p|li|h1|h2)>", "\n", made.html.partition("<body")[2].partition(">")[2]))
    return [made.subject, made.text, made.short, re.sub(r"</?(?:div|p|h1|h2|ul|ol|li|span|body|html)\b[^>]*>", "", shown)]


@given(st.tuples(*[HOSTILE] * 5), st.sampled_from(LANGUAGES), st.booleans())
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_no_address_survives_in_an_answer(pieces: tuple[str, ...], language: str, trusted: bool) -> None:
    # Whatever a sentence quotes: the values of findings, the names, the reason a person wrote.
    seen = looked(FRAUD, language)
    first, *rest = pieces
    advice = replace(
        seen.advice,
        said=tuple(replace(said, sentence=f"{said.sentence} “{first}”") for said in seen.advice.said),
        do=(*seen.advice.do, rest[0]),
        would_change=(rest[1],),
    )
    about = About(rest[2], rest[3])
    for made in (
        answer(replace(seen, advice=advice), about, trusted=trusted, language=language),
        follow_up(
            Outcome.OVERRULES,
            about,
            language=language,
            trusted=trusted,
            band=Band.FRAUD,
            before=Band.NO_SIGN,
            said=first,
            contact=rest[1],
        ),
    ):
        assert not [link for text in told(made) for link in links_in(text)]
        assert not re.search(
            r"<(?:a|img|script|form|link|iframe|base|object)\b|\s(?:href|src|action|background|on\w+)\s*=|url\(",
            made.html,
            re.I,
        )


@given(st.lists(HOSTILE, min_size=1, max_size=4))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_no_address_of_a_message_survives(lines: list[str]) -> None:
    body = "\n".join(["Beste Tom, betaal vandaag nog 4.800 euro op BE71 0961 2345 6769.", *lines])
    seen = look(
        Item("mail.eml", f"From: x@y.example\nSubject: {lines[0].strip()[:60]!r}\n\n{body}".encode()), BAKERY, language="nl"
    )
    made = answer(seen, About(lines[0], ""), trusted=True)
    assert not [link for text in told(made) for link in links_in(text)]


def test_the_page_loads_nothing_and_needs_no_picture() -> None:
    made = answer(looked(FRAUD), ABOUT, trusted=True)
    assert set(re.findall(r"<(\w+)", made.html)) <= {
        "html",
        "head",
        "meta",
        "title",
        "body",
        "div",
        "p",
        "h1",
        "h2",
        "ol",
        "ul",
        "li",
        "span",
        "br",
    }
    assert "color-scheme" in made.html and "http" not in made.html.lower()


# --- nothing that a stranger may not know -------------------------------------------------------------------------------------

SENTENCES = st.sampled_from(
    ["Betaal 4.800 euro op BE71 0961 2345 6769.", "Ons nieuwe rekeningnummer is LT60 1010 0123 4567 8901.", "Bel Molens De Kroon op +32 9 000 12 34.",
     "Geef het wachtwoord en de code door.", "Zie https://molensdekroon.example/factuur.", "Zie https://veiligbetalen.example/x.",
     "Log in op https://bakkerijvanhove-example.example.", "Groeten, Els Van Hove, zaakvoerder", "Zeg het aan niemand, ik zit in vergadering.",
     "Tot morgen om tien uur.", "Pouvez-vous payer la facture aujourd'hui ?", "Bitte überweisen Sie heute auf DE89 3704 0044 0532 0130 00."]
)  # fmt: skip
SENDERS = st.sampled_from(
    ["Els Van Hove <els@bakkerijvanhove.example>", "Els Van Hove <els.vanhove@prive.example>", "facturen@molensdekroon.example",
     "Molens De Kroon <facturen@molens-dekroon.example>", "info@brinkmann-druck.example", "iemand@vreemd.example", "nieuws@vakblad.example"]
)  # fmt: skip
AUTHENTICATION = st.sampled_from(
    ["", "Authentication-Results: mx.bakkerijvanhove.example; dmarc=pass header.from=molensdekroon.example\n",
     "Authentication-Results: mx.bakkerijvanhove.example; dmarc=fail header.from=bakkerijvanhove.example\n"]
)  # fmt: skip
OTHER = Organisation(
    name="Drukkerij Peeters",
    domains=("vreemd.example",),
    languages=("de",),
    country="DE",
    people=(Person("Els Van Hove", "inkoop", "els@vreemd.example", ("+4922100099999",)),),
    suppliers=(Supplier("Molens De Kroon", ("molens-dekroon.example",), ("LT601010012345678901",), ("+4922100088888",)),),
    contact="Frau Krause, Zimmer 4",
    prior=0.02,
)


@given(st.lists(SENTENCES, max_size=5), SENDERS, SENDERS, AUTHENTICATION, st.sampled_from((None, *LANGUAGES)))
@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@example(
    ["Betaal 4.800 euro op BE71 0961 2345 6769."], "facturen@molensdekroon.example", "info@brinkmann-druck.example", "", None
)
def test_whatever_an_organisation_knows_a_stranger_gets_the_same_answer(
    sentences: list[str], sender: str, replies: str, authentication: str, language: str | None
) -> None:
    mail = f"From: {sender}\nTo: tom@bakkerijvanhove.example\nReply-To: {replies}\nSubject: Factuur\n{authentication}\n{' '.join(sentences)}\n"
    item = Item("mail.eml", mail.encode())
    answers = {
        answer(look(item, known, language=language), ABOUT, trusted=False, language=language)
        for known in (BAKERY, OTHER, NOBODY)
    }
    assert len(answers) == 1
    told_stranger = bare(answers.pop().text)
    assert not [fact for fact in facts(BAKERY) if bare(fact) in told_stranger and bare(fact) not in bare(mail)]


def test_what_dns_told_says_nothing_of_whom_we_trust() -> None:
    from weerbaar.model.dns import Hop, Told

    hop = Hop("192.0.2.9", "mail.molensdekroon.example", "facturen@molensdekroon.example")
    mail = (
        "Received: from mail.molensdekroon.example (mail.molensdekroon.example [192.0.2.9]) by mx.bakkerijvanhove.example; "
        f"Mon, 1 Feb 2027 10:00:00 +0100\nReturn-Path: <{hop.sender}>\nFrom: {hop.sender}\nSubject: Factuur\n\nBetaal op BE71 0961 2345 6769.\n"
    )
    item = Item("mail.eml", mail.encode(), told=Told({"_dmarc.molensdekroon.example": ()}, {hop: "fail"}))
    trusting = replace(BAKERY, trusted_receivers=("mx.bakkerijvanhove.example",))
    answers = {
        answer(look(item, known, language="nl"), ABOUT, trusted=False, language="nl") for known in (trusting, BAKERY, NOBODY)
    }
    assert len(answers) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stranger_never_reads_that_all_is_well(language: str) -> None:
    seen = looked(HONEST, language)
    assert seen.verdict.band is Band.NO_SIGN
    ours, theirs = answer(seen, ABOUT, trusted=True), answer(seen, ABOUT, trusted=False, language=language)
    assert seen.advice.headline in ours.text and seen.advice.headline not in theirs.text
    assert seen.advice.do[0] not in theirs.text  # "as you normally would"


def test_a_stranger_gets_no_numbers_to_try_against() -> None:
    theirs = answer(looked(FRAUD), ABOUT, trusted=False, language="nl").text
    assert "Van honderd" not in theirs and "Zonder dit punt" not in theirs


def test_pictures_are_the_same_for_a_stranger_when_everything_is_read() -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "facturen@molens-dekroon.example", "Factuur"
    message.set_content(FRAUD.partition("\n\n")[2])
    message.add_attachment(
        (EXAMPLES / "nl" / "qr-fraud-staff-login.png").read_bytes(), maintype="image", subtype="png", filename="code.png"
    )
    item, everything = Item("mail.eml", message.as_bytes()), Settings(ocr=False, read_all=True)
    ours, nobodys = (look(item, known, language="nl", settings=everything) for known in (BAKERY, NOBODY))
    assert ours.parts.has(Code)
    assert answer(ours, ABOUT, trusted=False, language="nl") == answer(nobodys, ABOUT, trusted=False, language="nl")


# --- when a person has looked -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("trusted", [True, False])
def test_a_follow_up_is_whole(language: str, outcome: Outcome, trusted: bool) -> None:
    for band in Band:
        made = follow_up(
            outcome,
            ABOUT,
            language=language,
            trusted=trusted,
            band=band,
            before=Band.VERIFY,
            said="Ik belde hen.",
            contact="Els, 12",
        )
        assert not re.search(r"[{}]|None", made.subject + made.text + made.short)
        assert ("Ik belde hen." in made.text) is trusted
        assert "Els, 12" not in made.text or trusted


def test_an_overruled_answer_says_both_and_is_sorry() -> None:
    made = follow_up(
        Outcome.OVERRULES, ABOUT, language="en", trusted=True, band=Band.FRAUD, before=Band.NO_SIGN, said="We called them.\nThey know nothing.",
        contact="Els, extension 12",
    )  # fmt: skip
    assert "First we said: no sign of fraud. Now we say: fraud." in made.text
    assert "We are sorry that our first answer was a different one." in made.text
    assert "- We called them.\n- They know nothing.\n" in made.text
    assert "Tell Els, extension 12 now." in made.text
    assert made.subject == "Fraud: your doubt “Nieuwe rekening”"


def test_a_calmer_answer_does_not_ask_what_was_already_done() -> None:
    made = follow_up(Outcome.OVERRULES, ABOUT, language="en", trusted=True, band=Band.NO_SIGN, before=Band.FRAUD)
    assert "Did you already do" not in made.text and "The explanation" not in made.text


def test_a_question_gives_no_answer_yet() -> None:
    made = follow_up(
        Outcome.ASKS,
        About("", ""),
        language="fr",
        trusted=True,
        band=Band.FRAUD,
        before=Band.FRAUD,
        said="Est-ce votre facture ?",
    )
    assert made.subject == "Une question sur votre doute"
    assert "fraude" not in made.text and "Est-ce votre facture ?" in made.text


def test_a_long_reason_is_cut_and_an_odd_one_is_made_plain() -> None:
    made = follow_up(
        Outcome.AGREES,
        ABOUT,
        language="en",
        trusted=True,
        band=Band.FRAUD,
        before=Band.FRAUD,
        said="\x1b[31m\u202e" + "woord " * 5000 + "\r\n\x00",
    )
    assert len(made.text) < 6000 and made.text.replace("\n", "").isprintable()
