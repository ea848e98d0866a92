"""The addresses of the paste check."""

from django.urls import URLPattern, path

from weerbaar.desk.paste import extension, pages

urlpatterns: list[URLPattern] = [
    path("paste/", pages.paste, name="paste"),
    path("paste/answer/", pages.restore, name="paste_answer"),
    path("paste/browser/", pages.browser, name="paste_browser"),
    path("paste/weerbaar-paste.xpi", extension.firefox, name="paste_firefox"),
    path("paste/weerbaar-paste.zip", extension.chrome, name="paste_chrome"),
]
