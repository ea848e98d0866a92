"""`weerbaar credentials [FILE ...]`: whose Content Credentials (C2PA) count, since when; or put a list that you downloaded in force.

Nothing is fetched. A list is a PEM file or a zip of such files, as the C2PA conformance programme and makers of cameras publish them. It is
written to the file that the setting `credential_anchors` names, else beside the organisation file. 1 when there is no list, or one older
than half a year: a new camera's maker is then taken for a stranger.
"""

import argparse
import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from weerbaar.cli.exits import Exit
from weerbaar.cli.firm import usual_places
from weerbaar.cli.words import language_of, say
from weerbaar.model.errors import BrokenSettings, NotHere, reason
from weerbaar.settings import load

P = TypeVar("P", bound=argparse.ArgumentParser)

OLD_DAYS = 180
LARGEST = 4 * 1024 * 1024
"""Bytes of a list, and of each file in a zip; that of the conformance programme has some 50,000."""
MOST_FILES, MOST_ANCHORS = 200, 2000
PEM = re.compile(rb"-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]{1,20000}-----END CERTIFICATE-----")
LOADED = re.compile(r"^# loaded (\d{4}-\d\d-\d\d)", re.M)
NAME = "content-credential-anchors.pem"


@dataclass(frozen=True, slots=True)
class Anchor:
    """One certificate that counts: whose it is, its last day (ISO), and whether that is over."""

    name: str
    until: str
    over: bool


def declare(commands: "argparse._SubParsersAction[P]", language: str) -> None:
    """What can be typed after `weerbaar credentials`."""
    told = partial(say, language)
    command = commands.add_parser("credentials", help=told("help.credentials"), description=told("help.credentials_long"))
    command.add_argument("files", nargs="*", metavar=told("metavar.FILE"), help=told("help.credentials_files"))
    command.add_argument("--lang", choices=("nl", "fr", "de", "en"), default=argparse.SUPPRESS, help=told("help.lang"))
    command.add_argument("--json", action="store_true", help=told("help.json"))


def credentials(chosen: argparse.Namespace) -> int:
    """Show the anchors in force; with files, put those in force first.

    Raises:
        NotHere: a file is not there, holds no certificate that can be an anchor, or the list cannot be written.
        BrokenSettings: the setting `credential_anchors` names a file that cannot be read.
    """
    language, today = language_of(chosen.lang), datetime.now(UTC).date()
    named = load().credential_anchors
    file = Path(named) if named else usual_places()[1].with_name(NAME)
    if chosen.files:
        _put(file, chosen.files, today)
    elif not named:
        print(json.dumps({"file": "", "anchors": []}) if chosen.json else say(language, "credentials.none"))
        return Exit.VERIFY
    try:
        data = file.read_bytes()
    except OSError as trouble:
        raise BrokenSettings("anchors_unreadable", path=str(file), why=reason(trouble)) from None
    loaded = _day(file, data)
    age, anchors = (today - loaded).days, sorted(_anchors(data, today), key=lambda one: one.name.casefold())
    if chosen.json:
        seen = {"file": str(file), "loaded": loaded.isoformat(), "days": age, "anchors": [asdict(one) for one in anchors]}
        print(json.dumps(seen, ensure_ascii=False, indent=2))
    else:
        print(say(language, "credentials.list", file=file, n=len(anchors), day=loaded.isoformat(), age=age))
        for one in anchors:
            print(say(language, "credentials.over" if one.over else "credentials.anchor", name=one.name, until=one.until))
        if age > OLD_DAYS:
            print(say(language, "credentials.old", days=OLD_DAYS))
        if not named:
            print(say(language, "credentials.set", file=file))
    return Exit.VERIFY if age > OLD_DAYS else Exit.NO_SIGN


def _put(file: Path, sources: Sequence[str], today: date) -> None:
    """Write the certificates of all sources, each once, in place of the list that was there."""
    found: dict[bytes, str] = {}
    for source in sources:
        before = len(found)
        found |= dict.fromkeys(_certificates(source), Path(source).name)
        if len(found) == before:
            raise NotHere("anchors_none", name=source)
    lines = [
        f"# loaded {today.isoformat()} by weerbaar from {', '.join(sorted({*found.values()})).encode('ascii', 'replace').decode()}"
    ]
    lines += [one.decode("ascii").strip() for one in list(found)[:MOST_ANCHORS]]
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f"{file.name}.new")
        beside.write_text("\n".join((*lines, "")), encoding="ascii")
        beside.replace(file)
    except OSError as trouble:
        raise NotHere("anchors_unwritable", path=str(file), why=reason(trouble)) from None


def _certificates(source: str) -> Iterator[bytes]:
    """The certificates in a PEM file or zip that may sign for others (RFC 5280, 4.2.1.9)."""
    try:
        with Path(source).open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError:
        raise NotHere("not_here", name=source) from None
    for piece in _unzipped(data) if data.startswith(b"PK") else (data[:LARGEST],):
        for match in PEM.finditer(piece):
            if _may_sign(match[0]):
                yield match[0].replace(b"\r", b"")


def _unzipped(data: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist()[:MOST_FILES]:
                with archive.open(name) as member:
                    yield member.read(LARGEST)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
        return


def _may_sign(pem: bytes) -> bool:
    from cryptography import x509

    try:
        return bool(x509.load_pem_x509_certificate(pem).extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except (ValueError, x509.ExtensionNotFound, x509.DuplicateExtension):
        return False


def _anchors(data: bytes, today: date) -> Iterator[Anchor]:
    from cryptography import x509

    for match in PEM.finditer(data):
        try:
            read = x509.load_pem_x509_certificate(match[0])
            name, until = read.subject.rfc4514_string()[:120], read.not_valid_after_utc.date()
        except ValueError:
            continue
        yield Anchor("".join(letter if letter.isprintable() else "?" for letter in name), until.isoformat(), until < today)


def _day(file: Path, data: bytes) -> date:
    """The day on which the list was put there: ours says so, of another the file does."""
    written = LOADED.search(data[:200].decode("ascii", "replace"))
    try:
        return date.fromisoformat(written[1]) if written else datetime.fromtimestamp(file.stat().st_mtime, UTC).date()
    except ValueError:
        return datetime.fromtimestamp(file.stat().st_mtime, UTC).date()
