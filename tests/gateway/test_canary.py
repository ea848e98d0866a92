"""Whatever JSON comes in, and wherever in it an identifier stands: it does not leave, also not encoded in a way that we read."""

import base64
import binascii
import json
import re
from typing import Any
from urllib.parse import quote, unquote

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.gateway.memory_desk import KEY
from tests.gateway.provider import Provider
from weerbaar.gateway.app import OPERATIONS
from weerbaar.gateway.judge import judge, rewrite
from weerbaar.gateway.limits import written
from weerbaar.gateway.port import Checked, LookedFile
from weerbaar.gateway.walk import FIELDS, SAYS_NOTHING, walk
from weerbaar.leak.check import check
from weerbaar.leak.mask import Conversation
from weerbaar.leak.policy import Policy
from weerbaar.model.leak import Decision, Leaks

CANARY = "BE71096123456769"
SPACED = "BE71 0961 2345 6769"
BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")


def percent(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


WAYS = {
    "plain": lambda text: text,
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "percent": percent,
    "quoted": quote,
    "data url": lambda text: "data:text/plain;base64," + base64.b64encode(text.encode()).decode(),
    "plain data url": lambda text: "data:," + quote(text),
    "picture url": lambda text: "data:image/png;base64," + base64.b64encode(text.encode()).decode(),
    "link": lambda text: "https://files.example/?q=" + quote(text),
    "json": lambda text: json.dumps({"a": text, "b": [text]}),
    "json of json": lambda text: json.dumps({"a": json.dumps([json.dumps({"c": text})])}),
    "escaped": lambda text: '{"a": "' + "".join(f"\\u{ord(sign):04x}" for sign in text) + '"}',
    "twice the same name": lambda text: '{"a": "' + text + '", "a": "x"}',
}
texts = st.one_of(st.text(max_size=20), st.sampled_from(sorted(SAYS_NOTHING)))
planted = st.builds(
    lambda before, value, after, way: WAYS[way](f"{before} {value} {after}"),
    st.sampled_from(("", "my account", "iban:", "naar rekening", "\n")),
    st.sampled_from((CANARY, SPACED, "ＢＥ７１０９６１２３４５６７６９", "BE71\u200b0961\u200b2345\u200b6769")),
    st.sampled_from(("", "please", ".", "\n\nthanks")),
    st.sampled_from(sorted(WAYS)),
)
keys = st.one_of(st.sampled_from(sorted(FIELDS)), st.text(max_size=8), st.sampled_from((SPACED, f"x {CANARY}")))
anything: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), texts, planted),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=5)),
    max_leaves=14,
)


def leaving(request: dict[str, Any]) -> bytes | None:
    """What leaves; None where the policy keeps it."""
    walked = walk(request)
    looked = tuple(LookedFile(Leaks(not_looked=("unknown",))) for _ in walked.files)
    judged = judge(walked, Checked(tuple(check(sheet.text) for sheet in walked.sheets), looked), Policy())
    if judged.decision in (Decision.ASK, Decision.STOP):
        return None
    rewrite(walked, judged.masked, Conversation("en"))
    return written(request)


def shows(data: bytes) -> bool:
    """Whether somebody who takes the trouble reads the canary: JSON in JSON, percent signs and base64 undone."""
    seen: set[str] = set()
    todo = [data.decode()]
    while todo:
        text = todo.pop()
        if text in seen:
            continue
        seen.add(text)
        plain = re.sub(r"[\s\u200b]", "", unquote(text)).translate({0xFF10 + n: 0x30 + n for n in range(10)})
        if CANARY in plain or "71096123456769" in plain:
            return True
        todo += [unquote(text)] if "%" in text else []
        for found in BASE64.finditer(text):
            try:
                todo.append(
                    base64.b64decode(
                        found[0].rstrip("=") + "==", altchars=b"-_" if "-" in found[0] or "_" in found[0] else None
                    ).decode()
                )
            except (UnicodeDecodeError, binascii.Error):
                continue
        try:
            value = json.loads(text)
        except ValueError:
            continue
        todo += _strings(value)
    return False


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for key, inner in value.items() for text in (key, *_strings(inner))]
    return [text for inner in value for text in _strings(inner)] if isinstance(value, list) else []


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(keys, anything, max_size=6), planted, st.sampled_from(sorted(FIELDS)))
def test_no_identifier_leaves_from_any_place_of_any_request(request: dict[str, Any], text: str, field: str) -> None:
    request["messages"] = (
        [{"role": "user", "content": text, field: request.get(field)}, *request.get("messages", [])]
        if isinstance(request.get("messages", []), list)
        else request["messages"]
    )
    left = leaving(json.loads(json.dumps(request)))
    assert left is None or not shows(left)


def test_the_canary_is_seen_where_it_stands_bare() -> None:
    for way, write in WAYS.items():
        assert shows(json.dumps({"content": write(SPACED)}).encode()), way


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(keys, anything, max_size=5), planted, st.sampled_from([operation.path for operation in OPERATIONS]))
def test_no_identifier_reaches_the_provider_and_no_request_breaks_us(
    address: str, there: Provider, request: dict[str, Any], text: str, path: str
) -> None:
    there.clear()
    there.behave = "swallows"
    sent = {
        "input": text,
        "messages": [{"role": "user", "content": text}],
        "prompt": text,
        **request,
        "model": "small",
        "stream": False,
    }
    answer = httpx.post(address + path, json=sent, headers={"authorization": f"Bearer {KEY}"})
    assert answer.status_code in (200, 400, 403, 404), answer.text
    assert not any(shows(body.rpartition(b"\n")[2]) for body in there.received)


def test_a_long_number_in_the_line_above_does_not_hide_what_is_encoded() -> None:
    left = leaving({"messages": [{"role": "user", "content": ["7" * 81, WAYS["base64"](f" {CANARY} ")]}]})
    assert left is not None and not shows(left)
