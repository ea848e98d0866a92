"""The interface as its description says: schemathesis sends what fits it and what does not, and nothing breaks.

Longer, over a server on a port: `python -m bench.interface`.
"""

import json
from contextlib import suppress
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from tests.desk.access_table import OBJECTS
from tests.desk.cast import Desk
from tests.desk.programs import program
from weerbaar.desk.access import limits
from weerbaar.desk.api.document import document, text

KEPT = Path(__file__).parents[2] / "docs" / "api" / "openapi.json"
EXAMPLES = 8
HELD = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")
"""Checks of schemathesis; that wrong input is refused and missing keys are too stands in test_api.py and test_access.py."""


def test_the_description_is_the_one_that_is_kept() -> None:
    assert KEPT.read_text(encoding="utf-8") == text(), (
        "run: .venv/bin/python -m weerbaar.desk.api.document docs/api/openapi.json"
    )


def test_it_is_served_to_everyone(desk: Desk) -> None:
    assert json.loads(desk.browser().get("/api/v1/openapi.json").content) == document()


def test_every_operation_says_what_it_is_and_which_key_it_needs() -> None:
    lacking = [
        f"{method} {path}"
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
        if not operation.get("summary")
        or not operation.get("description")
        or ("security" not in operation and "health" not in path)
    ]
    assert lacking == []


def test_no_two_shapes_have_one_name() -> None:
    """The description names shapes and enumerations by their class alone: of two with one name, the second would stand for both."""
    from enum import Enum
    from typing import get_args

    from ninja import Schema

    def enumerations(of: Any) -> set[type[Enum]]:
        here = {of} if isinstance(of, type) and issubclass(of, Enum) else set()
        return here.union(*(enumerations(one) for one in get_args(of)))

    def shapes(of: type[Schema]) -> set[type[Schema]]:
        return {of}.union(*(shapes(one) for one in of.__subclasses__()))

    ours = {one for one in shapes(Schema) if one.__module__.startswith("weerbaar") and "[" not in one.__name__}
    words = {one for shape in ours for field in shape.model_fields.values() for one in enumerations(field.annotation)}
    names = [one.__name__ for one in (*ours, *words)]
    assert len(ours) > 20
    assert sorted(names) == sorted(set(names))


def test_examples_are_of_nobody() -> None:
    from re import findall

    assert [one for one in findall(r"https?://([\w.-]+)", text()) if not one.endswith(".example")] == []


@pytest.mark.parametrize("operation", sorted(f"{m.upper()} {p}" for p, ms in document()["paths"].items() for m in ms))
def test_whatever_is_sent_there_is_an_answer(desk: Desk, monkeypatch: pytest.MonkeyPatch, operation: str) -> None:
    from django.core.handlers.wsgi import WSGIHandler

    monkeypatch.setattr(limits, "LIMITS", {name: limits.Limit(10**6, 60) for name in limits.LIMITS})
    key = program(desk, "els").secret
    method, _, path = operation.partition(" ")
    described = json.loads(text())
    described["paths"] = {path: {method.lower(): described["paths"][path][method.lower()]}}
    _known(described, OBJECTS[what](desk, "els") if (what := path.removeprefix("/api/v1")) in OBJECTS else {})
    schema = schemathesis.openapi.from_dict(described)
    schema.app = _near(WSGIHandler())
    said: set[int] = set()
    checks = CHECKS.get_by_names(HELD)
    for found, mode in product(schema.get_all_operations(), GenerationMode):

        @given(found.ok().as_strategy(generation_mode=mode))
        @settings(
            max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
        )
        def sends(sent: Any) -> None:
            said.add(sent.call_and_validate(headers={"Authorization": f"Bearer {key}"}, checks=checks).status_code)

        with suppress(Unsatisfiable):  # where nothing is taken, nothing can be wrong
            sends()
    assert {200, 201, 202, 409} & said, "what fits the description gets through"
    assert not {403, 429} & said


def _near(app: Any) -> Any:
    """The application, asked from this machine."""
    return lambda environ, start: app({**environ, "REMOTE_ADDR": "127.0.0.1"}, start)


def _known(described: dict[str, Any], named: dict[str, object]) -> None:
    """Addresses of what is there; of what is not, wrong input finds enough."""
    for methods in described["paths"].values():
        for operation in methods.values():
            for parameter in operation.get("parameters", ()):
                if parameter["name"] in named:
                    parameter["schema"] = {"const": named[parameter["name"]]}
