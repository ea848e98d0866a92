"""Documentation is checked like code: links lead somewhere, every option, room, example and setting has its place."""

import argparse
import re
import subprocess
import sys
from pathlib import Path

import pytest

from weerbaar.cli.arguments import parser

ROOT = Path(__file__).parents[1]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "examples" / "README.md"]
ROOMS = ("model", "unpack", "detect", "learned", "weigh", "advise", "organisation", "outside", "report", "cli")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_in_a_page_leads_to_a_file(page: Path) -> None:
    missing = [target for target in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / target).exists()]
    assert not missing


def test_generated_pages_are_fresh() -> None:
    ran = subprocess.run([sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_its_page(room: str) -> None:
    assert (ROOT / "docs" / "rooms" / f"{room}.md").read_text(encoding="utf-8").lower().startswith(f"# {room}")
    assert (ROOT / "src" / "weerbaar" / room).is_dir()


def commands() -> dict[str, argparse.ArgumentParser]:
    action = next(action for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
    return dict(action.choices)


def test_every_command_and_option_is_explained_in_the_cli_page() -> None:
    page = (ROOT / "docs" / "rooms" / "cli.md").read_text(encoding="utf-8")
    for name, command in commands().items():
        assert f"weerbaar {name}" in page
        shown = [
            action.option_strings[0]
            for action in command._actions
            if action.option_strings and action.help != argparse.SUPPRESS
        ]
        for option in shown:
            assert option == "-h" or f"`{option}" in page, f"{option} of weerbaar {name}"


def test_every_example_has_its_line() -> None:
    text = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    examples = [file for language in ("nl", "fr", "de", "en") for file in (ROOT / "examples" / language).iterdir()]
    assert len(examples) >= 28
    assert not [file.name for file in examples if f"({file.parent.name}/{file.name})" not in text]


def test_each_language_has_as_many_examples_of_each_kind() -> None:
    for language in ("nl", "fr", "de", "en"):
        kinds = [file.name.split("-")[0] for file in (ROOT / "examples" / language).iterdir()]
        assert {kind: kinds.count(kind) for kind in kinds} == {"mail": 3, "chat": 2, "link": 1, "qr": 1, "invoice": 1}
