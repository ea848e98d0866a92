"""The WebExtension (Manifest V3) that checks before something is pasted into a chatbot, made for the desk that serves it.

One source for Chrome and Firefox, without a bundler. It may ask this desk and nothing else; a chatbot's page it may see only after the
person said so in the extension, for that page.
"""

from importlib.resources import files

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from weerbaar.desk import webextension
from weerbaar.desk.download import download


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
    return webextension.extension(files("weerbaar.desk.paste").joinpath("webextension"), place, "/paste")


def _archive(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    return download(webextension.archive(extension(webextension.base(request))), name, kind)
