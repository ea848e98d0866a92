"""The words that normalising may restore (src/weerbaar/unpack/vocabulary.txt): common lower-case words of our own corpus, four languages."""

import re
import tomllib
from collections import Counter

from training.data import CORPUS, ROOT

FILE = ROOT / "src" / "weerbaar" / "unpack" / "vocabulary.txt"
LEAST = 2
"""Corpus files a word must stand in."""
WORD = re.compile(r"(?<![\w@./-])[a-zà-ÿß]{4,24}(?![\w@/-]|\.\w)")


def build() -> list[str]:
    """Words written in lower case in at least `LEAST` corpus files, sorted."""
    seen: Counter[str] = Counter()
    for path in sorted(CORPUS.rglob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        sides = [table[label] for label in ("honest", "fraud")] if "honest" in table else table["text"]
        texts = (
            side.get("text", "") + re.sub(r"<style.*?</style>|<[^>]*>", " ", side.get("html", ""), flags=re.S) for side in sides
        )
        seen.update({word for text in texts for word in WORD.findall(text)})
    return sorted(word for word, files in seen.items() if files >= LEAST)


def write() -> int:
    """Write the file; returns how many words it has."""
    words = build()
    FILE.write_text("\n".join(words) + "\n", encoding="utf-8")
    return len(words)
