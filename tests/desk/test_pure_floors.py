"""The pure floors are a library: they look with neither Django nor a database nor anything else of the desk installed."""

import subprocess
import sys

import pytest

WITHOUT = """
import sys

class Missing:
    names = ("django", "allauth", "dbos", "ninja", "cryptography.hazmat.primitives.kdf.scrypt", "sqlalchemy", "psycopg", "uvicorn", "sqlite3")

    def find_spec(self, name, path=None, target=None):
        if any(name == one or name.startswith(one + ".") for one in self.names):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())
"""


def ran(code: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-c", WITHOUT + code], capture_output=True, text=True, check=False, timeout=120)


def test_the_block_blocks() -> None:
    assert "No module named 'django'" in ran("import django").stderr


def test_a_look_needs_nothing_of_the_desk() -> None:
    code = """
from weerbaar import look
from weerbaar.model.item import Item
print(look(Item("m.eml", b"From: a@b.example\\nSubject: x\\n\\nPay now to BE68 5390 0754 7034 and tell nobody.\\n")).verdict.band.value)
"""
    assert ran(code).stdout.strip() in ("fraud", "verify first")


def test_the_command_line_says_what_is_missing_for_a_desk() -> None:
    said = ran("from weerbaar.cli import main\nsys.exit(main(['desk']))")
    assert said.returncode == 66
    assert "pip install 'weerbaar[desk]'" in said.stderr
    assert "django" in said.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["doctor", "--json"], ["check", "Betaal nu"]])
def test_the_other_commands_do_without(arguments: list[str]) -> None:
    said = ran(f"from weerbaar.cli import main\nsys.exit(main({arguments!r}))")
    assert "Traceback" not in said.stderr
    assert said.stdout
