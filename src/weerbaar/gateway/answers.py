"""What the gateway says itself, in the caller's language and in the error shape of each dialect.

| dialect | shape |
| --- | --- |
| OpenAI | ``{"error": {"message", "type", "param", "code", "weerbaar"}}`` |
| Anthropic | ``{"type": "error", "error": {"type", "message", "weerbaar"}}`` |
| Ollama | ``{"error": "...", "weerbaar"}`` |

`weerbaar` holds what a program can use: code, decision, counts of classes, the page where a reason can be given, and the same text
without what stays inside. A value that was found is in none of them.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from weerbaar.gateway.port import Dialect
from weerbaar.leak.sentences import LANGUAGES, counted, of_classes
from weerbaar.model.leak import DataClass

LONGEST_REWRITE = 4000
"""Characters of a safe rewrite that is given back."""
MOST_ADVICE = 2

_OPENAI = {401: "authentication_error", 403: "permission_error", 404: "not_found_error", 429: "rate_limit_error"}
_ANTHROPIC = {401: "authentication_error", 403: "permission_error", 404: "not_found_error", 413: "request_too_large",
              429: "rate_limit_error", 503: "overloaded_error", 504: "timeout_error"}  # fmt: skip


@dataclass(eq=False)
class Refusal(Exception):
    """A request that goes no further. `id` names its sentence in texts/<language>.toml and is the code in the answer."""

    id: str
    status: int = 400
    decision: str = "refused"
    """allow, mask, ask or stop where the policy was asked; else refused, unavailable or failed."""
    values: Mapping[str, object] = field(default_factory=dict)
    found: Mapping[DataClass, int] = field(default_factory=dict)
    reference: str = ""
    url: str = ""
    rewrite: str = field(default="", repr=False)
    wait: int = 0
    """Seconds after which it makes sense to try again; 0 when nobody knows."""

    def __str__(self) -> str:
        return self.id


def said(refusal: Refusal, language: str) -> str:
    """What happened, what it means, what to do."""
    sentences = texts(language)
    filled = {**refusal.values, "url": refusal.url, "wait": refusal.wait}
    if refusal.found:
        filled["what"] = listed(refusal.found, language)
        classes = of_classes(language)
        filled["instead"] = " ".join(dict.fromkeys(classes[cls].instead for cls in list(refusal.found)[:MOST_ADVICE]))
    message = sentences[refusal.id].format_map(filled).strip()
    if refusal.rewrite:
        message += "\n\n" + sentences["rewrite"].format(rewrite=refusal.rewrite[:LONGEST_REWRITE])
    return message


def error(dialect: Dialect, refusal: Refusal, language: str) -> dict[str, Any]:
    """The answer in the dialect's own shape."""
    message = said(refusal, language)
    details: dict[str, Any] = {"code": refusal.id, "decision": refusal.decision}
    if refusal.found:
        details["found"] = {str(cls): number for cls, number in refusal.found.items()}
    details |= {
        name: value
        for name, value in (
            ("reference", refusal.reference),
            ("url", refusal.url),
            ("rewrite", refusal.rewrite[:LONGEST_REWRITE]),
        )
        if value
    }
    if dialect is Dialect.ANTHROPIC:
        kind = _ANTHROPIC.get(refusal.status, "invalid_request_error" if refusal.status < 500 else "api_error")
        return {"type": "error", "error": {"type": kind, "message": message, "weerbaar": details}}
    if dialect is Dialect.OPENAI:
        kind = _OPENAI.get(refusal.status, "invalid_request_error" if refusal.status < 500 else "server_error")
        code = f"weerbaar_{refusal.id}"
        return {
            "error": {"message": message, "type": kind, "param": refusal.values.get("field"), "code": code, "weerbaar": details}
        }
    return {"error": message, "weerbaar": details}


def listed(found: Mapping[DataClass, int], language: str) -> str:
    """``a person's name, 2 phone numbers and an IBAN``, the most frequent first."""
    named = [counted(cls, number, language) for cls, number in sorted(found.items(), key=lambda one: -one[1])]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} {texts(language)['and']} {named[-1]}"


def language_of(caller: str, accept: str) -> str:
    """The caller's own language, else the first of ours that `Accept-Language` (RFC 9110, 12.5.4) likes best, else English."""
    if caller in LANGUAGES:
        return caller
    liked: list[tuple[float, str]] = []
    for part in accept[:200].split(","):
        name, _, weight = part.strip().partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            continue
        short = name.strip()[:2].lower()
        if short in LANGUAGES and 0 < quality <= 1:
            liked.append((-quality, short))
    return min(liked, key=lambda one: one[0])[1] if liked else "en"


@cache
def texts(language: str) -> Mapping[str, str]:
    """Every sentence in one of our four languages."""
    return tomllib.loads(files("weerbaar.gateway").joinpath("texts", f"{language}.toml").read_text(encoding="utf-8"))
