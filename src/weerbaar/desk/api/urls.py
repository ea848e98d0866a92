"""The addresses of the interface and of the pages about its keys."""

from django.urls import URLPattern, URLResolver, path

from weerbaar.desk.api import document, pages
from weerbaar.desk.api.v1 import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/openapi.json", document.served, name="api_document"),
    path("api/v1/", api.urls),
    path("me/keys/", pages.keys, name="keys"),
    path("me/keys/<int:id>/withdraw/", pages.key_withdraw, name="key_withdraw"),
]
