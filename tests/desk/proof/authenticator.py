"""A device that signs, in software: what a telephone does (WebAuthn level 3, 6.3), and what a forger would like it to do."""

import base64
import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.webauthn import AttestedCredentialData

HERE = "http://testserver"
PRESENT, VERIFIED = 0x01, 0x04


def websafe(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class Key:
    """One key of one device."""

    private: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))
    id: bytes = field(default_factory=lambda: os.urandom(32))
    counter: int = 0

    @property
    def attested(self) -> AttestedCredentialData:
        return AttestedCredentialData.create(bytes(16), self.id, ES256.from_cryptography_key(self.private.public_key()))

    def sign(
        self, challenge: bytes, *, origin: str = HERE, rp: str = "testserver", flags: int = PRESENT | VERIFIED, counter: int | None = None,
        handle: bytes = b"",
    ) -> str:  # fmt: skip
        """What a browser sends after this key signed a challenge."""
        self.counter = self.counter + 1 if counter is None else counter
        client: dict[str, Any] = {
            "type": "webauthn.get",
            "challenge": websafe(challenge),
            "origin": origin,
            "crossOrigin": False,
        }
        data = json.dumps(client).encode()
        authenticator = hashlib.sha256(rp.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4, "big")
        signature = self.private.sign(authenticator + hashlib.sha256(data).digest(), ECDSA(SHA256()))
        response = {
            "clientDataJSON": websafe(data), "authenticatorData": websafe(authenticator), "signature": websafe(signature),
            "userHandle": websafe(handle),
        }  # fmt: skip
        name = websafe(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}})

    def makes(self, options: dict[str, Any], *, origin: str = HERE, flags: int = PRESENT | VERIFIED) -> str:
        """What a browser sends after this key was made by these options."""
        from fido2 import cbor

        client = {"type": "webauthn.create", "challenge": options["challenge"], "origin": origin, "crossOrigin": False}
        data = json.dumps(client).encode()
        authenticator = (
            hashlib.sha256(options["rp"]["id"].encode()).digest() + bytes([flags | 0x40]) + bytes(4) + bytes(self.attested)
        )
        made = cbor.encode({"fmt": "none", "attStmt": {}, "authData": authenticator})
        name = websafe(self.id)
        response = {"clientDataJSON": websafe(data), "attestationObject": websafe(made)}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}})
