"""Pictures with Content Credentials of an invented maker, for the tests; run as a program it writes the samples of the room `provenance`."""

import io
import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import c2pa
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image, PngImagePlugin

SAMPLES = Path(__file__).parent / "samples" / "provenance"
FROM, UNTIL = datetime(2024, 1, 1, tzinfo=UTC), datetime(2124, 1, 1, tzinfo=UTC)


@cache
def maker() -> tuple[bytes, bytes, bytes]:
    """(anchor, chain of the signer, key of the signer) of "Lens & Co", in PEM. RFC 5280 profile as C2PA 2.2, 14.5 asks for."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, "Lens & Co Root"), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Lens & Co")]
    )
    name = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, "Camera 7"), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Lens & Co")]
    )
    root_mark = x509.SubjectKeyIdentifier.from_public_key(root_key.public_key())
    root = (
        x509.CertificateBuilder(root_name, root_name, root_key.public_key(), x509.random_serial_number(), FROM, UNTIL)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(root_mark, critical=False)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    leaf = (
        x509.CertificateBuilder(root_name, name, key.public_key(), x509.random_serial_number(), FROM, UNTIL)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(root_mark), critical=False)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return root.public_bytes(pem), leaf.public_bytes(pem) + root.public_bytes(pem), private


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=signs_certificates, crl_sign=signs_certificates, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def plain(format: str = "PNG", colour: str = "teal", **saved: object) -> bytes:
    """A small picture without credentials."""
    out = io.BytesIO()
    Image.new("RGB", (96, 64), colour).save(out, format, **saved)
    return out.getvalue()


def labelled(**chunks: str) -> bytes:
    """A PNG with text chunks."""
    info = PngImagePlugin.PngInfo()
    for name, value in chunks.items():
        info.add_text(name, value)
    return plain(pnginfo=info)


def signed(
    picture: bytes, *, source: str = "digitalCapture", tool: str = "Camera 7", mime: str = "image/png", parent: bytes = b""
) -> bytes:
    """The picture with the credentials of its maker; `parent` is what it was made from."""
    _, chain, key = maker()
    if parent:
        action: dict[str, object] = {"action": "c2pa.opened", "parameters": {"ingredientIds": ["earlier"]}}
    else:
        action = {"action": "c2pa.created", "digitalSourceType": f"http://cv.iptc.org/newscodes/digitalsourcetype/{source}"}
    described = {
        "claim_generator_info": [{"name": tool, "version": "1.0"}],
        "assertions": [{"label": "c2pa.actions", "data": {"actions": [action]}}],
    }
    info = c2pa.C2paSignerInfo(alg=b"es256", sign_cert=chain, private_key=key, ta_url=None)
    builder = c2pa.Builder(json.dumps(described))
    if parent:
        builder.add_ingredient(
            json.dumps({"title": "earlier", "label": "earlier", "relationship": "parentOf"}), mime, io.BytesIO(parent)
        )
    out = io.BytesIO()
    builder.sign(c2pa.Signer.from_info(info), mime, io.BytesIO(picture), out)
    return out.getvalue()


def tampered(file: bytes, before: bytes) -> bytes:
    """The file with other pixels behind the same credentials: `before` is the picture that was signed."""
    other = plain(colour="maroon")
    start, end = before.index(b"IDAT") - 4, before.index(b"IEND") - 4
    mine = before[start:end]
    assert mine in file
    return file.replace(mine, other[other.index(b"IDAT") - 4 : other.index(b"IEND") - 4])


def main() -> None:
    """Write the samples."""
    picture = plain()
    whole = signed(picture)
    for place, data in {
        "content_credentials/speaks-unknown-signer.png": whole,
        "content_credentials/speaks-changed.png": tampered(whole, picture),
        "content_credentials/silent-without.png": picture,
        "made_with_ai/speaks-recipe.png": labelled(
            parameters="a harbour at dawn\nSteps: 30, Sampler: Euler a, CFG scale: 7, Seed: 1"
        ),
        "made_with_ai/speaks-signed.png": signed(picture, source="trainedAlgorithmicMedia", tool="Picture Maker"),
        "made_with_ai/silent-edited.png": labelled(Software="GIMP 2.10"),
        "made_with_ai/silent-captured.png": whole,
    }.items():
        (SAMPLES / place).write_bytes(data)


if __name__ == "__main__":
    main()
