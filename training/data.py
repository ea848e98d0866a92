"""Every message we train and measure on, with where it comes from and which fold it belongs to.

The data folder is named by WEERBAAR_DATA (default ../shared/data); the corpus is our own. Sources, licences and traps: the README beside
the data. Folds never cut a family: corpus pairs stay together and author batches apart, AI phase 1 rows by prompt, honeypot mail by time,
everything else by near-duplicate digest.
"""

import csv
import gzip
import hashlib
import json
import os
import re
import sys
import tarfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from weerbaar.model.organisation import NOBODY, Organisation

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
PERMISSIVE = {"corpus", "corpus_chat", "sisimai_bounces", "ha_parcel_mail", "allauth_templates", "bagisto_templates", "keycloak_templates",
              "oscar_templates", "postmark_templates", "spamassassin"}  # fmt: skip
HONEYPOT_SPLIT = "2025-01-01"
"""Honeypot mail from this day on is never trained on."""
MISLABELLED = {
    "list_linux_clk_81031f0131": "an advance-fee letter that was sent to the list; its archive counts as honest mail"
}
"""Messages whose label is plainly wrong, read by a person; left out on every side."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `fraud` is the label; `group` what must stay on one side of a split; `held_out` whether it is test only."""

    id: str
    source: str
    fraud: bool
    origin: str  # human, ai, template, bounce
    language: str
    group: str
    data: bytes
    held_out: bool
    organisation: Organisation = NOBODY
    family: str = ""
    hint: str = ""
    headers_real: bool = False  # whether its headers are those of a real or realistic delivery


def folder() -> Path | None:
    """The data folder, or None (said on standard error) when it is not there."""
    path = Path(os.environ.get("WEERBAAR_DATA", ROOT.parent / "shared" / "data"))
    if not (path / "mail" / "manifest.csv").exists():
        print(f"No data in {path}; set WEERBAAR_DATA. Going on with the corpus alone.", file=sys.stderr)
        return None
    return path


def messages() -> Iterator[Message]:
    """Everything there is, corpus first."""
    yield from corpus()
    yield from chats()
    data = folder()
    if data is None:
        return
    yield from _shared(data / "mail")


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def organisation(table: dict[str, object]) -> Organisation:
    """The organisation a corpus pair is addressed to."""
    from weerbaar.organisation.read import parse

    return parse(table)


def corpus() -> Iterator[Message]:
    """The messages of corpus/mail as .eml bytes."""
    for path in sorted((CORPUS / "mail").rglob("*.toml")):
        pair = tomllib.loads(path.read_text(encoding="utf-8"))
        language, batch = path.parts[-3], path.parts[-2]
        to = organisation(pair["organisation"])
        for label in ("honest", "fraud"):
            side = pair[label]
            yield Message(
                id=f"corpus/{language}/{batch}/{path.stem}/{label}",
                source="corpus",
                fraud=label == "fraud",
                origin="ai",
                language=language,
                group=f"corpus/{language}/{batch}/{path.stem}",
                data=as_eml(side),
                held_out=False,
                organisation=to,
                family=side.get("family", pair["topic"]),
                hint=side.get("hint", ""),
                headers_real=True,
            )


def as_eml(side: dict[str, object]) -> bytes:
    """A corpus message as a complete RFC 5322 message."""
    headers = str(side["headers"]).strip() + "\n"
    text, html = str(side.get("text", "")).strip("\n"), str(side.get("html", "")).strip("\n")
    message = EmailMessage()
    if text and html:
        message.set_content(text)
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    else:
        message.set_content(text)
    for attachment in side.get("attachments", []) or []:  # type: ignore[attr-defined]
        data = str(attachment.get("text", "")).encode()
        kind = str(attachment.get("type", "application/octet-stream"))
        main, _, sub = kind.partition("/")
        if kind == "application/pdf":
            data = pdf_of(data.decode())
        message.add_attachment(data, maintype=main, subtype=sub or "octet-stream", filename=str(attachment["name"]))
    return re.sub(r"\n(?=\n)", "\n", headers).encode() + b"MIME-Version: 1.0\n" + _without_version(message.as_bytes())


def _without_version(data: bytes) -> bytes:
    return data.replace(b"MIME-Version: 1.0\n", b"", 1)


def pdf_of(text: str) -> bytes:
    """A small one-page PDF that shows a text, enough for a reader of documents."""
    lines = [line[:110].replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") for line in text.splitlines()][:60]
    shown = b"".join(b"(" + line.encode("cp1252", "replace") + b") Tj T*\n" for line in lines)
    stream = b"BT /F1 11 Tf 50 790 Td 14 TL\n" + shown + b"ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start)


def chats() -> Iterator[Message]:
    """The texts of corpus/chat."""
    for path in sorted((CORPUS / "chat").rglob("*.toml")):
        language = path.parts[-2]
        texts = tomllib.loads(path.read_text(encoding="utf-8"))["text"]
        for number, text in enumerate(texts):
            yield Message(
                id=f"corpus_chat/{language}/{path.stem}/{number}",
                source="corpus_chat",
                fraud=text["label"] == "fraud",
                origin="ai",
                language=language,
                group=f"corpus_chat/{language}/{path.stem}/{number // 2}",
                data=text["text"].strip().encode(),
                held_out=False,
                family=text.get("family", text["topic"]),
            )


def _shared(mail: Path) -> Iterator[Message]:
    rows = {row["id"]: row for row in csv.DictReader((mail / "manifest.csv").open(encoding="utf-8"))}
    for name in ("text.jsonl.gz", "sms.jsonl.gz"):
        with gzip.open(mail / name, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                made = _message(rows.get(row["id"], row), _from_text(row), row["source"])
                if made:
                    yield made
    for pack in sorted(mail.glob("*.tar.xz")):
        with tarfile.open(pack, "r:xz") as archive:
            for member in archive:
                if not member.isfile() or not member.name.endswith(".eml"):
                    continue
                row = rows.get(Path(member.name).stem)
                file = archive.extractfile(member)
                if row and file:
                    made = _message(row, _unmarked(file.read()), row["source"], headers_real=True)
                    if made:
                        yield made


def _from_text(row: dict[str, str]) -> bytes:
    if not row["subject"]:
        return row["body"].encode()
    message = EmailMessage()
    message["Subject"] = " ".join(row["subject"].split())[:400]
    body = row["body"]
    message.set_content(body, subtype="html" if body.lstrip()[:1] == "<" else "plain")
    return message.as_bytes()


def _unmarked(data: bytes) -> bytes:
    # Recipient redaction and the receiver's own headers give the source away (README of the data).
    data = data.replace(b"phishing@pot", b"info@firma.example")
    head, gap, body = data.partition(b"\n\n")
    head = re.sub(
        rb"(?im)^(?:x-ms-|x-sid|x-microsoft|x-incoming|x-forefront|x-eop|x-spam|x-virus|arc-|authentication-results)[^\n]*\n(?:[ \t][^\n]*\n)*",
        b"",
        head + b"\n",
    )
    return head.rstrip(b"\n") + gap + body


def _message(row: dict[str, str], data: bytes, source: str, *, headers_real: bool = False) -> Message | None:
    if row["label"] == "spam" or row.get("topic") == "suspect_legit_sender" or row["id"] in MISLABELLED:
        return None
    if source == "gemini_phase1":
        group = f"gemini/{int(row['row'].split(':')[0]) // 6}"  # six paraphrases of one prompt stand together
        held_out = _digest(group) % 3 == 0
    elif source == "phishing_pot":
        group, held_out = f"pot/{row['id']}", row["date"] >= HONEYPOT_SPLIT
    else:
        group = f"{source}/{row['id']}"
        # Template families by product file: all languages and fill-ins of one text on one side.
        if "templates" in source:
            name = row["row"] or row["path"].rpartition(":")[2]
            group = f"{source}/{re.sub(r'([_.-])[a-z]{2}([-_][A-Za-z]{2,4})?(?=[._/]|$)', '', name)}"
        held_out = _digest(group) % 3 == 0
    return Message(
        id=row["id"], source=source, fraud=row["label"] == "phish", origin=row["origin"], language=row["language"], group=group,
        data=data, held_out=held_out, family=row.get("topic", ""), headers_real=headers_real,
    )  # fmt: skip
