"""Durable work is written down as JSON: what reads it can run nothing, and a person can read it."""

import json
from typing import Any

from dbos import Serializer


class PlainJson(Serializer):
    """Plain values as JSON. Errors are kept by their type and our own words, since others' words may quote content."""

    def serialize(self, data: Any) -> str:
        return json.dumps(data, separators=(",", ":"), default=_other)

    def deserialize(self, serialized_data: str) -> Any:
        read = json.loads(serialized_data)
        if isinstance(read, dict) and set(read) == {"error"}:
            return RuntimeError(read["error"])
        return read

    def name(self) -> str:
        return "weerbaar_json"


def _other(value: object) -> object:
    if isinstance(value, BaseException):
        return {"error": type(value).__name__}
    raise TypeError(f"{type(value).__name__} is no plain value")
