"""What a person fills in about a mail server, and the doors (weerbaar.outside) that are made of it. Kept sealed."""

from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from weerbaar.model.errors import BrokenSettings
from weerbaar.outside.oauth import Grant
from weerbaar.outside.server import Security

LONGEST = 500
LONGEST_SECRET = 4000
"""Characters of a client's secret or a refresh token; Microsoft's have some 1,500."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """One mail server as the organisation uses it.

    `address` is whose mailbox it is, or the address answers come from; `trust` a PEM file with the authority to trust. For a mailbox:
    `folder` is watched, done messages go to `done_folder`, what came before `since` is left alone. `strangers`: people of other domains
    are answered too. `bounces`: answers carry our address as the envelope's sender. For a receiver: `recipients` are the desk's addresses,
    `peers` and `sender_domains` whom it lets in. `language` is the reader's of a note left in a connected mailbox. `token_url` is the token
    service (RFC 6749) of a server that takes tokens in place of a password; `client` and what follows is what is shown to it.
    """

    address: str
    host: str
    port: int
    security: Security = Security.TLS
    user: str = ""
    password: str = field(default="", repr=False)
    trust: str = ""
    folder: str = "INBOX"
    done_folder: str = "Weerbaar"
    since: date | None = None
    language: str = ""
    strangers: bool = False
    bounces: bool = True
    lmtp: bool = False
    certificate: str = ""
    key: str = ""
    recipients: tuple[str, ...] = ()
    peers: tuple[str, ...] = ("127.0.0.0/8", "::1")
    sender_domains: tuple[str, ...] = ()
    messages_per_minute: int = 120
    token_url: str = ""
    client: str = ""
    client_secret: str = field(default="", repr=False)
    refresh: str = field(default="", repr=False)
    scope: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"since": self.since.isoformat() if self.since else None, "security": self.security.value}

    @classmethod
    def of_json(cls, read: dict[str, Any]) -> "Details":
        """
        Raises:
            BrokenSettings: a value is not as it should be.
        """
        try:
            many: dict[str, Any] = {
                name: tuple(read[name]) for name in ("recipients", "peers", "sender_domains") if name in read
            }
            since = date.fromisoformat(read["since"]) if read.get("since") else None
            return cls(**{**read, **many, "since": since, "security": Security(read.get("security", "tls"))})
        except (TypeError, ValueError, KeyError):
            raise BrokenSettings("door_details") from None

    @property
    def grant(self) -> Grant | None:
        """What is shown to the token service; None where a password is taken.

        Raises:
            BrokenSettings: it does not suffice, or would go over an unprotected way.
        """
        if not self.token_url:
            return None
        return Grant(url=self.token_url, client=self.client, secret=self.client_secret, refresh=self.refresh, scope=self.scope)

    def with_secrets_of(self, before: "Details") -> "Details":
        """These details, with the secrets of those before where none was filled in anew."""
        return replace(
            self,
            password=self.password or before.password,
            client_secret=self.client_secret or before.client_secret,
            refresh=self.refresh or before.refresh,
        )

    def without_secrets(self) -> "Details":
        """These details once a door is shut for good."""
        return replace(self, user="", password="", token_url="", client="", client_secret="", refresh="")

    @property
    def addresses(self) -> frozenset[str]:
        """The desk's own addresses that these details name, in lower case."""
        return frozenset(one.lower() for one in (self.address, *self.recipients) if one)
