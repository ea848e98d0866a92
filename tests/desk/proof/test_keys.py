"""Answers of devices, as hostile as they come: each ends as a proof or as `BadKey`, never otherwise."""

import base64
import json
import os

import pytest
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desk.cast import Desk
from tests.desk.proof.authenticator import Key
from weerbaar.desk.proof import keys
from weerbaar.desk.proof.models import Device

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")
KEY = Key()
CHALLENGE = os.urandom(32)
REQUEST = RequestFactory().get("/")


def device() -> Device:
    """A device that stands in no database."""
    made = Device(digest=keys.digest(KEY.attested))
    made.__dict__["about"] = {"name": "telefoon", "credential": base64.b64encode(KEY.attested).decode()}
    return made


def answered(answer: str) -> bool:
    try:
        keys.signed(REQUEST, CHALLENGE, answer, [device()])
    except keys.BadKey:
        return False
    return True


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["id", "rawId", "response", "type", "clientDataJSON", "authenticatorData", "signature", "userHandle", "x"]), inner, max_size=5
    ), max_leaves=12,
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(anything)
def test_whatever_json_is_no_proof(said: object) -> None:
    text = json.dumps(said)
    assert not answered(text)
    assert keys.handle(text) == b"" or isinstance(keys.handle(text), bytes)
    with pytest.raises(keys.BadKey):
        keys.made(REQUEST, {"challenge": "AAAA", "user_verification": "required"}, text)


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(["clientDataJSON", "authenticatorData", "signature"]), st.integers(0, 10_000), st.integers(1, 255))
def test_one_changed_byte_is_no_proof(name: str, place: int, change: int) -> None:
    said = json.loads(KEY.sign(CHALLENGE, counter=9))
    data = bytearray(base64.urlsafe_b64decode(said["response"][name] + "=="))
    data[place % len(data)] ^= change
    said["response"][name] = base64.urlsafe_b64encode(bytes(data)).rstrip(b"=").decode()
    assert not answered(json.dumps(said))


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=400))
def test_whatever_bytes_are_no_new_key(data: bytes) -> None:
    name = base64.urlsafe_b64encode(KEY.id).rstrip(b"=").decode()
    response = {"clientDataJSON": "e30", "attestationObject": base64.urlsafe_b64encode(data).rstrip(b"=").decode()}
    said = {"id": name, "rawId": name, "type": "public-key", "response": response}
    with pytest.raises(keys.BadKey):
        keys.made(REQUEST, {"challenge": "AAAA", "user_verification": "required"}, json.dumps(said))


def test_the_honest_answer_is_a_proof() -> None:
    assert answered(KEY.sign(CHALLENGE, counter=1))


def test_a_name_of_the_host_is_what_keys_are_made_for(desk: Desk) -> None:
    assert keys.server(REQUEST).rp.id == "testserver"
    assert keys.server(RequestFactory().get("/", headers={"host": "localhost:8000"})).rp.id == "localhost"
