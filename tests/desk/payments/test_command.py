"""`weerbaar pay-check`, as it is typed: a process of its own at the desk of this machine."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desk.cast import Desk
from tests.desk.payments.world import file, known, to_kroon, to_stranger


def typed(desk: Desk, *words: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WEERBAAR_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "weerbaar.cli", *words], env=kept | {"WEERBAAR_HOME": str(desk.home)}, capture_output=True, text=True, check=False
    )  # fmt: skip


@pytest.fixture
def payments(tmp_path: Path) -> Path:
    made = tmp_path / "betalingen.xml"
    made.write_bytes(file(to_kroon(), to_stranger()))
    return made


def test_it_says_line_by_line_what_goes_and_puts_the_files_in_a_folder(desk: Desk, payments: Path, tmp_path: Path) -> None:
    known(desk)
    out = tmp_path / "out"
    out.mkdir()
    words = ("--lang", "en", "pay-check", str(payments), "--of", "bakkerij-van-hove", "--out", str(out))
    first = typed(desk, *words)
    assert first.returncode == 1, first.stderr
    assert "HELD" in first.stdout and "Nieuwe Leverancier" in first.stdout and "18,400.00 EUR" in first.stdout
    names = sorted(one.name for one in out.iterdir() if one.is_file())
    assert len(names) == 2 and names[0].endswith("-1-held.xml") and names[1].endswith("-1.xml")
    (out / names[1]).unlink()  # the bank's program took it
    second = typed(desk, *words)
    assert "checked before" in second.stderr and not (out / names[1]).exists()


def test_programs_read_json(desk: Desk, payments: Path) -> None:
    known(desk)
    told = typed(desk, "pay-check", str(payments), "--of", "bakkerij-van-hove", "--format", "json")
    assert [(line["released"], line["reasons"]) for line in json.loads(told.stdout)["lines"]] == [
        (True, []),
        (False, ["unknown"]),
    ]


CASES = [
    ("no such file", ("pay-check", "nowhere.xml"), 66, "is not here"),
    ("which organisation", ("pay-check", "{file}"), 66, "--of"),
    ("no such organisation", ("pay-check", "{file}", "--of", "bakker"), 66, "bakkerij-van-hove"),
    ("no such folder", ("pay-check", "{file}", "--of", "garage-zuid", "--out", "nowhere"), 66, "is not here"),
    ("no payment file", ("pay-check", "{here}", "--of", "garage-zuid"), 4, "no payment file"),
]


@pytest.mark.parametrize(("case", "words", "status", "said"), CASES, ids=[case[0] for case in CASES])
def test_what_cannot_be_done_is_said(
    desk: Desk, payments: Path, tmp_path: Path, case: str, words: tuple[str, ...], status: int, said: str
) -> None:
    here = tmp_path / "x.xml"
    here.write_text("<x/>")
    told = typed(desk, "--lang", "en", *(word.format(file=payments, here=here) for word in words))
    assert told.returncode == status, told.stderr
    assert any(one in told.stdout + told.stderr for one in said.split("|"))
