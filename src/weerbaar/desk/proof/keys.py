"""Keys of devices: making one, and having it sign. WebAuthn level 3 (W3C) with python-fido2; user verification always, our own address only."""

import base64
import hashlib
import json
import logging
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from fido2 import cbor
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from weerbaar.desk import vault
from weerbaar.desk.accounts.models import Organisation
from weerbaar.desk.proof.models import Device, Prover

LONGEST_ANSWER = 20_000
"""Characters of what a browser says that are read."""


logging.getLogger("fido2").setLevel(logging.WARNING)  # it names every credential
UNREADABLE = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    NotImplementedError,
    struct.error,
)
"""What python-fido2 and its reader of CBOR raise for bytes that are no answer of a device."""


class BadKey(Exception):
    """What a device said is no proof: another challenge, address or key, no user verification, or a copied key."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A verified answer of a device: which one, its counter, and what shows it later."""

    device: Device
    counter: int
    shows: Mapping[str, str]


def server(request: HttpRequest) -> Fido2Server:
    """Whom keys are made for: the host of this desk. An answer counts only from exactly this address."""
    here = f"{request.scheme}://{request.get_host()}"
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name="Weerbaar"), verify_origin=lambda origin: origin == here)


def to_make(request: HttpRequest, prover: Prover, known: Sequence[Device]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a browser needs to make a key, and what is remembered until it has."""
    who = PublicKeyCredentialUserEntity(id=prover.ref.bytes, name=prover.name, display_name=prover.name)
    options, state = server(request).register_begin(
        who,
        [AttestedCredentialData(device.credential) for device in known],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options)["publicKey"], dict(state)


def made(request: HttpRequest, state: Mapping[str, Any], answer: str) -> tuple[AttestedCredentialData, int]:
    """The key a browser made, and its counter.

    Raises:
        BadKey: it was not made for this, or without user verification.
    """
    try:
        data = server(request).register_complete(state, json.loads(answer[:LONGEST_ANSWER]))
    except UNREADABLE:
        raise BadKey from None
    if data.credential_data is None:
        raise BadKey
    return data.credential_data, data.counter


def to_sign(request: HttpRequest, challenge: bytes, devices: Sequence[Device]) -> dict[str, Any]:
    """What a browser needs to have one of these devices sign; without devices, whichever it has for this address."""
    options, _ = server(request).authenticate_begin(
        [AttestedCredentialData(device.credential) for device in devices] or None,
        user_verification=UserVerificationRequirement.REQUIRED,
        challenge=challenge,
    )
    return dict(options)["publicKey"]  # type: ignore[no-any-return]


def signed(request: HttpRequest, challenge: bytes, answer: str, devices: Sequence[Device]) -> Signed:
    """Verify that one of these devices signed this challenge, for this address, with user verification.

    Raises:
        BadKey: it did not.
    """
    try:
        said = json.loads(answer[:LONGEST_ANSWER])
        parsed = AuthenticationResponse.from_dict(said)
        state = {"challenge": websafe_encode(challenge), "user_verification": UserVerificationRequirement.REQUIRED}
        key = server(request).authenticate_complete(
            state, [AttestedCredentialData(device.credential) for device in devices], parsed
        )
        counter = parsed.response.authenticator_data.counter
        shows = {name: str(said["response"][name]) for name in ("authenticatorData", "clientDataJSON", "signature")}
    except UNREADABLE:
        raise BadKey from None
    device = next(one for one in devices if AttestedCredentialData(one.credential).credential_id == key.credential_id)
    if (counter or device.counter) and counter <= device.counter:
        raise BadKey
    return Signed(device, counter, {**shows, "key": base64.b64encode(cbor.encode(key.public_key)).decode()})


def handle(answer: str) -> bytes:
    """Whose key answered, as it says itself (the user handle); b"" where it does not say."""
    try:
        return websafe_decode(json.loads(answer[:LONGEST_ANSWER])["response"]["userHandle"])
    except UNREADABLE:
        return b""


def digest(key: AttestedCredentialData) -> str:
    """SHA-256 of a public key (COSE, RFC 9052), hexadecimal."""
    return hashlib.sha256(cbor.encode(key.public_key)).hexdigest()


def token(organisation: Organisation, credential: bytes) -> int:
    """The blind token of a credential id."""
    return vault.token(organisation.search_key, "proof credential", credential.hex())
