"""Check the corpus: structure, headers, IBANs, repeated sentences, the marks of the prompts. `--fix` corrects IBAN check digits.

Usage: python corpus/check.py [--fix] [FOLDER ...]
"""

import argparse
import email
import email.utils
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
AUTHORS = (HERE / "AUTHORS.md").read_text(encoding="utf-8")
TOPICS = set(re.findall(r"[a-z_]+", AUTHORS.split("## Topics")[1].split("\n\n")[0].split("\n", 1)[1]))
FAMILIES = set(re.findall(r"[a-z_]+", AUTHORS.split("## Fraud families")[1].split("\n\n")[0]))
KINDS = {"sms", "whatsapp", "teams", "voicemail"}
# Lengths from the SWIFT IBAN registry, for the countries the corpus uses.
IBAN_LENGTH = {
    "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18,
    "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IT": 27, "LT": 20, "LU": 20, "LV": 21, "MT": 31,
    "NL": 18, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24,
}  # fmt: skip
IBAN = re.compile(r"\b([A-Z]{2})(\d{2})((?: ?[A-Z0-9]){10,28})\b")


def check_digits(country: str, rest: str) -> str:
    """ISO 7064 mod 97-10 check digits of an IBAN without them."""
    number = "".join(str(int(c, 36)) for c in rest + country + "00")
    return f"{98 - int(number) % 97:02d}"


def ibans(text: str) -> Iterator[tuple[re.Match[str], str, str]]:
    """Every IBAN-shaped run with its right check digits and its compact BBAN, cut at the country's length."""
    for match in IBAN.finditer(text):
        country, _, rest = match.groups()
        if country not in IBAN_LENGTH:
            continue
        bban = rest.replace(" ", "")[: IBAN_LENGTH[country] - 4]
        if len(bban) == IBAN_LENGTH[country] - 4:
            yield match, check_digits(country, bban), bban


def fix(path: Path) -> int:
    text = path.read_text(encoding="utf-8")
    changed = 0
    for match, right, _ in reversed(list(ibans(text))):
        if match.group(2) != right:
            start, end = match.span(2)
            text = text[:start] + right + text[end:]
            changed += 1
    if changed:
        path.write_text(text, encoding="utf-8")
    return changed


def mail_errors(path: Path, sentences: dict[str, set[str]]) -> Iterator[str]:
    pair = tomllib.loads(path.read_text(encoding="utf-8"))
    language, batch = path.parts[-3], path.parts[-2]
    if pair.get("language") != language or pair.get("batch") != batch:
        yield "language or batch differs from the folder"
    if pair.get("topic") not in TOPICS:
        yield f"unknown topic {pair.get('topic')!r}"
    organisation = pair.get("organisation", {})
    for key in ("name", "domains", "languages", "trusted_authserv_ids", "people", "suppliers"):
        if key not in organisation:
            yield f"organisation lacks {key}"
    if pair.get("fraud", {}).get("family") not in FAMILIES:
        yield f"unknown family {pair.get('fraud', {}).get('family')!r}"
    if pair.get("fraud", {}).get("hint") not in {"message", "organisation"}:
        yield "fraud.hint is 'message' or 'organisation'"
    for label in ("honest", "fraud"):
        side = pair.get(label, {})
        if not side.get("note"):
            yield f"{label} lacks a note"
        headers = email.message_from_string(side.get("headers", "").strip() + "\n\n")
        for name in ("From", "To", "Subject", "Date"):
            if not headers.get(name):
                yield f"{label} lacks the header {name}"
        try:
            if headers.get("Date") and email.utils.parsedate_to_datetime(headers["Date"]).tzinfo is None:
                yield f"{label}: Date has no time zone"
        except ValueError:
            yield f"{label}: Date cannot be read"
        rest = str(headers.get_payload()).strip()
        if rest:
            yield f"{label}: something in headers is not a header: {rest[:60]!r}"
        body = side.get("text", "") + side.get("html", "")
        if len(body.strip()) < 20:
            yield f"{label} has no body"
        if "{{" in body or "[NAME]" in body.upper():
            yield f"{label} has a slot"
        text = side.get("text", "") or re.sub(r"<style.*?</style>|<[^>]+>", " ", side.get("html", ""), flags=re.S)
        for sentence in {s.strip() for s in re.split(r"(?<=[.!?])\s+|\n", text) if len(s.strip()) > 60}:
            if not sentence.startswith((">", "http", "|")):
                sentences[sentence].add(f"{path.relative_to(HERE)}:{label}")
    for match, right, _ in ibans(path.read_text(encoding="utf-8")):
        if match.group(2) != right:
            yield f"IBAN {match.group(0)} should have check digits {right} (run with --fix)"


def chat_errors(path: Path) -> Iterator[str]:
    texts = tomllib.loads(path.read_text(encoding="utf-8")).get("text", [])
    labels = Counter(t.get("label") for t in texts)
    if len(texts) < 40:
        yield f"only {len(texts)} texts, 40 are needed"
    if abs(labels["fraud"] - labels["honest"]) > 2:
        yield f"not in pairs: {dict(labels)}"
    for number, text in enumerate(texts, 1):
        if text.get("label") not in {"fraud", "honest"} or text.get("kind") not in KINDS or text.get("topic") not in TOPICS:
            yield f"text {number}: label, kind or topic is not from the list ({text.get('kind')}, {text.get('topic')})"
        if text.get("label") == "fraud" and text.get("family") not in FAMILIES:
            yield f"text {number}: unknown family {text.get('family')!r}"
        if not text.get("text", "").strip():
            yield f"text {number} is empty"


def prompt_errors() -> list[str]:
    """What is wrong in corpus/prompts."""
    sys.path.insert(0, str(HERE.parent))  # this file is run as a script
    from corpus.prompts import check

    return list(check.errors())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[HERE])
    parser.add_argument("--fix", action="store_true", help="correct the check digits of IBANs in place")
    options = parser.parse_args()
    files = sorted(
        {f.resolve() for folder in options.folders for f in ([folder] if folder.is_file() else folder.rglob("*.toml"))}
    )
    sentences: dict[str, set[str]] = defaultdict(set)
    errors = 0
    counts: Counter[tuple[str, ...]] = Counter()
    for path in files:
        if options.fix:
            fix(path)
        try:
            if path.parts[-3] == "chat":
                found = list(chat_errors(path))
                counts["chat", path.parts[-2], path.stem] += 1
            else:
                found = list(mail_errors(path, sentences))
                counts["mail", path.parts[-3], path.parts[-2]] += 1
        except tomllib.TOMLDecodeError as trouble:
            found = [f"not TOML: {trouble}"]
        for error in found:
            print(f"{path.relative_to(HERE)}: {error}")
        errors += len(found)
    for sentence, places in sentences.items():
        if len(places) > 2 or (len(places) == 2 and len({p.rsplit(":", 1)[0] for p in places}) == 2):
            print(f"repeated in {', '.join(sorted(places)[:4])}: {sentence[:90]!r}")
            errors += 1
    if options.folders == [HERE]:
        for error in prompt_errors():
            print(error)
            errors += 1
    for key, count in sorted(counts.items()):
        print(*key, count, "pairs" if key[0] == "mail" else "file")
    print(f"{len(files)} files, {errors} errors")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
