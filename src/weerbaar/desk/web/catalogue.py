"""The texts of the desk in four languages: gathered, compared and compiled, without the gettext programs.

    python -m weerbaar.desk.web.catalogue     # new texts into the .po files, those no longer used out, .mo files made

The source language is English and stands in templates and code; nl, fr and de stand in locale/<language>/LC_MESSAGES/django.po, with
the .mo file that Django reads beside it. `borrowed.txt` names texts of Django and allauth that our pages show and that they lack, or say
in a tone that is not ours.

Formats: GNU gettext manual, 10.1 (PO files) and 10.3 (MO files).
"""

import ast
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

LANGUAGES = ("nl", "fr", "de")
WEB = Path(__file__).parent
DESK = WEB.parent
CONTEXT = "\x04"
"""What parts a context from its text in a MO file."""
PLURALS = {"nl": "nplurals=2; plural=(n != 1);", "fr": "nplurals=2; plural=(n > 1);", "de": "nplurals=2; plural=(n != 1);"}
CALL = re.compile(
    r"(?<![\w.])(?:_|gettext|gettext_lazy|gettext_noop|ngettext|ngettext_lazy|pgettext|pgettext_lazy|npgettext)\("
)
ONE = frozenset(("_", "gettext", "gettext_lazy", "gettext_noop"))
MANY = frozenset(("ngettext", "ngettext_lazy", "npgettext"))
TOLD = frozenset(("pgettext", "pgettext_lazy", "npgettext"))
HOLE = re.compile(r"%(?:\((\w+)\))?[sdif]|%%")
LONGEST_CALL = 4000
LOOSE = re.compile(r"(?<=\S) (?=[:;?!»])|(?<=«) ")
"""Where French has a space that no line may be broken at (Lexique des règles typographiques, Imprimerie nationale)."""


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """One text: in which context ("" for none), and how it is for many ("" where it is not counted)."""

    text: str
    context: str = ""
    many: str = ""


Translations = Mapping[Text, tuple[str, ...]]


def gathered() -> set[Text]:
    """Every text of the desk: of templates, code and what is borrowed."""
    found = set(borrowed())
    for template in sorted(DESK.rglob("templates/**/*.html")) + sorted(DESK.rglob("templates/**/*.txt")):
        source = templatize(template.read_text(encoding="utf-8"), origin=template.name)
        for start in CALL.finditer(source):
            found |= set(_texts(_call(source, start.start())))
    for code in sorted(DESK.rglob("*.py")):
        found |= set(_texts(ast.parse(code.read_text(encoding="utf-8"))))
    return found


def borrowed() -> Iterator[Text]:
    """Texts of Django and allauth that we say ourselves: one a line, or `one | many`, with `context: ` where they have one."""
    for line in (WEB / "locale" / "borrowed.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, _, many = line.replace("\\n", "\n").partition(" | ")
            yield Text(text, many=many)


def read(language: str) -> dict[Text, tuple[str, ...]]:
    """What a .po file says. Marked as fuzzy counts as not said.

    Raises:
        ValueError: a line that is none of what we write ourselves.
    """
    made: dict[Text, tuple[str, ...]] = {}
    for entry in place(language, "po").read_text(encoding="utf-8").split("\n\n"):
        fields: dict[str, str] = {}
        name, fuzzy = "", False
        for line in entry.splitlines():
            if line.startswith("#"):
                fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
                continue
            start = re.match(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) ", line)
            name = start[1] if start else name
            value = line[start.end() :] if start else line
            fields[name] = fields.get(name, "") + str(ast.literal_eval(value))
        if fields.get("msgid"):
            said = tuple(value for key, value in fields.items() if key.startswith("msgstr"))
            made[Text(fields["msgid"], fields.get("msgctxt", ""), fields.get("msgid_plural", ""))] = ("",) if fuzzy else said
    return made


def written(language: str, said: Translations) -> str:
    """A .po file, in the order of the texts."""
    entries = [_entry(Text(""), (_head(language),))]
    entries += [_entry(text, said[text]) for text in sorted(said)]
    return "\n\n".join(entries) + "\n"


def compiled(language: str, said: Translations) -> bytes:
    """A .mo file: the same bytes for the same texts."""
    pairs = {"": _head(language)}
    for text, told in said.items():
        if all(told):
            key = (text.context + CONTEXT if text.context else "") + text.text + (f"\0{text.many}" if text.many else "")
            pairs[key] = "\0".join(bound(one) if language == "fr" else one for one in told)
    keys = sorted(key.encode() for key in pairs)
    values = [pairs[key.decode()].encode() for key in keys]
    at = 28 + 16 * len(keys)
    tables, blob = [], b""
    for group in (keys, values):
        for one in group:
            tables.append(struct.pack("<II", len(one), at + len(blob)))
            blob += one + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, at) + b"".join(tables) + blob


def bound(french: str) -> str:
    """A French text whose signs stay on the line of their word: translators type plain spaces."""
    return LOOSE.sub("\N{NO-BREAK SPACE}", french)


def wrong(language: str) -> list[str]:
    """What a language still lacks, one sentence each; nothing when it is whole."""
    said, needed = read(language), gathered()
    found = [f"{language} lacks {text.text!r}" for text in sorted(needed - said.keys())]
    found += [f"{language} still has {text.text!r}, which nothing says" for text in sorted(said.keys() - needed)]
    for text, told in sorted(said.items()):
        if not all(told) or (text.many and len(told) != 2):
            found.append(f"{language} does not say {text.text!r}")
        elif any(_holes(one) != _holes(text.text) and _holes(one) != _holes(text.many or text.text) for one in told):
            found.append(f"{language} fills in something else in {text.text!r}")
    return found


def place(language: str, ending: str) -> Path:
    """The file of a language."""
    return WEB / "locale" / language / "LC_MESSAGES" / f"django.{ending}"


def main() -> None:
    """Bring the files up to date and say what is still to be written."""
    needed = gathered()
    for language in LANGUAGES:
        known = read(language) if place(language, "po").exists() else {}
        said = {text: known.get(text, ("", "") if text.many else ("",)) for text in needed}
        place(language, "po").parent.mkdir(parents=True, exist_ok=True)
        place(language, "po").write_text(written(language, said), encoding="utf-8")
        place(language, "mo").write_bytes(compiled(language, said))
        print("\n".join(wrong(language)) or f"{language}: all {len(said)} texts")


def _texts(tree: ast.AST) -> Iterator[Text]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        words = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if name in TOLD:
            context, words = (words[0], words[1:]) if len(words) > 1 else ("", [])
        elif name in ONE or name in MANY:
            context = ""
        else:
            continue
        if words:
            yield Text(words[0], context, words[1] if name in MANY and len(words) > 1 else "")


def _call(source: str, start: int) -> ast.AST:
    """The call that begins here, which templatize wrote among other things."""
    end = start
    while (end := source.find(")", end + 1)) != -1 and end - start < LONGEST_CALL:
        try:
            return ast.parse(source[start : end + 1].strip(), mode="eval")
        except SyntaxError:
            continue
    return ast.Module(body=[], type_ignores=[])


def _entry(text: Text, said: tuple[str, ...]) -> str:
    lines = [f"msgctxt {_quoted(text.context)}"] if text.context else []
    lines.append(f"msgid {_quoted(text.text)}")
    if text.many:
        lines.append(f"msgid_plural {_quoted(text.many)}")
        lines += [f"msgstr[{number}] {_quoted(one)}" for number, one in enumerate(said)]
    else:
        lines.append(f"msgstr {_quoted(said[0])}")
    return "\n".join(lines)


def _head(language: str) -> str:
    return (
        f"Language: {language}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
        f"Content-Transfer-Encoding: 8bit\nPlural-Forms: {PLURALS[language]}\n"
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'


def _holes(text: str) -> list[str]:
    return sorted(found[0] for found in HOLE.finditer(text) if found[0] != "%%")


if __name__ == "__main__":
    main()
