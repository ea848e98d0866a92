"""Extensions for browsers and mail programs (WebExtensions), made for the desk that hands them out: they may ask this desk and nothing else."""

import io
import json
import uuid
import zipfile
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

FIXED = (2026, 1, 1, 0, 0, 0)
"""The date of files in the zip: the same desk makes the same bytes."""
SIZES = (16, 32, 64, 128)


def base(request: HttpRequest) -> str:
    """The address of this desk as people type it, without a slash at its end."""
    return (settings.WEERBAAR_DESK.public_url or request.build_absolute_uri("/")).rstrip("/")


def extension(folder: Traversable, place: str, name: str = "") -> dict[str, bytes]:
    """The files of the extension in a folder, for the desk at this address; `name` tells two of the same desk apart."""
    made = _files(folder)
    manifest = json.loads(made["manifest.json"])
    manifest["host_permissions"] = [pattern(place)]
    manifest["browser_specific_settings"]["gecko"]["id"] = f"{uuid.uuid5(uuid.NAMESPACE_URL, place + name)}@weerbaar.example"
    made["manifest.json"] = json.dumps(manifest, indent=2).encode()
    made["desk.json"] = json.dumps({"base": place}).encode()
    for size in SIZES:
        made[f"icons/mark-{size}.png"] = files("weerbaar.desk.web").joinpath("static", "icons", f"mark-{size}.png").read_bytes()
    return made


def pattern(place: str) -> str:
    """The match pattern of an address. Firefox and Thunderbird grant none that names a port; without one it holds for all of them."""
    seen = urlsplit(place)
    return f"{seen.scheme}://{seen.netloc.removesuffix(f':{seen.port}')}/*"


def archive(made: Mapping[str, bytes]) -> bytes:
    """The files as a zip, which is what .xpi is."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as into:
        for name, data in sorted(made.items()):
            into.writestr(zipfile.ZipInfo(name, FIXED), data, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _files(folder: Traversable, start: str = "") -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for one in folder.iterdir():
        if one.is_dir():
            found |= _files(one, f"{start}{one.name}/")
        else:
            found[start + one.name] = one.read_bytes()
    return found
