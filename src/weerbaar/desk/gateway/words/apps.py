"""How Django knows this room."""

from django.apps import AppConfig


class OwnWords(AppConfig):
    """The organisation's own words."""

    name = "weerbaar.desk.gateway.words"
    label = "own_words"
