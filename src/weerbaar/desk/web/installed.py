"""The desk as an app on a phone: manifest (W3C), service worker, the page without a connection."""

from functools import cache
from importlib.resources import files

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

ACCEPTED = [
    "image/*", "audio/*", "video/*", "application/pdf", "message/rfc822", "application/vnd.ms-outlook", "text/plain",
    ".eml", ".msg", ".txt", ".pdf",
]  # fmt: skip
GROUND, ACCENT = "#faf9f6", "#0f5260"


@require_GET
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to install the desk and to share to it, in the reader's language."""
    return JsonResponse(
        {
            "id": "/",
            "name": _("Weerbaar: bring a doubt"),
            "short_name": "Weerbaar",
            "description": _("Bring a message you doubt and get an answer you can act on."),
            "lang": get_language(),
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": GROUND,
            "theme_color": ACCENT,
            "icons": [
                _icon("mark-192.png", "192x192", "any"),
                _icon("mark-512.png", "512x512", "any"),
                _icon("mark-maskable-512.png", "512x512", "maskable"),
            ],
            "shortcuts": [
                {"name": _("Bring a doubt"), "url": "/"},
                {"name": _("On the phone now"), "url": reverse("on_the_phone")},
                {"name": _("My doubts"), "url": reverse("doubts")},
            ],
            "share_target": {
                "action": reverse("share"),
                "method": "POST",
                "enctype": "multipart/form-data",
                "params": {"title": "title", "text": "text", "url": "url", "files": [{"name": "files", "accept": ACCEPTED}]},
            },
        },
        content_type="application/manifest+json",
    )


@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps a share while there is no connection; served here so that its scope is the whole desk."""
    return HttpResponse(_script(), content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """What a phone shows without a connection: it keeps this page, so nothing of a person stands on it."""
    return HttpResponse(render(request, "offline.html", {"plain": True}).content, headers={"Cache-Control": "no-cache"})


@cache
def _script() -> bytes:
    return files("weerbaar.desk.web").joinpath("static", "service-worker.js").read_bytes()


def _icon(name: str, sizes: str, purpose: str) -> dict[str, str]:
    return {"src": static(f"icons/{name}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
