"""What the bytes of a picture tell of its way here: marks of programs, previews, sizes, dates, messengers, screenshots."""

import io
from dataclasses import replace

import pytest
from PIL import Image, PngImagePlugin
from tests.pictured import SAVED, SOFTWARE, TAKEN, jpeg, marked, taken
from tests.scene import scene

from weerbaar.model.item import Item
from weerbaar.model.part import Journey, Picture
from weerbaar.settings import Settings
from weerbaar.unpack.unpack import unpack

SMALL = scene(size=(640, 480)).resize((160, 120))
NOTHING = Journey()


def journey(data: bytes, name: str = "foto.jpg") -> Journey:
    return next(unpack(Item(name, data), Settings(ocr=False)).of(Picture)).journey


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (taken(), NOTHING),
        (taken(written={SOFTWARE: "Camera 7 firmware 1.02"}), NOTHING),
        (taken(written={SOFTWARE: "GIMP 2.10.32"}), Journey(editor="GIMP")),
        (taken(written={SOFTWARE: "Adobe Photoshop 25.0 (Windows)"}), Journey(editor="Adobe Photoshop")),
        (taken(written={SAVED: "2026:03:02 10:00:00", TAKEN: "2026:03:02 12:00:00"}), NOTHING),  # the same day: time zones
        (taken(written={SAVED: "2026:03:09 10:00:00", TAKEN: "2026:03:02 12:00:00"}), NOTHING),  # edited later
        (taken(written={SAVED: "2026:03:01 10:00:00", TAKEN: "2026:03:02 12:00:00"}), Journey(dates_differ=True)),
        (taken(written={SAVED: "0000:00:00 00:00:00", TAKEN: "yesterday"}), NOTHING),
        (taken(size=(4000, 3000)), Journey(sizes_differ=True)),
        (taken(size=(240, 320)), NOTHING),  # held upright
        (taken(comment="Screenshot"), Journey(screenshot=True)),
        (marked(jpeg(scene())), Journey(messenger="Facebook")),
        (jpeg(scene(), comment=b"Created with GIMP"), Journey(editor="GIMP")),
    ],
)
def test_the_notes_of_a_picture_are_told(data: bytes, told: Journey) -> None:
    assert journey(data) == told


@pytest.mark.parametrize(
    ("preview", "differs"),
    [
        (SMALL, False),
        (SMALL.rotate(90, expand=True), False),  # the picture was turned, the preview was not
        (SMALL.point(lambda level: 30 + level // 2), False),  # brightened
        (Image.new("RGB", (160, 120), "white"), False),  # nothing on it
        (scene(7, (160, 120)), True),
        (SMALL.crop((90, 60, 160, 112)).resize((160, 120)), True),
    ],
    ids=["same", "turned", "brighter", "blank", "another", "a corner"],
)
def test_a_preview_that_shows_something_else_is_told(preview: Image.Image, differs: bool) -> None:
    assert journey(taken(scene(), preview=preview)).preview_differs is differs


def test_a_preview_between_bars_shows_the_same() -> None:
    wide = scene(size=(640, 360))
    barred = Image.new("RGB", (160, 120))
    barred.paste(wide.resize((160, 90)), (0, 15))
    assert not journey(taken(wide, preview=barred)).preview_differs


def test_a_spoiled_preview_says_nothing() -> None:
    whole = taken(scene(), preview=scene(7, (160, 120)))
    start = whole.index(b"\xff\xd8", 2)
    for data in (
        whole[: start + 2] + b"\xff" * 40 + whole[start + 42 :],
        whole.replace(b"\x02\x02\x00\x04", b"\x02\x02\x00\x01"),
    ):
        assert journey(data) == NOTHING


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("IMG-20260302-WA0007.jpg", Journey(messenger="WhatsApp")),
        ("WhatsApp Image 2026-03-02 at 09.15.00.jpeg", Journey(messenger="WhatsApp")),
        ("signal-2026-03-02-091500.jpg", Journey(messenger="Signal")),
        ("photo_2026-03-02_09-15-00.jpg", Journey(messenger="Telegram")),
        ("IMG_20260302_091500.jpg", NOTHING),
        ("Schermafbeelding 2026-03-02.png", Journey(screenshot=True)),
        ("Capture d’écran 2026-03-02.png", Journey(screenshot=True)),
        ("Bildschirmfoto vom 2026-03-02.png", Journey(screenshot=True)),
        ("Screenshot_20260302-091500.png", Journey(screenshot=True)),
        ("factuur.png", NOTHING),
    ],
)
def test_names_that_telephones_and_messengers_give_are_known(name: str, told: Journey) -> None:
    assert journey(jpeg(scene()), name) == told


def test_a_program_for_screenshots_names_itself_in_a_png() -> None:
    info, out = PngImagePlugin.PngInfo(), io.BytesIO()
    info.add_text("Software", "gnome-screenshot")
    scene().save(out, "PNG", pnginfo=info)
    assert journey(out.getvalue(), "beeld.png") == replace(NOTHING, screenshot=True)


@pytest.mark.filterwarnings("error")
def test_spoiled_notes_say_nothing_and_disturb_nobody() -> None:
    whole = taken(written={SOFTWARE: "GIMP 2.10.32"})
    for at in range(26, 90, 7):
        told = unpack(Item("foto.jpg", whole[:at] + b"\xff" * 5 + whole[at + 5 :]), Settings(ocr=False))
        assert len(list(told.of(Picture))) == 1
