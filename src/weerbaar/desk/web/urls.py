"""The addresses of the pages."""

from django.urls import URLPattern, URLResolver, include, path

from weerbaar.desk.web import bring, doubts, installed, own, said, theme, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", bring.bring, name="bring"),
    path("bring/", bring.bring_one, name="bring_one"),
    path("share/", bring.share, name="share"),
    path("doubts/", doubts.doubts, name="doubts"),
    path("doubts/<uuid:ref>/", doubts.doubt, name="doubt"),
    path("doubts/<uuid:ref>/state/", doubts.doubt_state, name="doubt_state"),
    path("doubts/<uuid:ref>/said/", said.doubt_said, name="doubt_said"),
    path("doubts/<uuid:ref>/contest/", doubts.doubt_contest, name="doubt_contest"),
    path("me/", own.own, name="own"),
    path("language/", theme.set_language, name="set_language"),
    path("theme/", theme.set_theme, name="set_theme"),
    path("manifest.webmanifest", installed.manifest, name="manifest"),
    path("service-worker.js", installed.service_worker, name="service_worker"),
    path("offline/", installed.offline, name="offline"),
    path("", include("weerbaar.desk.web.team.urls")),
    path("health", views.health, name="health"),
]
