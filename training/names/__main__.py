"""`python -m training.names FOLDER [FILE]`: fits the name model and writes `_names.npz`. FOLDER holds the lists (README.md beside this file).

The present model (where there is none, one that learned from filled prompts alone) reads the corpus, in which the people and firms that
each file names are marked as well; lines on which it is unsure are left out. The new model is the mean of two that learned
from the prompts, filled differently, and the corpus.
"""

import random
import re
import sys
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from training.names import fit, texts
from training.names.lists import firms, lexicon, words
from weerbaar.detect.leak import _names
from weerbaar.detect.leak._names import BEGIN, FIRST, LAST, OTHER, Model, tokens
from weerbaar.leak.text import readable

TARGET = Path(_names.__file__).with_name("_names.npz")
SEEDS = (11, 12)
DOUBT = 0.85


def tables(facts: dict[str, int]) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Sorted hashes of the words with their facts."""
    hashed: dict[int, int] = {}
    for word, flags in facts.items():
        key = crc32(word.encode())
        hashed[key] = hashed.get(key, 0) | flags
    keys = np.array(sorted(hashed), dtype=np.uint32)
    return keys, np.array([hashed[int(key)] for key in keys], dtype=np.uint8)


def pack(keys: NDArray[np.uint32], facts: NDArray[np.uint8], weights: fit.Floats, steps: fit.Floats) -> Model:
    """The model with weights as 8-bit integers."""
    unit = float(np.abs(weights).max()) / 127 if weights.any() else 1.0
    return Model(keys, facts, np.clip(np.round(weights / unit), -127, 127).astype(np.int8), unit, steps)


def save(model: Model, path: Path = TARGET) -> None:
    """Write the model."""
    gaps = np.diff(model.keys, prepend=np.uint32(0)).astype(np.uint32)
    np.savez_compressed(
        path,
        gaps=gaps,
        facts=model.facts,
        weights=model.weights,
        unit=np.float32(model.unit),
        steps=model.steps.astype(np.float32),
    )
    _names.model.cache_clear()


def marked(facts: dict[str, int]) -> list[texts.Marked]:
    """The corpus with the people its files name, and those the present model is sure of."""
    found = []
    for mail in texts.corpus():
        text = readable(mail.text)
        taken: list[tuple[int, int, int]] = []
        for firm in sorted(mail.firms, key=len, reverse=True):
            taken += _all(text.text, firm, OTHER, taken)
        for person in sorted(mail.people, key=len, reverse=True):
            taken += _all(text.text, person, BEGIN, taken)
        for person in mail.people:
            taken += _all(text.text, person.split()[0], BEGIN, taken)
        read = tokens(text)
        doubtful = []
        for span in _names.spans(text, read):
            start, end = read[span.first].start, read[span.last - 1].end
            if any(s < end and e > start for s, e, _ in taken):
                continue
            if span.score >= DOUBT:
                taken.append((start, end, BEGIN))
            else:
                doubtful.append((start, end))
        for token in read:
            naming = (
                token.kind == "word"
                and text.text[token.start].isupper()
                and facts.get(token.low, 0) in (FIRST, FIRST | LAST, FIRST | _names.WELL_KNOWN)
            )
            if naming and not any(s < token.end and e > token.start for s, e, _ in taken):
                doubtful.append((token.start, token.end))
        found.append(texts.Marked(text, tuple(taken), mail.language, tuple(doubtful)))
    return found


def _all(text: str, name: str, label: int, taken: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    if len(words(name)) == 0 or len(name) < 3:
        return []
    pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    spans = [(f.start(), f.end(), label) for f in pattern.finditer(text)]
    return [(s, e, k) for s, e, k in spans if not any(a < e and b > s for a, b, _ in taken)]


def main() -> None:
    """Fit, write, and say how large it became."""
    if len(sys.argv) < 2:
        sys.exit(
            "python -m training.names FOLDER [FILE]: which folder holds the lists? training/names/README.md says what they are."
        )
    folder = Path(sys.argv[1])
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else TARGET
    facts = lexicon(folder)
    keys, flags = tables(facts)
    brands = [name for name in firms(folder) if not any(facts.get(word, 0) & _names.NAMING for word in words(name))]
    fits = []
    for seed in SEEDS:
        rng = random.Random(seed)
        filled = [
            *texts.written(rng, 14, 10, brands),
            *texts.plain_words(folder, lambda word: bool(facts.get(word, 0) & _names.NAMING)),
        ]
        if not TARGET.exists():
            save(pack(keys, flags, *fit.fit(fit.rows(filled, keys, flags, rng), rounds=30)))
        data = fit.rows([*filled, *marked(facts)], keys, flags, rng)
        print(f"{len(facts)} words, {len(data.labels)} words of text", flush=True)
        fits.append(fit.fit(data))
    save(pack(keys, flags, *(sum(parts) / len(fits) for parts in zip(*fits, strict=True))), target)
    print(f"{target.name}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
