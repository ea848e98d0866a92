"""The addresses of this room."""

from django.urls import URLPattern, path

from weerbaar.desk.calls import pages

urlpatterns: list[URLPattern] = [
    path("on-the-phone/", pages.on_the_phone, name="on_the_phone"),
    path("on-the-phone/notes/", pages.call_notes, name="call_notes"),
    path("on-the-phone/listen/", pages.call_listen, name="call_listen"),
    path("on-the-phone/listen/<str:call>/", pages.call_hear, name="call_hear"),
    path("on-the-phone/listen/<str:call>/end/", pages.call_end, name="call_end"),
    path("team/calls/", pages.calls_door, name="calls_door"),
]
