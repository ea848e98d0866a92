"""How alike two texts are, when everything that differs from reader to reader is left out.

Numbers, links, addresses, accounts and the names of the readers are masked; of the runs of three words that remain, the least values of
sixty hash functions are kept (MinHash: Broder, "On the resemblance and containment of documents", 1997). The share of equal values estimates
the share of equal runs (Jaccard), within 0.07 two times in three. Twenty bands of three values are the keys by which a database finds
candidates with equality alone (Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", section 3.4).
"""

import hashlib
import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from weerbaar.learned.mask import mask

RUN = 3
FEWEST_RUNS = 12
"""Runs a text must have; fewer say too little about who wrote it."""
BANDS, ROWS = 20, 3
WORD = re.compile(r"[^\W_]+|[\u2460-\u2462]")
GREETING = re.compile(
    r"(?:^|(?<=\n))(\s{0,4}(?:dear|hello|hi|hey|good (?:day|morning|afternoon|evening)|beste|geachte|dag|hallo|goede(?:ndag|morgen|middag)|cher|ch[eè]re"
    r"|bonjour|bonsoir|sehr geehrter?|liebe[rs]?|guten (?:tag|morgen|abend))) [^,!:.?\n]{1,40}(?=\s{0,2}[,!:\n])",
    re.I,
)
"""A greeting at the beginning of a line, with whom it greets."""
OPENING = 400
"""Characters in which a greeting is looked for."""

Values = NDArray[np.uint64]


def _functions() -> tuple[Values, Values]:
    """Sixty multiply-add hash functions on 64 bits, always the same ones."""
    drawn = [
        int.from_bytes(hashlib.blake2b(f"likeness {n}".encode(), digest_size=8).digest(), "big")
        for n in range(2 * BANDS * ROWS)
    ]
    factors, terms = drawn[::2], drawn[1::2]
    return np.array([factor | 1 for factor in factors], np.uint64), np.array(terms, np.uint64)


FACTORS, TERMS = _functions()


def plain(subject: str, text: str, names: frozenset[str]) -> str:
    """A text without what is different for every reader; `names` are the readers' names, in lower case."""
    text = GREETING.sub(r"\1", text[:OPENING]) + text[OPENING:]
    return " ".join(word for word in WORD.findall(mask(subject, text)) if word not in names)


def signature(masked: str) -> tuple[int, ...]:
    """The sixty values of a masked text (32 bits each), or () when it is too short."""
    words = masked.split(" ")
    runs = {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    if len(runs) < FEWEST_RUNS:
        return ()
    digests = [int.from_bytes(hashlib.blake2b(run.encode("utf-8", "replace"), digest_size=8).digest(), "big") for run in runs]
    hashed: Values = np.array(sorted(digests), np.uint64)[:, None] * FACTORS + TERMS
    least: list[int] = (hashed >> np.uint64(32)).min(axis=0).tolist()
    return tuple(least)


def alike(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The estimated share of runs that two texts have in common, 0 to 1; 0 where one is too short to say."""
    if not one or len(one) != len(other):
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


def bands(values: tuple[int, ...]) -> Iterator[str]:
    """The keys of a signature: texts of which half is equal share one 93 times in 100, of which a tenth is equal 2 times in 100."""
    for band in range(BANDS if values else 0):
        yield f"{band}-" + "".join(f"{value:08x}" for value in values[band * ROWS : (band + 1) * ROWS])
