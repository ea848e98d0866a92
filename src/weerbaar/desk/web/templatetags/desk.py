"""What templates can say: `{% load desk %}`."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from weerbaar.advise.sentences import general, spoken
from weerbaar.desk.language import readers_language
from weerbaar.desk.web.theme import chosen
from weerbaar.model.verdict import Band

register = template.Library()


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """A drawing from static/icons.svg. It says nothing that words beside it do not say."""
    kind = f"icon icon-{size}" if size else "icon"
    place = static("icons.svg")
    return format_html('<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', kind, place, name)


@register.simple_tag
def band(value: str, size: str = "", language: str = "") -> SafeString:
    """A band as a badge: colour, shape and word. `value` is that of weerbaar.model.verdict.Band; nothing for no band."""
    if not value:
        return SafeString("")
    name = Band(value).name.lower()
    word = general(spoken(language or readers_language()))["band"][name]
    kind = f"band band-{size} {name}" if size else f"band {name}"
    return format_html('<span class="{}"{}>{} {}</span>', kind, _lang(language), icon(name), word)


@register.filter
def band_class(value: str) -> str:
    """The class that gives an element the colours of a band; "" for no band."""
    return Band(value).name.lower() if value else ""


@register.filter
def when(value: datetime | None) -> SafeString:
    """Day and time as people write them, in the time zone of the organisation (weerbaar.desk.accounts.zones)."""
    if value is None:
        return SafeString("")
    local = timezone.localtime(value)
    language = readers_language()
    said = formats.date_format(local, "j F Y, H:i" if language == "en" else "DATETIME_FORMAT")
    zone = " UTC" if local.utcoffset() == timedelta(0) else ""
    return format_html('<time datetime="{}">{}{}</time>', local.isoformat(timespec="seconds"), said, zone)


BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)  # fmt: skip
"""What stands in a User-Agent -> what people call it; the first that fits, since most name each other too."""


@register.filter
def device(user_agent: str) -> str:
    """Browser and system as people call them; the User-Agent itself, cut short, where we know neither."""
    found = [next((name for sign, name in known if sign in user_agent), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or user_agent[:60]


@register.simple_tag
def languages() -> list[tuple[str, str]]:
    """Our languages, each by its own name."""
    return [(code, name) for code, name in settings.LANGUAGES]


@register.simple_tag(takes_context=True)
def theme(context: Mapping[str, Any]) -> str:
    """What the reader chose: light, dark, or "" for what the device says."""
    request = context.get("request")
    return chosen(request) if isinstance(request, HttpRequest) else ""


@register.simple_tag(takes_context=True)
def here(context: Mapping[str, Any], *names: str) -> SafeString:
    """Marks a link of the navigation as the page that is open, when it has one of these names."""
    match = getattr(context.get("request"), "resolver_match", None)
    return SafeString(' aria-current="page"') if match is not None and match.url_name in names else SafeString("")


def _lang(language: str) -> SafeString:
    return format_html(' lang="{}"', language) if language else SafeString("")
