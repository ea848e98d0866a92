"""Texts in which nothing was found, so that a program that sends its tools and its history again does not have them checked again.

Kept are digests under a key that is drawn at the start, in memory, and only of texts without any finding: nothing can be read from them.
Other words of the organisation are another version, and everything is checked again. The last text of a request is checked always: where
the checker is dead nothing leaves, not even what was clean before.
"""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Sequence

from weerbaar.gateway.port import Checked, Checker, File, Vocabulary
from weerbaar.model.leak import Leaks

MOST = 50_000
"""Digests of 16 bytes; about 8 MB with what a dictionary costs."""
NOTHING = Leaks()


class Clean:
    """A checker that remembers what was clean."""

    def __init__(self, checker: Checker, most: int = MOST) -> None:
        self._checker, self._most = checker, most
        self._key = secrets.token_bytes(32)
        self._known: OrderedDict[bytes, None] = OrderedDict()

    async def check(self, organisation: str, texts: Sequence[str], files: Sequence[File], words: Vocabulary) -> Checked:
        """What stands in every text and file.

        Raises:
            Unavailable: as `Checker.check`.
        """
        digests = [self._digest(organisation, words.version, text) for text in texts]
        last = len(texts) - 1
        new = [number for number, digest in enumerate(digests) if digest not in self._known or number == last]
        checked = await self._checker.check([texts[number] for number in new], files, words)
        found = [NOTHING] * len(texts)
        for number, leaks in zip(new, checked.texts, strict=True):
            found[number] = leaks
        for digest, leaks in zip(digests, found, strict=True):
            if leaks == NOTHING:
                self._known[digest] = None
                self._known.move_to_end(digest)
        while len(self._known) > self._most:
            self._known.popitem(last=False)
        return Checked(tuple(found), checked.files)

    def _digest(self, organisation: str, version: str, text: str) -> bytes:
        parts = (part.encode("utf-8", "surrogatepass") for part in (organisation, version, text))
        said = hashlib.blake2b(key=self._key, digest_size=16)
        for part in parts:
            said.update(len(part).to_bytes(8, "big") + part)
        return said.digest()
