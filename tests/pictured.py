"""Pictures with notes of a camera or program, for the tests; run as a program it writes the samples of the room `picture`."""

import io
from pathlib import Path
from typing import Literal

from PIL import ExifTags, Image

from tests.scene import scene

SAMPLES = Path(__file__).parent / "samples" / "picture"
MAKE, SOFTWARE, SAVED, TAKEN, WIDE, HIGH, COMMENT = 0x010F, 0x0131, 0x0132, 0x9003, 0xA002, 0xA003, 0x9286
SIZE = (320, 240)


def jpeg(image: Image.Image, **saved: object) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70, **saved)
    return out.getvalue()


def taken(
    image: Image.Image | None = None,
    *,
    preview: Image.Image | None = None,
    written: dict[int, str] | None = None,
    size: tuple[int, int] | None = None,
    comment: str = "",
) -> bytes:
    """A JPEG as "Lens & Co" cameras write it: `written` are further tags, `preview` a small picture inside."""
    image = image or scene(size=SIZE)
    exif = Image.Exif()
    exif[MAKE] = "Lens & Co"
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    inner[WIDE], inner[HIGH] = size or image.size
    if comment:
        inner[COMMENT] = b"ASCII\0\0\0" + comment.encode()
    for tag, said in (written or {}).items():
        (inner if tag == TAKEN else exif)[tag] = said
    if preview is None:
        return jpeg(image, exif=exif)
    return jpeg(image, exif=_with_preview(exif, preview))


def _with_preview(exif: Image.Exif, preview: Image.Image) -> bytes:
    """The tags with a second table (IFD1) behind them that holds a small JPEG (Exif 2.32, 4.5.5)."""
    head, tiff = b"Exif\0\0", exif.tobytes().removeprefix(b"Exif\0\0")
    order: Literal["little", "big"] = "little" if tiff[:2] == b"II" else "big"
    first = int.from_bytes(tiff[4:8], order)
    end = first + 2 + 12 * int.from_bytes(tiff[first : first + 2], order)
    table, small = len(tiff) + len(tiff) % 2, jpeg(preview)
    tiff = tiff[:end] + table.to_bytes(4, order) + tiff[end + 4 :].ljust(table - end - 4, b"\0")
    rows = ((0x0103, 3, 6), (0x0201, 4, table + 2 + 36 + 4), (0x0202, 4, len(small)))
    ifd = len(rows).to_bytes(2, order)
    for tag, kind, value in rows:
        short = kind == 3
        held = value.to_bytes(2, order) + b"\0\0" if short else value.to_bytes(4, order)
        ifd += tag.to_bytes(2, order) + kind.to_bytes(2, order) + (1).to_bytes(4, order) + held
    return head + tiff + ifd + bytes(4) + small


def marked(data: bytes) -> bytes:
    """The JPEG with the mark of Facebook in its IPTC field Special Instructions."""
    note = b"FBMD01000a880300"
    field = b"\x1c\x02\x28" + len(note).to_bytes(2, "big") + note
    body = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + len(field).to_bytes(4, "big") + field
    return data[:2] + b"\xff\xed" + (len(body) + 2).to_bytes(2, "big") + body + data[2:]


def main() -> None:
    """Write the samples."""
    picture = scene(size=SIZE)
    small = picture.resize((160, 120))
    for place, data in {
        "edited/speaks-preview-of-another-scene.jpg": taken(preview=scene(7, (160, 120))),
        "edited/speaks-saved-by-an-editor.jpg": taken(written={SOFTWARE: "Adobe Photoshop 25.0 (Windows)"}),
        "edited/silent-straight-from-the-camera.jpg": taken(preview=small, written={SOFTWARE: "Camera 7 firmware 1.02"}),
        "screenshot/speaks-marked-by-the-telephone.jpg": taken(comment="Screenshot"),
        "screenshot/silent-photo.jpg": taken(),
        "messenger/speaks-marked-by-facebook.jpg": marked(jpeg(picture)),
        "messenger/silent-photo.jpg": taken(),
    }.items():
        (SAMPLES / place).parent.mkdir(parents=True, exist_ok=True)
        (SAMPLES / place).write_bytes(data)


if __name__ == "__main__":
    main()
