from datetime import date

import pytest
from tests.organisation import BAKERY, NOBODY

from weerbaar.model.errors import BrokenOrganisation
from weerbaar.model.item import Item
from weerbaar.model.organisation import Memory
from weerbaar.organisation.learn import learn
from weerbaar.organisation.memory import as_json, prune

PROVEN = "Authentication-Results: mx.bakkerijvanhove.example; dmarc=pass header.from=molensdekroon.example\n"


def message(
    sender: str = "Molens De Kroon <facturen@molensdekroon.example>",
    headers: str = PROVEN,
    body: str = "Factuur 12, te betalen op BE71 0961 2345 6769: https://portaal.molensdekroon.example/12\n",
) -> Item:
    head = f"From: {sender}\nTo: tom@bakkerijvanhove.example\nSubject: Factuur 12\nDate: Mon, 5 Oct 2026 09:00:00 +0200\n"
    return Item("a.eml", (f"{head}{headers}\n{body}").encode())


def test_a_proven_sender_teaches() -> None:
    learned = learn([message(headers=PROVEN + "Reply-To: debiteuren@kroon-beheer.example\n")] * 2, BAKERY)
    assert learned == Memory(
        senders={"facturen@molensdekroon.example": 2},
        names={"molens de kroon": ("facturen@molensdekroon.example",)},
        reply_to={"facturen@molensdekroon.example": ("kroon-beheer.example",)},
        link_domains={"molensdekroon.example": ("molensdekroon.example",)},
        ibans={"BE71096123456769": ("molensdekroon.example",)},
        messages=2,
        last_seen={"facturen@molensdekroon.example": "2026-10-05"},
    )


@pytest.mark.parametrize(
    ("why", "item"),
    [
        ("no server vouches", message(headers="")),
        ("the sender wrote the result himself", message(headers=PROVEN.replace("mx.bakkerijvanhove", "mx.swindle"))),
        ("the server denied it", message(headers=PROVEN.replace("pass", "fail"))),
        ("the server vouched for another domain", message(headers=PROVEN.replace("molensdekroon", "kroon-molens"))),
        (
            "our own domain, but it came from outside",
            message(
                "Els <els@bakkerijvanhove.example>", "Received: from x.example by mx.example; Mon, 5 Oct 2026 09:00:00 +0200\n"
            ),
        ),
        ("it is no mail", Item("a.txt", b"Betaal op BE71 0961 2345 6769")),
        ("it is empty", Item("a.eml", b"")),
    ],
)
def test_an_unproven_message_teaches_nothing(why: str, item: Item) -> None:
    told: list[bool] = []
    assert learn([item], BAKERY, progress=told.append) == Memory(), why
    assert told == [False]


def test_what_we_sent_ourselves_teaches() -> None:
    assert learn([message("Els <els@bakkerijvanhove.example>", "")], BAKERY).senders == {"els@bakkerijvanhove.example": 1}


def test_a_forwarded_message_does_not_teach_its_content() -> None:
    inner = message("Swindle <x@swindle.example>", "").data.decode()
    outer = (
        "From: Els <els@bakkerijvanhove.example>\nTo: tom@bakkerijvanhove.example\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nTe controleren.\n'
        f"--b\nContent-Type: message/rfc822\n\n{inner}\n--b--\n"
    )
    learned = learn([Item("a.eml", outer.encode())], BAKERY)
    assert learned.senders == {"els@bakkerijvanhove.example": 1}
    assert not learned.ibans
    assert not learned.link_domains


def test_no_content_is_kept() -> None:
    learned = learn([message(body="Een geheim recept voor speculaas.\n")], BAKERY)
    assert "speculaas" not in as_json(learned)
    assert "Factuur" not in as_json(learned)


def test_without_a_trusted_server_it_says_what_is_missing() -> None:
    with pytest.raises(BrokenOrganisation, match="trusted_authserv_ids"):
        learn([], NOBODY)


def test_what_was_learned_can_be_pruned() -> None:
    assert prune(learn([message()], BAKERY), date(2028, 1, 1)).senders == {}
