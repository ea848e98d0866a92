"""Files that every page loads (styles, script, drawings), served by whitenoise, read whole: none is larger than some hundred kB, and a
response that hands out pieces would be gathered first by a server that speaks ASGI, with a warning."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]


class Statics(WhiteNoiseMiddleware):  # type: ignore[misc]
    """whitenoise, with answers that are whole."""

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponse:
        found = static_file.get_response(request.method, request.META)
        data = b""
        if found.file is not None:
            with found.file:
                data = found.file.read()
        response = HttpResponse(data, status=int(found.status))
        del response["Content-Type"]
        for name, value in found.headers:
            response[name] = value
        return response
