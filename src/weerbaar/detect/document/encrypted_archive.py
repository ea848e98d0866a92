"""An archive locked with a password, so that nobody on the way could look inside.

When the password stands in the same message, the lock keeps out filters and nobody else.

When it is wrong: accountants, doctors and lawyers lock what they send. They give the password by telephone or in a text message, mostly.
"""

import re
from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document, Parts, Text, TextKind

KINDS = frozenset(("zip", "7z", "rar"))
PASSWORD = re.compile(
    r"\b(?:password|passcode|pass ?word|pwd|wachtwoord|paswoord|mot de passe|mdp|passwort|kennwort|code(?: d'ouverture)?|pin|sleutel)\b"
    r"(?:\s+(?:is|est|lautet|ist|luidt|for|to|voor|pour|für|the|de|het|das|le|la|zip|archive|archief|archiv|file|bestand|fichier|datei|open)){0,6}"
    r"\s{0,3}[:=\"'«„]{0,3}\s{0,3}(?=[^\s]{0,20}\d)[\w!@#$%&*+.-]{3,24}",
    re.I,
)


@detector(
    reads=Parts,
    gives={"document.encrypted_archive": ("name",), "document.encrypted_archive_password": ("name",)},
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1027/013/",),
)
def encrypted_archive(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    locked = next((d for d in parts.of(Document) if d.kind in KINDS and "encrypted" in d.traits), None)
    if locked is None:
        return
    shown = (f"{text.subject}\n{text.text}"[:50_000] for text in parts.of(Text) if text.kind is not TextKind.DOCUMENT)
    told = any(PASSWORD.search(text) for text in shown)
    variant = "document.encrypted_archive_password" if told else "document.encrypted_archive"
    yield Finding(variant, locked.where, {"name": locked.name})
