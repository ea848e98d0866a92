"""What someone sees who is stopped here: the setting WEERBAAR_REFUSAL names who writes it, since pages stand above this room."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string


def refusal(request: HttpRequest, status: int) -> HttpResponse:
    """The answer with this status, in the language at hand."""
    made: HttpResponse = import_string(settings.WEERBAAR_REFUSAL)(request, status)
    return made
