"""What the bytes of a picture tell of its way here: the program that wrote it last, a preview that shows something else, a screenshot, a
messenger that wrote it anew.

All of it is weak: honest pictures are cropped, brightened and sent on every day, and anyone can write or remove such marks. How often each
stands in honest pictures is measured (docs/measured/pictures.md).

References: Exif 2.32 (CIPA DC-008), tags Software, DateTime, DateTimeOriginal, PixelXDimension and the thumbnail of IFD1; ISO 16684-1 (XMP).
"""

import io
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from weerbaar.model.part import Journey, Picture

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray
    from PIL.Image import Exif, Image

EDITORS = re.compile(
    r"\b(?:Adobe Photoshop(?: Lightroom| Express| Elements)?|Adobe Lightroom|Lightroom|GIMP|Affinity Photo|Pixelmator(?: Pro)?|Paint\.NET|paint\.net|"
    r"Capture One|darktable|RawTherapee|Snapseed|PicsArt|Picsart|Canva|VSCO|Photopea|Facetune|FaceApp|Meitu|Corel PHOTO-PAINT|PaintShop Pro|"
    r"Microsoft Windows Photo (?:Gallery|Viewer)|Windows Photo Editor|Picasa|digiKam|Luminar|Krita|Inkscape|ImageMagick|PhotoScape|Polarr)\b"
)
"""Programs with which pictures are changed, as they name themselves."""
SCREENSHOT = re.compile(
    r"screen ?shot|schermafbeelding|schermopname|capture d.{1,3}[eé]cran|bildschirmfoto|screen_?capture|snipping tool|flameshot|spectacle",
    re.I,
)
"""How telephones and computers name a picture of their own screen, in nl, fr, de and en."""
MESSENGERS = (
    ("WhatsApp", re.compile(r"^(?:IMG-\d{8}-WA\d{4}|WhatsApp Image 20\d\d-\d\d-\d\d)", re.I)),
    ("Signal", re.compile(r"^signal-20\d\d-\d\d-\d\d-\d{6}", re.I)),
    ("Telegram", re.compile(r"^photo_20\d\d-\d\d-\d\d_\d\d-\d\d-\d\d")),
    ("Facebook", re.compile(r"^(?:FB_IMG_\d{13}|received_\d{12,20}|\d{6,17}_\d{10,20}_\d{10,20}_[no])\b")),
    ("Snapchat", re.compile(r"^Snapchat-\d{6,}")),
)
"""Names that messengers give to pictures they wrote anew."""
FACEBOOK = b"FBMD"
"""Facebook and Instagram write this into the IPTC field Special Instructions."""
HEAD = 64 * 1024
MAKE, SOFTWARE, DATE, TAKEN, WIDE, HIGH, COMMENT, TABLE = 0x010F, 0x0131, 0x0132, 0x9003, 0xA002, 0xA003, 0x9286, 0x8769
OFFSET, LENGTH = 0x0201, 0x0202
XMP_TOOL = re.compile(rb"CreatorTool(?:=\"|>)([^\"<]{2,120})")
LONGEST = 60
DAY = re.compile(r"(?:19|20)\d\d:[01]\d:[0-3]\d")
EXIF_HEAD = b"Exif\0\0"
PREVIEW = 32
LARGEST_PREVIEW = 640
ALIKE = 0.6
"""Correlation of a picture and its preview below which they show something else."""
EVEN = 4.0
"""Levels of 255 by which a picture must vary for that to mean something."""


def journey_of(image: "Image", picture: Picture, data: bytes) -> Journey:
    """What a loaded picture tells; `data` are its bytes."""
    exif = image.getexif()
    taken = exif.get_ifd(TABLE)
    said = _said(exif, image.info, data[:HEAD])
    editor = EDITORS.search(said)
    file = re.split(r"[\\/]", picture.name)[-1]
    return Journey(
        editor=editor[0] if editor else "",
        messenger=_messenger(file, data[:HEAD]),
        screenshot=bool(SCREENSHOT.search(file[:200]) or SCREENSHOT.search(_written(taken.get(COMMENT)) + said)),
        preview_differs=_preview_differs(image, exif),
        sizes_differ=_sizes_differ(picture, exif, taken),
        dates_differ=_dates_differ(exif, taken),
    )


def _said(exif: "Exif", info: Mapping[Any, Any], head: bytes) -> str:
    """Where programs write their names."""
    names = [exif.get(SOFTWARE), info.get("Software"), info.get("comment"), info.get("Comment"), info.get("Description")]
    tool = XMP_TOOL.search(head)
    return " | ".join(_written(one)[:LONGEST] for one in (*names, tool[1] if tool else b"") if one)


def _written(said: object) -> str:
    if isinstance(said, bytes):
        return said[:200].replace(b"\0", b"").decode("utf-8", "replace")
    return said[:200] if isinstance(said, str) else ""


def _messenger(file: str, head: bytes) -> str:
    named = next((service for service, pattern in MESSENGERS if pattern.match(file)), "")
    return named or ("Facebook" if FACEBOOK in head and b"8BIM" in head else "")


def _sizes_differ(picture: Picture, exif: "Exif", taken: Mapping[int, Any]) -> bool:
    """Whether a camera wrote another size than the picture has now: it was cut or made smaller."""
    wide, high = taken.get(WIDE), taken.get(HIGH)
    if not exif.get(MAKE) or not isinstance(wide, int) or not isinstance(high, int) or not wide or not high:
        return False
    return {wide, high} != {picture.width, picture.height}


def _dates_differ(exif: "Exif", taken: Mapping[int, Any]) -> bool:
    """Whether the picture was saved on a day before it was taken."""
    saved, before = (_written(said)[:10].replace("-", ":") for said in (exif.get(DATE), taken.get(TAKEN)))
    return bool(DAY.fullmatch(saved) and DAY.fullmatch(before)) and saved < before


def _preview_differs(image: "Image", exif: "Exif") -> bool:
    """Whether the preview that a camera or program put beside the picture shows something else, in whatever turn."""
    import numpy

    small = _preview(image, exif)
    if small is None:
        return False
    mine = _shape(image.convert("L"), image.width / image.height)
    if mine.std() < EVEN:
        return False
    likest = -1.0
    for turn in range(4):
        turned = small.rotate(90 * turn, expand=True)
        for theirs in (_shape(turned, image.width / image.height), _shape(turned, turned.width / turned.height)):
            if theirs.std() < EVEN:
                return False
            likest = max(likest, float(numpy.corrcoef(mine.ravel(), theirs.ravel())[0, 1]))
    return likest < ALIKE


def _preview(image: "Image", exif: "Exif") -> "Image | None":
    """The preview in grey; None where there is none, or none that can be read."""
    from PIL import ExifTags, Image, UnidentifiedImageError

    place, written = exif.get_ifd(ExifTags.IFD.IFD1), image.info.get("exif")
    start, length = place.get(OFFSET), place.get(LENGTH)
    if not isinstance(written, bytes) or not isinstance(start, int) or not isinstance(length, int) or length > HEAD:
        return None
    start += len(EXIF_HEAD) if written.startswith(EXIF_HEAD) else 0
    try:
        small = Image.open(io.BytesIO(written[start : start + length]), formats=("JPEG",))
        if not PREVIEW <= min(small.size) <= max(small.size) <= LARGEST_PREVIEW:
            return None
        return small.convert("L")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return None


def _shape(gray: "Image", ratio: float) -> "NDArray[numpy.float64]":
    """32 x 32 levels of the middle of a picture that has this ratio of width to height: cameras fill up a preview with bars."""
    import numpy

    width, height = min(gray.width, gray.height * ratio), min(gray.height, gray.width / ratio)
    left, top = (gray.width - width) / 2, (gray.height - height) / 2
    box = (left, top, left + width, top + height)
    return numpy.asarray(gray.resize((PREVIEW, PREVIEW), box=box, reducing_gap=2.0), numpy.float64)
