from pathlib import Path

import pytest

from weerbaar.model.errors import BrokenSettings
from weerbaar.settings import DEFAULT, explanations, load


def test_without_anything_the_defaults_are_in_force() -> None:
    assert load({}) == DEFAULT


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("max_depth = 3\nocr = false\n")
    settings = load({"WEERBAAR_SETTINGS": str(file), "WEERBAAR_MAX_DEPTH": "5"})
    assert (settings.max_depth, settings.ocr) == (5, False)


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"WEERBAAR_OCR": "yes"}, "use true or false"),
        ({"WEERBAAR_MAX_DEPTH": "deep"}, "use a whole number"),
        ({"WEERBAAR_MAX_DEPTH": "-1"}, "use a whole number"),
        ({"WEERBAAR_SETTINGS": "/nowhere/settings.toml"}, "cannot be read"),
    ],
)
def test_a_wrong_value_stops_the_start_and_says_what_to_use(environment: dict[str, str], said: str) -> None:
    with pytest.raises(BrokenSettings, match=said):
        load(environment)


def test_an_unknown_setting_is_named(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("max_dept = 3\n")
    with pytest.raises(BrokenSettings, match="max_dept"):
        load({"WEERBAAR_SETTINGS": str(file)})


def test_every_setting_is_explained() -> None:
    assert all(text.endswith(".") for _, _, text in explanations().values())
