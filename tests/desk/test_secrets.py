"""Where the keys come from, and that they are never lost, shown or made twice."""

import base64
import stat
from pathlib import Path

import pytest

from weerbaar.desk import secrets
from weerbaar.desk.vault import Ring, from_passphrase
from weerbaar.model.errors import BrokenSettings, NotHere

KEY, OTHER = b"k" * 32, b"o" * 32


def written(*keys: bytes) -> str:
    return "\n".join(base64.b64encode(key).decode() for key in keys)


def test_a_new_desk_gets_a_key_for_its_owner_only(tmp_path: Path) -> None:
    home = tmp_path / "desk"
    secrets.prepare(home, {})
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "master.key").stat().st_mode) == 0o600
    assert len(secrets.ring(home, {}).keys[0]) == 32


def test_the_key_that_is_there_stays(tmp_path: Path) -> None:
    secrets.prepare(tmp_path, {})
    before = secrets.ring(tmp_path, {})
    secrets.prepare(tmp_path, {})
    assert secrets.ring(tmp_path, {}) == before


def test_a_desk_without_key_has_an_empty_ring(tmp_path: Path) -> None:
    assert secrets.ring(tmp_path, {}) == Ring(())


def test_the_variable_wins_over_the_file_and_no_file_is_made(tmp_path: Path) -> None:
    environment = {"WEERBAAR_MASTER_KEY": written(KEY, OTHER)}
    secrets.prepare(tmp_path, environment)
    assert secrets.ring(tmp_path, environment) == Ring((KEY, OTHER))
    assert not (tmp_path / "master.key").exists()


def test_a_file_elsewhere_may_hold_it(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text(written(KEY))
    assert secrets.ring(tmp_path, {"WEERBAAR_MASTER_KEY_FILE": str(tmp_path / "elsewhere")}) == Ring((KEY,))


def test_a_passphrase_makes_the_key(tmp_path: Path) -> None:
    environment = {"WEERBAAR_PASSPHRASE": "appelflap met vanille"}
    secrets.prepare(tmp_path, environment)
    salt = (tmp_path / "master.salt").read_bytes()
    assert secrets.ring(tmp_path, environment) == Ring((from_passphrase("appelflap met vanille", salt),))


@pytest.mark.parametrize("wrong", ["appelflap", base64.b64encode(b"short").decode(), "====", written(KEY) + "\nxx"])
def test_what_is_no_key_stops_the_start_and_is_not_shown(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(BrokenSettings, match="32 bytes") as said:
        secrets.ring(tmp_path, {"WEERBAAR_MASTER_KEY": wrong})
    assert "appelflap" not in str(said.value)


def test_a_secret_file_that_cannot_be_read_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(NotHere, match="WEERBAAR_OIDC_SECRET_FILE"):
        secrets.read("WEERBAAR_OIDC_SECRET", {"WEERBAAR_OIDC_SECRET_FILE": str(tmp_path / "nowhere")})


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotHere, match="cannot be written"):
        secrets.prepare(tmp_path / "file" / "desk", {})


def test_a_new_key_is_put_before_the_old_ones(tmp_path: Path) -> None:
    secrets.prepare(tmp_path, {})
    old = secrets.ring(tmp_path, {}).keys[0]
    secrets.add_key(tmp_path)
    assert secrets.ring(tmp_path, {}).keys[1:] == (old,)
    assert stat.S_IMODE((tmp_path / "master.key").stat().st_mode) == 0o600


def test_a_rotation_that_was_cut_short_is_begun_again(tmp_path: Path) -> None:
    secrets.prepare(tmp_path, {})
    (tmp_path / "master.new").write_bytes(b"half a k")
    old = secrets.ring(tmp_path, {}).keys
    secrets.add_key(tmp_path)
    assert secrets.ring(tmp_path, {}).keys[1:] == old
