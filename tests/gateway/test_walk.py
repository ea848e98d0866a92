"""Every place in a request that may hold text is laid out, and what may leave finds its way back into it."""

import base64
import json
from typing import Any

import pytest

from weerbaar.gateway.sheets import Kind
from weerbaar.gateway.walk import walk


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


PICTURE = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(4000)).decode()


@pytest.mark.parametrize(
    ("request_", "sheets"),
    [
        pytest.param({"messages": [{"role": "user", "content": "Hi Anna"}]}, ["Hi Anna\n"], id="a message, without its role"),
        pytest.param(
            {"messages": [{"role": "user", "content": [{"type": "text", "text": "one"}, {"type": "text", "text": "two"}]}]},
            ["one\ntwo\n"],
            id="its parts, under one another",
        ),
        pytest.param(
            {"messages": [{"role": "user", "content": "later"}], "system": [{"type": "text", "text": "first"}]},
            ["first\n", "later\n"],
            id="what stands around the conversation comes first, so that numbers stay when it grows",
        ),
        pytest.param({"input": ["one", "two"]}, ["one\ntwo\n"], id="texts to embed"),
        pytest.param({"metadata": {"bsn": "123456782"}}, ["bsn: 123456782\n"], id="a key stands before its value"),
        pytest.param(
            {
                "messages": [
                    {
                        "content": [
                            {"type": "tool_use", "name": "find", "input": {"bsn": 123456782, "nr": 12345678e1, "page": 3}}
                        ]
                    }
                ]
            },
            ["name: find\nbsn: 123456782\nnr: 123456780\npage: "],
            id="a number of six digits or more is text",
        ),
        pytest.param(
            {"messages": [{"tool_calls": [{"function": {"name": "f", "arguments": '{"iban": "BE71\\u0020x"}'}}]}]},
            ["name: f\niban: BE71 x\n"],
            id="JSON in a string is read",
        ),
        pytest.param(
            {"messages": [{"content": json.dumps({"a": json.dumps({"b": "deep"})})}]},
            ["a: b: deep\n"],
            id="and JSON in it as well",
        ),
        pytest.param(
            {"messages": [{"content": '{"a": "one", "a": "two"}'}]},
            ['{"a": "one", "a": "two"}\n'],
            id="JSON that says one thing twice is read as it is written",
        ),
        pytest.param(
            {
                "tools": [
                    {"type": "function", "function": {"name": "f", "parameters": {"properties": {"Anna": {"enum": ["x y"]}}}}}
                ]
            },
            ["name: f\nAnna: x y\n"],
            id="tools and the names in their schemas",
        ),
        pytest.param({"new_field_of_2030": {"x": ["y"]}}, ["new_field_of_2030: x: y\n"], id="fields nobody knows yet"),
        pytest.param({"": {"": "words"}}, [": : words\n"], id="even those without a name"),
        pytest.param(
            {"messages": [{"content": [{"type": "file", "file": {"filename": "a.txt", "file_data": coded("Hi Anna")}}]}]},
            ["Hi Anna\nfilename: a.txt\n"],
            id="a file of text is text",
        ),
        pytest.param(
            {"messages": [{"content": "data:text/csv;charset=utf-8;base64," + coded("name\nAnna")}]},
            ["name\nAnna\n"],
            id="in a URL, too",
        ),
        pytest.param(
            {"messages": [{"content": [{"type": "thinking", "thinking": "well", "signature": "abcd"}]}]},
            ["well\n", "abcd\n"],
            id="what only the provider reads stands on a sheet of its own",
        ),
    ],
)
def test_a_request_is_laid_out(request_: dict[str, Any], sheets: list[str]) -> None:
    assert [sheet.text for sheet in walk(request_).sheets] == sheets


@pytest.mark.parametrize(
    ("request_", "reasons", "files"),
    [
        pytest.param({"input": [1, 2, 3]}, ["tokens"], 0, id="tokens to embed"),
        pytest.param({"input": [[1, 2], [3]]}, ["tokens"], 0, id="lists of them"),
        pytest.param({"input": [{"role": "user", "content": "x"}, 5]}, ["tokens"], 0, id="between messages"),
        pytest.param({"prompt": "x", "context": [1, 2]}, ["tokens"], 0, id="of an earlier answer"),
        pytest.param(
            {"messages": [{"content": [{"type": "image_url", "image_url": {"url": "https://files.example/a.png"}}]}]},
            ["remote"],
            0,
            id="a picture the provider is to fetch",
        ),
        pytest.param(
            {
                "messages": [
                    {"content": [{"type": "document", "source": {"type": "url", "url": "https://files.example/a.pdf"}}]}
                ]
            },
            ["remote"],
            0,
            id="a document it is to fetch",
        ),
        pytest.param({"input": [{"type": "input_file", "file_id": "file-1"}]}, ["remote"], 0, id="a file it has"),
        pytest.param({"input": [{"type": "input_image", "image_url": "a.png"}]}, ["remote"], 0, id="a picture somewhere"),
        pytest.param({"tools": [{"type": "mcp", "server_url": "https://tools.example"}]}, ["remote"], 0, id="tools elsewhere"),
        pytest.param(
            {"input": [{"type": "input_image", "image_url": "data:image/png;base64," + PICTURE}]},
            [],
            1,
            id="a picture that is here",
        ),
        pytest.param(
            {"messages": [{"content": [{"source": {"type": "base64", "media_type": "image/png", "data": PICTURE}}]}]},
            [],
            1,
            id="another way of writing one",
        ),
        pytest.param({"messages": [{"content": "look", "images": [PICTURE]}]}, [], 1, id="and another"),
        pytest.param(
            {"messages": [{"content": [{"type": "input_audio", "input_audio": {"data": PICTURE, "format": "wav"}}]}]},
            [],
            1,
            id="sound",
        ),
        pytest.param({"messages": [{"images": ["no base64 at all"]}]}, ["encoded"], 0, id="a picture that is none"),
        pytest.param(
            {"messages": [{"annotations": [{"type": "file_citation", "file_id": "f"}]}]}, [], 0, id="a source that was named"
        ),
        pytest.param(
            {"messages": [{"content": [{"type": "web_search_result", "url": "https://a.example"}]}]}, [], 0, id="a result"
        ),
        pytest.param(
            {"messages": [{"tool_calls": [{"function": {"arguments": {"file_id": "x", "input": [1, 2]}}}]}]},
            [],
            0,
            id="a tool's own names",
        ),
    ],
)
def test_what_cannot_be_looked_into_is_counted(request_: dict[str, Any], reasons: list[str], files: int) -> None:
    walked = walk(request_)
    assert ([why for why, _ in walked.sealed], len(walked.files)) == (reasons, files)


def change(request: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    walked = walk(request)
    for sheet in walked.sheets:
        for leaf in sheet.leaves:
            if old in leaf.text:
                leaf.new = leaf.text.replace(old, new)
    walked.write()
    return request


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param({"input": ["Anna", "x"]}, {"input": ["[P]", "x"]}, id="in a list"),
        pytest.param({"metadata": {"Anna": {"Anna": "Anna"}}}, {"metadata": {"[P]": {"[P]": "[P]"}}}, id="keys and values"),
        pytest.param(
            {"metadata": {"Anna": 1, "[P]": 2}},
            {"metadata": {"[P]": 1, "[P]_": 2}},
            id="two keys that become one are told apart",
        ),
        pytest.param(
            {"messages": [{"content": '{"Anna": "{\\"a\\": \\"Anna\\"}", "n": 1.50}'}]},
            {"messages": [{"content": '{"[P]": "{\\"a\\": \\"[P]\\"}", "n": 1.5}'}]},
            id="JSON in JSON under a key that changes",
        ),
        pytest.param(
            {"messages": [{"content": '{"n":  1.50}'}]}, {"messages": [{"content": '{"n":  1.50}'}]}, id="JSON stays as written"
        ),
        pytest.param(
            {"messages": [{"content": "data:text/plain," + "Anna"}]},
            {"messages": [{"content": "data:text/plain;base64," + coded("[P]")}]},
            id="a file of text",
        ),
    ],
)
def test_what_is_new_is_put_back(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert change(before, "Anna", "[P]") == after


@pytest.mark.parametrize(
    ("request_", "kind"),
    [
        ({"messages": [{"role": "user", "name": "Anna"}]}, Kind.NAME),
        ({"messages": [{"tool_calls": [{"id": "Anna"}]}]}, Kind.NAME),
        ({"messages": [{"content": "Anna"}]}, Kind.TEXT),
        ({"messages": [{"tool_calls": [{"function": {"arguments": {"name": "Anna"}}}]}]}, Kind.TEXT),  # the tool's own word
        ({"messages": [{"content": [{"signature": "Anna"}]}]}, Kind.OPAQUE),
        ({"messages": [{"content": [{"signature": "Anna is no base64"}]}]}, Kind.TEXT),
    ],
)
def test_a_leaf_says_how_it_may_be_rewritten(request_: dict[str, Any], kind: Kind) -> None:
    (leaf,) = [leaf for sheet in walk(request_).sheets for leaf in sheet.leaves]
    assert leaf.kind is kind


@pytest.mark.parametrize(
    ("message", "foreign"),
    [
        ({"role": "user", "content": "Dear Anna"}, False),
        ({"role": "tool", "content": "Dear Anna"}, True),
        ({"role": "user", "content": [{"type": "tool_result", "content": [{"type": "text", "text": "Dear Anna"}]}]}, True),
        ({"type": "function_call_output", "output": '{"said": "Dear Anna"}'}, True),
        ({"role": "user", "content": "data:text/plain,Dear Anna"}, True),
    ],
)
def test_what_somebody_else_wrote_is_known(message: dict[str, Any], foreign: bool) -> None:
    assert [leaf.foreign for sheet in walk({"messages": [message]}).sheets for leaf in sheet.leaves if "Dear" in leaf.text] == [
        foreign
    ]


def test_json_that_is_nested_too_deep_is_something_we_cannot_look_into() -> None:
    text = "x\ny"
    for _ in range(9):
        text = json.dumps({"a": text})
    assert [why for why, _ in walk({"messages": [{"content": text}]}).sealed] == ["encoded"]
