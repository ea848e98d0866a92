"""Addresses of this room."""

from django.urls import URLPattern, path

from weerbaar.desk.voices import pages

urlpatterns: list[URLPattern] = [
    path("me/voice/", pages.voices, name="voices"),
    path("me/voice/enrol/", pages.voices_enrol, name="voices_enrol"),
    path("me/voice/withdraw/", pages.voices_withdraw, name="voices_withdraw"),
    path("team/voices/", pages.voices_switch, name="voices_switch"),
    path("team/doubts/<uuid:ref>/voice/", pages.voices_compare, name="voices_compare"),
]
