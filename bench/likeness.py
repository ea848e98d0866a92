"""`make bench-likeness`: which messages are put into one campaign, rightly and wrongly. Writes docs/measured/likeness.md.

Nobody has labelled the campaigns of the honeypot, and near-duplicates were taken out of it. So "rightly" is measured on copies of real
fraud that are changed as swindlers change theirs, and "wrongly" on pairs that cannot belong together: honest and fraudulent messages, and
messages that were each written for another story.
"""

import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations

from training.data import Message, messages

from bench import tables
from weerbaar.likeness.campaign import Likeness, same_campaign
from weerbaar.likeness.traces import Traces, traces
from weerbaar.likeness.wording import alike
from weerbaar.model.item import Item
from weerbaar.settings import Settings
from weerbaar.unpack.unpack import unpack

SETTINGS = Settings(ocr=False, max_pages=0)
SOURCES = ("corpus", "phishing_pot", "spamassassin", "ha_parcel_mail", "newsletters_fr", "list_linux_clk")
COPIED = 400
SEED = 7
URL = re.compile(rb"https?://[\w.-]+\.[a-z]{2,12}", re.I)


@dataclass(frozen=True, slots=True)
class Seen:
    """A message with its traces."""

    message: Message
    traces: Traces


def look(chosen: Iterable[Message]) -> tuple[list[Seen], float]:
    """The traces of every message, and the CPU milliseconds they took on average once it was unpacked."""
    seen, spent = [], 0.0
    for message in chosen:
        parts = unpack(Item(f"{message.id}.eml", message.data), SETTINGS)
        start = time.process_time()
        seen.append(Seen(message, traces(parts)))
        spent += time.process_time() - start
    return seen, 1000 * spent / max(1, len(seen))


def candidates(seen: Sequence[Seen]) -> set[tuple[int, int]]:
    """The pairs that share a key: what a database would find."""
    index: dict[str, list[int]] = defaultdict(list)
    pairs: set[tuple[int, int]] = set()
    for number, one in enumerate(seen):
        keys = one.traces.keys()
        for key in keys:
            pairs.update((other, number) for other in index[key])
            index[key].append(number)
    return pairs


# --- copies, changed as swindlers change theirs --------------------------------------------------------------------------------

Change = Callable[[bytes, random.Random], bytes]


def to_another_reader(data: bytes, rng: random.Random) -> bytes:
    """Another reader: his address, every long number, the tokens in links."""
    data = data.replace(b"info@firma.example", b"marie.dubois@elders.example")
    data = re.sub(rb"(?<=[?&/=])[A-Za-z0-9_-]{12,}", lambda m: bytes(rng.choice(b"abcdefgh2345") for _ in m[0]), data)
    return re.sub(
        rb"(?<![\w%&#.=-])\d{4,12}(?![\w.])", lambda m: str(rng.randrange(10 ** len(m[0]))).zfill(len(m[0])).encode(), data
    )


def from_another_sender(data: bytes, rng: random.Random) -> bytes:
    """Another sender as well: mailbox, domain, Message-ID, signatures."""
    name = f"office{rng.randrange(10**6)}".encode()
    head, gap, body = data.partition(b"\n\n")
    head = re.sub(
        rb"(?im)^(?:dkim-signature|return-path|reply-to|received|sender)[^\n]*\n(?:[ \t][^\n]*\n)*", b"", head + b"\n"
    )
    head = re.sub(rb"(?im)^(from:[^<\n]*)[^\n]*(?:\n[ \t][^\n]*)*", rb"\1<" + name + b"@" + name + b".example>", head)
    head = re.sub(rb"(?im)^(message-id:)[^\n]*(?:\n[ \t][^\n]*)*", rb"\1 <" + name + b"@" + name + b".example>", head)
    return head.rstrip(b"\n") + gap + to_another_reader(body, rng)


def to_another_page(data: bytes, rng: random.Random) -> bytes:
    """Another sender, and every link leads to another host."""
    hosts: dict[bytes, bytes] = {}

    def moved(match: re.Match[bytes]) -> bytes:
        return hosts.setdefault(match[0].lower(), f"https://page{rng.randrange(10**6)}.example".encode())

    return URL.sub(moved, from_another_sender(data, rng))


CHANGES: Sequence[tuple[str, Change]] = (
    ("another reader: address, numbers, tokens in links", to_another_reader),
    ("and another sender, domain and Message-ID", from_another_sender),
    ("and every link to another host", to_another_page),
)


def copies(fraud: Sequence[Seen]) -> list[list[object]]:
    """For each change: of how many messages the changed copy shares a key, and is put into the same campaign."""
    rng = random.Random(SEED)
    chosen = rng.sample(list(fraud), min(COPIED, len(fraud)))
    rows: list[list[object]] = []
    for name, change in CHANGES:
        changed, _ = look([_with(one.message, change(one.message.data, rng)) for one in chosen])
        pairs = list(zip(chosen, changed, strict=True))
        found = sum(bool(set(one.traces.keys()) & set(other.traces.keys())) for one, other in pairs)
        grouped = sum(same_campaign(one.traces, other.traces).same for one, other in pairs)
        rows.append([name, tables.share(found, len(pairs)), tables.share(grouped, len(pairs))])
    return rows


def _with(message: Message, data: bytes) -> Message:
    return Message(**{name: getattr(message, name) for name in Message.__slots__} | {"data": data})


# --- pairs that cannot belong together -----------------------------------------------------------------------------------------


def kind_of(one: Message, other: Message) -> str:
    """What sort of pair this is, "" where nobody can say whether it belongs together."""
    return _kind((one.source, one.fraud, one.group), (other.source, other.fraud, other.group))


def wrongly(seen: Sequence[Seen], judged: Sequence[tuple[int, int, Likeness]]) -> list[list[object]]:
    """For each sort of pair: how many were put together, of how many, and by what."""
    of: Counter[str] = Counter()
    labels = Counter((one.message.source, one.message.fraud, one.message.group) for one in seen)
    for (one, n), (other, m) in combinations(labels.items(), 2):
        of[_kind(one, other)] += n * m
    for one, n in labels.items():
        of[_kind(one, one)] += n * (n - 1) // 2
    grouped: dict[str, list[Likeness]] = defaultdict(list)
    for i, j, likeness in judged:
        if likeness.same and (kind := kind_of(seen[i].message, seen[j].message)):
            grouped[kind].append(likeness)
    rows: list[list[object]] = []
    for kind in sorted(kind for kind in of if kind):
        by = Counter(likeness.reasons[0].kind for likeness in grouped[kind])
        rows.append(
            [kind, of[kind], len(grouped[kind]), ", ".join(f"{name} {count}" for name, count in by.most_common(4)) or "-"]
        )
    return rows


def _kind(one: tuple[str, bool, str], other: tuple[str, bool, str]) -> str:
    corpus = one[0] == other[0] == "corpus"
    if one[1] != other[1]:
        twins = corpus and one[2] == other[2]
        return "corpus: the honest and the fraudulent side of one story" if twins else "an honest and a fraudulent message"
    if corpus:
        return "corpus: two frauds of different stories" if one[1] else "corpus: two honest messages of different stories"
    return "" if one[0] == other[0] else "two messages of different sources, both honest or both fraud"


# --- the honeypot --------------------------------------------------------------------------------------------------------------


def agreement(seen: Sequence[Seen], judged: Sequence[tuple[int, int, Likeness]]) -> list[list[object]]:
    """Whether independent traces say the same: of honeypot pairs put together for one reason, how many share another."""
    rows: list[list[object]] = []
    reasons: Sequence[tuple[str, frozenset[str], Callable[[Seen, Seen, set[str]], bool], str]] = (
        ("words half alike or more", frozenset({"words"}), lambda a, b, kinds: bool(kinds - {"words", "subject", "wording"}), "a sender, place or picture"),
        ("a host or page", frozenset({"host", "page", "domain"}), lambda a, b, kinds: alike(a.traces.words, b.traces.words) >= 0.2 or "sender" in kinds
         or "sender_domain" in kinds or "subject" in kinds or "picture_host" in kinds, "a fifth of the words, a sender, a subject or a picture"),
        ("a reply address or number, with words", frozenset({"reply_to", "phone"}), lambda a, b, kinds: "sender_domain" in kinds or "host" in kinds,
         "a sender's domain or a host"),
    )  # fmt: skip
    for name, kinds, agrees, what in reasons:
        pairs = [
            (seen[i], seen[j], {reason.kind for reason in likeness.reasons})
            for i, j, likeness in judged
            if likeness.same
            and likeness.reasons[0].kind in kinds
            and seen[i].message.source == seen[j].message.source == "phishing_pot"
        ]
        rows.append([name, len(pairs), what, tables.share(sum(agrees(a, b, found) for a, b, found in pairs), len(pairs))])
    return rows


def sizes(seen: Sequence[Seen], judged: Sequence[tuple[int, int, Likeness]], source: str) -> str:
    """How the messages of a source fall into campaigns when every pair that belongs together is joined."""
    parent = {number: number for number, one in enumerate(seen) if one.message.source == source}

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for i, j, likeness in judged:
        if likeness.same and i in parent and j in parent:
            parent[root(i)] = root(j)
    groups = sorted(Counter(map(root, parent)).values(), reverse=True)
    grouped = [size for size in groups if size > 1]
    return f"{len(parent)} messages: {sum(grouped)} in {len(grouped)} campaigns, the largest of {grouped[0] if grouped else 0}."


def main() -> int:
    chosen = [message for message in messages() if message.source in SOURCES]
    if not any(message.source == "phishing_pot" for message in chosen):
        print("Measuring needs the data folder.", file=sys.stderr)
        return 2
    seen, milliseconds = look(chosen)
    pairs = candidates(seen)
    judged = [(i, j, same_campaign(seen[i].traces, seen[j].traces)) for i, j in sorted(pairs)]
    fraud = [one for one in seen if one.message.source == "phishing_pot"]
    counts = Counter(one.message.source for one in seen)
    every = len(seen) * (len(seen) - 1) // 2
    text = "\n".join([
        "# Likeness: which messages are put into one campaign\n",
        f"Printed by `make bench-likeness` on {datetime.now(UTC).date().isoformat()}; "
        + ", ".join(f"{source} {count}" for source, count in counts.items()) + ". Without any organisation, so that nothing is left out as known.\n",
        f"Traces of a message that was unpacked already: {milliseconds:.2f} CPU ms on average. Of {every:,} pairs {len(pairs):,} share a key "
        f"({100 * len(pairs) / every:.2f} %), and {sum(likeness.same for _, _, likeness in judged):,} are put together.\n",
        "## Rightly: copies of fraud, changed as swindlers change theirs\n",
        f"{min(COPIED, len(fraud))} honeypot mails chosen by chance (seed {SEED}); each line has the changes of the lines above it.\n",
        tables.table(["the copy has", "shares a key", "put into the same campaign"], copies(fraud)),
        "What is only the same sender and his own pages is held back on purpose: honest mail from a mailbox that was taken over has those too. "
        "That is why a copy that keeps its sender can fare worse than one that does not.\n",
        "## Wrongly: pairs that cannot belong together\n",
        tables.table(["pairs", "of", "put together", "first reason"], wrongly(seen, judged)),
        "The corpus was written by few hands who sometimes gave two stories one invented account, cloud service or sender of newsletters; "
        "those are the pairs put together there.\n",
        "## The honeypot: do independent traces agree?\n",
        "Nobody has labelled its campaigns, and near-duplicates were taken out of it. Of the pairs put together for one reason, how many share "
        "something else?\n",
        tables.table(["put together for", "pairs", "share also", "how many"], agreement(seen, judged)),
        sizes(seen, judged, "phishing_pot") + "\n",
    ])  # fmt: skip
    tables.write("likeness.md", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
