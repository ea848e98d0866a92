"""What of allauth stays closed: nobody signs up, and addresses are those people were invited to. And the sign-ins of others."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from weerbaar.desk.access import pages, second_step


def closed(request: HttpRequest, **_parts: str) -> HttpResponse:
    """
    Raises:
        Http404: always.
    """
    raise Http404


urlpatterns: list[URLPattern] = [
    re_path(r"^account/(?:signup|email|confirm-email|social|3rdparty/signup)/", closed, name="closed"),
    re_path(r"^account/3rdparty/$", closed, name="closed"),
    re_path(r"^account/2fa/recovery-codes/download/", closed, name="closed"),
    path("account/2fa/recovery-codes/", second_step.codes, name="mfa_view_recovery_codes"),
    path("team/people/<int:id>/sign-ins/", pages.person_access, name="person_access"),
    path("team/people/<int:id>/sign-ins/end/", pages.person_sign_out, name="person_sign_out"),
    path("team/people/<int:id>/second-step/", pages.person_reset, name="person_reset"),
]
