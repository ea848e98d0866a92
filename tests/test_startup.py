"""What is imported when: the command line starts before anything heavy is read. No times here: they differ per machine."""

import subprocess
import sys

import pytest

HEAVY = (
    "numpy",
    "rich",
    "re2",
    "selectolax",
    "pypdf",
    "pypdfium2",
    "PIL",
    "zxingcpp",
    "pycld2",
    "phonenumbers",
    "stdnum",
    "rapidfuzz",
    "email",
)
RARE = (
    "pypdf",
    "pypdfium2",
    "PIL",
    "zxingcpp",
    "py7zr",
    "rarfile",
    "pycdlib",
    "LnkParse3",
    "olefile",
    "oxmsg",
    "phonenumbers",
    "schwifty",
)


def imported(code: str) -> set[str]:
    """The modules a fresh interpreter has after running `code`."""
    end = "\nimport sys; print('\\n'.join(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code + end], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in ran.stdout.split()}


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_it_says_help_and_version_without_reading_anything_heavy(argument: str) -> None:
    code = f"from weerbaar.cli import main\ntry:\n    main([{argument!r}])\nexcept SystemExit:\n    pass"
    assert not imported(code) & set(HEAVY) - ({"email"} if argument == "--version" else set())


def test_it_reads_a_plain_mail_without_the_parsers_of_rare_formats() -> None:
    mail = b"From: a@b.example\nTo: c@d.example\nSubject: lunch\n\nShall we have lunch on Thursday?\n"
    code = f"from weerbaar import look\nfrom weerbaar.model.item import Item\nlook(Item('m.eml', {mail!r}))"
    assert not imported(code) & set(RARE)


def test_the_package_itself_imports_nothing() -> None:
    assert "numpy" not in imported("import weerbaar")
