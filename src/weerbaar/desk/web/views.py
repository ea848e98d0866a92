"""The pages."""

from django.http import HttpRequest, HttpResponse


def health(request: HttpRequest) -> HttpResponse:
    """Alive, and nothing more."""
    return HttpResponse("ok\n", content_type="text/plain")
