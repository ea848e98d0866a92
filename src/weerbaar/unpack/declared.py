"""What a picture, sound or video says of its own making outside of Content Credentials: XMP, PNG text, EXIF, tags of the container.

Anyone can write or remove it, so it is worth what a label is worth: "made with AI" is hardly ever written by someone who wants to deceive,
its absence says nothing.

References: IPTC Photo Metadata Standard 2023.1 (Digital Source Type); ISO 16684-1 (XMP); PNG 1.2 section 11.3.4 (tEXt, iTXt); Exif 2.32.
"""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from weerbaar.model.part import Declared

if TYPE_CHECKING:
    from PIL.Image import Image

TOOLS = re.compile(
    r"\b(?:Midjourney|DALL[-·‧ ]?E|Stable ?Diffusion|SDXL|ComfyUI|InvokeAI|AUTOMATIC1111|NovelAI|Adobe Firefly|Firefly Image|Imagen|"
    r"Gemini|Ideogram|Leonardo\.?Ai|Recraft|FLUX\.?1|Black Forest Labs|Bing Image Creator|Grok|Sora|Runway|Kling|Luma Dream Machine|"
    r"Suno|Udio|ElevenLabs)\b",
    re.I,
)
"""Programs whose name, where the maker's program is named, means a trained model."""
PACKET = 64 * 1024
SOURCE_TYPE = re.compile(
    rb"DigitalSourceType[^A-Za-z]{1,12}(?:https?://cv\.iptc\.org/newscodes/digitalsourcetype/)?([A-Za-z]{5,50})"
)
XMP_TOOL = re.compile(rb"(?:CreatorTool|AISystemUsed|AIModelUsed|Software)(?:=\"|>)([^\"<]{2,120})")
RECIPE = re.compile(r"\bSteps: ?\d{1,4}, ?Sampler: ?|\"class_type\": ?\"KSampler|\"sui_image_params\"")
"""How the makers of pictures with diffusion models write down what a picture was made with."""
CHUNKS = (
    "parameters",
    "prompt",
    "workflow",
    "Dream",
    "sd-metadata",
    "invokeai_metadata",
    "Description",
    "Comment",
    "Software",
    "Source",
)
EXIF = {0x0131: "Software", 0x010E: "ImageDescription", 0x013B: "Artist", 0x010F: "Make", 0x0110: "Model"}
USER_COMMENT, EXIF_TABLE = 0x9286, 0x8769
TAGS = re.compile(rb"(?:\xa9too|\xa9cmt|\xa9des|TSSE|TENC|COMM|TXXX)([^\n]{4,160})")
LONGEST = 120
MOST_READ = 20_000


def declared_in(data: bytes, where: str, image: "Image | None" = None) -> Iterator[Declared]:
    """What a file declares of its making, each statement once."""
    found = [*_xmp(data, where)]
    if image is not None:
        found += [*_chunks(image.info, where), *_exif(image, where)]
    else:
        found += _tags(data, where)
    yield from dict.fromkeys(found)


def _xmp(data: bytes, where: str) -> Iterator[Declared]:
    begin = data.find(b"<x:xmpmeta")
    if begin < 0:
        return
    packet = data[begin : begin + PACKET].partition(b"</x:xmpmeta")[0]
    for match in SOURCE_TYPE.finditer(packet):
        yield Declared(where, "xmp", source=match[1].decode("ascii"))
    for match in XMP_TOOL.finditer(packet):
        tool = TOOLS.search(match[1].decode("utf-8", "replace"))
        if tool:
            yield Declared(where, "xmp", tool=tool[0])


def _chunks(info: Mapping[Any, Any], where: str) -> Iterator[Declared]:
    for name in CHUNKS:
        written = info.get(name)
        if isinstance(written, str):
            yield from _said(written, where, "png", named=name in ("Software", "Source"))


def _exif(image: "Image", where: str) -> Iterator[Declared]:
    exif = image.getexif()
    for tag, name in EXIF.items():
        written = exif.get(tag)
        if isinstance(written, str):
            yield from _said(written, where, "exif", named=name != "ImageDescription")
    comment = exif.get_ifd(EXIF_TABLE).get(USER_COMMENT)
    if isinstance(comment, bytes):
        decoded = comment[8:].decode("utf-16-be" if comment.startswith(b"UNICODE") else "utf-8", "replace")
        yield from _said(decoded, where, "exif", named=False)


def _said(written: str, where: str, by: str, *, named: bool) -> Iterator[Declared]:
    """A recipe speaks for itself; a program's name counts only where programs are named."""
    written = written[:MOST_READ]
    tool = TOOLS.search(written[:LONGEST]) if named else None
    if tool or RECIPE.search(written):
        yield Declared(where, by, tool=tool[0] if tool else "")


def _tags(data: bytes, where: str) -> Iterator[Declared]:
    """Tags stand near the start or the end of a container."""
    for piece in (data[:PACKET], data[max(PACKET, len(data) - PACKET) :]):
        for match in TAGS.finditer(piece):
            tool = TOOLS.search(match[1].replace(b"\0", b"").decode("latin-1"))
            if tool:
                yield Declared(where, "container", tool=tool[0])
