from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest

from weerbaar.report.answer import Answer
from weerbaar.report.reply import MOST_REFERENCES, Envelope, reply

ANSWER = Answer(
    "nl", "Fraude: uw twijfel “Nieuwe rekening”", "Goed dat u het vroeg.\n", "<p>Goed dat u het vroeg.</p>\n", "✖ Fraude"
)
ENVELOPE = Envelope(
    sender="check@bakkerijvanhove.example",
    to="tom@bakkerijvanhove.example",
    message_id="answer-12@bakkerijvanhove.example",
    date=datetime(2027, 2, 1, 10, tzinfo=UTC),
    loop="weerbaar-4f2a",
    in_reply_to="vraag@bakkerijvanhove.example",
    references=("eerste@bakkerijvanhove.example",),
)


def test_it_stands_under_the_message_that_brought_the_doubt_and_is_known_as_automatic() -> None:
    read = message_from_bytes(reply(ANSWER, ENVELOPE).as_bytes(), policy=default)
    assert {name: str(value) for name, value in read.items() if name != "Content-Type"} == {
        "From": "Weerbaar <check@bakkerijvanhove.example>",
        "To": "tom@bakkerijvanhove.example",
        "Subject": "Fraude: uw twijfel “Nieuwe rekening”",
        "Date": "Mon, 01 Feb 2027 10:00:00 +0000",
        "Message-ID": "<answer-12@bakkerijvanhove.example>",
        "In-Reply-To": "<vraag@bakkerijvanhove.example>",
        "References": "<eerste@bakkerijvanhove.example> <vraag@bakkerijvanhove.example>",
        "Auto-Submitted": "auto-replied",
        "X-Loop": "weerbaar-4f2a",
        "Precedence": "bulk",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": "nl",
        "MIME-Version": "1.0",
    }
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]
    assert [part.get_content().replace("\r\n", "\n") for part in read.iter_parts()] == [ANSWER.text, ANSWER.html]


def test_the_same_answer_is_the_same_mail_byte_for_byte() -> None:
    assert reply(ANSWER, ENVELOPE).as_bytes() == reply(ANSWER, ENVELOPE).as_bytes()


@pytest.mark.parametrize("parent", ["", "two words", "a@b>\r\nBcc: all@firma.example", "x" * 300, "é@b"])
def test_a_parent_without_a_proper_id_is_not_named(parent: str) -> None:
    made = reply(ANSWER, replace(ENVELOPE, in_reply_to=parent, references=(parent,)))
    assert made["In-Reply-To"] is None and made["References"] is None and made["Bcc"] is None


def test_a_long_thread_loses_its_middle() -> None:
    ids = tuple(f"{n}@bakkerijvanhove.example" for n in range(200))
    named = str(reply(ANSWER, replace(ENVELOPE, references=ids))["References"]).split()
    assert named == [f"<{one}>" for one in (ids[0], *ids[2 - MOST_REFERENCES :], ENVELOPE.in_reply_to)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": "tom@bakkerijvanhove.example\r\nBcc: all@firma.example"},
        {"to": "Tom <tom@bakkerijvanhove.example>"},
        {"to": "tom"},
        {"to": ""},
        {"sender": "check@bakkerijvanhove.example, els@bakkerijvanhove.example"},
        {"message_id": "<a@b>"},
        {"loop": "a\nb"},
    ],
)
def test_what_is_no_address_or_token_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="not an address"):
        reply(ANSWER, replace(ENVELOPE, **wrong))


def test_a_subject_cannot_begin_a_header() -> None:
    made = reply(replace(ANSWER, subject="Fraude\r\nBcc: all@firma.example"), ENVELOPE)
    assert made["Subject"] == "Fraude Bcc: all@firma.example" and made["Bcc"] is None
