"""What machines ask: does it live, is it ready, what do the numbers say. For /metrics a token, or this machine itself."""

import hmac
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from weerbaar.desk import secrets
from weerbaar.desk.governance import health, metrics

LOOPBACK = ("127.0.0.1", "::1")
FORWARDED = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via")


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """This process answers. It asks nobody else: a database that is away is no reason to restart the pages."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Whether the desk can take in, keep and answer: 200 or 503, each check a word; its reason and counts only for whoever may."""
    found = health.checks()
    fine = all(one.ok for one in found.values() if one.serves)
    told: dict[str, object] = {name: "ok" if one.ok else "not ok" for name, one in found.items()}
    if _may(request):
        told = {name: {"ok": one.ok, "why": one.why, **one.facts} for name, one in found.items()}
    response = JsonResponse({"ready": fine, "checks": told}, status=200 if fine else 503)
    if not fine:
        response["Retry-After"] = "30"
    return response


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """The numbers for Prometheus; 404 for whoever may not know that they are there."""
    if not _may(request):
        return HttpResponse(status=404)
    try:
        return HttpResponse(metrics.text(), content_type="text/plain; version=0.0.4; charset=utf-8")
    except DatabaseError:
        return HttpResponse(status=503)


ASKED = {"/livez": live, "/readyz": ready, "/metrics": numbers}


class Machines:
    """Answers them before anything looks at the name they call us by: a probe asks an address, not `public_url`."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = ASKED.get(request.path_info)
        return view(request) if view else self.respond(request)


def _may(request: HttpRequest) -> bool:
    """By the token WEERBAAR_METRICS_TOKEN, or without one by coming from this machine and through no proxy."""
    wanted = secrets.read("WEERBAAR_METRICS_TOKEN")
    if wanted:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), wanted.encode())
    near = request.META.get("REMOTE_ADDR") in LOOPBACK and not any(name in request.headers for name in FORWARDED)
    return near and settings.WEERBAAR_DESK.proxies == 0
