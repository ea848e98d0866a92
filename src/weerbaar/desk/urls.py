"""Where everything is. Each room of the desk names its own addresses."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("", include("weerbaar.desk.web.urls")),
]
