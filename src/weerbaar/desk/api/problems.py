"""What went wrong, for a program: RFC 9457 (problem details), with the words in the language that was asked for.

`type` is for programs and stays (urn:weerbaar:problem:...); `title` and `detail` are for people.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from weerbaar.desk.access.limits import TooOften
from weerbaar.desk.api.caller import NoSecondFactor, OutOfScope
from weerbaar.desk.cases.decide import NotNow
from weerbaar.desk.cases.receive import TooLarge
from weerbaar.desk.cases.see import Forbidden
from weerbaar.desk.headers import Headers
from weerbaar.desk.language import readers_language
from weerbaar.desk.vault import Locked
from weerbaar.desk.web.errors import page

MEDIA_TYPE = "application/problem+json"
PLACE = "/api/"
MOST_ERRORS = 20


def problem(status: int, kind: str, detail: str, *, headers: Mapping[str, str] | None = None, **more: object) -> HttpResponse:
    """One problem. `kind` is a word of ours that a program can rely on."""
    said = {"type": f"urn:weerbaar:problem:{kind}", "title": _title(status), "status": status, "detail": detail, **more}
    return JsonResponse(said, status=status, content_type=MEDIA_TYPE, headers=dict(headers or {}))


def of_status(status: int, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A problem of which nothing is known but its status."""
    kinds = {400: "not-understood", 401: "no-key", 403: "forbidden", 404: "not-here", 405: "no-such-method", 413: "too-large"}
    return problem(status, kinds.get(status, "broken" if status >= 500 else "refused"), _detail(status), headers=headers)


def handle(api: NinjaAPI) -> None:
    """Tell an interface what each error of ours becomes."""
    told: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        AuthenticationError: lambda _request, _error: of_status(401, {"WWW-Authenticate": 'Bearer realm="weerbaar"'}),
        HttpError: lambda _request, error: of_status(error.status_code),
        ValidationError: _invalid,
        Http404: lambda _request, _error: of_status(404),
        PermissionDenied: lambda _request, _error: of_status(403),
        Forbidden: lambda _request, _error: of_status(403),
        OutOfScope: lambda _request, _error: problem(
            403, "out-of-scope", _("This key was not made for this. Make one that is.")
        ),
        NoSecondFactor: lambda _request, _error: problem(
            403,
            "no-second-factor",
            _("Your role asks for a second step when you sign in. Set it up, then this key works again."),
        ),
        TooOften: _too_often,
        TooLarge: lambda _request, error: problem(413, "too-large", error.said(readers_language())),
        RequestDataTooBig: lambda _request, _error: of_status(413),
        SuspiciousOperation: lambda _request, _error: of_status(400),
        NotNow: lambda _request, error: problem(409, "not-now", error.said(readers_language())),
        Locked: lambda _request, _error: problem(
            410, "erased", _("This was erased, or it cannot be opened with the keys of this desk.")
        ),
    }
    for kind, answer in told.items():
        api.add_exception_handler(kind, answer)


def refusal(request: HttpRequest, status: int) -> HttpResponse:
    """What someone sees who is stopped before any view: a problem under /api/, a page elsewhere, with the headers of every answer."""
    made = of_status(status) if request.path_info.startswith(PLACE) else page(request, status)
    return Headers(lambda _request: made)(request)


class Problems:
    """Turns what Django itself refuses under /api/ (an unknown address, another method, a failure) into a problem as well."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        if response.status_code < 400 or not request.path_info.startswith(PLACE) or response["Content-Type"] == MEDIA_TYPE:
            return response
        kept = {name: response[name] for name in ("Allow", "Retry-After", "Content-Language") if response.has_header(name)}
        return of_status(response.status_code, kept)


def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Where each mistake is, and of which kind; never the value, which may be content."""
    errors = [
        {"where": ".".join(str(part) for part in one.get("loc", ())), "kind": str(one.get("type", ""))}
        for one in error.errors[:MOST_ERRORS]
    ]
    return problem(422, "not-as-described", _detail(422), errors=errors)


def _too_often(_request: HttpRequest, error: TooOften) -> HttpResponse:
    return problem(429, "too-often", _detail(429), headers={"Retry-After": str(error.wait)}, retry_after=error.wait)


def _title(status: int) -> str:
    return {
        400: _("We could not read this"),
        401: _("A key is needed"),
        403: _("This is not for you"),
        404: _("This is not here"),
        405: _("This cannot be done here"),
        409: _("This cannot be done now"),
        410: _("This is gone"),
        413: _("This is too large"),
        422: _("Something is not as described"),
        429: _("That was a lot at once"),
    }.get(status, _("Something went wrong on our side") if status >= 500 else _("This was refused"))


def _detail(status: int) -> str:
    return {
        400: _("The request is not written as it should be. Compare it with the description of the interface."),
        401: _("Send a key that can still be used, in the header Authorization: Bearer."),
        403: _("The person this key acts for may not do this."),
        404: _("There is nothing at this address that this key may see."),
        405: _("There is something at this address, but not with this method. The header Allow names those it has."),
        413: _("This is more than we read at once."),
        422: _("One or more fields are missing, unknown or out of range; they are named under errors."),
        429: _("To keep others out, we wait a moment after many tries. Please try again in a few minutes."),
    }.get(
        status,
        _("Nothing was lost that was acknowledged before. Please try again in a minute.")
        if status >= 500
        else _("The server refused this request."),
    )
