"""A recording beside a voice: only a difference says something, only over the same kind of line, and only when there is enough of it."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.desk.voices.recordings import ANOTHERS, MINE, chords, mailed, recorded, speech, voice
from tests.learned.encoder import written
from tests.learned.test_speaker import tone
from weerbaar.desk.voices import hearing
from weerbaar.desk.voices.hearing import FULL, MESSENGER, TELEPHONE, Compared, Enrolled, Recording, compare, enrol
from weerbaar.model.item import Way
from weerbaar.settings import Settings
from weerbaar.unpack import decode, synthesis

OPUS = {"codec": "libopus", "container": "ogg", "bits": 16_000}
MULAW = {"codec": "pcm_mulaw", "rate": 8000}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(speaker_model=str(written(tmp_path_factory.mktemp("encoder"))))


@pytest.fixture(scope="module")
def mine(settings: Settings) -> Enrolled:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hearing, "LEAST_ENROLLED", 3.0)
        return enrol(Recording("", voice(), settings))


def beside(mine: Enrolled, data: bytes, settings: Settings, name: str = "x") -> tuple[Compared, ...]:
    return compare(Recording(name, data, settings, templates=mine.templates))


def test_a_good_recording_gives_a_template_for_every_line(mine: Enrolled) -> None:
    assert (mine.why, mine.channel, set(mine.templates)) == ("", FULL, {FULL, MESSENGER, TELEPHONE})
    assert all(len(numbers) == 256 for numbers in mine.templates.values())


@pytest.mark.parametrize(
    ("made", "line"),
    [({}, FULL), (OPUS, MESSENGER), (MULAW, TELEPHONE), ({"codec": "flac", "container": "flac"}, FULL)],
    ids=("wav", "opus", "mulaw", "flac"),
)
def test_lines_are_told_apart_and_a_voice_is_compared_over_its_own(
    mine: Enrolled, settings: Settings, made: dict[str, Any], line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # These voices are tones with overtones: over a telephone they are music to a detector of speech.
    monkeypatch.setattr(synthesis, "somebody_speaks", lambda heard: True)
    passed = TELEPHONE if line == TELEPHONE else FULL
    (same,) = beside(mine, recorded(hearing.through(speech(MINE), passed), **made), settings)
    (other,) = beside(mine, recorded(hearing.through(tone(400.0, 4.0), passed), **made), settings)
    assert (same.channel, same.why, same.differs) == (line, "", None)
    assert (other.channel, other.why, other.differs) == (line, "", True)


def test_what_went_through_a_telephone_once_stays_a_telephone(settings: Settings) -> None:
    passed = hearing.through(np.random.default_rng(1).normal(0, 0.1, 64_000).astype(np.float32), TELEPHONE)
    data = recorded(passed)
    assert synthesis.channel_of(decode.samples(data, settings)) == TELEPHONE


def test_enrolled_by_telephone_nothing_is_said_of_a_better_line(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "LEAST_ENROLLED", 3.0)
    narrow = enrol(Recording("", recorded(speech(), **MULAW), settings))
    assert set(narrow.templates) == {TELEPHONE}
    (found,) = beside(narrow, voice(ANOTHERS, 4.0), settings)
    assert (found.why, found.differs) == ("other_line", None)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (voice(MINE, 1.0), "too_short"),
        (recorded(np.zeros(80_000, np.float32)), "too_short"),
        (recorded(np.concatenate([speech(), speech(ANOTHERS, 4.0)])), "unsteady"),
        (recorded(chords(5.0)), "too_short"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "unreadable"),
    ],
    ids=("short", "silent", "two_voices", "music", "damaged"),
)
def test_where_nothing_can_be_said_it_is_said_why(mine: Enrolled, settings: Settings, data: bytes, why: str) -> None:
    (found,) = beside(mine, data, settings)
    assert (found.why, found.differs, found.alike) == (why, None, None)


def test_a_recording_in_a_mail_is_found_and_one_without_says_so(mine: Enrolled, settings: Settings) -> None:
    one = Recording("m.eml", mailed(voice(ANOTHERS, 4.0)), settings, Way.MAILBOX, mine.templates)
    (found,) = compare(one)
    assert found.differs
    assert "bericht.wav" in found.where
    assert compare(replace(one, data=b"From: a@b.example\n\nNiets te horen.\n")) == ()


def test_without_a_model_or_decoder_it_says_so(mine: Enrolled, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    data = voice()
    assert enrol(Recording("", data, Settings())).why == "no_model"
    assert beside(mine, data, Settings())[0].why == "no_model"
    monkeypatch.setitem(__import__("sys").modules, "av", None)
    assert enrol(Recording("", data, settings)).why == "not_installed"
    assert beside(mine, data, settings)[0].why == "not_installed"


def test_too_little_speech_is_not_enrolled(settings: Settings) -> None:
    assert enrol(Recording("", voice(MINE, 5.0), settings)) == Enrolled({}, pytest.approx(5.0, abs=0.3), FULL, "too_short")


def test_nothing_ever_says_that_it_is_their_voice() -> None:
    """A clone is alike: whatever the likeness, the most that is said is nothing."""
    assert {Compared("x", 9.0, FULL, alike).differs for alike in np.linspace(0, 1, 101)} == {True, None}
