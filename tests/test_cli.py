"""The command line: what is asked, where the answer goes, and the status it leaves."""

import io
import json
import os
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import jsonschema
import pytest

from weerbaar.cli import main
from weerbaar.cli.brought import bring
from weerbaar.cli.exits import Exit, status
from weerbaar.cli.words import counted
from weerbaar.model.errors import NotHere
from weerbaar.model.item import Item, Way
from weerbaar.model.verdict import Band
from weerbaar.settings import DEFAULT
from weerbaar.unpack.sources import Unreadable

ROOT = Path(__file__).parents[1]
FIRM = ROOT / "examples" / "organisation.toml"
MAIL = ROOT / "examples" / "nl" / "mail-fraud-new-account-flour-mill.eml"


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder, no organisation, English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "nowhere"))
    monkeypatch.setenv("WEERBAAR_HOME", str(tmp_path / "nowhere"))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.delenv("WEERBAAR_ORGANISATION", raising=False)


BROUGHT = [
    ("https://bank.example/login", Way.LINK),
    ("hxxps://bank.example/login", Way.LINK),
    ("www.bank.example", Way.LINK),
    ("bank.example/login?x=1", Way.LINK),
    ("bank-login.example", Way.LINK),
    ("invoice.zip/pay", Way.LINK),
    ("Hi mum, this is my new number", Way.TEXT),
    ("Look at https://bank.example/login now", Way.TEXT),
    ("a/b is what he wrote", Way.TEXT),
    ("hello", Way.TEXT),
    ("x" * 5000, Way.TEXT),  # longer than a file name may be
]


@pytest.mark.parametrize(("word", "way"), BROUGHT, ids=[case[0][:30] for case in BROUGHT])
def test_what_is_typed_is_a_link_or_a_text(word: str, way: Way) -> None:
    (item,) = bring([word], DEFAULT, "en")
    assert isinstance(item, Item)
    assert (item.way, item.data) == (way, word.encode())


@pytest.mark.parametrize("word", ["invoice.eml", "invoice.zip", "./mails", "mails/", "/tmp/no/such/thing", "", "   "])
def test_what_can_only_be_a_file_is_missed(word: str) -> None:
    with pytest.raises(NotHere):
        bring([word], DEFAULT, "en")


def test_a_path_that_exists_wins() -> None:
    Path("bank-login.example").write_text("Shall we have lunch on Thursday?", encoding="utf-8")
    (item,) = bring(["bank-login.example"], DEFAULT, "en")
    assert isinstance(item, Item)
    assert item.way is Way.FILE


def test_a_missing_file_among_others_is_one_more_thing_that_could_not_be_read() -> None:
    found = list(bring(["hello there", "invoice.eml"], DEFAULT, "en"))
    assert isinstance(found[1], Unreadable)


STATUS = [
    ([], 0, "verify", Exit.NO_SIGN),
    ([Band.NO_SIGN, Band.FRAUD, Band.VERIFY], 1, "verify", Exit.FRAUD),
    ([Band.NO_SIGN, Band.VERIFY], 1, "verify", Exit.VERIFY),
    ([Band.NO_SIGN, Band.CANNOT_JUDGE], 1, "verify", Exit.UNREAD),
    ([Band.NO_SIGN, Band.CANNOT_JUDGE], 0, "verify", Exit.CANNOT_JUDGE),
    ([Band.NO_SIGN], 0, "verify", Exit.NO_SIGN),
    ([Band.VERIFY, Band.CANNOT_JUDGE], 0, "fraud", Exit.NO_SIGN),
    ([Band.VERIFY, Band.FRAUD], 0, "fraud", Exit.FRAUD),
    ([Band.FRAUD], 0, "never", Exit.NO_SIGN),
    ([Band.FRAUD], 2, "never", Exit.UNREAD),  # what was not read is told, always
]


@pytest.mark.parametrize(("bands", "unread", "fail_on", "expected"), STATUS)
def test_the_worst_answer_is_the_status(bands: list[Band], unread: int, fail_on: str, expected: Exit) -> None:
    assert status(bands, unread, fail_on) is expected


def test_plurals_are_right() -> None:
    assert counted("en", "checked", 1) == "Checked 1 thing"
    assert counted("en", "checked", 3) == "Checked 3 things"
    assert counted("nl", "fraud", 1) == "1 is zeer waarschijnlijk fraude"
    assert counted("de", "unread", 2) == "2 konnten nicht gelesen werden"


def test_a_single_item_gets_the_whole_answer(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["check", str(MAIL), "--in-process", "--organisation", str(FIRM), "--lang", "en"])
    told = capsys.readouterr()
    assert code == Exit.FRAUD
    assert "What does it ask?" in told.out
    assert "Compared with Bakkerij Van Hove" in told.err
    assert "\x1b" not in told.out


NOTE = ROOT / "tests" / "samples" / "sound" / "synthetic_voice" / "silent-noisy.ogg"


def test_a_recording_nobody_heard_is_said_with_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEERBAAR_LISTEN", "false")
    assert main(["check", str(NOTE), "--in-process", "--lang", "en"]) == Exit.CANNOT_JUDGE
    told = capsys.readouterr()
    assert "Not listened to: silent-noisy.ogg. No speech model is set up here." in told.out
    assert "Write down what was said, in your own words" in told.out
    assert f"weerbaar check --said {NOTE}" in told.err


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("nl", "Ik moest 18.000 euro betalen op een nieuwe rekening"),
        ("fr", "Je devais payer 18 000 euros sur un nouveau compte"),
        ("de", "Ich sollte 18.000 Euro auf ein neues Konto überweisen"),
        ("en", "I had to pay 18,000 euros to a new account"),
    ],
)
def test_what_was_said_is_told_in_five_questions(
    language: str, asked: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEERBAAR_LISTEN", "false")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"Martin, 0470\n{asked}\n1 2 9\n\n2\n"))
    code = main(["check", "--said", str(NOTE), "--in-process", "--lang", language, "--explain", "--no-colour"])
    told = capsys.readouterr()
    assert code in (Exit.VERIFY, Exit.FRAUD)
    assert told.err.count("> ") == 5
    assert all(one in told.out for one in ("text.asks_payment", "text.hurries", "text.asks_secrecy"))
    assert "text.avoids_contact" not in told.out


def test_a_call_without_recording_can_be_told_too(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\nPlease buy gift cards and send me the codes\n\n\n\n"))
    main(["check", "--said", "--in-process", "--lang", "en"])
    assert "gift cards" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("what", "typed", "said"),
    [([], "Martin\n\n", "You did not say what was asked"), ([str(NOTE), str(MAIL)], "", "--said goes with one recording")],
    ids=["nothing told", "two things"],
)
def test_told_without_what_was_asked_is_said(
    what: list[str], typed: str, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert main(["check", "--said", *what, "--in-process", "--lang", "en"]) == Exit.NO_INPUT
    assert said in capsys.readouterr().err


def test_many_items_get_a_line_each_and_a_sum(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(MAIL), str(MAIL), "--in-process", "--organisation", str(FIRM), "--lang", "en"])
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 2
    assert "Checked 2 things: 2 are very likely fraud." in told.err


def test_quiet_says_only_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(MAIL), str(MAIL), "--in-process", "--quiet"])
    assert capsys.readouterr().err == ""


def test_explain_shows_how_the_findings_add_up(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(MAIL), "--in-process", "--explain", "--organisation", str(FIRM), "--lang", "en"])
    assert "log10" in capsys.readouterr().out


def test_json_is_a_list_that_keeps_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(MAIL), "Shall we have lunch on Thursday?", "nope.eml", "--in-process", "--format", "json"])
    found = json.loads(capsys.readouterr().out)
    schema = json.loads((ROOT / "src" / "weerbaar" / "report" / "record.schema.json").read_text(encoding="utf-8"))
    assert len(found) == 3
    for record in found:
        jsonschema.validate(record, schema)
    assert found[2]["band"] == "cannot judge"


def test_json_lines_are_written_to_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(MAIL), str(MAIL), "--in-process", "--format", "jsonl", "--output", "out.jsonl"])
    assert capsys.readouterr().out == ""
    lines = Path("out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["schema_version"].split(".")[0] for line in lines] == ["1", "1"]


def test_a_page_holds_all_answers(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(MAIL), "Shall we have lunch on Thursday?", "--in-process", "--format", "html", "--lang", "fr"])
    page = capsys.readouterr().out
    assert page.startswith("<!doctype html>")
    assert '<html lang="fr">' in page
    assert page.count("<article") == 2


def test_an_output_that_cannot_be_written_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["check", "Shall we have lunch?", "--in-process", "--output", "no/such/folder.txt"])
    assert code == Exit.NO_INPUT
    assert "no/such/folder.txt" in capsys.readouterr().err


def test_workers_answer_like_this_process(capsys: pytest.CaptureFixture[str]) -> None:
    ask = ["check", str(MAIL), "Shall we have lunch on Thursday?", "--organisation", str(FIRM)]
    main([*ask, "--in-process"])
    here = capsys.readouterr().out
    main([*ask, "--workers", "2"])
    assert capsys.readouterr().out == here


@pytest.mark.parametrize("arguments", [[], ["chek"], ["check", "--format", "xml", "a"], ["check", "--workers", "0", "a"]])
def test_what_is_not_understood_leaves_with_64(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == Exit.USAGE
    assert "--help" in capsys.readouterr().err


def test_a_mistake_of_ours_is_one_sentence_without_content(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("the secret text of a message")

    monkeypatch.setattr("weerbaar.cli.check.bring", broken)
    assert main(["check", "a text of some length", "--in-process"]) == Exit.INTERNAL
    told = capsys.readouterr().err
    assert "ValueError at test_cli.py" in told
    assert "secret" not in told


def test_the_organisation_is_found_where_it_usually_lies(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    Path("organisation.toml").write_text('name = "Here"\n', encoding="utf-8")
    Path("other.toml").write_text('name = "Named"\n', encoding="utf-8")
    ask = ["check", "Shall we have lunch on Thursday?", "--in-process"]
    main(ask)
    assert "Here" in capsys.readouterr().err
    monkeypatch.setenv("WEERBAAR_ORGANISATION", "other.toml")
    main(ask)
    assert "Named" in capsys.readouterr().err
    main([*ask, "--organisation", str(FIRM)])
    assert "Bakkerij Van Hove" in capsys.readouterr().err


def test_explain_is_the_help_page_of_a_detector(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "mail.reply_elsewhere", "--lang", "fr"]) == 0
    page = capsys.readouterr().out
    assert "When it is wrong" in page
    assert "Une réponse" in page
    assert "Groupe : reply" in page


def test_explain_knows_what_was_meant(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "mail/reply_elsewere.eml"]) == Exit.NO_INPUT
    assert "mail.reply_elsewhere" in capsys.readouterr().err


def test_explain_tells_about_one_finding(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--organisation", str(FIRM), "--lang", "en", "--in-process"]
    main(["check", str(MAIL), "--organisation", str(FIRM), "--format", "jsonl", "--in-process"])
    finding = json.loads(capsys.readouterr().out)["findings"][0]["id"]
    assert main(["explain", str(MAIL), finding, *options]) == 0
    assert finding in capsys.readouterr().out
    assert main(["explain", str(MAIL), "mail.never_seen", *options]) == Exit.NO_INPUT


def test_doctor_tells_what_is_here(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--organisation", str(FIRM), "--settings"]) == 0
    told = capsys.readouterr().out
    assert "none: no socket is opened" in told
    assert "max_depth = 8" in told
    assert "sounds " in told


def test_doctor_lists_every_problem_of_an_organisation_file(capsys: pytest.CaptureFixture[str]) -> None:
    Path("firm.toml").write_text('domians = ["a.example"]\ncountry = "Belgium"\n', encoding="utf-8")
    assert main(["doctor", "--organisation", "firm.toml", "--json"]) == Exit.CONFIGURATION
    seen = json.loads(capsys.readouterr().out)
    assert len(seen["organisation"]["problems"]) == 2
    assert set(seen) >= {"weerbaar", "parts", "ocr", "models", "doors", "locks", "settings"}


def test_learn_remembers_shows_and_forgets(capsys: pytest.CaptureFixture[str]) -> None:
    Path("organisation.toml").write_text(FIRM.read_text(encoding="utf-8"), encoding="utf-8")
    honest = str(ROOT / "examples" / "nl" / "mail-honest-invoice-flour-mill.eml")
    assert main(["learn", honest, "--lang", "en"]) == 0
    assert "Counted 1 message" in capsys.readouterr().err
    assert main(["learn", "--show"]) == 0
    assert json.loads(capsys.readouterr().out)["senders"] == {"facturen@molensdekroon.example": 1}
    assert main(["learn", "--forget", "molensdekroon.example"]) == 0
    assert main(["learn", "--show"]) == 0
    assert "molensdekroon" not in capsys.readouterr().out


def test_a_fraud_that_passes_every_check_teaches_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    Path("organisation.toml").write_text(FIRM.read_text(encoding="utf-8"), encoding="utf-8")
    fraud = str(ROOT / "examples" / "nl" / "mail-fraud-new-account-flour-mill.eml")
    assert main(["learn", fraud, "--lang", "en"]) == 0
    capsys.readouterr()
    assert main(["learn", "--show"]) == 0
    assert json.loads(capsys.readouterr().out)["senders"] == {}


def test_learn_needs_an_organisation_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["learn", str(MAIL)]) == Exit.NO_INPUT
    assert "--organisation" in capsys.readouterr().err


def test_a_closed_pipe_is_no_trouble() -> None:
    ran = subprocess.run(
        f'"{sys.executable}" -m weerbaar.cli check --in-process --format jsonl "{ROOT}/examples/nl" | head -c 10',
        shell=True,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in ran.stderr
    assert "BrokenPipe" not in ran.stderr


def test_ctrl_c_leaves_at_once_and_without_a_traceback() -> None:
    started = subprocess.Popen(
        [sys.executable, "-m", "weerbaar.cli", "check", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(
            signal.SIGINT, signal.SIG_DFL
        ),  # a shell lets what it puts in the background ignore it
    )
    status = Path(f"/proc/{started.pid}/status")
    quiet = 0
    while quiet < 5 and started.poll() is None:  # it has started and waits for what is typed
        time.sleep(0.2)
        quiet = quiet + 1 if not status.exists() or "State:\tS" in status.read_text() else 0
    os.killpg(started.pid, signal.SIGINT)
    _, talk = started.communicate(timeout=60)
    assert "Traceback" not in talk
    assert started.returncode in (Exit.STOPPED, -signal.SIGINT)


def test_the_package_carries_what_it_needs() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"][
        "weerbaar"
    ]
    endings = {Path(pattern).suffix for pattern in declared}
    data = {
        file.suffix
        for file in (ROOT / "src" / "weerbaar").rglob("*")
        if file.is_file() and file.suffix not in (".py", ".pyc", ".typed")
    }
    assert data <= endings
