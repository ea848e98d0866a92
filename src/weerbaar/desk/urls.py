"""Where everything is. Each room of the desk names its own addresses."""

from django.urls import include, path

urlpatterns = [
    path("", include("weerbaar.desk.access.urls")),
    path("account/", include("allauth.urls")),
    path("", include("weerbaar.desk.api.urls")),
    path("", include("weerbaar.desk.gateway.urls")),
    path("", include("weerbaar.desk.gateway.words.urls")),
    path("", include("weerbaar.desk.calls.urls")),
    path("", include("weerbaar.desk.governance.urls")),
    path("", include("weerbaar.desk.addins.urls")),
    path("", include("weerbaar.desk.agreements.urls")),
    path("", include("weerbaar.desk.extortion.urls")),
    path("", include("weerbaar.desk.intake.urls")),
    path("", include("weerbaar.desk.ledger.urls")),
    path("", include("weerbaar.desk.paste.urls")),
    path("", include("weerbaar.desk.payments.urls")),
    path("", include("weerbaar.desk.proof.urls")),
    path("", include("weerbaar.desk.push.urls")),
    path("", include("weerbaar.desk.voices.urls")),
    path("", include("weerbaar.desk.web.urls")),
]

handler400 = "weerbaar.desk.web.errors.bad_request"
handler403 = "weerbaar.desk.web.errors.forbidden"
handler404 = "weerbaar.desk.web.errors.not_found"
handler500 = "weerbaar.desk.web.errors.broken"
