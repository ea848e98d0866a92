"""Files that the desk hands to a reader."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def download(data: bytes | str, name: str, kind: str, *, inline: bool = False) -> HttpResponse:
    """A file to keep, under a name (RFC 6266), or with `inline` to be shown by the browser."""
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(not inline, name) or "inline"
    return response
