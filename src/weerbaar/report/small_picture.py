"""Pictures that stand in a message itself, made anew: what a viewer gets are pixels that we wrote, never the sender's bytes."""

import base64
import io
import warnings
from dataclasses import dataclass

from weerbaar.unpack.picture import FORMATS

MOST = 20
"""Pictures of one message that are shown."""
LARGEST_BYTES = 4_000_000
LARGEST_PIXELS = 16_000_000
SIDE = 800
"""Longest side of a shown picture in pixels."""
MOST_BYTES = 3_000_000
"""Bytes all shown pictures of one message may take, as they are written."""


@dataclass(slots=True)
class Pictures:
    """The pictures of one message and what they may still cost. `held` maps a Content-ID to the bytes that have it (RFC 2392)."""

    held: dict[str, bytes]
    left: int = MOST
    bytes_left: int = MOST_BYTES

    def shown(self, source: str) -> str:
        """The data address of the new picture for a `cid:` or `data:` address; "" for one that is elsewhere, broken or too large."""
        data = self._bytes(source)
        if not data or len(data) > LARGEST_BYTES or self.left <= 0:
            return ""
        self.left -= 1
        written = again(data)
        if not written or len(written) > self.bytes_left:
            return ""
        self.bytes_left -= len(written)
        kind = "png" if written.startswith(b"\x89PNG") else "jpeg"
        return f"data:image/{kind};base64,{base64.b64encode(written).decode('ascii')}"

    def _bytes(self, source: str) -> bytes:
        scheme, _, rest = source.strip().partition(":")
        if scheme.lower() == "cid":
            return self.held.get(rest.strip("<> "), b"")
        head, _, payload = rest.partition(",")
        if scheme.lower() != "data" or "base64" not in head.lower() or len(payload) > LARGEST_BYTES * 4 // 3:
            return b""
        try:
            return base64.b64decode(payload)
        except ValueError:
            return b""


def again(data: bytes) -> bytes:
    """The first frame of a picture, at most SIDE pixels wide and high, as PNG or JPEG without anything beside the pixels; b"" for none."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            # Pillow warns of pictures we refuse below by our own measure.
            warnings.simplefilter("ignore")
            image: Image.Image = Image.open(io.BytesIO(data), formats=FORMATS)
            if image.width * image.height > LARGEST_PIXELS or image.width <= 1 or image.height <= 1:
                return b""
            if image.format == "JPEG":
                image.draft("RGB", (SIDE, SIDE))
            image.load()
            image = image.convert("RGBA" if image.has_transparency_data else "RGB")
            image.thumbnail((SIDE, SIDE))
            bare = Image.new(image.mode, image.size)  # Pillow would write comments and profiles of the old one again
            bare.paste(image)
            written = io.BytesIO()
            if image.mode == "RGBA":
                bare.save(written, "PNG")
            else:
                bare.save(written, "JPEG", quality=80)
            return written.getvalue()
    except Exception:  # parsers of hostile formats fail in ways nobody lists (as in unpack/unpack.py)
        return b""
