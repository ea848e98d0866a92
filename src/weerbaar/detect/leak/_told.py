"""Names that the words around them tell: after a title or "my daughter", under a greeting, before the colon of who speaks in a chat, in a
comparison with a column of family names. `person` adds these to what the model of `_names.py` sees, for names that nobody keeps a list of.

A word that is written small elsewhere (a common word) is never taken for a name here. Each look goes a few words far, so time is linear.
"""

from collections.abc import Iterator, Sequence

from weerbaar.detect.leak._names import COMMON, FIRM, FIRST, LAST, PLACE, TITLES, WORDS, Span, Token, read
from weerbaar.model.leak import Readable

KIN, CLOSINGS, FORENAMES, SURNAMES, NAMES, COLUMNS, UNITS, OFFICES, LINKS, NOBLE = (
    frozenset(WORDS["told" if name != "noble" else "person"][name].split())
    for name in ("kin", "closings", "forenames", "surnames", "names", "columns", "units", "offices", "links", "noble")
)
LABELS = frozenset(word for words in WORDS["fields"].values() for word in words.split()) | FORENAMES | SURNAMES | NAMES
GIVEN = frozenset(("first", "given", "christian"))
SURELY = frozenset(WORDS["told"]["surely"].split())
"""Titles that only stand before names when a double name follows."""
NEAR = 20
"""Tokens around a column `name` in which another column says that it is of persons."""
SUBJECTS = frozenset(("onderwerp", "objet", "betreff", "subject"))
LONGEST = 10
"""Letters of a name that nobody knows before a colon."""
NICKNAME = 4
"""Most letters of a word that is a name behind "cheers," though it is a common word."""
SCORE = 0.9
LEAST_OF_A_NAME = 3
"""Letters of a name that nobody knows."""
STILL = 60
"""Tokens before a name alone at the end of a text, from which it is a message that somebody signs."""


def told(text: Readable, found: Sequence[Token], near: Sequence[Span]) -> Iterator[Span]:
    """Names that only the words around them tell; they may lie in those of `near`."""
    facts = read(text)[1]
    look = _Look(text, found, facts)
    for n, token in enumerate(found):
        if token.kind not in ("word", "code"):
            continue
        one = look.after(n, token.low)
        if one is None and facts.get(token.low, 0) & FIRST:
            one = look.family_first(n) or look.family_and_comma(n)
        if one is not None:
            yield one
    yield from look.speakers(near)
    if (one := look.signed(near)) is not None:
        yield one


class _Look:
    """One text, its tokens and what is known of its words."""

    def __init__(self, text: Readable, found: Sequence[Token], facts: dict[str, int]) -> None:
        self.text, self.found, self.facts = text, found, facts

    def after(self, n: int, low: str) -> Span | None:
        """The name that the word at `n` tells."""
        if low in SURNAMES or low in NAMES or low in FORENAMES or (low.rpartition("_")[2] in NAMES and "_" in low):
            return self._compared(n, low) or (self._forename(n) if low in FORENAMES or self._low(n - 1) in GIVEN else None)
        if low in KIN:
            return self._name(n + 1, unknown=True)
        if low in TITLES and low not in ("m", "me", "maitre", "sig", "ing", "ir", "famille", "familie", "family"):
            return self._name(n + 1, unknown=len(low) > 1) or (self._double(n + 1) if low in SURELY else None)
        if low in OFFICES:
            if low.startswith("polizei") and self._beside(n + 1) and self._capital(n + 1) and self._low(n + 1) not in LABELS:
                return Span(n + 1, n + 2, SCORE)
            return self._name(n + 1, unknown=False)
        if low in CLOSINGS:
            return self._closed(n)
        if low in UNITS:
            return self._of_unit(n)
        return None

    def _low(self, n: int) -> str:
        return self.found[n].low if 0 <= n < len(self.found) else ""

    def _kind(self, n: int) -> str:
        return self.found[n].kind if 0 <= n < len(self.found) else "line"

    def _beside(self, n: int) -> bool:
        """Whether only a space stands between a token and the one before."""
        return 0 < n < len(self.found) and self.text.text[self.found[n - 1].end : self.found[n].start] in (" ", ". ")

    def _capital(self, n: int) -> bool:
        """Whether it is a word like "Koen" or "Ashcombe-Lisle", not "DNS" or "iPhone"."""
        if self._kind(n) != "word":
            return False
        shown = self.text.text[self.found[n].start : self.found[n].end]
        return shown[0].isupper() and len(shown) > 1 and not shown.isupper()

    def _plain(self, n: int, *, unknown: bool) -> bool:
        """Whether the word can be a name: a known one, or one that nothing knows."""
        word = self.found[n].low
        said = self.facts.get(word, 0)
        if word in LABELS or word in TITLES or said & COMMON:
            return False
        return bool(said & (FIRST | LAST)) or (unknown and not said & (PLACE | FIRM) and len(word) >= LEAST_OF_A_NAME)

    def _name(self, n: int, *, unknown: bool) -> Span | None:
        """A name that begins here, behind a word on the same line: particles and one word with a capital."""
        last = n
        while last < n + 3 and self._low(last) in NOBLE and self._beside(last):
            last += 1
        if not self._beside(last) or not self._capital(last) or not self._plain(last, unknown=unknown or last > n):
            return None
        if last > n and not self.text.text[self.found[n].start].isupper():
            return None
        return Span(n, last + 1, SCORE)

    def _double(self, n: int) -> Span | None:
        """A double family name of parts that may be common words: "Mr Ashcombe-Lisle"."""
        if not self._beside(n) or not self._capital(n):
            return None
        parts = self.text.text[self.found[n].start : self.found[n].end].split("-")
        return (
            Span(n, n + 1, SCORE) if len(parts) == 2 and all(part[:1].isupper() and len(part) > 2 for part in parts) else None
        )

    def _forename(self, n: int) -> Span | None:
        """The given name behind "Vorname", "first name"; in small letters a known one."""
        said = self.facts.get(self._low(n + 1), 0)
        if self._kind(n + 1) == "word" and self._beside(n + 1) and said & FIRST and (self._capital(n + 1) or not said & COMMON):
            return Span(n + 1, n + 2, SCORE)
        return self._name(n + 1, unknown=True)

    def family_first(self, n: int) -> Span | None:
        """A family name in capitals before the given name at `n`, alone in its cell or line: "GARCÍA LÓPEZ Soledad"."""
        if not self._capital(n) or n == 0 or not self._beside(n) or self._beside(n + 1):
            return None
        begin = n
        while begin and begin > n - 5 and (begin == n or self._beside(begin)) and self._kind(begin - 1) == "word":
            before = self.found[begin - 1]
            if not self.text.text[before.start : before.end].isupper():
                break
            begin -= 1
        if begin == n or self._beside(begin) or (begin and self.text.text[self.found[begin].start - 1] not in '\n\t;|,"'):
            return None
        said = self.facts.get(self._low(n - 1), 0)
        known = said & LAST and (not said & COMMON or self._low(begin) in NOBLE)
        return Span(begin, n + 1, SCORE) if known and len(self._low(n - 1)) > 2 and self._low(n) not in LABELS else None

    def family_and_comma(self, n: int) -> Span | None:
        """A family name and a comma before the given name at `n`, both alone in their cell or line: "Castagnier, Odile"."""
        if not self._capital(n) or n < 2 or self._low(n - 1) != "," or self._kind(n - 2) != "word" or self._beside(n - 1):
            return None
        if (
            self._beside(n + 1)
            or self._low(n + 1) in (",", "-", "&", "(")
            or self._low(n) in LABELS
            or self._low(n - 2) in LABELS
        ):
            return None
        begin = n - 2
        while begin and begin > n - 5 and self._beside(begin) and self._kind(begin - 1) == "word" and self._upper(begin - 1):
            begin -= 1
        if not self._upper(begin) or (
            begin and self.text.text[self.found[begin].start - 1] not in '\n\t;|"' and not self._counted(begin)
        ):
            return None
        said = self.facts.get(self._low(n - 2), 0)
        return Span(begin, n + 1, SCORE) if not said & (COMMON | PLACE | FIRM) else None

    def _upper(self, n: int) -> bool:
        return self.text.text[self.found[n].start].isupper()

    def _counted(self, n: int) -> bool:
        """Whether only a number stands before it on its line: "7 Kermarrec, Enora"."""
        return self._kind(n - 1) == "number" and (n < 2 or self._kind(n - 2) == "line")

    def _closed(self, n: int) -> Span | None:
        """The name under or behind "Mvg", "lg", "cheers", alone on the rest of its line."""
        if self._kind(n - 1) not in ("line", "mark") and not self._low(n - 1).endswith(
            ("lieve", "liebe", "kind", "beste", "best", "viele")
        ):
            return None
        at = n + 1
        while at < n + 4 and (self._low(at) in (",", ".", "!", "-") or self._kind(at) == "line"):
            at += 1
        begin = at
        if self._kind(at) == "initial":
            at += 1
        if self._kind(at) != "word" or self._kind(at + 1) != "line" or self._low(at) in LABELS or self._low(at) in TITLES:
            return None
        said = self.facts.get(self._low(at), 0)
        capital = self._capital(at)
        first = bool(said & FIRST)
        strange = capital and not said and len(self._low(at)) >= LEAST_OF_A_NAME
        if capital and self._low(at) != "team" and len(self._low(at)) <= NICKNAME and self._low(at - 1) == "," and at == n + 2:
            return Span(at, at + 1, SCORE)
        return Span(begin, at + 1, SCORE) if first or strange or (capital and begin < at) else None

    def _of_unit(self, n: int) -> Span | None:
        """Somebody "van de boekhouding", "from payroll", "aus der Buchhaltung", "on reception"."""
        at = n - 1
        while at > n - 3 and self._low(at) in LINKS:
            at -= 1
        if at == n - 1 or at < 0:
            return None
        said = self.facts.get(self._low(at), 0)
        begins = self._kind(at - 1) == "line" or self._low(at - 1) in (".", "!", "?", ":", '"')
        if not self._capital(at) or not self._beside(at + 1) or said & PLACE or self._low(at) in LABELS:
            return None
        return Span(at, at + 1, SCORE) if not said or (said & FIRST and (begins or not said & COMMON)) else None

    def _compared(self, n: int, low: str) -> Span | None:
        """The family name in `nachname = 'Reitmeier'` or `c.nom LIKE 'Vermeersch%'`."""
        at = n + 1
        while at < n + 3 and self._low(at) in ("not", '"', "`", "]", "ilike", "like", "="):
            at += 1
        if at == n + 1 or self._low(at - 1) not in ("like", "ilike", "=") or self._low(at) != "'" or not self._capital(at + 1):
            return None
        if self._low(at + 2) not in ("'", "%") or self._low(at + 1) in LABELS:
            return None
        near = self.found[max(n - NEAR, 0) : n + NEAR]
        if low in SURNAMES or low in FORENAMES or any(token.low in COLUMNS for token in near):
            return Span(at + 1, at + 2, SCORE)
        return None

    def speakers(self, near: Sequence[Span]) -> Iterator[Span]:
        """Who speaks in a chat: a name and a colon at the beginning of a line, where another line begins with a person and a colon."""
        others = {self._low(span.last - 1) for span in near if span.score > SCORE and self._heads(span.first, span.last)}
        labels = [n for n in range(len(self.found) - 2) if self._heads(n, n + 1) and self._capital(n)]
        chat = 3 * sum(not self._speaks(n) for n in labels) <= len(labels)
        for n in labels:
            low = self._low(n)
            said = self.facts.get(low, 0)
            if low in LABELS or low in TITLES:
                continue
            if (said & FIRST and not said & COMMON) or (
                chat and others - {low} and (said & FIRST or (not said and len(low) <= LONGEST))
            ):
                yield Span(n, n + 1, SCORE)

    def _heads(self, begin: int, end: int) -> bool:
        """Whether tokens begin a line and a colon and more follow."""
        return self._low(end) == ":" and self._kind(begin - 1) == "line" and self._kind(end + 1) != "line"

    def _speaks(self, n: int) -> bool:
        """Whether a label can be somebody who speaks, or a subject above: not "Rechnungsbetrag: 12"."""
        said = self.facts.get(self._low(n), 0)
        if self._low(n) in LABELS:
            return self._low(n) in SUBJECTS
        return self._kind(n + 2) != "number" and (bool(said & FIRST) or not said & COMMON)

    def signed(self, near: Sequence[Span]) -> Span | None:
        """The name alone behind the last sentence of a message: "... elle est furieuse. Steph"."""
        n = len(self.found) - 1
        while n > 0 and self._kind(n) == "line":
            n -= 1
        if n < STILL // 4 or not self._capital(n) or self._low(n - 1) not in (".", "!", "?", ")"):
            return None
        said = self.facts.get(self._low(n), 0)
        strange = (
            not said
            and self._low(n - 1) == "."
            and len(self._low(n)) > LEAST_OF_A_NAME
            and any(one.score > SCORE for one in near)
        )
        return Span(n, n + 1, SCORE) if strange or (said & FIRST and not said & (COMMON | PLACE)) else None
