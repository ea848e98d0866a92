"""Pages for when something goes wrong. They ask nothing of the database, which may be what went wrong."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from weerbaar.desk.web.theme import chosen


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    return page(request, 500)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or that is not ours."""
    return page(request, 403, "errors/form.html")


def page(request: HttpRequest, status: int, template: str = "") -> HttpResponse:
    """The page of one of 400, 403, 404, 429, 500 and 503, in the reader's language and light."""
    known = {"plain": True, "chosen_theme": chosen(request), "home": True}
    return HttpResponse(render_to_string(template or f"errors/{status}.html", known), status=status)
