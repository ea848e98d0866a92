"""Which machine handed a message to ours: only what our own servers wrote counts."""

from dataclasses import replace

import pytest
from tests.organisation import BAKERY

from weerbaar.detect._hop import sending_hop
from weerbaar.model.dns import Hop
from weerbaar.model.item import Item
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Mail
from weerbaar.unpack.unpack import unpack

POSTFIX = "from smtp.molen.example (smtp.molen.example [198.51.100.7]) by mx.bakkerijvanhove.example with ESMTPS id 1; Mon, 2 Mar 2026"
FORGED = "from paypal.example (paypal.example [203.0.113.9]) by mx.bakkerijvanhove.example with ESMTPS id 2; Mon, 2 Mar 2026"
INSIDE = "from mx.bakkerijvanhove.example (mx [10.0.0.5]) by store.mx.bakkerijvanhove.example with ESMTP id 3; Mon, 2 Mar 2026"
LMTP = "from localhost by mx.bakkerijvanhove.example with LMTP id 4; Mon, 2 Mar 2026"
LOCAL = "by mx.bakkerijvanhove.example (Postfix, from userid 110) id 5; Mon, 2 Mar 2026"
KROON = Hop("198.51.100.7", "smtp.molen.example", "facturen@molensdekroon.example")


def mail(*received: str, return_path: str = "<facturen@molensdekroon.example>") -> Mail:
    head = "".join(f"Received: {one}\r\n" for one in received)
    path = f"Return-Path: {return_path}\r\n" if return_path else ""
    made = unpack(Item("m.eml", f"{path}{head}From: facturen@molensdekroon.example\r\nSubject: x\r\n\r\nDag\r\n".encode())).mail
    assert made is not None
    return made


@pytest.mark.parametrize(
    "received",
    [
        (POSTFIX,),
        (INSIDE, POSTFIX),
        (LMTP, POSTFIX),
        (LOCAL, POSTFIX),
        (POSTFIX, FORGED),  # below ours the sender may write what he likes
        (INSIDE, POSTFIX, FORGED),
        (POSTFIX.replace("[198.51.100.7]", "[198.51.100.7] (may be forged)"),),  # sendmail
        (POSTFIX.replace("(smtp.molen.example [198.51.100.7])", "(198.51.100.7)"),),  # Exchange
        ("from [198.51.100.7] (helo=smtp.molen.example) " + POSTFIX.partition(") ")[2],),  # Exim without a name
        ("from unknown (HELO smtp.molen.example) (198.51.100.7) " + POSTFIX.partition(") ")[2],),  # qmail
        ("from host.example ([198.51.100.7] helo=smtp.molen.example) " + POSTFIX.partition(") ")[2],),  # Exim
    ],
)
def test_it_is_the_last_machine_outside(received: tuple[str, ...]) -> None:
    assert sending_hop(mail(*received), BAKERY) == KROON


@pytest.mark.parametrize(
    "received",
    [
        (),
        (POSTFIX.replace("mx.bakkerijvanhove", "mx.elsewhere"),),  # a server nobody trusts
        (POSTFIX.replace("ESMTPS", "ESMTPSA"),),  # a colleague who signed in from home
        (POSTFIX.replace("[198.51.100.7]", "unknown"), FORGED),  # no address: what stands below could be anybody's
        (POSTFIX.replace("[198.51.100.7]", "[198.51.100.7] [203.0.113.9]"),),  # two addresses
        ("from mx.bakkerijvanhove.example (x [198.51.100.7]) " + POSTFIX.partition(") ")[2], FORGED),  # says it is ours
        (INSIDE,),
    ],
)
def test_without_a_word_of_our_own_server_there_is_none(received: tuple[str, ...]) -> None:
    assert sending_hop(mail(*received), BAKERY) is None


def test_a_literal_the_client_chose_as_its_name_is_not_its_address() -> None:
    hop = sending_hop(mail("from [203.0.113.9] (unknown [198.51.100.7]) " + POSTFIX.partition(") ")[2]), BAKERY)
    assert hop is not None
    assert hop.ip == "198.51.100.7"


def test_a_bounce_has_no_sender_and_no_return_path_is_no_delivery() -> None:
    bounce = sending_hop(mail(POSTFIX, return_path="<>"), BAKERY)
    assert bounce == replace(KROON, sender="")
    assert bounce.domain == "smtp.molen.example"
    assert sending_hop(mail(POSTFIX, return_path=""), BAKERY) is None


@pytest.mark.parametrize(
    ("receivers", "ip"),
    [
        (("mail.provider.example",), "198.51.100.7"),
        (("mail.provider.example", "198.51.100.0/24"), "203.0.113.9"),  # our provider's own relay, then the outside
    ],
)
def test_servers_elsewhere_are_ours_when_the_organisation_says_so(receivers: tuple[str, ...], ip: str) -> None:
    organisation = Organisation(domains=("firm.example",), trusted_receivers=receivers)
    ours = [one.replace("mx.bakkerijvanhove.example", "in1.mail.provider.example") for one in (POSTFIX, FORGED)]
    hop = sending_hop(mail(*ours), organisation)
    assert hop is not None
    assert hop.ip == ip
