"""In which language the page that is being made speaks."""

from django.utils.translation import get_language


def readers_language() -> str:
    """The language of the reader; English outside of a page."""
    return get_language() or "en"
