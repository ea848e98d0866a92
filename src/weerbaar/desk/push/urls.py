"""Addresses of this room."""

from django.urls import URLPattern, path

from weerbaar.desk.push import views

urlpatterns: list[URLPattern] = [
    path("me/browsers/", views.push_ask, name="push_ask"),
    path("me/browsers/<uuid:ref>/forget/", views.push_forget, name="push_forget"),
    path("team/messages/", views.push_door, name="push_door"),
]
