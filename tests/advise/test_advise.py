from dataclasses import replace
from datetime import date

import pytest
from tests.organisation import BAKERY, NOBODY

from weerbaar.advise.advise import MOST_NOT_LOOKED, advise
from weerbaar.model.advice import Advice
from weerbaar.model.finding import Finding, NotLooked, Question, Reason
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Address, Link, LinkKind, Mail, Parts, Text, TextKind
from weerbaar.model.verdict import Band, Change, Verdict, Weight

REPLY = Finding(
    "mail.reply_elsewhere", "header Reply-To", {"reply_to": "x@swindle.example", "sender": "els@bakkerijvanhove.example"}
)
KROON = Mail("mail", Address("Molens De Kroon", "facturen@molensdekroon.example"), "Nieuwe rekening")
STRANGER = Mail("mail", Address("Jan", "jan@elders.example"), "Hallo")
FROM_STRANGER = Parts((STRANGER,))
LINK = Link("mail > text", "https://swindle.example/", LinkKind.ANCHOR)
QUESTIONS = {"mail.reply_elsewhere": Question.SENDER, "text.asks_payment": Question.ASK, "text.account_differs": Question.FACTS}


def verdict(band: Band, *findings: tuple[str | Finding, float], **more: object) -> Verdict:
    weights = tuple(
        Weight(f if isinstance(f, Finding) else Finding(f, "text"), log_ratio, "group", "test") for f, log_ratio in findings
    )
    chance = {Band.FRAUD: 0.97, Band.VERIFY: 0.5, Band.NO_SIGN: 0.02, Band.CANNOT_JUDGE: 0.5}[band]
    return replace(Verdict(band, chance, 0.5, weights), **more)  # type: ignore[arg-type]


def told(
    of: Verdict, parts: Parts = FROM_STRANGER, organisation: Organisation = BAKERY, language: str = "en", **more: object
) -> Advice:
    return advise(of, (), parts, organisation, language, date(2026, 11, 21), QUESTIONS, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
@pytest.mark.parametrize("band", list(Band))
def test_every_band_is_answered_whole_in_every_language(band: Band, language: str) -> None:
    advice = told(verdict(band, (REPLY, 2.0), ("text.asks_payment", 1.0)), language=language)
    assert advice.language == language
    assert all((advice.headline, advice.how_sure, advice.said, advice.do, advice.tell, advice.checked, advice.thanks))
    assert bool(advice.do_not) is (band is not Band.NO_SIGN)
    assert bool(advice.already) is (band in (Band.FRAUD, Band.VERIFY))
    assert bool(advice.report) is (band is Band.FRAUD)
    assert {said.question for said in advice.said} == set(Question)
    assert not any("{" in sentence for sentence in (*advice.do, *advice.do_not, *advice.already, advice.tell))


def test_the_known_number_of_the_supplier_is_named() -> None:
    advice = told(verdict(Band.VERIFY, ("text.account_differs", 2.0)), Parts((KROON,)))
    assert advice.do[0] == (
        "Call Molens De Kroon on +32 900 01 234. That number comes from your own records. Do not use a number from the message."
    )
    assert "Do not pay into the new account, and do not change it in your records." in advice.do_not
    assert "confirms it" in advice.would_change[-1] and "Molens De Kroon" in advice.would_change[-1]


@pytest.mark.parametrize(
    ("why", "parts", "name"),
    [
        (
            "the sender borrows a colleague's name",
            Parts((Mail("mail", Address("Els Van Hove", "els@swindle.example"), ""),)),
            "Els Van Hove",
        ),
        ("the sender is a colleague", Parts((Mail("mail", Address("", "tom@bakkerijvanhove.example"), ""),)), "Tom Maes"),
        (
            "a supplier is named in the text",
            Parts((STRANGER, Text("t", "Betreft Brinkmann Druck GmbH.", TextKind.MAIL))),
            "Brinkmann Druck GmbH",
        ),
        ("nobody we know", Parts((STRANGER,)), "Ask the sender"),
        ("only a text was brought", Parts((Text("t", "Betaal nu.", TextKind.CHAT),)), "Ask the sender"),
    ],
)
def test_whom_to_ask(why: str, parts: Parts, name: str) -> None:
    assert name in told(verdict(Band.VERIFY), parts).do[0], why


def test_someone_without_a_number_on_file_is_named_without_one() -> None:
    nadia = Parts((Mail("mail", Address("Nadia El Amrani", "n@swindle.example"), ""),))
    assert told(verdict(Band.VERIFY), nadia).do[0].startswith("Ask Nadia El Amrani, using a number")


@pytest.mark.parametrize(
    ("finding", "do_not", "already"),
    [
        ("text.asks_payment", "Do not pay because", "Already paid?"),
        ("text.changes_payroll", "salary account", "Account already changed?"),
        ("text.asks_gift_cards", "gift cards", "Codes already sent?"),
        ("text.asks_code", "Do not give a code", "Code already given?"),
        ("text.asks_login", "Do not enter your password", "Password already entered?"),
        ("text.asks_password", "Do not enter your password", "Password already entered?"),
        ("text.asks_install", "Do not install", "Already opened or installed?"),
        ("text.asks_call", "Do not call the number", "Already called?"),
        ("text.asks_scan", "Do not scan", "Already clicked"),
        ("text.asks_click", "Do not click", "Already clicked"),
        ("text.asks_data", "Do not send any data", "Data already sent?"),
        ("text.extortion", "Do not pay and do not answer", "Already paid?"),
        ("document.macros", "Do not open the attachment", "Already opened"),
        ("code.link", "Do not scan", "Already clicked"),
        ("link.lookalike", "Do not click", "Already clicked"),
    ],
)
def test_what_is_asked_decides_what_not_to_do(finding: str, do_not: str, already: str) -> None:
    advice = told(verdict(Band.FRAUD, (finding, 2.0)))
    assert any(do_not in sentence for sentence in advice.do_not)
    assert advice.already[0].startswith(already)


def test_a_finding_of_honesty_in_an_attachment_gives_no_warning_about_it() -> None:
    assert not any("attachment" in sentence for sentence in told(verdict(Band.FRAUD, ("document.signed", -2.0))).do_not)


def test_no_sign_of_fraud_says_what_was_read_and_that_payments_are_still_confirmed() -> None:
    advice = told(verdict(Band.NO_SIGN), Parts((KROON, Text("t", "Hallo", TextKind.MAIL), LINK, LINK)))
    assert advice.checked == "Looked at: 1 message, 1 text, 2 links. Compared with what Bakkerij Van Hove knows."
    assert "still confirmed as usual" in advice.do[1]


def test_without_an_organisation_it_says_what_it_could_not_know() -> None:
    advice = told(verdict(Band.NO_SIGN), organisation=NOBODY)
    assert advice.said[-1].question is Question.FACTS
    assert advice.said[-1].sentence.startswith("We do not know your organisation")
    assert "Compared" not in advice.checked


def test_a_text_alone_proves_no_sender() -> None:
    advice = told(verdict(Band.NO_SIGN), Parts((Text("t", "Hallo", TextKind.CHAT),)))
    assert any("could not check who sent it" in said.sentence for said in advice.said)


def test_addresses_from_the_message_are_defanged_and_ours_are_not() -> None:
    organisation = replace(BAKERY, contact="Els, els@bakkerijvanhove.example")
    advice = told(verdict(Band.FRAUD, (REPLY, 2.0)), organisation=organisation)
    assert any("x@swindle[.]example" in said.sentence for said in advice.said)
    assert "els@bakkerijvanhove.example" in advice.tell


def test_each_finding_is_told_under_its_question_heaviest_first_and_weak_ones_are_not() -> None:
    advice = told(verdict(Band.FRAUD, ("learned.words", 3.0), ("text.asks_payment", 0.0), (REPLY, 0.01)))
    assert [said.finding for said in advice.said if said.question is Question.ASK] == ["learned.words", "text.asks_payment"]
    calm = told(verdict(Band.NO_SIGN, ("learned.words", -3.0)))
    assert "more like that of ordinary messages" in calm.said[0].sentence


def test_the_stated_error_is_told_where_it_was_measured() -> None:
    assert "1 in 125 honest messages" in told(verdict(Band.FRAUD, error=0.008)).how_sure
    assert "1 in 100 fraudulent messages" in told(verdict(Band.NO_SIGN, error=0.01)).how_sure
    assert "not been measured" in told(verdict(Band.FRAUD)).how_sure


@pytest.mark.parametrize(
    ("p", "says"), [(0.9999, "more than 99"), (0.97, "about 97"), (0.004, "one at most"), (0.02, "about 2")]
)
def test_the_chance_is_told_in_plain_words(p: float, says: str) -> None:
    assert says in told(verdict(Band.VERIFY, probability=p)).how_sure


def test_a_rule_of_proof_is_explained() -> None:
    assert "another bank account" in told(verdict(Band.VERIFY, rule="account_change")).how_sure
    assert "always confirmed first" in told(verdict(Band.VERIFY, rule="a_new_rule")).how_sure


def test_what_would_change_the_answer_is_a_sentence() -> None:
    advice = told(verdict(Band.FRAUD, (REPLY, 2.0), changes=(Change("mail.reply_elsewhere", Band.VERIFY),)))
    assert advice.would_change == (
        'Without this point the answer would be "verify first": '
        "A reply would go to x@swindle[.]example, not to els@bakkerijvanhove[.]example.",
    )


def test_what_was_not_looked_at_is_told_once_and_in_plain_words() -> None:
    missing = [NotLooked("unpack.pdf", Reason.ENCRYPTED, "mail > attachment a.pdf")] * 2
    missing += [NotLooked("mail.dkim", Reason.FAILED)]
    advice = advise(verdict(Band.NO_SIGN), missing, Parts((KROON,)), BAKERY, "en")
    assert advice.not_looked == (
        "Not looked at: message > attachment a.pdf. It is protected by a password.",
        "Not looked at: a check of the sender. This check failed.",
    )


def test_a_long_list_of_what_was_not_looked_at_is_cut() -> None:
    missing = [NotLooked("unpack.zip", reason, f"file {n}.zip") for n, reason in enumerate([*Reason, *Reason])]
    advice = advise(verdict(Band.NO_SIGN), missing, Parts((KROON,)), BAKERY, "nl")
    assert len(advice.not_looked) == MOST_NOT_LOOKED + 1
    assert advice.not_looked[-1] == f"En nog {len(missing) - MOST_NOT_LOOKED} andere dingen."


def test_the_same_verdict_gives_the_same_advice() -> None:
    of = verdict(Band.FRAUD, (REPLY, 2.0), ("text.asks_payment", 1.0))
    assert told(of) == told(of)
