"""A detached signature over what was released: Ed25519 (RFC 8032), so that whoever hands the file to the bank sees that nobody changed it.

    openssl pkeyutl -verify -pubin -inkey weerbaar-payments.pem -rawin -in released.xml -sigfile released.xml.sig

The key is the organisation's, made when signing is switched on, sealed as its other secrets are. Whoever has the machine has the key:
the signature protects the file on its way, not against the administrator of the desk.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import transaction

from weerbaar.desk import vault
from weerbaar.desk.accounts.models import Organisation
from weerbaar.desk.payments.models import Signer
from weerbaar.desk.trail import record

PURPOSE = "payment signing key"


@transaction.atomic
def new_signer(organisation: Organisation, actor: int | None) -> Signer:
    """A new key, used from now on; what older ones signed can still be verified."""
    private = Ed25519PrivateKey.generate()
    made = Signer.objects.create(
        organisation=organisation,
        public=private.public_key().public_bytes_raw(),
        sealed=vault.seal(organisation.data_key, private.private_bytes_raw(), PURPOSE),
    )
    record("payment signing key made", organisation=organisation.pk, actor=actor, about=str(made))
    return made


def signer(organisation: Organisation) -> Signer | None:
    """The key in use."""
    return Signer.objects.filter(organisation=organisation).first()


def sign(organisation: Organisation, data: bytes) -> bytes:
    """The signature over these bytes (64 bytes) by the key in use; b"" where there is none.

    Raises:
        Locked: the key cannot be opened.
    """
    found = signer(organisation)
    if found is None:
        return b""
    raw = vault.open_(organisation.data_key, bytes(found.sealed), PURPOSE)
    return Ed25519PrivateKey.from_private_bytes(raw).sign(data)


def holds(organisation: Organisation, data: bytes, signature: bytes) -> bool:
    """Whether one of this organisation's keys signed exactly these bytes."""
    return any(_fits(bytes(one.public), data, signature) for one in Signer.objects.filter(organisation=organisation))


def pem(organisation: Organisation) -> bytes:
    """The public key in use as OpenSSL reads it (PEM, SubjectPublicKeyInfo); b"" where there is none."""
    found = signer(organisation)
    if found is None:
        return b""
    return Ed25519PublicKey.from_public_bytes(bytes(found.public)).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _fits(public: bytes, data: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except InvalidSignature:
        return False
    return True
