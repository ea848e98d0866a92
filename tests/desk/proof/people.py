"""Everyone of these tests who has a device, and what they do with it."""

import os
from collections.abc import Iterator

from django.test import Client

from tests.desk.cast import Desk
from tests.desk.proof.authenticator import Key
from weerbaar.desk.proof import ask as asks
from weerbaar.desk.proof.devices import colleague, enrol
from weerbaar.desk.proof.models import Ask, Prover


def has_device(desk: Desk, name: str) -> tuple[Prover, Key]:
    """Someone of the cast with one enrolled device."""
    prover, key = colleague(desk.member(name)), Key()
    enrol(prover, key.attested, 0, "telefoon", by=desk.user(name))
    return prover, key


def asked(desk: Desk, asker: str, prover: Prover, text: str = "18.400 euro naar BE71 0961 2345 6769") -> Ask:
    """An ask that someone opened."""
    return asks.open_(desk.member(asker).organisation, desk.user(asker), prover, text)


def says_yes(client: Client, ask: Ask, key: Key, nonce: bytes = b"", **more: object) -> int:
    """The device of the prover says yes on its page; the status of the answer."""
    nonce = nonce or os.urandom(32)
    signed = key.sign(asks.challenge(ask, nonce), **more)  # type: ignore[arg-type]
    return client.post(f"/proof/me/{ask.ref}/yes/", {"nonce": nonce.hex(), "credential": signed}).status_code


def places(desk: Desk) -> Iterator[tuple[str, str]]:
    """Every page of this room with who looks at it, in every state that looks different."""
    from weerbaar.desk.proof.invite import family

    els, _ = has_device(desk, "els")
    has_device(desk, "nadia")
    waiting = asked(desk, "nadia", els)
    yield "els", f"/proof/me/{waiting.ref}/"
    yield "nadia", f"/proof/asks/{waiting.ref}/"
    for stage in ("confirmed", "proven", "denied"):
        ask = asked(desk, "tom", els)
        ask.keep({**ask.about, "prover": "00" * 32})
        ask.stage = stage
        ask.save()
        yield "tom", f"/proof/asks/{ask.ref}/"
    invited = family(desk.member("nadia"), "Oma", "+32 470 00 00 09")
    yield "", f"/proof/welcome/{invited.secret}/"
    yield from (
        ("nadia", "/proof/"), ("els", "/proof/me/"), ("els", "/proof/devices/"), ("els", "/proof/phone/"), ("nadia", "/proof/people/"),
        ("", "/proof/door/"), ("", "/proof/offline/"),
    )  # fmt: skip
