"""The pages."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Alive, and nothing more."""
    return HttpResponse("ok\n", content_type="text/plain")
