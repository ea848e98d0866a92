"""The types in which accounts stand on a page of a PDF: one that was put in later is often set in another type than the rest.

Two things are told: an account whose own letters are of two types or sizes (`mixed`), and one in a family that is found nowhere else on the page
(`else`). Templates do the second in good faith, with figures in a type made for machines.
"""

import re
from collections import Counter
from collections.abc import Iterator
from ctypes import c_int, create_string_buffer
from typing import Any

from weerbaar.model.part import Patched
from weerbaar.unpack.reread import accounts_in, spans

LONGEST = 20_000
"""Signs of a page that are looked at."""
ENOUGH = 150
"""Letters and digits beside an account that say in which types a page is set."""
FEW = 2
SUBSET = re.compile(r"\A[A-Z]{6}\+")
STYLE = re.compile(
    r"[-, ]?(?:PS)?(?:MT)?(?:Bold|Italic|Oblique|Regular|Roman|Medium|Light|Semi|Black|MT|PSMT|BdMT|ItMT)+\Z", re.I
)


def patched_on(page: Any, seen: str, number: int) -> Iterator[Patched]:
    """The accounts on page `number` (from 1) whose letters are not of one piece; `seen` are the words on it."""
    import pypdfium2

    if not accounts_in(seen):
        return
    try:
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return
    try:
        yield from _patched(text, min(text.count_chars(), LONGEST), number)
    finally:
        text.close()


def _patched(text: Any, count: int, number: int) -> Iterator[Patched]:
    import pypdfium2.raw as raw

    signs = "".join(chr(raw.FPDFText_GetUnicode(text, index) % 0x110000) for index in range(count))
    if len(signs) != count:
        return
    types = [_type(text, index) if sign.isalnum() else None for index, sign in enumerate(signs)]
    families = Counter(kind[0] for kind in types if kind)
    told = set()
    for start, end, account in spans(signs):
        own = Counter(kind for kind in types[start:end] if kind)
        if account in told or not own:
            continue
        told.add(account)
        if len(own) > 1 and sum(own.values()) - max(own.values()) >= FEW:
            yield Patched(account, "mixed", number)
            continue
        family = next(iter(own))[0]
        if families[family] <= sum(own.values()) and sum(families.values()) - families[family] >= ENOUGH:
            yield Patched(account, "else", number)


def _type(text: Any, index: int) -> tuple[str, float]:
    """(family, size in half points) of one letter."""
    import pypdfium2.raw as raw

    buffer = create_string_buffer(128)
    raw.FPDFText_GetFontInfo(text, index, buffer, len(buffer), c_int())
    name = SUBSET.sub("", buffer.value.decode("utf-8", "replace"))
    return STYLE.sub("", name), round(2 * raw.FPDFText_GetFontSize(text, index)) / 2
