"""Whatever is wrong with what was brought: a clear sentence, a status, and the rest of the batch goes on."""

import io
import json
import os
import struct
import zipfile
from pathlib import Path

import pytest

from weerbaar.cli import main

HONEST = b"""From: Priya <priya@deli.example>
To: emma@bakkerijvanhove.example
Subject: Lunch on Thursday
Date: Thu, 19 Mar 2026 16:48:02 +0000

Hi Emma, thanks for the samples. Shall we have lunch on Thursday and talk about the spring market? No hurry, Priya
"""


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder, no organisation, English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "nowhere"))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("COLUMNS", "110")
    monkeypatch.delenv("WEERBAAR_ORGANISATION", raising=False)


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["check", "--lang", "en", "--in-process", *arguments])
    told = capsys.readouterr()
    return status, told.out, told.err


def records(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, object]]]:
    status, out, _ = check(capsys, "--format", "jsonl", *arguments)
    return status, [json.loads(line) for line in out.splitlines()]


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, talk = check(capsys, "factuur.eml")
    assert (status, out) == (66, "")
    assert "factuur.eml is not here. Check the spelling" in talk


def test_a_missing_file_does_not_stop_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    Path("good.eml").write_bytes(HONEST)
    status, out, talk = check(capsys, "factuur.eml", "good.eml", "--fail-on", "never")
    assert status == 4
    assert len(out.splitlines()) == 2
    assert "factuur.eml is not here" in out
    assert "1 could not be read" in talk


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_we_may_not_read(capsys: pytest.CaptureFixture[str]) -> None:
    Path("secret.eml").write_bytes(HONEST)
    Path("secret.eml").chmod(0)
    status, out, _ = check(capsys, "secret.eml")
    assert status == 4
    assert "secret.eml" in out


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.eml", b""),
        ("noise.bin", bytes(range(256)) * 40),
        ("song.mp3", b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 100),
        ("truncated.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Ty"),
        ("truncated.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x00\x00\x00\x02\x00\x08\x06"),
        ("only-headers.eml", b"From: a@b.example\nSubject:\n"),
    ],
)
def test_what_cannot_be_read_is_not_called_clean(capsys: pytest.CaptureFixture[str], name: str, data: bytes) -> None:
    Path(name).write_bytes(data)
    status, out, talk = check(capsys, name)
    assert status in (1, 3, 4), out
    assert "Traceback" not in out + talk
    assert "no sign of fraud" not in out.lower()


def test_a_truncated_mail_is_still_judged(capsys: pytest.CaptureFixture[str]) -> None:
    boundary = b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\n'
    Path("cut.eml").write_bytes(HONEST.split(b"\n\n")[0] + b"\n" + boundary + HONEST.split(b"\n\n")[1])
    status, found = records(capsys, "cut.eml")
    assert status in (0, 1)
    assert found[0]["band"] in ("no sign of fraud", "verify first")


def test_a_password_on_an_archive_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("invoice.html", "<html>pay</html>")
    data = bytearray(packed.getvalue())
    for at in (data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8):  # general purpose flag, bit 0: encrypted
        struct.pack_into("<H", data, at, 1)
    Path("invoice.zip").write_bytes(data)
    status, found = records(capsys, "invoice.zip")
    assert status in (1, 2, 3)
    assert "encrypted" in {one["reason"] for one in found[0]["not_looked"]}  # type: ignore[attr-defined,index]


def test_a_folder_without_anything(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mails").mkdir()
    status, out, talk = check(capsys, "mails")
    assert (status, out) == (66, "")
    assert "mails holds nothing to check" in talk


def test_a_huge_mailbox_is_read_as_it_comes(capsys: pytest.CaptureFixture[str]) -> None:
    padding = (b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\n" + HONEST.split(b"\n\n")[1]) + (
        b"\n--x\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n" + b"QUFB" * 18 + b"\n"
    )
    mail = b"From priya@deli.example Thu Mar 19 16:48:02 2026\n" + HONEST.split(b"\n\n")[0] + b"\n" + padding
    filler = (b"QUFB" * 18 + b"\n") * (12_000_000 // 73)
    with Path("archive.mbox").open("wb") as file:
        for _ in range(4):
            file.write(mail + filler + b"--x--\n\n")
    assert Path("archive.mbox").stat().st_size > 45_000_000
    status, found = records(capsys, "archive.mbox")
    assert status in (0, 1, 3)
    assert len(found) == 4


def test_a_language_we_do_not_know_well_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    polish = "Dzień dobry, w załączeniu przesyłam protokół z wczorajszego spotkania. Proszę o uwagi do końca przyszłego tygodnia, pozdrawiam."
    status, found = records(capsys, polish)
    assert status in (0, 1, 3)
    assert found[0]["language"] not in ("nl", "fr", "de", "en")


def test_a_language_we_do_not_answer_in(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["check", "--lang", "pl", "hello there"])
    assert left.value.code == 64
    assert "'nl', 'fr', 'de', 'en'" in capsys.readouterr().err.replace("nl, fr, de, en", "'nl', 'fr', 'de', 'en'")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('name = "Bakery', "firm.toml"),
        ('domains = "bakery.example"', "domains"),
        ('[[suppliers]]\nname = "Mill"\nibans = ["BE00 0000 0000 0000"]', "BE00 0000 0000 0000"),
    ],
)
def test_a_broken_organisation_file_names_what_is_wrong(capsys: pytest.CaptureFixture[str], text: str, says: str) -> None:
    Path("firm.toml").write_text(text, encoding="utf-8")
    Path("good.eml").write_bytes(HONEST)
    status, out, talk = check(capsys, "good.eml", "--organisation", "firm.toml")
    assert (status, out) == (78, "")
    assert says in talk


def test_an_organisation_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, talk = check(capsys, "Shall we have lunch on Thursday?", "--organisation", "firm.toml")
    assert status == 66
    assert "firm.toml" in talk


def test_a_broken_setting_is_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEERBAAR_MAX_DEPTH", "deep")
    status, _, talk = check(capsys, "Shall we have lunch on Thursday?")
    assert status == 78
    assert "max_depth" in talk


def test_one_bad_item_does_not_stop_the_batch(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mails").mkdir()
    Path("mails/a-empty.eml").write_bytes(b"")
    Path("mails/b-noise.bin").write_bytes(bytes(range(256)) * 8)
    Path("mails/c-good.eml").write_bytes(HONEST)
    _, found = records(capsys, "mails")
    assert [Path(str(one["path"])).name for one in found] == ["a-empty.eml", "b-noise.bin", "c-good.eml"]
    assert found[2]["band"] in ("no sign of fraud", "verify first")
