"""What of allauth stays closed: nobody signs up, and addresses are those people were invited to."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, re_path


def closed(request: HttpRequest, **_parts: str) -> HttpResponse:
    """
    Raises:
        Http404: always.
    """
    raise Http404


urlpatterns: list[URLPattern] = [
    re_path(r"^account/(?:signup|email|confirm-email|social|3rdparty/signup)/", closed, name="closed"),
    re_path(r"^account/3rdparty/$", closed, name="closed"),
]
