"""nl, fr, de and en are equals: every sentence the program says outside its answers is there in each, with the same fill-ins.

The failures are a to-do list. Answers have the same tests in tests/advise.
"""

import argparse
import ast
import inspect
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from weerbaar.cli import main
from weerbaar.cli.arguments import parse, parser, typed_language
from weerbaar.cli.exits import Exit
from weerbaar.cli.words import words
from weerbaar.model.errors import REASONS, sentences
from weerbaar.model.verdict import Band
from weerbaar.report.account import source_in_words
from weerbaar.settings import explanations
from weerbaar.weigh.weights import table

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "weerbaar"
LANGUAGES = ("nl", "fr", "de", "en")
OTHERS = ("nl", "fr", "de")
ENGLISH_ELSEWHERE = ("argparse.", "setting.")
"""Tables without English: argparse's words are English already, and settings.py explains its own."""
PROGRAMMERS = {
    ".__call__() not defined", "'required' is an invalid argument for positionals", "mutually exclusive arguments must be optional",
    "%r is not callable", "cannot merge actions - two groups are named %r", "dest= is required for options like %r",
    "invalid option string %(option)r: must start with a character %(prefix_chars)r", "invalid conflict_resolution value: %r",
    "cannot have multiple subparser arguments", "conflicting subparser: %s", "conflicting subparser alias: %s",
    "conflicting option string: %s", "conflicting option strings: %s", 'argument "-" with mode %r',
    "%(prog)s: error: %(message)s\n", "%(prog)s: warning: %(message)s\n", "option '%(option)s' is deprecated",
    "argument '%(argument_name)s' is deprecated", "command '%(parser_name)s' is deprecated",
}  # fmt: skip
"""What argparse says to whoever writes a parser, never to whoever types a command."""


def fill_ins(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def shared(language: str) -> dict[str, str]:
    return {name: text for name, text in words(language).items() if not name.startswith(ENGLISH_ELSEWHERE)}


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_everything_english_says(language: str) -> None:
    assert set(shared(language)) == set(shared("en"))
    assert set(sentences(language)) == set(sentences("en"))
    assert all(text.strip() for text in words(language).values())


@pytest.mark.parametrize("language", OTHERS)
def test_fill_ins_are_the_same_in_every_language(language: str) -> None:
    english = {name: fill_ins(text) for name, text in shared("en").items()}
    assert {name: fill_ins(text) for name, text in shared(language).items()} == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_are_spoken_to_politely_and_calmly(language: str) -> None:
    informal = {"nl": {"je", "jij", "jouw"}, "fr": {"tu", "ton", "tes"}, "de": {"du", "dein", "deine", "dich"}, "en": set()}
    for name, sentence in words(language).items():
        assert not informal[language] & set(re.findall(r"\w+", re.sub(r'"[^"]*"', "", sentence.lower()))), name
        assert "!" not in re.sub(r"!r\b", "", sentence), name


def test_no_sentence_is_named_twice() -> None:
    own = tomllib.loads((SOURCE / "cli" / "texts" / "en.toml").read_text(encoding="utf-8"))
    assert not set(own) & set(sentences("en"))


@pytest.mark.parametrize("language", OTHERS)
def test_every_setting_is_explained(language: str) -> None:
    told = {name for name in words(language) if name.startswith("setting.")}
    assert told == {f"setting.{name}" for name in explanations()}


@pytest.mark.parametrize("language", OTHERS)
def test_every_source_of_a_weight_is_told(language: str) -> None:
    english = [entry.source for entry in table().values() if source_in_words(entry.source, language) == entry.source]
    assert not english


@pytest.mark.parametrize("language", OTHERS)
def test_everything_argparse_says_is_told(language: str) -> None:
    missing = set(argparse_says()) - PROGRAMMERS - {name.removeprefix("argparse.") for name in words(language)}
    assert not missing
    for name, text in words(language).items():
        if name.startswith("argparse."):
            assert named(text) <= named(name), name
            assert unnamed(text) == unnamed(name), name


def argparse_says() -> Iterator[str]:
    """Every literal text that this version of argparse has translated."""
    for node in ast.walk(ast.parse(inspect.getsource(argparse))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
            yield from (str(one.value) for one in node.args if isinstance(one, ast.Constant))


def named(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[rs]", text))


def unnamed(text: str) -> list[str]:
    return re.findall(r"%[rs]", text)


def troubles() -> Iterator[tuple[str, ast.Call]]:
    """Every place in the source where a sentence of `model/texts` is named with its values."""
    named = {"Problem", "Trouble", "NotHere", "BrokenOrganisation", "BrokenSettings", "wrong"}
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                if name in named:
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", node


def ids(argument: ast.expr) -> list[str]:
    """The sentences an argument can name: a literal, either side of a condition, all that begin as an f-string does."""
    if isinstance(argument, ast.Constant):
        return [str(argument.value)]
    if isinstance(argument, ast.IfExp):
        return [*ids(argument.body), *ids(argument.orelse)]
    if isinstance(argument, ast.JoinedStr) and isinstance(argument.values[0], ast.Constant):
        start = str(argument.values[0].value)
        return [name for name in sentences("en") if name.startswith(start)] or [start]
    return []


def given(call: ast.Call) -> set[str]:
    table = [one for one in call.args[1:] if isinstance(one, ast.Dict)]
    keys = {str(key.value) for one in table for key in one.keys if isinstance(key, ast.Constant)}
    return keys | {one.arg for one in call.keywords if one.arg and one.arg != "language"}


def test_every_trouble_has_its_sentence_and_fills_it() -> None:
    wrong = []
    for place, call in troubles():
        for name in ids(call.args[0]):
            if name not in sentences("en"):
                wrong.append(f"{place}: {name} has no sentence in model/texts")
            elif fill_ins(sentences("en")[name]) - given(call):
                wrong.append(f"{place}: {name} needs {fill_ins(sentences('en')[name]) - given(call)}")
    assert not wrong


def test_no_sentence_is_left_over() -> None:
    source = "\n".join(file.read_text(encoding="utf-8") for file in sorted(SOURCE.rglob("*.py")))
    begun = set(re.findall(r"""f["']([\w.]+)[{]""", source))
    written = set(re.findall(r"""["']([\w.]+)["']""", source)) | {band.name.lower() for band in Band}
    unused = [
        name
        for name in shared("en")
        if PLURAL.sub("", name) not in written and not any(name.startswith(start) for start in begun)
    ]
    assert not unused


PLURAL = re.compile(r"_(?:none|one|many)$")


def test_every_refusal_of_the_system_has_its_words() -> None:
    assert set(REASONS.values()) <= set(sentences("en"))


def everything_told(language: str) -> dict[str, str]:
    """Every explanation of the parser, named by command and option."""
    top = parser(language)
    commands = next(one for one in top._actions if isinstance(one, argparse._SubParsersAction))
    told = {"top": top.description or "", "top end": top.epilog or ""}
    told |= {f"list {one.dest}": one.help or "" for one in commands._choices_actions}
    for name, command in {"": top, **commands.choices}.items():
        told[f"{name} description"] = command.description or ""
        for action in command._actions:
            if not isinstance(action, argparse._HelpAction) and action.help != argparse.SUPPRESS:
                told[f"{name} {action.dest}"] = action.help or ""
                if isinstance(action.metavar, str) and action.metavar not in ("N", "MAILBOX"):
                    told[f"{name} {action.dest} metavar"] = action.metavar
    return told


@pytest.mark.parametrize("language", OTHERS)
def test_no_help_is_left_in_english(language: str) -> None:
    english, ours = everything_told("en"), everything_told(language)
    del english[" command"], ours[" command"]  # the list of commands has no explanation of its own
    assert not [name for name in english if english[name] == ours[name]]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("command", [[], ["check"], ["explain"], ["learn"], ["doctor"]], ids=lambda c: "".join(c) or "weerbaar")
def test_help_is_told_in_the_language_asked_for(language: str, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([*command, "--help", "--lang", language])
    assert left.value.code == 0
    page = capsys.readouterr().out
    assert words(language)["argparse.usage: "].strip() in page
    assert words(language)["argparse.show this help message and exit"][:15] in page
    for english in ("usage:", "positional arguments", "show this help", "default:", "exit status"):
        assert english not in page


MISTAKES = [
    [],
    ["chek"],
    ["check", "--lang"],
    ["check", "--lang", "xx"],
    ["check", "--fromat"],
    ["check", "--format", "xml"],
    ["check", "--workers", "many"],
    ["check", "--quiet=yes", "a"],
    ["check", "--in-process=1", "a"],
    ["explain"],
    ["learn", "--no-color=1"],
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", MISTAKES, ids=" ".join)
def test_a_mistake_in_typing_is_told_in_the_language_of_the_machine(
    language: str, typed: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", f"{language}_BE.UTF-8")
    with pytest.raises(SystemExit) as left:
        main(typed)
    assert left.value.code == Exit.USAGE
    said = capsys.readouterr().err
    english = re.search(r"usage: |argument |invalid|expected|required|unrecognized|ignored|Try ", said)
    assert bool(english) is (language == "en")


TYPED = [
    (["--lang", "fr", "check"], "fr"),
    (["check", "a.eml", "--lang=de"], "de"),
    (["check", "--la", "nl"], "nl"),
    (["check", "--lang", "xx"], None),
    (["check", "--lang"], None),
    (["check", "--language-of-love"], None),
    (["check", "fr"], None),
    (["--", "--l"], None),
]


@pytest.mark.parametrize(("typed", "language"), TYPED)
def test_the_language_is_seen_wherever_it_stands(typed: list[str], language: str | None) -> None:
    assert typed_language(typed) == language


def test_the_language_may_stand_before_the_command_and_after_it() -> None:
    assert parse(["--lang", "fr", "check", "a"], "en").lang == "fr"
    assert parse(["check", "--lang", "fr", "a"], "en").lang == "fr"
    assert parse(["doctor"], "en").lang is None


def test_argparse_speaks_english_again_afterwards() -> None:
    parse(["doctor"], "nl")
    assert vars(argparse)["_"]("options") == "options"
    assert vars(argparse)["ngettext"]("one", "many", 2) == "many"


@pytest.mark.parametrize("language", LANGUAGES)
def test_troubles_are_told_in_the_language_of_the_reader(
    language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("WEERBAAR_HOME", str(tmp_path / "nowhere"))
    Path("empty.eml").touch()
    Path("nothing").mkdir()
    Path("firm.toml").write_text('domians = ["a.example"]\n', encoding="utf-8")
    Path("broken.toml").write_text("name = \n", encoding="utf-8")
    expected = {
        "nope.eml": sentences(language)["not_here"].format(name="nope.eml"),
        "empty.eml": sentences(language)["empty"].format(name="empty.eml"),
        "nothing": sentences(language)["no_messages"].format(name="nothing"),
    }
    for typed, sentence in expected.items():
        assert main(["check", typed, "--in-process", "--lang", language]) in (Exit.NO_INPUT, Exit.UNREAD)
        told = capsys.readouterr()
        assert sentence in told.out + told.err
    assert main(["check", "a text", "--organisation", "firm.toml", "--lang", language]) == Exit.CONFIGURATION
    near = sentences(language)["field_unknown_near"].format(at="", name="domians", near="domains")
    assert near in capsys.readouterr().err
    assert main(["doctor", "--organisation", "firm.toml", "--lang", language]) == Exit.CONFIGURATION
    assert near in capsys.readouterr().out
    assert main(["check", "a text", "--organisation", "broken.toml", "--lang", language]) == Exit.CONFIGURATION
    assert sentences(language)["at_line"].format(line=1, column=8) in capsys.readouterr().err
    monkeypatch.setenv("WEERBAAR_OCR", "perhaps")
    assert main(["check", "a text", "--lang", language]) == Exit.CONFIGURATION
    assert sentences(language)["setting_bool"].format(name="ocr", value="perhaps") in capsys.readouterr().err


def test_an_organisation_speaks_its_own_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    firm = tmp_path / "firm.toml"
    firm.write_text('languages = ["fr"]\n', encoding="utf-8")
    assert main(["check", "nope.eml", "--organisation", str(firm)]) == Exit.NO_INPUT
    assert "introuvable" in capsys.readouterr().err
    assert main(["learn", str(firm), "--organisation", str(firm)]) == Exit.CONFIGURATION
    assert "Pour apprendre" in capsys.readouterr().err


def test_doctor_for_programs_is_the_same_in_every_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    firm = tmp_path / "firm.toml"
    firm.write_text("prior = 30\n", encoding="utf-8")
    told = set()
    for language in LANGUAGES:
        main(["doctor", "--json", "--lang", language, "--organisation", str(firm)])
        told.add(capsys.readouterr().out)
    assert len(told) == 1


@pytest.mark.parametrize(
    ("language", "word"), [("nl", "standaardinvoer"), ("fr", "entrée standard"), ("de", "Standardeingabe")]
)
def test_the_name_of_standard_input_is_told_in_the_language_of_the_answer(
    language: str, word: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(b""))))
    assert main(["check", "-", "--lang", language, "--in-process"]) == Exit.UNREAD
    assert word in capsys.readouterr().out
