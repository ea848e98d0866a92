"""A push service on loopback with TLS, and a browser that subscribed to it: it checks who sends and opens what was encrypted for it.

Nothing of ours is used to check: the token by PyJWT, the message by the steps of RFC 8188 and RFC 8291 over `cryptography`.
"""

import base64
import hashlib
import hmac
import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.certificate import make_certificate


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def data(written: str) -> bytes:
    return base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))


def point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@dataclass
class Subscriber:
    """A browser: its keys, and how it opens a message."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = b"0123456789abcdef"

    @property
    def point(self) -> bytes:
        return point(self.key)

    def opens(self, body: bytes) -> bytes:
        """The message (RFC 8188, 2; RFC 8291, 3.4)."""
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        theirs, sealed = body[21 : 21 + length], body[21 + length :]
        assert len(sealed) <= size, "one record"
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        both = derive(self.auth, shared, b"WebPush: info\0" + self.point + theirs, 32)
        key = derive(salt, both, b"Content-Encoding: aes128gcm\0", 16)
        nonce = derive(salt, both, b"Content-Encoding: nonce\0", 12)
        padded = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0")
        assert padded[-1:] == b"\x02", "the last record"
        return padded[:-1]


def derive(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    """HKDF-SHA256 for one block (RFC 5869)."""
    return hmac.digest(hmac.digest(salt, secret, hashlib.sha256), info + b"\x01", hashlib.sha256)[:length]


@dataclass
class Service:
    """What came in, as (path, headers, body), and what is answered: statuses in turn, the last one for ever."""

    port: int = 0
    answers: list[int] = field(default_factory=lambda: [201])
    more: dict[str, str] = field(default_factory=dict)
    came: list[tuple[str, Message, bytes]] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"localhost:{self.port}"

    def endpoint(self, name: str) -> str:
        return f"https://{self.host}/push/{name}"

    def status(self) -> int:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def sender(self, headers: Message) -> tuple[dict[str, Any], bytes]:
        """Who sent, verified (RFC 8292): the claims and the public key."""
        scheme, _, parameters = headers["Authorization"].partition(" ")
        assert scheme == "vapid"
        said = dict(one.strip().split("=", 1) for one in parameters.split(","))
        numbers = data(said["k"])
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), numbers)
        claims: dict[str, Any] = jwt.decode(
            said["t"], key, algorithms=["ES256"], audience=f"https://{self.host}", options={"require": ["exp", "aud", "sub"]}
        )
        assert claims["exp"] <= time.time() + 24 * 3600
        return claims, numbers

    def read(self, at: int, browser: Subscriber) -> dict[str, str]:
        """What the message said that came in at this place."""
        said: dict[str, str] = json.loads(browser.opens(self.came[at][2]))
        return said


@contextmanager
def running(folder: Path) -> Iterator[Service]:
    """The service, until it is no longer needed; its certificate lies in the folder as localhost.pem."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.came.append((self.path, self.headers, body))
            self.send_response(service.status())
            for name, value in service.more.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            return

    certificate, key = make_certificate(folder, "localhost")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    service.port = server.server_port
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    serving.start()
    try:
        yield service
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
