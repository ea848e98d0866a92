"""Addresses of this room."""

from django.urls import URLPattern, path

from weerbaar.desk.extortion import pages

urlpatterns: list[URLPattern] = [
    path("threat/", pages.threat, name="threat"),
    path("threat/child/", pages.threat_child, name="threat_child"),
    path("threat/adult/", pages.threat_adult, name="threat_adult"),
    path("threat/tell/", pages.threat_tell, name="threat_tell"),
    path("threat/told/", pages.threat_told, name="threat_told"),
    path("threat/told/<uuid:ref>/", pages.threat_one, name="threat_one"),
    path("threat/told/<uuid:ref>/erase/", pages.threat_erase, name="threat_erase"),
]
