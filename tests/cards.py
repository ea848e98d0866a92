"""Identity papers of invented people, drawn by the tests: machine-readable lines with check digits that hold, and a printed side beside them."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image


def digit(field: str) -> str:
    """The check digit of a field (ICAO Doc 9303-3, 4.9)."""
    values = [0 if sign == "<" else int(sign, 36) for sign in field]
    return str(sum(value * (7, 3, 1)[at % 3] for at, value in enumerate(values)) % 10)


@dataclass(frozen=True)
class Card:
    """What stands on a paper; dates are yymmdd."""

    issuer: str = "UTO"
    number: str = "D23145890"
    birth: str = "850730"
    expiry: str = "320415"
    surname: str = "VOORBEELD"
    given: str = "LENA<MARIE"
    optional: str = ""
    title: str = "IDENTITEITSKAART  IDENTITY CARD"
    printed: tuple[str, ...] = (
        "Naam / Name",
        "VOORBEELD",
        "Voornamen / Given names",
        "LENA MARIE",
        "30 07 1985",
        "Geldig tot / Expires",
        "15.04.2032",
    )

    def td1(self) -> tuple[str, str, str]:
        """Three lines of 30 signs; a number longer than nine goes on behind a filler (ICAO Doc 9303-5, 4.2.2)."""
        check = digit(self.number)
        told = self.number + check if len(self.number) == 9 else f"{self.number[:9]}<{self.number[9:]}{check}<"
        first = f"ID{self.issuer:<3}{told}".replace(" ", "<").ljust(30, "<")
        birth, expiry = self.birth + digit(self.birth), self.expiry + digit(self.expiry)
        second = f"{birth}F{expiry}{self.issuer:<3}{self.optional}".replace(" ", "<").ljust(29, "<")
        whole = digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
        return first, second + whole, f"{self.surname}<<{self.given}".ljust(30, "<")

    def td3(self) -> tuple[str, str]:
        """Two lines of 44 signs."""
        first = f"P<{self.issuer:<3}{self.surname}<<{self.given}".replace(" ", "<").ljust(44, "<")
        optional = self.optional.ljust(14, "<")
        number, birth, expiry = (field + digit(field) for field in (self.number, self.birth, self.expiry))
        second = f"{number}{self.issuer:<3}{birth}F{expiry}{optional}{digit(optional)}".replace(" ", "<")
        return first, second + digit(number + birth + expiry + optional + digit(optional))

    def text(self) -> str:
        """Both sides as words."""
        return "\n".join((self.title, *self.printed, *self.td1()))


BELGIAN = replace(Card(), issuer="BEL", number="591000000005", optional="85073003328")
"""Card number and rijksregisternummer pass their checks; nobody has them on purpose."""


def picture(card: Card, lines: tuple[str, ...], *more: str) -> "Image":
    """A card drawn with Pillow's own letters, those for machines evenly spaced; `more` are words under it."""
    from PIL import Image, ImageDraw, ImageFont

    plain, pitch = ImageFont.load_default(26), 930 / len(lines[0])
    machine = ImageFont.load_default(1.45 * pitch)
    image = Image.new("RGB", (1010, 640 + 60 * len(more)), "#e8eef2")
    draw = ImageDraw.Draw(image)
    draw.rectangle((30, 60, 250, 340), fill="#b8c4cc")
    for at, words in enumerate((card.title, *card.printed)):
        draw.text((290, 30 + 40 * at), words, font=plain, fill="#222222")
    for at, words in enumerate(lines):
        for place, sign in enumerate(words):
            draw.text((40 + pitch * place, 470 + 54 * at), sign, font=machine, fill="black")
    for at, words in enumerate(more):
        draw.text((40, 650 + 50 * at), words, font=plain, fill="black")
    return image
