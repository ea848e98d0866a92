"""The addresses of the pages."""

from django.urls import URLPattern, path

from weerbaar.desk.web import views

urlpatterns: list[URLPattern] = [path("health", views.health, name="health")]
