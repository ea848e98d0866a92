"""Language and light, as the reader chose them. Both are kept in a cookie; the language also with the account, for mail."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from weerbaar.desk.language import readers_language

THEMES = ("light", "dark")
YEAR = 365 * 24 * 3600


class Reader:
    """Speaks the language of the account where the browser has not been told another."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = readers_language()
        return self.respond(request)


def cookie() -> str:
    """The name of the cookie for the theme; with TLS one that no other host and no plain page can set (RFC 6265bis, 4.1.3)."""
    return "__Host-theme" if settings.SESSION_COOKIE_SECURE else "theme"


def chosen(request: HttpRequest) -> str:
    """The theme a reader chose; "" while they chose none."""
    value = request.COOKIES.get(cookie(), "")
    return value if value in THEMES else ""


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep the theme in a cookie; anything but "light" and "dark" forgets it."""
    response = redirect(back(request))
    value = request.POST.get("theme", "")
    if value in THEMES:
        _keep(response, cookie(), value)
    else:
        response.delete_cookie(cookie())
    return response


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the language in a cookie, and with the account of whoever is signed in."""
    response = redirect(back(request))
    value = request.POST.get("language", "")
    if value in dict(settings.LANGUAGES):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, value)
        if request.user.is_authenticated and request.user.language != value:
            request.user.language = value
            request.user.save(update_fields=("language",))
    return response


def back(request: HttpRequest) -> str:
    """The page of ours that a form came from; the front page where it names none."""
    place = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(place, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return place if safe else "/"


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")
