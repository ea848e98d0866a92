"""Addresses of the pages of own words."""

from django.urls import URLPattern, path

from weerbaar.desk.gateway.words import pages

urlpatterns: list[URLPattern] = [
    path("ai/gateway/words/", pages.own_words, name="own_words"),
    path("ai/gateway/words/<uuid:ref>/forget/", pages.own_words_forget, name="own_words_forget"),
]
