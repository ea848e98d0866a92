"""Listening along in a real browser, with a microphone that plays a file."""

import shutil
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.desk.browser import ARGUMENTS
from tests.desk.calls.test_listening import opened
from tests.desk.web.visit import PHONE, Site, barriers, too_wide
from weerbaar.desk.calls import listening
from weerbaar.desk.calls.hearing import Sound
from weerbaar.desk.calls.live import Heard
from weerbaar.desk.calls.room import Room
from weerbaar.desk.cases.models import Case
from weerbaar.settings import Settings
from weerbaar.unpack.decode import RATE
from weerbaar.unpack.listen import Spoken

pytestmark = pytest.mark.needs("chromium")
SENTENCE = "Please transfer the amount of 9,400 euros to this account today."
TONE = 1000.0
"""Hertz: what the microphone plays, and what must arrive."""


class Tone:
    """Ears that understand one tone, if it comes at the right speed."""

    def hear(self, samples: Sound, language: str | None = None) -> tuple[Spoken, ...]:
        if len(samples) < RATE:
            return ()
        power = np.abs(np.fft.rfft(samples[-RATE:] * np.hanning(RATE)))
        seconds = len(samples) / RATE
        return (Spoken(0.0, seconds, SENTENCE, "en", True),) if abs(float(power.argmax()) - TONE) < 5 else ()


class Here:
    """The room of the listening process, in this one."""

    def __init__(self) -> None:
        self.room = Room(lambda settings, language: Tone())
        self.sounds: list[int] = []

    def begin(self, call: str, language: str, *, direct: bool = False) -> None:
        from dataclasses import asdict

        self.room.answer({"do": "begin", "call": call, "language": language, "settings": asdict(Settings())}, b"")

    def hear(self, call: str, sound: bytes) -> Heard:
        self.sounds.append(len(sound))
        told = self.room.answer({"do": "hear", "call": call}, sound)
        return Heard(tuple(told["lines"]), told["asks"], told["missed"])

    def end(self, call: str) -> None:
        self.room.answer({"do": "end", "call": call}, b"")


@pytest.fixture
def microphone(chromium: Any, tmp_path: Path) -> Iterator[Any]:
    """A browser whose microphone plays a tone, and that allows it without asking."""
    file = tmp_path / "tone.wav"
    samples = (np.sin(2 * np.pi * TONE * np.arange(4 * 48_000) / 48_000) * 8000).astype("<i2")
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(48_000)
        out.writeframes(samples.tobytes())
    plays = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={file}",
    ]
    browser = chromium.browser_type.launch(executable_path=shutil.which("chromium"), args=[*ARGUMENTS, *plays])
    yield browser
    browser.close()


def test_what_the_microphone_hears_is_told_and_becomes_a_doubt_only_where_it_was_ticked(
    site: Site, microphone: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Here()
    monkeypatch.setattr(listening, "listener", lambda: here)
    monkeypatch.setattr(listening, "heard_languages", lambda: ("en",))
    opened(site.desk)
    site.chromium = microphone
    page = site.page("nadia", language="en", size=PHONE)
    page.goto("/")
    page.get_by_role("link", name="On the phone").first.click()
    page.locator("#listen-form").get_by_role("button", name="Listen along").click()
    assert here.sounds == []  # nobody was told yet
    page.get_by_label("I told everyone in this call").check()
    page.locator("#listen-form").get_by_role("button", name="Listen along").click()
    heard = page.locator("#heard .heard-one")
    heard.first.wait_for()
    assert page.get_by_text("Listening along. Nothing is recorded.").is_visible()
    assert SENTENCE in heard.filter(has_text="You are asked to pay").inner_text()
    assert barriers(page) + too_wide(page) == []
    page.locator('[data-ask="pay"]').get_by_label("You are asked to pay").check()
    page.locator('[data-ask="pay"]').get_by_label("Keep this sentence").check()
    page.get_by_role("button", name="Stop listening").click()
    page.locator("#listen-on").wait_for(state="hidden")
    assert page.locator("#heard-words").inner_text() == ""
    site.desk.until(lambda: not listening._calls)
    page.get_by_role("button", name="Ask what this is").click()
    page.wait_for_url("**/doubts/**")
    assert Case.objects.get().original().decode().splitlines()[1:] == [f"“{SENTENCE}”"]
    assert set(here.sounds) <= {32_000 * n for n in range(1, 11)}


def test_a_browser_that_may_not_listen_says_so_and_the_list_is_still_there(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "listener", Here)
    monkeypatch.setattr(listening, "heard_languages", lambda: ("en",))
    opened(site.desk, "NL")
    page = site.page("nadia", language="nl", size=PHONE)
    page.goto("/on-the-phone/")
    page.locator('#listen-form [name="told"]').check()
    page.locator("#listen-form button").click()
    page.get_by_text("Uw browser liet ons niets horen").wait_for()
    assert page.locator("#listen-form").is_visible()
    assert listening._calls == {}
    page.get_by_label("Men vraagt u een code of wachtwoord").check()
    assert page.get_by_text("Lees niets voor en typ niets in.").is_visible()
