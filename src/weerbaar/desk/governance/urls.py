"""The addresses of governance: what machines ask, and the pages of auditors and data-protection officers."""

from django.urls import URLPattern, path

from weerbaar.desk.governance import operations, views

urlpatterns: list[URLPattern] = [
    path("livez", operations.live, name="live"),
    path("readyz", operations.ready, name="ready"),
    path("metrics", operations.numbers, name="metrics"),
    path("trail/", views.trail, name="trail"),
    path("retention/", views.keeping, name="retention"),
    path("persons/", views.persons, name="persons"),
    path("persons/<uuid:ref>/", views.person, name="person"),
    path("persons/<uuid:ref>/copy/", views.person_copy, name="person_copy"),
    path("persons/<uuid:ref>/erase/", views.person_erase, name="person_erase"),
    path("persons/<uuid:ref>/refuse/", views.person_refuse, name="person_refuse"),
    path("doubts/<uuid:ref>/hold/", views.hold, name="hold"),
    path("doubts/<uuid:ref>/erase/", views.erase, name="erase"),
    path("me/data/", views.own_data, name="own_data"),
]
