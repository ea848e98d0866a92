"""Tells Django to write down who signs in and out."""

from django.apps import AppConfig


class Access(AppConfig):
    """The room that keeps others out."""

    name = "weerbaar.desk.access"

    def ready(self) -> None:
        from weerbaar.desk.access import noted

        noted.connect()
