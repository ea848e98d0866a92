"""`make bench-papers`: what is read in pictures of invoices and identity papers. Writes docs/measured/papers.md, papers-photographed.md and
identity-papers.md.

Invoices of invented firms are drawn with the fonts of this machine, in four languages, ten layouts and the account formats of nine countries,
and spoiled as scanners, telephones and messengers do. Four layouts with their own fonts were never looked at while the reader was made
(held out). Found means: the detectors see exactly this account (this amount; a name at least 90 % alike) in the parts.
"""

import argparse
import io
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from rapidfuzz import fuzz
from tests.cards import BELGIAN, Card, picture

from bench import tables
from weerbaar.detect._accounts import accounts, amounts_in
from weerbaar.ledger.numbers import SHAPES, checks, grouped
from weerbaar.model.item import Item
from weerbaar.model.part import Paper, Text
from weerbaar.settings import Settings
from weerbaar.unpack.paper import masked
from weerbaar.unpack.unpack import unpack

A4 = (1654, 2339)
"""Pixels of an A4 page at 200 dots per inch."""
LANGUAGES = ("nl", "fr", "de", "en")
WORDS = {
    "nl": ("Factuur", "Factuurdatum", "Vervaldag", "Omschrijving", "Aantal", "Bedrag", "Subtotaal", "btw 21 %", "Te betalen",
           "Gelieve te betalen op rekening", "Begunstigde", "Mededeling", ("Levering bloem T65", "Onderhoud oven", "Transport", "Huur koelcel")),
    "fr": ("Facture", "Date de facture", "Échéance", "Désignation", "Quantité", "Montant", "Sous-total", "TVA 21 %", "Total à payer",
           "Merci de régler sur le compte", "Bénéficiaire", "Communication", ("Livraison de farine T65", "Entretien du four", "Transport", "Location")),
    "de": ("Rechnung", "Rechnungsdatum", "Fällig am", "Bezeichnung", "Menge", "Betrag", "Zwischensumme", "USt. 19 %", "Gesamtbetrag",
           "Bitte überweisen Sie auf das Konto", "Empfänger", "Verwendungszweck", ("Lieferung Mehl T65", "Wartung Ofen", "Transport", "Miete")),
    "en": ("Invoice", "Invoice date", "Due date", "Description", "Quantity", "Amount", "Subtotal", "VAT 21 %", "Total due",
           "Please pay to the account", "Payee", "Reference", ("Delivery of flour T65", "Oven maintenance", "Transport", "Rent of cold room")),
}  # fmt: skip
FIRMS = {
    "nl": ("Molen De Roos bv", "Drukkerij Van Acker", "Peeters Koeltechniek nv", "Jansen Verpakkingen B.V."),
    "fr": ("Moulin de la Sambre SA", "Imprimerie Lefèvre SARL", "Froid Garnier SPRL", "Emballages Dumont"),
    "de": ("Mühle Sonnental GmbH", "Druckerei Köhler KG", "Kältetechnik Brandt GmbH", "Verpackungen Weiß AG"),
    "en": ("Harbour Mills Ltd", "Ashdown Printing Ltd", "Northgate Cooling Ltd", "Wexford Packaging"),
}
COUNTRIES = {
    "nl": ("BE", "NL", "LT", "DE"),
    "fr": ("BE", "FR", "LU", "ES"),
    "de": ("DE", "AT", "LU", "PL"),
    "en": ("IE", "BE", "FR", "LT"),
}
LETTERS = {"NL": ("INGB", "ABNA", "RABO", "BUNQ"), "IE": ("AIBK", "BOFI", "REVO")}
FONTS = "/usr/share/fonts/truetype/"


@dataclass(frozen=True)
class Bill:
    """An invented invoice."""

    language: str
    payee: str
    iban: str
    amount: str
    lines: tuple[tuple[str, str, str], ...]
    dates: tuple[str, str]
    number: str
    reference: str


def bill(language: str, chance: random.Random) -> Bill:
    """An invoice of a firm that is not there, to be paid on an account whose check digits are right."""
    country = chance.choice(COUNTRIES[language])
    length = SHAPES[country][0]
    begin = chance.choice(LETTERS.get(country, ("",)))
    rest = begin + "".join(chance.choice("0123456789") for _ in range(length - len(begin)))
    iban = next(f"{country}{n:02}{rest}" for n in range(2, 99) if checks(f"{country}{n:02}{rest}"))
    cents = [chance.randrange(1_500, 250_000) for _ in range(chance.randrange(2, 5))]
    things = WORDS[language][12]
    lines = tuple((chance.choice(things), str(chance.randrange(1, 12)), money(c, language)) for c in cents)
    return Bill(
        language,
        chance.choice(FIRMS[language]),
        iban,
        money(sum(cents) * 121 // 100, language),
        lines,
        (f"{chance.randrange(1, 29):02}/10/2026", f"{chance.randrange(1, 29):02}/11/2026"),
        f"2026-{chance.randrange(100, 9999):04}",
        f"+++{chance.randrange(1000):03}/{chance.randrange(10000):04}/{chance.randrange(100000):05}+++",
    )


def money(cents: int, language: str) -> str:
    """Cents as people of a language write them, without the currency."""
    whole, rest = divmod(cents, 100)
    mark = {"fr": " ", "en": ","}.get(language, ".")
    return f"{whole:,}".replace(",", mark) + ("." if language == "en" else ",") + f"{rest:02}"


class Sheet:
    """A page being drawn; positions in pixels at 200 dots per inch."""

    def __init__(self, regular: str, bold: str, size: int, paper: str = "white", ink: str = "black") -> None:
        self.image = Image.new("RGB", A4, paper)
        self.draw = ImageDraw.Draw(self.image)
        self.files, self.size, self.ink = (regular, bold), size, ink

    def say(
        self, at: tuple[int, int], text: str, *, bold: bool = False, scale: float = 1.0, right: bool = False, ink: str = ""
    ) -> int:
        """Draw a line and give the y under it."""
        font = ImageFont.truetype(FONTS + self.files[bold], int(self.size * scale))
        self.draw.text(at, text, font=font, fill=ink or self.ink, anchor="ra" if right else "la")
        return at[1] + int(self.size * scale * 1.55)


def _letter(page: Sheet, one: Bill, currency: str = "€ ") -> None:
    """Letterhead above, table, account in a sentence at the foot."""
    w = WORDS[one.language]
    page.say((130, 120), one.payee, bold=True, scale=1.7)
    page.say((130, 190), "Kaai 12, 9000 Haven", scale=0.9)
    page.say((1520, 130), f"{w[0]} {one.number}", bold=True, scale=1.3, right=True)
    page.say((1520, 200), f"{w[1]}: {one.dates[0]}", right=True)
    y = _table(page, one, 560)
    y = page.say((1520, y + 50), f"{w[8]}: {currency}{one.amount}", bold=True, scale=1.15, right=True)
    y = page.say((130, y + 150), f"{w[9]} {grouped(one.iban)}")
    page.say((130, y), f"{w[11]}: {one.reference}  {w[2]}: {one.dates[1]}")


def _table(page: Sheet, one: Bill, y: int, rules: bool = True) -> int:
    w = WORDS[one.language]
    for text, x, right in ((w[3], 130, False), (w[4], 1100, True), (w[5], 1520, True)):
        page.say((x, y), text, bold=True, right=right)
    y += int(page.size * 1.7)
    for what, count, price in one.lines:
        if rules:
            page.draw.line((130, y - 6, 1520, y - 6), fill="#999999", width=2)
        page.say((130, y), what)
        page.say((1100, y), count, right=True)
        y = page.say((1520, y), price, right=True) + 10
    return y


def _boxed(page: Sheet, one: Bill) -> None:
    """The ways to pay in a frame with labels on the left."""
    w = WORDS[one.language]
    page.say((1520, 120), one.payee, bold=True, scale=1.5, right=True)
    page.say((130, 330), f"{w[0].upper()} {one.number}", bold=True, scale=1.6)
    y = _table(page, one, 620)
    page.draw.rectangle((120, y + 120, 1540, y + 480), outline="black", width=3)
    y += 150
    for label, value in ((w[10], one.payee), ("IBAN", grouped(one.iban)), (w[8], f"{one.amount} EUR"), (w[11], one.reference)):
        page.say((150, y), label)
        y = page.say((600, y), value, bold=True) + 14


def _foot(page: Sheet, one: Bill) -> None:
    """Everything to pay with in small print in one line at the foot."""
    w = WORDS[one.language]
    page.say((827, 110), one.payee, bold=True, scale=1.8)
    page.say((130, 360), f"{w[0]} {one.number}  {w[1]} {one.dates[0]}")
    y = _table(page, one, 620, rules=False)
    page.say((1520, y + 70), f"{w[8]} {one.amount} €", bold=True, scale=1.2, right=True)
    page.draw.line((130, 2140, 1520, 2140), fill="black", width=2)
    page.say((130, 2160), f"{one.payee} · IBAN {grouped(one.iban)} · {w[11]} {one.reference}", scale=0.78)


def _tight(page: Sheet, one: Bill) -> None:
    """The account without spaces, right under the total."""
    w = WORDS[one.language]
    y = page.say((130, 140), one.payee.upper(), bold=True, scale=1.2)
    page.say((130, y), f"{w[0]} {one.number}")
    y = _table(page, one, 520) + 60
    for text in (f"{w[8]}: EUR {one.amount}", f"IBAN: {one.iban}", f"{w[10]}: {one.payee}", f"{w[2]}: {one.dates[1]}"):
        y = page.say((850, y), text) + 8


def _grey(page: Sheet, one: Bill) -> None:
    """Grey letters and a coloured bar with white ones."""
    w = WORDS[one.language]
    page.draw.rectangle((0, 0, A4[0], 260), fill="#2b5d7d")
    page.say((130, 90), one.payee, bold=True, scale=1.8, ink="white")
    y = _table(page, one, 560)
    page.draw.rectangle((800, y + 60, 1540, y + 160), fill="#2b5d7d")
    page.say((1520, y + 82), f"{w[8]}  {one.amount} €", bold=True, scale=1.1, right=True, ink="white")
    y = page.say((130, y + 300), f"{w[9]}:", ink="#555555")
    page.say((130, y), f"{grouped(one.iban)}  ({one.payee})", ink="#555555")


def _columns(page: Sheet, one: Bill) -> None:
    """Three columns at the foot: firm, bank, register."""
    w = WORDS[one.language]
    page.say((130, 130), f"{w[0]} {one.number}", bold=True, scale=1.5)
    page.say((1520, 140), one.payee, bold=True, scale=1.2, right=True)
    y = _table(page, one, 560)
    page.say((1520, y + 60), f"{w[8]} € {one.amount}", bold=True, right=True)
    bank = ("Bank: Havenbank", "IBAN", grouped(one.iban))
    for x, texts in ((130, (one.payee, "Kaai 12", "9000 Haven")), (600, bank), (1200, ("RPR Haven", one.number, one.dates[1]))):
        y = 2050
        for text in texts:
            y = page.say((x, y), text, scale=0.8)


SANS, SERIF, MONO, DEJAVU = (
    "liberation/LiberationSans-",
    "liberation/LiberationSerif-",
    "liberation/LiberationMono-",
    "dejavu/DejaVu",
)
Layout = tuple[Callable[[Sheet, Bill], None], tuple[str, str, int], str, str]
LAYOUTS: dict[str, Layout] = {
    "letter, sans": (_letter, (SANS + "Regular.ttf", SANS + "Bold.ttf", 30), "white", "black"),
    "frame, serif": (_boxed, (SERIF + "Regular.ttf", SERIF + "Bold.ttf", 32), "#fbf8ef", "black"),
    "small print, sans": (_foot, (DEJAVU + "Sans.ttf", DEJAVU + "Sans-Bold.ttf", 26), "white", "#222222"),
    "no spaces, mono": (_tight, (MONO + "Regular.ttf", MONO + "Bold.ttf", 28), "white", "black"),
    "grey on white": (_grey, (SANS + "Regular.ttf", SANS + "Bold.ttf", 29), "white", "#333333"),
    "letter, wide": (_letter, (DEJAVU + "Serif.ttf", DEJAVU + "Serif-Bold.ttf", 27), "#f4f4f4", "#111111"),
}
HELD_OUT: dict[str, Layout] = {
    "columns, narrow": (_columns, ("liberation/LiberationSansNarrow-Regular.ttf", "liberation/LiberationSansNarrow-Bold.ttf", 32), "white", "black"),
    "columns, condensed": (_columns, (DEJAVU + "SansCondensed.ttf", DEJAVU + "SansCondensed-Bold.ttf", 28), "#f7f2e6", "#222222"),
    "frame, mono": (_boxed, (DEJAVU + "SansMono.ttf", DEJAVU + "SansMono-Bold.ttf", 26), "white", "#222222"),
    "no spaces, serif": (_tight, (DEJAVU + "SerifCondensed.ttf", DEJAVU + "SerifCondensed-Bold.ttf", 28), "white", "black"),
}  # fmt: skip


def drawn(one: Bill, layout: Layout) -> Image.Image:
    """The page at 200 dots per inch."""
    make, font, paper, ink = layout
    page = Sheet(*font, paper=paper, ink=ink)
    make(page, one)
    return page.image


def _noise(image: Image.Image, chance: np.random.Generator, sigma: float) -> Image.Image:
    array = np.asarray(image, np.float32) + chance.normal(0, sigma, (*image.size[::-1], 1)).astype(np.float32)
    return Image.fromarray(np.clip(array, 0, 255).astype(np.uint8))


def _light(image: Image.Image, chance: np.random.Generator, depth: float) -> Image.Image:
    """A shadow from one corner and a soft edge of a hand or telephone."""
    y, x = np.mgrid[0 : image.height, 0 : image.width].astype(np.float32)
    turn = chance.uniform(0, 2 * np.pi)
    along = x / image.width * np.cos(turn) + y / image.height * np.sin(turn)
    edge = 1 / (1 + np.exp(-(along - np.median(along)) * 18))
    ramp = (along - along.min()) / (along.max() - along.min())
    shade = 1 - depth * (0.5 * ramp + 0.5 * edge)
    return Image.fromarray(np.clip(np.asarray(image, np.float32) * shade[..., None], 0, 255).astype(np.uint8))


def _tilted(image: Image.Image, chance: np.random.Generator, most: float) -> Image.Image:
    """The page on a table, seen aslant: corners moved by at most a share of its size."""
    width, height = image.size
    table = (96, 74, 52)
    margin = int(0.05 * width)
    size = (width + 2 * margin, height + 2 * margin)
    corners = [(margin, margin), (margin + width, margin), (margin + width, margin + height), (margin, margin + height)]
    moved = [(x + chance.uniform(-most, most) * width, y + chance.uniform(-most, most) * height) for x, y in corners]
    return image.transform(size, Image.Transform.PERSPECTIVE, _plane(moved, [(0, 0), (width, 0), (width, height), (0, height)]),
                           Image.Resampling.BICUBIC, fillcolor=table)  # fmt: skip


def _plane(seen: list[tuple[float, float]], flat: list[tuple[int, int]]) -> tuple[float, ...]:
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    solved: NDArray[np.float64] = np.linalg.solve(np.array(rows, float), np.array(flat, float).reshape(8))
    return tuple(solved.tolist())


def _sized(image: Image.Image, dots: int) -> Image.Image:
    return image.resize((image.width * dots // 200, image.height * dots // 200), Image.Resampling.LANCZOS)


def _skewed(image: Image.Image, chance: np.random.Generator, most: float) -> Image.Image:
    turn = float(chance.choice((-1, 1)) * chance.uniform(most / 3, most))
    return image.rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=image.getpixel((2, image.height - 3)))


Spoil = Callable[[Image.Image, np.random.Generator], tuple[Image.Image, int]]
SPOILED: dict[str, Spoil] = {
    "as drawn, 150 dpi": lambda i, c: (_sized(i, 150), 95),
    "blur": lambda i, c: (_sized(i, 150).filter(ImageFilter.GaussianBlur(1.3)), 85),
    "skew up to 6°": lambda i, c: (_skewed(_sized(i, 150), c, 6), 85),
    "perspective": lambda i, c: (_tilted(_sized(i, 150), c, 0.045), 85),
    "noise": lambda i, c: (_noise(_sized(i, 150), c, 28), 85),
    "uneven light": lambda i, c: (_light(_sized(i, 150), c, 0.65), 85),
    "JPEG quality 22": lambda i, c: (_sized(i, 150), 22),
    "scan as PDF": lambda i, c: (_skewed(_noise(_sized(i, 150), c, 10), c, 1.2), 70),
    "photographed": lambda i, c: (
        _noise(_light(_tilted(_skewed(i, c, 3), c, 0.03), c, 0.5).filter(ImageFilter.GaussianBlur(1.2)), c, 10), 75),
    "photographed, messenger": lambda i, c: (
        _noise(_light(_tilted(_skewed(_sized(i, 160), c, 2), c, 0.025), c, 0.4).filter(ImageFilter.GaussianBlur(0.7)), c, 6), 55),
}  # fmt: skip


def photographed(one: Bill, layout: Layout, how: str, seed: int) -> bytes:
    """The bytes of a spoiled picture (JPEG), or of a PDF that holds it."""
    image, quality = SPOILED[how](drawn(one, layout), np.random.default_rng(seed))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    if "PDF" not in how:
        return file.getvalue()
    page = io.BytesIO()
    Image.open(file).save(page, "PDF", resolution=150.0, quality=quality)
    return page.getvalue()


@dataclass(frozen=True)
class Case:
    """One picture to read, and what was found."""

    language: str
    layout: str
    how: str
    number: int


def judged(case: Case) -> tuple[Case, bool, bool, bool, bool, float, str]:
    """(case, account, amount, payee, another valid account, seconds, account)."""
    chance = random.Random(f"{case.language} {case.layout} {case.how} {case.number}")
    one = bill(case.language, chance)
    layout = LAYOUTS.get(case.layout) or HELD_OUT[case.layout]
    data = photographed(one, layout, case.how, chance.randrange(1 << 30))
    start = time.process_time(), os.times().children_user
    parts = unpack(
        Item("factuur.pdf" if "PDF" in case.how else "factuur.jpg", data), Settings(ocr_seconds=40.0, max_seconds=120.0)
    )
    took = time.process_time() - start[0] + os.times().children_user - start[1]
    said = "\n".join(text.text for text in parts.of(Text))
    found = {account.iban for _, _, account in accounts(parts)}
    digits = "".join(c for c in one.amount if c.isdigit())
    sums = {"".join(c for c in amount if c.isdigit()) for amount in amounts_in(said)}
    payee = fuzz.partial_ratio(one.payee.lower(), said.lower()) >= 90
    return case, one.iban in found, digits in sums, payee, bool(found - {one.iban}), took, one.iban


def cases(each: int, layouts: dict[str, Layout], offset: int = 0) -> Iterator[Case]:
    """`each` pictures for every language and spoiling, the layouts in turn."""
    names = list(layouts)
    for at, language in enumerate(LANGUAGES):
        for turn, how in enumerate(SPOILED):
            for number in range(each):
                yield Case(language, names[(number + turn + at + offset) % len(names)], how, number)


Judged = tuple[Case, bool, bool, bool, bool, float, str]


def _row(name: str, done: list[Judged]) -> list[str]:
    return [name, *(tables.share(sum(bool(one[field]) for one in done), len(done)) for field in (1, 2, 3, 4))]


def photographs(each: int, workers: int) -> int:
    """What is read in photographs of invoices on a table, the layouts in turn."""
    names = [*LAYOUTS, *HELD_OUT]
    todo = [
        Case(language, names[(number + at) % len(names)], "photographed", number)
        for number in range(each)
        for at, language in enumerate(LANGUAGES)
    ]
    with ProcessPoolExecutor(workers) as pool:
        done = list(pool.map(judged, todo))
    rows = [_row("all", done)]
    rows += [_row("layouts held out", [one for one in done if one[0].layout in HELD_OUT])]
    rows += [_row(language, [one for one in done if one[0].language == language]) for language in LANGUAGES]
    rows += [_row(layout, [one for one in done if one[0].layout == layout]) for layout in names]
    missed = [f"{one[0].language}, {one[0].layout}, {one[0].number}" for one in done if not one[1]]
    seconds = sorted(one[5] for one in done)
    tables.write(
        "papers-photographed.md",
        f"""# Photographs of invoices on a table

The invoices of [papers](papers.md), turned by up to 3 degrees on a sheet that lies on a dark table and is seen aslant (corners moved by up to 3 % of
its size), in a light that falls off by half with the shadow of a hand, a little out of focus, with grain. Other numbers than those that were looked at
while the reader was mended (the table around a sheet no longer decides which way is level and which signs are light).

{tables.table(("", "account", "amount", "payee", "another account read"), rows)}
Accounts not found: {"; ".join(missed) or "none"}. CPU seconds a picture: median {statistics.median(seconds):.1f}, most {seconds[-1]:.1f}.

Printed by `python -m bench.papers --photographed {each}` on {datetime.now(UTC):%Y-%m-%d}, weerbaar {version("weerbaar")}.
""",
    )
    return 0


KINDS = {
    "as it should be": "",
    "year of birth changed in print": "print",
    "year of birth changed in the lines": "lines",
}
PAPERS = ("TD1, Belgium", "TD1, Utopia", "TD3, Utopia")


@dataclass(frozen=True)
class Shown:
    """One identity paper to read."""

    kind: str
    form: str
    how: str
    number: int


def shown(one: Shown) -> tuple[Shown, bool, bool, bool]:
    """(paper, read at all, read whole and named right, something told against it)."""
    chance = random.Random(f"{one.form} {one.how} {one.number}")
    letters = "".join(chance.choice("CFGHJKLMNPRTVWXYZ") for _ in range(2)) + f"{chance.randrange(10**7):07}"
    card = BELGIAN if "Belgium" in one.form else replace(Card(), number=letters)
    lines: tuple[str, ...] = card.td3() if "TD3" in one.form else card.td1()
    if KINDS[one.kind] == "print":
        card = replace(card, printed=tuple(line.replace("1985", "1995") for line in card.printed))
    if KINDS[one.kind] == "lines":
        lines = tuple(line.replace(card.birth, "9" + card.birth[1:]) for line in lines)
    image, quality = SPOILED[one.how](
        picture(card, lines).resize((1347, 853)), np.random.default_rng(chance.randrange(1 << 30))
    )
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    parts = unpack(Item("kaart.jpg", file.getvalue()), Settings(ocr_seconds=60.0, max_seconds=180.0))
    found = next(parts.of(Paper), None)
    if found is None or found.form == "front":
        return one, found is not None, False, False
    right = found.number == masked(card.number) and found.issuer == card.issuer
    return one, True, right, bool(found.wrong or found.differs or found.odd)


def cards(each: int, workers: int) -> int:
    """How many identity papers are read, and how often something is told against one."""
    spoilings = [how for how in SPOILED if "PDF" not in how]
    todo = [Shown(kind, form, how, n) for kind in KINDS for form in PAPERS for how in spoilings for n in range(each)]
    with ProcessPoolExecutor(workers) as pool:
        done = list(pool.map(shown, todo))

    def row(name: str, some: list[tuple[Shown, bool, bool, bool]]) -> list[str]:
        return [name, *(tables.share(sum(bool(one[field]) for one in some), len(some)) for field in (1, 2, 3))]

    head = ("", "seen to be one", "lines read, number and issuer right", "something told against it")
    honest = [one for one in done if not KINDS[one[0].kind]]
    per_kind = [row(kind, [one for one in done if one[0].kind == kind]) for kind in KINDS]
    per_how = [row(how, [one for one in honest if one[0].how == how]) for how in spoilings]
    per_form = [row(form, [one for one in honest if one[0].form == form]) for form in PAPERS]
    text = f"""# Pictures of identity papers

Cards and passports of invented people, drawn by the tests (tests/cards.py) and spoiled as the invoices of [papers](papers.md) are. The letters are not
those of real papers (OCR-B), there is no background pattern and no reflection: real ones are read less often. Read what this says of the way
it fails, not of the share.

{tables.table(head, per_kind)}
As they should be, per way of spoiling; in the last column every count is a false alarm:

{tables.table(head, per_how)}
{tables.table(head, per_form)}
A changed check digit is told only where two readings agree on it. A paper on which print, lines and digits were all changed alike passes, and
always will.

Printed by `python -m bench.papers --cards {each}` on {datetime.now(UTC):%Y-%m-%d}, weerbaar {version("weerbaar")}.
"""
    tables.write("identity-papers.md", text)
    return 0


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--each", type=int, default=6, help="pictures for each language and spoiling")
    asked.add_argument("--held-out", type=int, default=3, help="the same in layouts never looked at")
    asked.add_argument("--cards", type=int, default=0, help="identity papers instead: pictures of each kind for each spoiling")
    asked.add_argument("--photographed", type=int, default=0, help="photographs on a table instead: pictures for each language")
    asked.add_argument("--only", default="", help="spoilings whose name holds this; nothing is written")
    asked.add_argument("--workers", type=int, default=2)
    told = asked.parse_args()
    if told.cards:
        return cards(told.cards, told.workers)
    if told.photographed:
        return photographs(told.photographed, told.workers)
    todo = [case for case in (*cases(told.each, LAYOUTS), *cases(told.held_out, HELD_OUT)) if told.only in case.how]
    with ProcessPoolExecutor(told.workers) as pool:
        done = list(pool.map(judged, todo))
    if told.only:
        for one in done:
            print(*one[0:7])
        print(_row("all", done))
        return 0
    head = ("", "account", "amount", "payee", "another account read")
    seen = [one for one in done if one[0].layout in LAYOUTS]
    held = [one for one in done if one[0].layout in HELD_OUT]
    rows = [_row("all", done), _row("layouts known", seen), _row("layouts held out", held)]
    rows += [_row(language, [one for one in done if one[0].language == language]) for language in LANGUAGES]
    spoiled = [_row(how, [one for one in done if one[0].how == how]) for how in SPOILED]
    made = [_row(layout, [one for one in done if one[0].layout == layout]) for layout in (*LAYOUTS, *HELD_OUT)]
    seconds, about = sorted(one[5] for one in done), (__doc__ or "").partition("\n\n")[2].strip()
    text = f"""# Pictures of invoices: account, amount, payee

{about}

{tables.table(head, rows)}
Per way of spoiling, all layouts:

{tables.table(head, spoiled)}
Per layout:

{tables.table(head, made)}
"Another account read": a valid account that is not the one on the page. CPU seconds a picture: median {statistics.median(seconds):.1f}, 95th
percentile {seconds[int(0.95 * len(seconds))]:.1f}, most {seconds[-1]:.1f}. What it does not say: drawn letters are cleaner than printed and folded paper,
and no handwriting was tried.

Printed by `python -m bench.papers --each {told.each} --held-out {told.held_out}` on {datetime.now(UTC):%Y-%m-%d}, weerbaar {version("weerbaar")}.
"""
    tables.write("papers.md", text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
