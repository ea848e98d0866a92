"""Somebody saves a mail they doubt, runs one command, and reads the answer in their own language."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"


def weerbaar(*arguments: str, stdin: bytes | None = None, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("WEERBAAR_", "LC_", "LANG"))}
    ran = subprocess.run(
        [sys.executable, "-m", "weerbaar.cli", *arguments],
        cwd=folder,
        input=stdin if stdin is not None else b"",
        capture_output=True,
        env=environment | {"PYTHONUTF8": "1", "COLUMNS": "100", "XDG_CONFIG_HOME": str(folder / "nowhere")},
        check=False,
        timeout=120,
    )
    return subprocess.CompletedProcess(ran.args, ran.returncode, ran.stdout.decode(), ran.stderr.decode())


FRAUD = [
    ("nl", "mail-fraud-new-account-flour-mill.eml", "Wat vraagt het?", "Molens De Kroon"),
    ("fr", "mail-fraud-payroll-change.eml", "Que demande-t-il", "Sophie"),
    ("de", "mail-fraud-print-shop-account.eml", "Was will", "Brinkmann"),
    ("en", "mail-fraud-renewal-call-us.eml", "What does it ask?", "Els"),
]


@pytest.mark.parametrize(("language", "file", "question", "about"), FRAUD, ids=[case[0] for case in FRAUD])
def test_a_fraud_is_answered_with_what_to_do(language: str, file: str, question: str, about: str) -> None:
    ran = weerbaar("check", f"examples/{language}/{file}", "--lang", language, "--organisation", "examples/organisation.toml")
    assert ran.returncode in (1, 2)
    assert question in ran.stdout
    assert about in ran.stdout
    assert "+32 470 00 00 01" in " ".join(ran.stdout.split())  # whom to ask inside
    assert "http" not in ran.stdout.replace("hxxp", "")


HONEST = [
    ("nl", "mail-honest-invoice-flour-mill.eml"),
    ("fr", "mail-honest-accountant-appointment.eml"),
    ("de", "mail-honest-print-proof.eml"),
    ("en", "mail-honest-order-question.eml"),
]


@pytest.mark.parametrize(("language", "file"), HONEST, ids=[case[0] for case in HONEST])
def test_an_honest_mail_is_not_called_fraud(language: str, file: str) -> None:
    ran = weerbaar("check", f"examples/{language}/{file}", "--lang", language, "--organisation", "examples/organisation.toml")
    assert ran.returncode in (0, 1)
    assert ran.stdout.strip()


def test_without_an_organisation_it_answers_and_says_what_it_could_not_know(tmp_path: Path) -> None:
    ran = weerbaar("check", str(EXAMPLES / FRAUD[0][0] / FRAUD[0][1]), "--lang", "nl", folder=tmp_path)
    assert ran.returncode in (0, 1, 2)
    assert "organisatie" in ran.stderr
    assert "organisatie" in ran.stdout


def test_a_mail_can_come_through_standard_input() -> None:
    mail = (EXAMPLES / "en" / "mail-honest-order-question.eml").read_bytes()
    named = weerbaar("check", "examples/en/mail-honest-order-question.eml", "--lang", "en")
    piped = weerbaar("check", "-", "--lang", "en", stdin=mail)
    assert piped.returncode == named.returncode
    assert piped.stdout.replace("standard input", "X") == named.stdout.replace(
        "examples/en/mail-honest-order-question.eml", "X"
    )


def test_a_mailbox_can_come_through_standard_input() -> None:
    mail = (
        b"From priya@deli.example Thu Mar 19 16:48:02 2026\n"
        + (EXAMPLES / "en" / "mail-honest-order-question.eml").read_bytes()
    )
    ran = weerbaar("check", "-", "--lang", "en", stdin=(mail + b"\n") * 3)
    assert len(ran.stdout.splitlines()) == 3


def test_nothing_through_standard_input_is_not_clean() -> None:
    ran = weerbaar("check", "-", "--lang", "de", stdin=b"")
    assert ran.returncode == 4
    assert "ist leer" in ran.stdout


def test_a_whole_folder_is_answered_line_by_line_with_a_sum() -> None:
    ran = weerbaar("check", "examples/de", "--lang", "de", "--organisation", "examples/organisation.toml")
    assert len(ran.stdout.splitlines()) == 8
    assert "8 Sachen angesehen" in ran.stderr
    assert ran.returncode == 2


def test_the_same_question_gets_the_same_answer() -> None:
    ask = ("check", "examples/nl", "--lang", "nl", "--organisation", "examples/organisation.toml")
    assert weerbaar(*ask).stdout == weerbaar(*ask).stdout == weerbaar(*ask, "--in-process").stdout
