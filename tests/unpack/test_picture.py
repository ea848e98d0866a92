"""Pictures and the codes in them: the ladder reads what a telephone reads; limits hold; words where tesseract is installed."""

import pytest
from bench import seeds
from bench.mutate import huge_png
from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.item import Item
from weerbaar.model.part import Code, Contact, Link, LinkKind, Parts, Picture, Text, TextKind
from weerbaar.settings import Settings
from weerbaar.unpack.code import _Found, _woven, block_count, codes_in, codes_in_grid, codes_in_text, payment
from weerbaar.unpack.unpack import unpack

IBAN = "BE71096123456769"
ORDER = f"BCD\n002\n1\nSCT\nGKCCBEBB\nMolens De Kroon\n{IBAN}\nEUR1240.50\n\n\nFactuur 2026-17\n"


def parts_of(data: bytes, settings: Settings | None = None) -> Parts:
    return unpack(Item("beeld.png", data), settings or Settings(ocr=False))


def read(image: Image.Image) -> list[tuple[str, str]]:
    return [(payload, step) for _, payload, step in codes_in(image)]


def test_a_code_in_a_picture_becomes_a_code_and_a_link() -> None:
    parts = parts_of(seeds.png(seeds.qr()))
    assert next(parts.of(Picture)).kind == "png"
    assert list(parts.of(Code)) == [Code("beeld.png", "QR Code", seeds.ADDRESS, "plain")]
    assert [(link.target, link.kind) for link in parts.of(Link)] == [(seeds.ADDRESS, LinkKind.CODE)]


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"])
def test_every_format_is_read(form: str) -> None:
    assert [code.payload for code in parts_of(seeds.saved(seeds.qr(), form)).of(Code)] == [seeds.ADDRESS]


@pytest.mark.parametrize("cell", [4, 6, 10, 16, 24])
@pytest.mark.parametrize("radius", [0.2, 0.3, 0.4, 0.45])
def test_a_code_of_loose_dots_fails_directly_and_is_read_by_the_ladder(cell: int, radius: float) -> None:
    import zxingcpp

    dots = seeds.dotted_qr(cell=cell, radius=radius)
    assert not zxingcpp.read_barcodes(dots), "the plain decoder reads this one: it proves nothing"
    found = read(dots)
    assert [payload for payload, _ in found] == [seeds.ADDRESS]
    assert found[0][1] != "plain"


def test_the_ladder_reads_light_dots_low_contrast_and_colours_of_one_brightness() -> None:
    dots = seeds.dotted_qr()
    for image in (
        ImageOps.invert(dots),
        dots.point(lambda value: 140 + value // 8),
        ImageOps.colorize(dots, (200, 30, 60), (90, 110, 60)),
        dots.rotate(90),
    ):
        assert [payload for payload, _ in read(image)] == [seeds.ADDRESS]


def test_a_small_code_on_a_page_full_of_words_is_read() -> None:
    page = Image.new("L", (1240, 1754), 255)
    pen = ImageDraw.Draw(page)
    for line in range(60):
        pen.text((80, 500 + line * 18), "Scan de code om uw rekening te bevestigen. " * 3, fill=0)
    page.paste(seeds.dotted_qr(cell=6), (80, 80))
    assert [payload for payload, _ in read(page)] == [seeds.ADDRESS]


@pytest.mark.parametrize(
    ("step", "image"),
    [
        ("sharp", seeds.qr(cell=10).filter(ImageFilter.GaussianBlur(6)).convert("RGB")),
        ("hue", ImageOps.colorize(seeds.qr(cell=6), (216, 60, 70), (20, 140, 124))),
        ("blur", seeds.dotted_qr(cell=5, radius=0.3)),
    ],
    ids=["soft", "one brightness", "small dots"],
)
def test_what_no_decoder_reads_at_once_a_step_of_the_ladder_reads(step: str, image: Image.Image) -> None:
    page = Image.new("RGB", (1240, 1000), "white")
    page.paste(image, (600, 500))
    assert read(page if step == "blur" else image) == [(seeds.ADDRESS, step)]


def test_a_page_of_words_is_not_woven_and_a_small_dotted_code_on_it_is() -> None:
    page = Image.new("L", (900, 620), 255)
    pen = ImageDraw.Draw(page)
    for line in range(14):
        pen.text(
            (40, 220 + line * 27), "Scan de code om uw rekening te bevestigen. " * 2, fill=0, font=ImageFont.load_default(20)
        )
    words = page.copy()
    page.paste(seeds.dotted_qr(cell=6).reduce(2), (40, 20))
    assert not _woven(words)
    assert _woven(page) > 0.5


@pytest.mark.parametrize("cell", [3, 8, 20])
def test_a_code_is_woven_at_every_size_until_it_is_covered(cell: int) -> None:
    found = _Found()
    code = seeds.qr(cell=cell)
    page = Image.new("L", (code.width + 100, code.height + 100), 255)
    page.paste(code, (50, 50))
    assert _woven(page)
    found.read(page, "plain")
    assert not _woven(found.covered(page))


def test_beside_a_plain_code_the_styled_one_is_read_too() -> None:
    page = Image.new("L", (1000, 500), 255)
    page.paste(seeds.qr("https://bakkerij.example/"), (20, 20))
    page.paste(seeds.dotted_qr(), (480, 20))
    assert read(page) == [("https://bakkerij.example/", "plain"), (seeds.ADDRESS, "blur")]


def test_see_through_pictures_are_read_on_white() -> None:
    code = seeds.qr()
    image = Image.new("RGBA", code.size, (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), mask=ImageOps.invert(code))
    assert [payload for payload, _ in read(image)] == [seeds.ADDRESS]


@pytest.mark.parametrize(
    "image",
    [
        Image.new("RGB", (600, 400), "white"),
        Image.new("L", (20, 20)),
        Image.radial_gradient("L"),
        seeds.written(size=(900, 260)),
    ],
)
def test_pictures_without_a_code_stay_silent(image: Image.Image) -> None:
    assert read(image) == []


def test_a_payment_code_says_who_which_account_and_how_much() -> None:
    assert payment(ORDER) == f"Molens De Kroon\n{IBAN}\nGKCCBEBB\nEUR 1240.50\nFactuur 2026-17"
    parts = parts_of(seeds.png(seeds.qr(ORDER)))
    text = next(parts.of(Text))
    assert IBAN in text.text
    assert text.kind is TextKind.PICTURE
    assert not list(parts.of(Link))


@pytest.mark.parametrize("payload", ["", "BCD", "BCD\n002\n1\nXXX\n\nNaam\nBE71", "WIFI:S:bakkerij;T:WPA;P:brood;;"])
def test_other_payloads_are_no_payment(payload: str) -> None:
    assert payment(payload) == ""


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        ("www.bakkerij.example/menu", LinkKind.CODE),
        ("tel:+32470000001", LinkKind.PHONE),
        ("mailto:els@bakkerijvanhove.example", LinkKind.MAIL),
        ("Lees ook https://a.example/x", LinkKind.CODE),
    ],
)
def test_payloads_that_lead_somewhere_become_links(payload: str, kind: LinkKind) -> None:
    assert [link.kind for link in parts_of(seeds.png(seeds.qr(payload))).of(Link)] == [kind]


def test_a_wifi_code_is_words() -> None:
    parts = parts_of(seeds.png(seeds.qr("WIFI:S:bakkerij;T:WPA;P:brood;;")))
    assert [text.text for text in parts.of(Text)] == ["WIFI:S:bakkerij;T:WPA;P:brood;;"]


def test_a_contact_in_a_code_goes_to_the_reader_of_contacts() -> None:
    parts = parts_of(seeds.png(seeds.qr(seeds.contact().decode())))
    assert [contact.name for contact in parts.of(Contact)] == ["Tom Maes"] or any(
        one.detector == "unpack.contact" for one in parts.not_looked
    )


def halves(rows: list[list[bool]], dark: str = "█▀▄ ") -> str:
    both, upper, lower, none = dark
    rows = [*rows, [False] * len(rows[0])] if len(rows) % 2 else rows
    pick = {(True, True): both, (True, False): upper, (False, True): lower, (False, False): none}
    return "\n".join("".join(pick[pair] for pair in zip(a, b, strict=True)) for a, b in zip(rows[::2], rows[1::2], strict=True))


@pytest.mark.parametrize(
    "drawn",
    [
        halves(seeds.modules()),
        halves([[not dark for dark in row] for row in seeds.modules()]),  # light on dark, as terminals show it
        "\n".join("".join("██" if dark else "  " for dark in row) for row in seeds.modules()),
        "\n".join("".join("⬛" if dark else "⬜" for dark in row) for row in seeds.modules()),
        "Scan deze code:\n\n" + halves(seeds.modules()) + "\n\nMet vriendelijke groet",
    ],
)
def test_codes_drawn_with_characters_are_read(drawn: str) -> None:
    assert block_count(drawn) > 100
    assert codes_in_text(drawn) == [("QR Code", seeds.ADDRESS, "characters")]


@pytest.mark.parametrize("text", ["", seeds.SENTENCE * 20, "█" * 500, "\n".join(["█▀▄ " * 20] * 60), "▁▂▃▄▅▆▇█ voortgang 80 %"])
def test_texts_without_a_drawn_code_stay_silent(text: str) -> None:
    assert codes_in_text(text) == []


def test_codes_in_the_cells_of_a_table_are_read() -> None:
    assert codes_in_grid(seeds.modules(), "table") == [("QR Code", seeds.ADDRESS, "table")]


def tabled(rows: list[list[bool]]) -> str:
    def cell(dark: bool) -> str:
        return f"<td style='width:4px;background:{'#000' if dark else '#fff'}'></td>"

    return "<table>" + "".join("<tr>" + "".join(map(cell, row)) + "</tr>" for row in rows) + "</table>"


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("a.html", f"<html><body><p>Scan</p>{tabled(seeds.modules())}</body></html>"),
        ("a.html", f"<html><body><pre>{halves(seeds.modules())}</pre></body></html>"),
        (
            "a.html",
            "<html><body>" + "".join(f"<div>{line}</div>" for line in halves(seeds.modules()).split("\n")) + "</body></html>",
        ),
        ("a.txt", f"Scan deze code\n\n{halves(seeds.modules())}\n"),
    ],
)
def test_codes_drawn_in_pages_and_texts_become_codes_and_links(name: str, page: str) -> None:
    parts = unpack(Item(name, page.encode()), Settings(ocr=False))
    assert [code.payload for code in parts.of(Code)] == [seeds.ADDRESS]
    assert LinkKind.CODE in {link.kind for link in parts.of(Link)}


@pytest.mark.parametrize(("width", "height"), [(60_000, 60_000), (2**31 - 1, 1), (50_000, 1000)])
def test_a_picture_larger_than_the_limit_is_named_and_not_unfolded(width: int, height: int) -> None:
    parts = parts_of(huge_png(width, height))
    assert [(one.detector, one.reason) for one in parts.not_looked] == [("limit max_pixels", Reason.TOO_LARGE)]
    assert len(list(parts.of(Picture))) == 1


def test_half_a_picture_is_damaged_and_still_named() -> None:
    data = seeds.png(seeds.qr())
    parts = parts_of(data[: len(data) // 2])
    assert len(list(parts.of(Picture))) == 1
    assert [one.reason for one in parts.not_looked] == [Reason.DAMAGED]


def test_of_a_moving_picture_the_first_frame_is_read() -> None:
    import io

    file = io.BytesIO()
    seeds.qr().save(file, "GIF", save_all=True, append_images=[Image.new("L", seeds.qr().size, 255)])
    assert [code.payload for code in parts_of(file.getvalue()).of(Code)] == [seeds.ADDRESS]


def test_words_are_not_read_when_switched_off_and_that_is_said() -> None:
    parts = parts_of(seeds.png(seeds.written()))
    assert parts.not_looked == (NotLooked("unpack.ocr", Reason.SWITCHED_OFF, "beeld.png"),)


def test_without_tesseract_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weerbaar.unpack.ocr.installed_languages", lambda: ())
    parts = parts_of(seeds.png(seeds.written()), Settings())
    assert parts.not_looked == (NotLooked("unpack.ocr", Reason.NOT_INSTALLED, "beeld.png"),)


def test_logos_are_not_read_for_words() -> None:
    assert parts_of(seeds.png(seeds.written("Logo", (150, 40)))).not_looked == ()


@pytest.mark.needs("tesseract")
@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Uw pakket wacht op betaling, kies een dag voor de levering", "nl"),
        ("Votre colis attend le paiement, choisissez un jour de livraison", "fr"),
        ("Ihr Paket wartet auf Zahlung, wählen Sie einen Tag für die Lieferung", "de"),
        ("Your parcel is waiting for payment, choose a day for delivery", "en"),
    ],
)
def test_words_in_a_picture_are_read_in_four_languages(words: str, language: str) -> None:
    text = next(parts_of(seeds.png(seeds.written(words)), Settings(ocr_seconds=60)).of(Text))
    assert (text.kind, text.language) == (TextKind.PICTURE, language)
    assert len(set(words.lower().split()) & set(text.text.lower().split())) >= 7


@pytest.mark.needs("tesseract")
def test_tesseract_gets_only_the_seconds_it_may_have() -> None:
    parts = parts_of(seeds.png(seeds.written()), Settings(ocr_seconds=0.001))
    assert parts.not_looked == (NotLooked("unpack.ocr", Reason.TOO_LONG, "beeld.png"),)
