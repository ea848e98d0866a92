"""The description of the interface (OpenAPI 3.1): served at /api/v1/openapi.json, kept in docs/api/openapi.json.

`python -m weerbaar.desk.api.document FILE` writes it there.
"""

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

REFUSALS = {
    "400": "not written as it should be", "401": "no key, or one that cannot be used", "403": "out of scope, or not for this role",
    "404": "not here", "409": "not now", "410": "erased", "413": "too large", "422": "not as described", "429": "too often",
}  # fmt: skip


def document() -> dict[str, Any]:
    """The description, with what every operation may answer besides success."""
    from weerbaar.desk.api.shapes import Problem
    from weerbaar.desk.api.v1 import api

    made: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))
    made["components"]["schemas"]["Problem"] = Problem.model_json_schema()
    for path in made["paths"].values():
        for operation in path.values():
            for status, meaning in REFUSALS.items():
                content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
                operation["responses"].setdefault(status, {"description": meaning, "content": content})
    return made


@cache
def text() -> str:
    """The description as it is kept."""
    return json.dumps(document(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


@require_GET
def served(request: HttpRequest) -> HttpResponse:
    """The description, for programs; it tells nothing about this desk but its release."""
    return HttpResponse(text(), content_type="application/json")


if __name__ == "__main__":
    from weerbaar.desk.setup import configure

    configure()
    Path(sys.argv[1]).write_text(text(), encoding="utf-8")
