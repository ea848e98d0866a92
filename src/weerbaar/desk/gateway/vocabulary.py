"""An organisation's own words, as the gateway gets them."""

from django.conf import settings
from django.utils.module_loading import import_string

from weerbaar.gateway.port import Vocabulary
from weerbaar.leak.words import NO_WORDS


def vocabulary_of(organisation: int) -> Vocabulary:
    """The words that the function named by WEERBAAR_WORDS gives for the organisation with this id; what it raises keeps everything inside."""
    if not settings.WEERBAAR_WORDS:
        return Vocabulary("none", NO_WORDS)
    found: Vocabulary = import_string(settings.WEERBAAR_WORDS)(organisation)
    return found
