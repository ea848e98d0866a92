"""`weerbaar credentials`: which anchors count, since when; putting a downloaded list in force."""

import io
import json
import os
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.signed import maker, plain, signed
from weerbaar.cli import main
from weerbaar.cli.credentials import OLD_DAYS
from weerbaar.model.part import Credentials, Standing
from weerbaar.settings import load
from weerbaar.unpack.credentials import credentials_in
from weerbaar.unpack.reader import Blob


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the list in force stands."""
    monkeypatch.setenv("WEERBAAR_CREDENTIAL_ANCHORS", str(tmp_path / "lists" / "anchors.pem"))
    return tmp_path / "lists" / "anchors.pem"


@pytest.fixture
def pem(tmp_path: Path) -> Path:
    """A list as it was downloaded: an anchor, and the certificate of a signer, which is none."""
    downloaded = tmp_path / "list.pem"
    downloaded.write_bytes(b"Lens & Co\r\n" + maker()[0].replace(b"\n", b"\r\n") + maker()[1])
    return downloaded


def said(capsys: pytest.CaptureFixture[str], *typed: str) -> tuple[int, dict[str, object]]:
    status = main(["credentials", "--json", *typed])
    return status, json.loads(capsys.readouterr().out)


def test_a_list_that_was_put_in_force_makes_its_signers_known(
    file: Path, pem: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, seen = said(capsys, str(pem))
    today = datetime.now(UTC).date().isoformat()
    assert (status, seen["loaded"], seen["days"], seen["file"]) == (0, today, 0, str(file))
    assert [one["name"] for one in seen["anchors"]] == ["O=Lens & Co,CN=Lens & Co Root"]  # type: ignore[attr-defined]
    (found,) = credentials_in(Blob("item", signed(plain())), "item", load())
    assert isinstance(found, Credentials) and found.standing is Standing.TRUSTED


def test_a_zip_of_lists_is_read(file: Path, pem: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "no certificate")
        archive.writestr("a/list.pem", pem.read_bytes())
        archive.writestr("b/list.pem", pem.read_bytes())
    pem.write_bytes(packed.getvalue())
    assert len(said(capsys, str(pem))[1]["anchors"]) == 1  # type: ignore[arg-type]


def test_an_old_list_is_told_to_be_old(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.parent.mkdir()
    day = datetime.now(UTC).date() - timedelta(days=OLD_DAYS + 1)
    file.write_bytes(f"# loaded {day.isoformat()} by weerbaar from list.pem\n".encode() + maker()[0])
    assert main(["--lang", "en", "credentials"]) == 1
    assert "more than 180 days old" in capsys.readouterr().out


def test_a_list_that_somebody_else_wrote_is_as_old_as_its_file(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.parent.mkdir()
    file.write_bytes(maker()[0])
    os.utime(file, (0, 0))
    status, seen = said(capsys)
    assert (status, seen["loaded"]) == (1, "1970-01-01")


def test_what_holds_no_anchor_changes_nothing(file: Path, pem: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["credentials", str(pem)])
    before = file.read_bytes()
    for data in (b"", b"PK\x03\x04broken", maker()[2], b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
        pem.write_bytes(data)
        assert main(["--lang", "nl", "credentials", str(pem)]) == 66
        assert "geen certificaat" in capsys.readouterr().err
    assert main(["credentials", str(pem.with_name("nowhere.pem"))]) == 66
    assert file.read_bytes() == before


def test_without_a_list_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("WEERBAAR_CREDENTIAL_ANCHORS", raising=False)
    assert main(["--lang", "fr", "credentials"]) == 1
    assert "weerbaar credentials FICHIER" in capsys.readouterr().out


def test_a_list_that_went_missing_is_said_by_the_command_and_by_a_look(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "credentials"]) == 78
    assert "cannot be read" in capsys.readouterr().err
    (missing,) = credentials_in(Blob("item", signed(plain())), "item", load())
    assert (missing.detector, missing.detail) == ("unpack.credentials", "credential_anchors")  # type: ignore[union-attr]
