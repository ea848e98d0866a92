"""Every place in a request that may hold text: laid out for the checker, and rewritten with what may leave.

A request is a tree of JSON. We do not list the fields that hold text, since providers add fields: every string is looked at,
every number of six digits or more, and every key that is not a field name we know. Only words that can say nothing (`user`,
`json_schema`) are left out. They are laid out as sheets: one for each message, and one before them for all the rest (system text,
tools, settings), with the key before its value, so that ``{"bsn": 123456782}`` is read as ``bsn: 123456782``.

| what stands there | how it is rewritten |
| --- | --- |
| text, also text inside JSON that stands in a string, and text files in base64 | with placeholders |
| names with a fixed alphabet: ids, names of tools | by an alias, whole, which the answer gives back |
| what only the provider can read: signatures, encrypted reasoning | not at all |
| pictures, PDFs and other files | not at all: what stands in them is asked about or stopped |
| what we cannot look inside: links to files, ids of files, lists of tokens | not at all: decided by the policy |
"""

import json
import re
import tomllib
from importlib.resources import files
from typing import Any

from weerbaar.gateway.inside import data_url, from_base64, from_json
from weerbaar.gateway.port import File
from weerbaar.gateway.sheets import Kind, Leaf, Sheet, Walked

_WORDS = tomllib.loads(files("weerbaar.gateway").joinpath("fields.toml").read_text(encoding="utf-8"))
SAYS_NOTHING, FIELDS, PROSE, NAMES = (frozenset(_WORDS[name].split()) for name in ("says_nothing", "fields", "prose", "names"))
OPAQUE = frozenset(("signature", "encrypted_content", "encrypted_index", "encrypted_stdout"))
REMOTE = frozenset(("file_id", "file_ids", "file_url", "server_url", "connector_id"))
TOKENS = frozenset(("input", "prompt", "context", "tokens", "prompt_embeds"))
FREE = frozenset(
    ("arguments", "parameters", "input_schema", "schema", "properties", "metadata", "variables", "additional_parameters")
)
"""Under these stands what the program's own makers named: no name there has a meaning for us."""
FOREIGN = (
    *(
        "tool",
        "function",
        "tool_result",
        "function_call_output",
        "custom_tool_call_output",
        "mcp_call",
        "document",
        "search_result",
    ),
    *("web_search_tool_result", "web_search_result", "web_fetch_tool_result", "code_execution_tool_result", "file_search_call"),
)
"""Roles and types of what somebody else wrote."""
CONVERSATION = ("messages", "input", "prompt", "suffix")
"""Walked last and in order, so that a conversation that grows keeps the placeholders of its beginning."""
DEEPEST_NESTING = 6
"""JSON in a string of JSON in a string of JSON...; what stands deeper we cannot look inside."""
SMALL_FILE = 4096
"""Characters of base64 that are also read as the text they may be."""
TEXTUAL = ("text/", "application/json", "application/xml", "application/csv", "message/rfc822")
TEXT_FILES = (".txt", ".md", ".csv", ".json", ".eml", ".xml")

_BASE64 = re.compile(r"[A-Za-z0-9+/_=-]*")
_WEB = re.compile(r"\s*[a-z][a-z0-9+.-]{0,20}://", re.IGNORECASE)
_DIGITS = re.compile(r"(?:\d[.eE+-]*){6}")


def walk(request: dict[str, Any]) -> Walked:
    """Lay out a request. The tree is kept: `Walked.write` rewrites it in place."""
    walker = _Walker()
    for key in sorted(request):
        if key not in CONVERSATION:
            walker.member(request, key)
    walker.end()
    for key in CONVERSATION:
        if key in request:
            value = request[key]
            if isinstance(value, list) and any(isinstance(one, dict) for one in value):
                walker.cannot_look(request, key, value)
                for number in range(len(value)):
                    walker.value(value, number, key)
                    walker.end()
            else:
                walker.member(request, key)
                walker.end()
    return walker.walked()


class _Walker:
    def __init__(self) -> None:
        self._sheets: list[Sheet] = []
        self._files: list[File] = []
        self._sealed: list[tuple[str, str]] = []
        self._nested: list[tuple[Any, Any, Any, int]] = []
        self._fixed: list[Leaf] = []
        self._text: list[str] = []
        self._length = 0
        self._starts: list[int] = []
        self._leaves: list[Leaf] = []
        self._lead = ""
        self._free = 0
        self._foreign = 0
        self._inside: list[int] = [0]

    def walked(self) -> Walked:
        """Everything; what cannot be rewritten comes last."""
        for leaf in self._fixed:
            self._write_leaf(leaf)
        self.end(sealed=True)
        return Walked(self._sheets, self._files, self._sealed, self._nested)

    def end(self, *, sealed: bool = False) -> None:
        """A sheet is full."""
        if self._leaves:
            self._sheets.append(Sheet("".join(self._text), self._starts, self._leaves, sealed))
        self._text, self._length, self._starts, self._leaves, self._lead = [], 0, [], [], ""

    def member(self, holder: dict[str, Any], key: str) -> None:
        """A key and what stands under it."""
        value = holder[key]
        self._lead = ""
        if key not in FIELDS:
            self._write_leaf(Leaf(Kind.KEY, key, holder, key, self._inside[-1]), end=": ")
        elif isinstance(value, str | int | float) and (self._free or key not in PROSE):
            self._lead = f"{key}: "
        if not self._free:
            self.cannot_look(holder, key, value)
        free = key in FREE or (key == "input" and isinstance(value, dict))
        self._free += free
        self.value(holder, key, key)
        self._free -= free

    def value(self, holder: Any, at: Any, key: str) -> None:
        """What stands at one place; `key` is the name it stands under."""
        value = holder[at]
        if isinstance(value, dict):
            taken = self._source(value)
            foreign = not self._free and (value.get("role") in FOREIGN or value.get("type") in FOREIGN)
            self._foreign += foreign
            for inner in list(value):
                if inner != taken:
                    self.member(value, inner)
            self._foreign -= foreign
        elif isinstance(value, list):
            for number in range(len(value)):
                self.value(value, number, key)
        elif isinstance(value, str):
            self._string(holder, at, key, value)
        elif value is not None and not isinstance(value, bool):
            whole = isinstance(value, float) and value.is_integer()
            written = str(int(value)) if whole else json.dumps(value)
            if _DIGITS.search(written):
                self._write_leaf(Leaf(Kind.TEXT, written, holder, at, self._inside[-1]))

    def cannot_look(self, holder: dict[str, Any], key: str, value: Any) -> None:
        """Count what stands under a key that is no text to us."""
        if key in TOKENS and isinstance(value, list) and any(_is_token(one) for one in value):
            self._seal("tokens", value)
        elif _is_remote(holder, key, value):
            self._seal("remote", value)

    def _string(self, holder: Any, at: Any, key: str, value: str) -> None:
        if not value or value in SAYS_NOTHING:
            return
        inside = self._inside[-1]
        if self._file(holder, at, key, value):
            return
        inner = from_json(value)
        if inner is not None and len(self._inside) <= DEEPEST_NESTING:
            self._nested.append((holder, at, inner, inside))
            self._inside.append(len(self._nested))
            self._free += 1
            if isinstance(inner, dict):
                for name in list(inner):
                    self.member(inner, name)
            else:
                for number in range(len(inner)):
                    self.value(inner, number, key)
            self._free -= 1
            self._inside.pop()
            return
        if inner is not None and "\\" in value:
            self._seal("encoded", value)
        kind = Kind.TEXT
        if not self._free and key in NAMES:
            kind = Kind.NAME
        elif not self._free and key in OPAQUE and _BASE64.fullmatch(value):
            self._fixed.append(Leaf(Kind.OPAQUE, value, holder, at, inside))
            return
        self._write_leaf(Leaf(kind, value, holder, at, inside))

    def _file(self, holder: Any, at: Any, key: str, value: str) -> bool:
        """A file that is a string; False where the string is to be read as text."""
        found = data_url(value)
        if found is None:
            if self._free or key not in ("images", "image", "file_data"):
                return False
            data, declared, wrap = from_base64(value), "", ""
        else:
            data, declared, wrap = found.data, found.declared.lower(), f"data:{found.declared};base64,"
        if data is None:
            self._seal("encoded", value)
            return False
        # What is no base64 leaves as it is written, so it is also read as it is written.
        self._take(holder, at, value, data, declared, "", wrap, read=found is not None and not found.base64)
        return True

    def _source(self, value: dict[str, Any]) -> str | None:
        """The key of a file in base64 whose kind or name stands beside it; it is taken. None where there is none."""
        if value.get("type") == "text" or self._free:
            return None
        for name, beside in (("data", "media_type"), ("data", "format"), ("file_data", "filename")):
            data, label = value.get(name), value.get(beside)
            if not isinstance(data, str) or not isinstance(label, str) or data_url(data) is not None:
                continue
            found = from_base64(data)
            if found is None:
                self._seal("encoded", data)
                return None
            declared = {"media_type": label, "format": f"audio/{label}"}.get(beside, "")
            self._take(value, name, data, found, declared, label if beside == "filename" else "", "")
            return name
        return None

    def _take(
        self, holder: Any, at: Any, value: str, data: bytes, declared: str, name: str, wrap: str, *, read: bool = False
    ) -> None:
        """A file of text becomes a leaf like any other; another one is a file, and read as text, too, while it is small."""
        inside = self._inside[-1]
        if declared.lower().startswith(TEXTUAL) or name.lower().endswith(TEXT_FILES):
            try:
                text = data.decode("utf-8")
            except UnicodeDecodeError:
                pass
            else:
                self._write_leaf(Leaf(Kind.TEXT, text, holder, at, inside, wrap, file=True))
                return
        self._files.append(File(data, name, declared))
        if read or len(value) <= SMALL_FILE:
            self._fixed.append(Leaf(Kind.OPAQUE, value, holder, at, inside))

    def _seal(self, reason: str, what: object) -> None:
        self._sealed.append((reason, json.dumps(what, sort_keys=True)))

    def _write_leaf(self, leaf: Leaf, end: str = "\n") -> None:
        if self._lead:
            self._write(self._lead)
            self._lead = ""
        leaf.foreign = leaf.file or self._foreign > 0
        self._starts.append(self._length)
        self._leaves.append(leaf)
        self._write(leaf.text)
        self._write(end)

    def _write(self, text: str) -> None:
        self._text.append(text)
        self._length += len(text)


def _is_token(value: object) -> bool:
    if isinstance(value, list):
        return any(isinstance(one, int | float) for one in value)
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_remote(holder: dict[str, Any], key: str, value: Any) -> bool:
    """Whether the provider is to fetch something itself, or has it already."""
    kind = holder.get("type", "")
    if key in REMOTE:
        return bool(value) and not str(kind).endswith(("citation", "path", "location"))
    if not isinstance(value, str):
        return False
    if key == "url":
        return kind in ("", "url") and _WEB.match(value) is not None
    return key == "image_url" and data_url(value) is None
