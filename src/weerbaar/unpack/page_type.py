"""The types in which accounts stand on a page of a PDF: one that was put in later is often set in another type than the rest.

Three things are told: an account whose own letters are of two types or sizes (`mixed`), one in a family that is found nowhere else on the page
(`else`), and one that is painted in the place of another with nothing between them (`over`). Templates do the second in good faith, with figures in a
type made for machines. The same account twice in one place is bold or shadow made by hand, and is not told; words without ink are no painting.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from ctypes import addressof, byref, c_double, c_int, create_string_buffer
from itertools import combinations, islice
from typing import Any

from weerbaar.model.part import Patched
from weerbaar.unpack.page_sight import Box, painted_order
from weerbaar.unpack.reread import accounts_in, spans

LONGEST = 20_000
"""Signs of a page that are looked at."""
ENOUGH = 150
"""Letters and digits beside an account that say in which types a page is set."""
FEW = 2
SAME_PLACE = 0.5
"""Share of the smaller of two accounts that lies in the other when one is painted over the other."""
MOST_COMPARED = 20
SUBSET = re.compile(r"\A[A-Z]{6}\+")
STYLE = re.compile(
    r"[-, ]?(?:PS)?(?:MT)?(?:Bold|Italic|Oblique|Regular|Roman|Medium|Light|Semi|Black|MT|PSMT|BdMT|ItMT)+\Z", re.I
)


def patched_on(page: Any, seen: str, number: int) -> Iterator[Patched]:
    """The accounts on page `number` (from 1) whose letters are not of one piece; `seen` are the words on it."""
    import pypdfium2

    accounts = accounts_in(seen)
    if not accounts:
        return
    try:
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return
    try:
        count = min(text.count_chars(), LONGEST)
        signs = "".join(chr(_sign(text, index)) for index in range(count))
        if len(accounts) > 1:
            yield from _over(page, text, signs, frozenset(accounts), number)
        yield from _patched(text, signs, number)
    finally:
        text.close()


def _sign(text: Any, index: int) -> int:
    import pypdfium2.raw as raw

    return int(raw.FPDFText_GetUnicode(text, index)) % 0x110000


def _over(page: Any, text: Any, signs: str, seen: frozenset[str], number: int) -> Iterator[Patched]:
    """The accounts that are painted in the place of another one."""
    orders = painted_order(page)
    painted = []
    for start, end, account in islice(spans(signs), MOST_COMPARED):
        order = _order(text, start, orders)
        if account in seen and order:
            painted.append((order, account, _around(text, range(start, end))))
    told = set()
    for (_, beneath, one), (_, above, other) in combinations(sorted(painted), 2):
        if beneath != above and _shared(one, other) >= SAME_PLACE and (beneath, above) not in told:
            told.add((beneath, above))
            yield Patched(above, "over", number, beneath)


def _order(text: Any, index: int, orders: Mapping[int, int]) -> int:
    """The place of a letter in the order of painting, from 1; 0 where it is not painted."""
    import pypdfium2.raw as raw

    thing = raw.FPDFText_GetTextObject(text, index)
    if not thing or raw.FPDFTextObj_GetTextRenderMode(thing) in (
        raw.FPDF_TEXTRENDERMODE_INVISIBLE,
        raw.FPDF_TEXTRENDERMODE_CLIP,
    ):
        return 0
    return orders.get(addressof(thing.contents), 0)


def _around(text: Any, letters: range) -> Box:
    """The box around some letters, in points of the page."""
    import pypdfium2.raw as raw

    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    box: Box = (1e9, 1e9, -1e9, -1e9)
    for index in letters:
        if chr(_sign(text, index)).isalnum() and raw.FPDFText_GetCharBox(
            text, index, byref(left), byref(right), byref(bottom), byref(top)
        ):
            box = (min(box[0], left.value), min(box[1], bottom.value), max(box[2], right.value), max(box[3], top.value))
    return box


def _shared(one: Box, other: Box) -> float:
    """The share of the smaller of two boxes that lies in the other."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    up = min(one[3], other[3]) - max(one[1], other[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return across * up / smaller if across > 0 and up > 0 and smaller > 0 else 0.0


def _patched(text: Any, signs: str, number: int) -> Iterator[Patched]:
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
