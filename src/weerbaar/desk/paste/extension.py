"""The WebExtension (Manifest V3) that checks before something is pasted into a chatbot, made for the desk that serves it.

One source for Chrome and Firefox, without a bundler. It may ask this desk and nothing else; a chatbot's page it may see only after the
person said so in the extension, for that page.
"""

import io
import json
import uuid
import zipfile
from importlib.resources import files
from importlib.resources.abc import Traversable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from weerbaar.desk.download import download

FIXED = (2026, 1, 1, 0, 0, 0)
"""The date of files in the zip: the same desk makes the same bytes."""


@require_GET
def firefox(request: HttpRequest) -> HttpResponse:
    """As Firefox takes it."""
    return _archive(request, "weerbaar-paste.xpi", "application/x-xpinstall")


@require_GET
def chrome(request: HttpRequest) -> HttpResponse:
    """As Chrome and Edge take it: unpacked, or by the organisation's policy."""
    return _archive(request, "weerbaar-paste.zip", "application/zip")


def extension(place: str) -> dict[str, bytes]:
    """The files of the extension for the desk at this address."""
    made = _files(files("weerbaar.desk.paste").joinpath("webextension"))
    manifest = json.loads(made["manifest.json"])
    manifest["host_permissions"] = [place.rpartition(":")[0] + "/*" if _has_port(place) else place + "/*"]
    manifest["browser_specific_settings"]["gecko"]["id"] = (
        f"{uuid.uuid5(uuid.NAMESPACE_URL, place + '/paste')}@weerbaar.example"
    )
    made["manifest.json"] = json.dumps(manifest, indent=2).encode()
    made["desk.json"] = json.dumps({"base": place}).encode()
    for size in (16, 32, 64, 128):
        made[f"icons/mark-{size}.png"] = files("weerbaar.desk.web").joinpath("static", "icons", f"mark-{size}.png").read_bytes()
    return made


def _has_port(place: str) -> bool:
    """Whether the address names a port; a pattern of permissions cannot (it holds for all ports)."""
    return place.rpartition(":")[2].isdigit()


def _archive(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    place = (settings.WEERBAAR_DESK.public_url or request.build_absolute_uri("/")).rstrip("/")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, data in sorted(extension(place).items()):
            archive.writestr(zipfile.ZipInfo(file, FIXED), data, zipfile.ZIP_DEFLATED)
    return download(made.getvalue(), name, kind)


def _files(folder: Traversable, start: str = "") -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for one in folder.iterdir():
        if one.is_dir():
            found |= _files(one, f"{start}{one.name}/")
        else:
            found[start + one.name] = one.read_bytes()
    return found
