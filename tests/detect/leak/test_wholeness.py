"""Every recogniser is whole; the folder is the register. The failure is a to-do list."""

import re
from pathlib import Path

import pytest

import weerbaar.detect.leak
from weerbaar.detect.declaration import detectors
from weerbaar.detect.leak._declaration import Recogniser, recogniser, recognisers, scan
from weerbaar.leak.text import readable
from weerbaar.model.leak import DataClass

HERE = Path(__file__).parent
FOLDER = Path(weerbaar.detect.leak.__file__).parent
BY_CHECK = {DataClass.OWN_WORD, DataClass.OWN_DOCUMENT, DataClass.UNREADABLE}
"""Seen by weerbaar.leak itself."""


def lacks(one: Recogniser) -> list[str]:
    missing = []
    if len(one.help) < 200 or "wrong" not in one.help.lower():
        missing.append(f"a docstring in detect/leak/{one.name}.py that says why it matters and when it is wrong")
    if not (HERE / f"test_{one.name}.py").exists():
        missing.append(f"tests/detect/leak/test_{one.name}.py")
    if not one.classes or not one.reasons:
        missing.append("classes and reasons")
    return missing


@pytest.mark.parametrize("one", recognisers(), ids=lambda one: one.name)
def test_recogniser_is_whole(one: Recogniser) -> None:
    missing = lacks(one)
    assert not missing, f"{one.name} still needs:\n  " + "\n  ".join(missing)


def test_the_folder_is_the_register() -> None:
    files = sorted(file.stem for file in FOLDER.glob("*.py") if not file.name.startswith("_"))
    assert [one.name for one in recognisers()] == files


def test_recognisers_are_strangers_to_one_another() -> None:
    known = re.compile(r"from weerbaar\.detect\.leak\.([a-z]\w*) import")
    for file in FOLDER.glob("*.py"):
        assert not known.findall(file.read_text(encoding="utf-8")), f"{file.name} imports another recogniser"


def test_every_class_of_data_has_a_recogniser() -> None:
    assert {cls for one in recognisers() for cls in one.classes} | BY_CHECK == set(DataClass)


def test_this_room_gives_no_verdicts() -> None:
    assert not [one.name for one in detectors() if one.name.startswith("leak.")]


def test_triggers_hit_where_words_begin() -> None:
    hits = [
        hit
        for hits in scan(readable("IBAN wachtwoord: x, dbWachtwoord, mijn_wachtwoord, onwachtwoord")).values()
        for hit in hits
    ]
    starts = {hit.start for hit in hits if hit.word == "wachtwoord"}
    assert starts == {5, 22, 39}


def test_a_recogniser_is_named_like_its_file() -> None:
    def other(text: object, hits: object) -> object: ...

    with pytest.raises(TypeError, match="needs a recogniser named"):
        recogniser(classes=(), reasons=())(other)  # type: ignore[arg-type]
