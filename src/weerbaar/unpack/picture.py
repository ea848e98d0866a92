"""Pictures: what they are, the codes in them and, where they are large enough to hold text, the words.

Pillow reads a short list of formats only; a picture that would unfold to more than `max_pixels` is named and not unfolded.
"""

import hashlib
import io
import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.item import Way
from weerbaar.model.part import Code, Picture
from weerbaar.unpack.animated import moves, moving
from weerbaar.unpack.credentials import credentials_in
from weerbaar.unpack.declared import declared_in
from weerbaar.unpack.journey import journey_of
from weerbaar.unpack.pdq import looks_of
from weerbaar.unpack.reader import Blob, Budget, Yield, reader

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "AVIF")
INLINE_WIDTH, INLINE_HEIGHT = 400, 200
"""Smaller pictures inside a mail are logos and buttons; their words are not read."""


@reader("picture")
def picture(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A picture; one that moves is read as a film is (animated.py)."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    where = blob.where or blob.name or "picture"
    inline = "inline" in blob.context
    digest = hashlib.sha256(blob.data).hexdigest()
    try:
        with warnings.catch_warnings():
            # Pillow warns of pictures we refuse below by our own measure.
            warnings.simplefilter("ignore")
            image: Image.Image = Image.open(io.BytesIO(blob.data), formats=(*FORMATS, *_heif(blob.data)))
    except ImportError:
        yield Picture(where, blob.name, "heif", sha256=digest, inline=inline)
        yield NotLooked("unpack.picture", Reason.NOT_INSTALLED, where)
        return
    except Image.DecompressionBombError:
        budget.met.add("max_pixels")
        yield Picture(where, blob.name, "", sha256=digest, inline=inline)
        yield NotLooked("limit max_pixels", Reason.TOO_LARGE, where)
        return
    except UnidentifiedImageError:
        yield Picture(where, blob.name, "", sha256=digest, inline=inline)
        yield from credentials_in(blob, where, budget.settings)
        yield NotLooked("unpack.picture", Reason.UNKNOWN_KIND, blob.where)
        return
    known = Picture(where, blob.name, (image.format or "").lower(), image.width, image.height, digest, inline)
    claims = list(credentials_in(blob, where, budget.settings))
    if image.width * image.height > budget.settings.max_pixels:
        budget.met.add("max_pixels")
        yield from (known, *claims)
        yield NotLooked("limit max_pixels", Reason.TOO_LARGE, where, f"{image.width} x {image.height}")
        return
    budget.spend_bytes(image.width * image.height, where)
    words = _may_hold_words(image, blob)
    whole = words and budget.settings.ocr
    if image.format == "JPEG":
        image.draft("RGB", (2000, 2000) if whole else (1000, 1000))
    try:
        image.load()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of notes that are spoiled
            claims += declared_in(blob.data, where, image)
            if not inline and "frame" not in blob.context:  # of a film we wrote the picture ourselves
                known = replace(known, journey=journey_of(image, known, blob.data))
        if whole:
            image = ImageOps.exif_transpose(image)
        if not inline:
            known = replace(known, looks=looks_of(image))
    finally:
        yield from (known, *claims)
    if "frame" not in blob.context and moves(image):
        yield from moving(image, known, blob, budget, words=words)
        return
    yield from look_at(image, blob, where, budget, words=words)


def look_at(image: "Image", blob: Blob, where: str, budget: Budget, *, words: bool) -> Iterator[Yield]:
    """The codes in a picture and, when asked, its words."""
    from weerbaar.unpack.code import codes_in, on_white, parts_of_codes
    from weerbaar.unpack.ocr import words_in

    budget.check_time(where)
    parts = list(parts_of_codes(codes_in(image), blob, where))
    yield from parts
    if words and not (any(isinstance(part, Code) for part in parts) and min(image.size) < INLINE_WIDTH):
        yield from words_in(on_white(image), where, budget, film="frame" in blob.context)


def _heif(data: bytes) -> tuple[str, ...]:
    """The name of Pillow's reader for HEIC, the pictures of telephones (ISO/IEC 23008-12), where these bytes need it.

    Raises:
        ImportError: pillow-heif (the extra `media`) is not installed.
    """
    if data[4:8] != b"ftyp" or data[8:12] in (b"avif", b"avis"):
        return ()
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
    return ("HEIF",)


def _may_hold_words(image: "Image", blob: Blob) -> bool:
    if "inline" in blob.context:
        return image.width >= INLINE_WIDTH and image.height >= INLINE_HEIGHT
    return bool(blob.context & {"item", "attachment", "member", "code"}) or Way.FILE.value in blob.context
