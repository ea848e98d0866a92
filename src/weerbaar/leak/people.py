"""Which mentions of people are the same person: "Jan Peeters", then "Mr Peeters", "jan" or "J. Peeters"."""

import re
import unicodedata

_WORDS = re.compile(r"[^\W\d_]+")
_TITLES = frozenset(
    re.findall(
        r"\w+",
        """
    dhr dr drs frau heer herr herrn ing ir madame mademoiselle meneer mevr mevrouw mijnheer miss mlle mme monsieur mr mrs ms mw prof sir
""",
    )
)
_CROWD = 20


class People:
    """Numbers people as they are first mentioned.

    A mention belongs to someone seen before when all its words, or all of theirs, are among the other's, and nobody else fits: one letter
    stands for a word that begins with it, titles do not count. If two people fit, it is taken for somebody new: better two
    placeholders for one person than one for two.
    """

    def __init__(self) -> None:
        self._mentions: dict[frozenset[str], int] = {}
        self._words: dict[int, frozenset[str]] = {}
        self._with: dict[str, set[int]] = {}

    def find(self, mention: str) -> int | None:
        """The number of who is meant, if somebody seen before is."""
        words = words_of(mention)
        if words in self._mentions:
            return self._mentions[words]
        near: set[int] = set()
        for word in words:
            near |= self._with.get(word, set())
            if len(near) > _CROWD:
                return None
        fitting = [number for number in near if _fits(words, self._words[number]) or _fits(self._words[number], words)]
        return fitting[0] if len(fitting) == 1 else None

    def learn(self, mention: str, number: int) -> None:
        """Remembers that this mention is person `number`."""
        words = words_of(mention)
        self._mentions.setdefault(words, number)
        self._words[number] = self._words.get(number, frozenset()) | words
        for word in words:
            if len(word) > 1:
                self._with.setdefault(word, set()).add(number)


def words_of(mention: str) -> frozenset[str]:
    """The words of a name without case, accents and titles."""
    apart = unicodedata.normalize("NFKD", mention.casefold())
    words = _WORDS.findall("".join(sign for sign in apart if not unicodedata.combining(sign)))
    return frozenset(word for word in words if word not in _TITLES) or frozenset(words)


def _fits(few: frozenset[str], many: frozenset[str]) -> bool:
    return all(word in many or (len(word) == 1 and any(one.startswith(word) for one in many)) for word in few)
