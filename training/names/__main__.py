"""`python -m training.names FOLDER [FILE]`: fits the name model and writes `_names.npz`. FOLDER holds the lists (README.md beside this file).

A first model, that learned from filled prompts alone, reads the corpus, in which the people and firms that each file names are marked as
well; lines on which it is unsure are left out. The model begins with what the first knows and learns from the prompts, filled anew and more
often, and the corpus.
"""

import random
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from training.names import around, fit, texts
from training.names.lists import brands, lexicon, pairs, words
from weerbaar.detect.leak import _names
from weerbaar.detect.leak._around import Around
from weerbaar.detect.leak._names import BEGIN, FIRST, LAST, OTHER, Lexicon, Model, tokens
from weerbaar.leak.text import readable

TARGET = Path(_names.__file__).with_name("_names.npz")
SEED = 11
FEW, EACH = 2, 6
"""How often a prompt is filled, for the first model and for the one that stays."""
DOUBT = 0.85


def hashed(known: Mapping[str, int]) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Sorted hashes of words, or words in a row, with what is known of them."""
    found: dict[int, int] = {}
    for word, flags in known.items():
        key = crc32(word.encode())
        found[key] = found.get(key, 0) | flags
    keys = np.array(sorted(found), dtype=np.uint32)
    return keys, np.array([found[int(key)] for key in keys], dtype=np.uint8)


def pack(known: Lexicon, near: Around, weights: fit.Floats, steps: fit.Floats) -> Model:
    """The model with weights as 8-bit integers."""
    unit = float(np.abs(weights).max()) / 127 if weights.any() else 1.0
    whole = np.clip(np.round(weights / unit), -127, 127).astype(np.int8)
    return Model(known.keys, known.facts, known.pairs, known.known_as, whole, unit, steps, near)


def save(model: Model, path: Path = TARGET) -> None:
    """Write the model."""
    gaps, pair_gaps = (np.diff(keys, prepend=np.uint32(0)).astype(np.uint32) for keys in (model.keys, model.pairs))
    np.savez_compressed(
        path,
        gaps=gaps,
        facts=model.facts,
        pair_gaps=pair_gaps,
        known_as=model.known_as,
        weights=model.weights,
        unit=np.float32(model.unit),
        steps=model.steps.astype(np.float32),
        around=model.around.weights,
        around_unit=np.float32(model.around.unit),
        around_base=np.float32(model.around.base),
    )
    _names.model.cache_clear()


def marked(facts: dict[str, int], first: Model) -> list[texts.Marked]:
    """The corpus with the people its files name, and those a first model is sure of."""
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
        for span in _names.spans(text, read, known=first, lean=0.0):
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
    known = Lexicon(*hashed(facts), *hashed(pairs(folder, facts)))
    marks = [name for name in brands(folder) if not any(facts.get(word, 0) & _names.NAMING for word in words(name))]

    def prompts(rng: random.Random, each: int) -> list[texts.Marked]:
        return [
            *texts.written(rng, each, each * 3 // 4, marks),
            *texts.taught(rng, each, marks, facts, lambda frame: True),
        ]

    rng = random.Random(SEED)
    plain = list(texts.plain_words(folder, lambda word: bool(facts.get(word, 0) & _names.NAMING)))
    few = prompts(rng, FEW)
    near = around.fitted(few, known, rng)
    first = fit.fit(fit.rows([*few, *plain], known, rng))
    messages = marked(facts, pack(known, near, *first))
    data = fit.rows([*prompts(rng, EACH), *plain, *messages], known, rng)
    print(f"{len(facts)} words, {len(data.labels)} words of text", flush=True)
    save(pack(known, near, *fit.fit(data, start=first)), target)
    print(f"{target.name}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
