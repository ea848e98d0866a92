"""`python -m bench.words`: own words and marked documents: what is found, what is touched by mistake, what it takes. Writes docs/measured/words.md.

Names: every firm that the messages of corpus/mail name as their organisation or supplier is learned as a customer; a name found in a message of a
story that does not have it is a false alarm. Documents: every sixth of the first 300 honest messages together is a document, the others are ordinary
text. Pieces of documents are pasted with some of their words changed, each with a fixed chance.
"""

import random
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import tables
from weerbaar.leak.names import Kind
from weerbaar.leak.text import readable
from weerbaar.leak.words import Name, Words, touched
from weerbaar.model.leak import DataClass

CORPUS = Path(__file__).parents[1] / "corpus" / "mail"
KEY = bytes(range(32))
SEED = 7
DOCUMENTS, TOGETHER = 50, 6
LENGTHS = (10, 15, 20, 30, 40, 60, 100)
CHANGED = (0.0, 0.02, 0.05, 0.1, 0.2)
PIECES = 200
TEXT = 4500
"""Characters of about 1,000 tokens."""


def stories() -> Iterator[dict[str, Any]]:
    """Every pair of messages with its organisation."""
    for path in sorted(CORPUS.rglob("*.toml")):
        yield tomllib.loads(path.read_text(encoding="utf-8"))


def names() -> tuple[int, int, int, int]:
    """(names, texts, names found where their story has them, false alarms)."""
    told = [
        (
            [story["organisation"]["name"], *(one["name"] for one in story["organisation"].get("suppliers", []))],
            story[side].get("text", ""),
        )
        for story in stories()
        for side in ("honest", "fraud")
    ]
    known = sorted({name for own, _ in told for name in own})
    words = Words.learn(KEY, [Name(Kind.CUSTOMER, name) for name in known]).words
    right = wrong = 0
    for own, text in told:
        here = Words.learn(KEY, [Name(Kind.CUSTOMER, name) for name in own]).words
        rightly = {match.value for match in here.find(readable(text))}
        for match in words.find(readable(text)):
            if match.value in rightly:
                right += 1
            else:
                wrong += 1
    return len(known), len(told), right, wrong


def found(words: Words, documents: Sequence[str], length: int, changed: float) -> int:
    """Of `PIECES` pieces of this many words, how many are found when each word is another one with this chance."""
    chance = random.Random(SEED)
    hits = 0
    for _ in range(PIECES):
        own = chance.choice(documents).split()
        start = chance.randrange(len(own) - length)
        piece = " ".join(word if chance.random() >= changed else "iets" for word in own[start : start + length])
        hits += any(match.cls is DataClass.OWN_DOCUMENT for match in words.find(readable(f"Vat samen: {piece}")))
    return hits


def milliseconds(words: Words, text: str) -> float:
    """CPU milliseconds of one look for own words."""
    read = readable(text)
    start = time.process_time()
    for _ in range(20):
        list(words.find(read))
    return 50 * (time.process_time() - start)


def main() -> None:
    """Measure and write the page."""
    texts = [text for story in stories() if (text := story["honest"].get("text", ""))]
    random.Random(SEED).shuffle(texts)
    documents = ["\n\n".join(texts[n : n + TOGETHER]) for n in range(0, DOCUMENTS * TOGETHER, TOGETHER)]
    marked = Words.learn(KEY, documents=documents).words
    customers = Words.learn(KEY, [Name(Kind.CUSTOMER, f"Zonneveld{n} Bouw NV") for n in range(10_000)]).words
    known, told, right, wrong = names()
    touches, ordinary = touched(marked, map(readable, texts[DOCUMENTS * TOGETHER :]))
    kilobytes = sum(len(text.encode()) for text in documents) / 1000
    rows = [
        (f"{changed:.0%}", *(f"{found(marked, documents, length, changed) / PIECES:.0%}" for length in LENGTHS))
        for changed in CHANGED
    ]
    sample = " ".join(texts)[:TEXT]
    tables.write(
        "words.md",
        f"""# Own words and marked documents

Printed by `python -m bench.words` on {datetime.now(UTC).date()}, Python {sys.version.split()[0]}; the method stands in `bench/words.py`. The messages are
our own (corpus/mail), so the names are those that people invented; how real names of firms collide with real text is not measured here.

**Names.** {known} names learned, {told} messages read: {right} names found where their story has them, {wrong} false alarms
({tables.share(wrong, told)} of the messages, were each in another). Fingerprints of 10,000 names: {len(customers.to_bytes()) / 1000:.0f} kB.

**Documents.** {DOCUMENTS} documents, {kilobytes:.0f} kB: {len(marked.to_bytes()) / kilobytes:.0f} bytes for each kB. Ordinary texts touched:
{tables.share(touches, ordinary)}. Share of {PIECES} pasted pieces that were found, by their length in words and how many of those words were changed:

{tables.table(("changed", *(f"{length} words" for length in LENGTHS)), rows)}
**Time.** {milliseconds(customers, sample):.1f} ms of CPU for 1,000 tokens against 10,000 names, {milliseconds(marked, sample):.1f} ms against
{DOCUMENTS} documents,
{milliseconds(customers.together(marked), sample):.1f} ms against both, on a machine that did other work as well.
""",
    )


if __name__ == "__main__":
    main()
