"""The addresses of the add-ins."""

from django.urls import URLPattern, path

from weerbaar.desk.addins import pages

urlpatterns: list[URLPattern] = [
    path("addins/", pages.addins, name="addins"),
    path("addins/weerbaar.xpi", pages.thunderbird, name="thunderbird"),
    path("addins/weerbaar-outlook.xml", pages.outlook_manifest, name="outlook_manifest"),
    path("addins/outlook/", pages.outlook_pane, name="outlook_pane"),
    path("addins/outlook/allow/", pages.outlook_allow, name="outlook_allow"),
    path("addins/outlook/key/", pages.outlook_key, name="outlook_key"),
]
