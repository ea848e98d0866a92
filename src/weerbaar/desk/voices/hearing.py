"""A recording -> what a voice is compared by. Pure: it runs in a guarded process of its own, without Django, database, keys or net.

Lines change voices, so only like is compared with like: full band, messenger, telephone. From one enrolment over a better line those over the
worse ones are made, by sending it through them.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from weerbaar.model.item import Item, Way
from weerbaar.settings import DEFAULT, Settings

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Samples = NDArray[numpy.float32]

FULL, MESSENGER, TELEPHONE = CHANNELS = ("full", "messenger", "telephone")
"""Classes of lines, the best first."""
DIFFERS_BELOW: Mapping[str, float] = {FULL: 0.47, MESSENGER: 0.47, TELEPHONE: 0.47}
"""Likeness (0 to 1) below which two voices over this class of line are said to differ: 99 of 100 speakers of the train split reach
0.63 with themselves, and 0.16 is room for other days and microphones (docs/measured/voiceprints.md)."""
LEAST_ENROLLED, LEAST_HEARD = 15.0, 3.0
"""Seconds of speech that are needed to enrol, and to compare."""
MOST_HEARD = 60
MOST_RECORDINGS = 4


@dataclass(frozen=True, slots=True)
class Recording:
    """Bytes that hold a voice, alone (`enrol`) or in an item such as a mail (`compare`)."""

    name: str
    data: bytes = field(repr=False)
    settings: Settings
    way: Way = Way.FILE
    templates: Mapping[str, tuple[float, ...]] = field(default_factory=dict, repr=False)
    """The voice it is compared with: class of line -> 256 numbers."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What a voice is known by: class of line -> 256 numbers; or why there is nothing.

    `why`: no_model, not_installed, unreadable, too_short.
    """

    templates: Mapping[str, tuple[float, ...]] = field(default_factory=dict, repr=False)
    seconds: float = 0.0
    channel: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """One recording beside a voice. `differs`: True, or None, where nothing can be said.

    `why`: no_model, not_installed, unreadable, too_short, other_line (enrolled over a worse one), unsteady (several voices, or noise);
    "" where `alike` (0 to 1) was found.
    """

    where: str
    seconds: float = 0.0
    channel: str = ""
    alike: float | None = None
    why: str = ""

    @property
    def differs(self) -> bool | None:
        """Whether it is not their voice, as far as that can be heard. Never False: that two voices are alike says nothing."""
        return True if self.alike is not None and self.alike < DIFFERS_BELOW[self.channel] else None


def enrol(recording: Recording) -> Enrolled:
    """What the voice in a recording is known by."""
    from weerbaar.learned import speaker
    from weerbaar.unpack import decode, synthesis

    try:
        encoder = speaker.load(recording.settings.speaker_model)
        sounds = decode.samples(recording.data, recording.settings)
    except speaker.NoModel:
        return Enrolled(why="no_model")
    except decode.Undecodable as trouble:
        return Enrolled(why=_why(trouble))
    speech = speaker.spoken(sounds.samples)[: MOST_HEARD * decode.RATE]
    seconds, channel = len(speech) / decode.RATE, synthesis.channel_of(sounds)
    if seconds < LEAST_ENROLLED or not synthesis.somebody_speaks(speech):
        return Enrolled(seconds=seconds, channel=channel, why="too_short")
    made = {}
    for one in CHANNELS[CHANNELS.index(channel) :]:
        passed = speech if one == channel else through(speech, one)
        made[one] = tuple(round(float(number), 6) for number in speaker.embed(passed, encoder))
    return Enrolled(made, seconds, channel)


def compare(recording: Recording) -> tuple[Compared, ...]:
    """Every recording in an item (its first four) beside a voice."""
    from weerbaar.unpack.within import within

    item = Item(recording.name, recording.data, recording.way)
    found = within(item, ("sound", "video"), recording.settings)
    return tuple(
        _compared(recording, blob.data, blob.where or blob.name) for blob, _ in zip(found, range(MOST_RECORDINGS), strict=False)
    )


def _compared(recording: Recording, data: bytes, where: str) -> Compared:
    import numpy

    from weerbaar.learned import speaker
    from weerbaar.unpack import decode, synthesis

    try:
        encoder = speaker.load(recording.settings.speaker_model)
        sounds = decode.samples(data, recording.settings)
    except speaker.NoModel:
        return Compared(where, why="no_model")
    except decode.Undecodable as trouble:
        return Compared(where, why=_why(trouble))
    speech = speaker.spoken(sounds.samples)[: MOST_HEARD * decode.RATE]
    seconds, channel = len(speech) / decode.RATE, synthesis.channel_of(sounds)
    if seconds < LEAST_HEARD or not synthesis.somebody_speaks(speech):
        return Compared(where, seconds, channel, why="too_short")
    if channel not in recording.templates:
        return Compared(where, seconds, channel, why="other_line")
    excerpts = speaker.excerpts(speech, encoder)
    half = (len(excerpts) + 1) // 2
    first, second = speaker.together(excerpts[:half]), speaker.together(excerpts[-half:])
    if speaker.alike(first, second) < DIFFERS_BELOW[channel]:
        return Compared(where, seconds, channel, why="unsteady")
    template = numpy.asarray(recording.templates[channel], numpy.float32)
    return Compared(where, seconds, channel, round(speaker.alike(template, speaker.together(excerpts)), 4))


def _why(trouble: Exception) -> str:
    from weerbaar.model.finding import Reason

    return "not_installed" if getattr(trouble, "reason", None) is Reason.NOT_INSTALLED else "unreadable"


def through(speech: "Samples", channel: str) -> "Samples":
    """Speech (mono, 16 kHz) as it sounds after a class of line: telephone (300-3400 Hz, 8 kHz, mu-law; ITU-T G.711) or messenger (Opus, 16 kbit/s)."""
    return _telephone(speech) if channel == TELEPHONE else _messenger(speech) if channel == MESSENGER else speech


def _telephone(speech: "Samples") -> "Samples":
    import numpy

    even = speech[: len(speech) // 2 * 2]
    spectrum = numpy.fft.rfft(even)
    hertz = numpy.fft.rfftfreq(len(even), 1 / 16_000)
    spectrum[(hertz < 300) | (hertz > 3400)] = 0
    half = len(even) // 2
    narrow = numpy.clip(numpy.fft.irfft(spectrum[: half // 2 + 1], half) / 2, -1, 1)  # at 8 kHz
    bent = numpy.sign(narrow) * numpy.log1p(255 * numpy.abs(narrow)) / numpy.log(256)
    steps = numpy.round(bent * 127) / 127
    heard = numpy.sign(steps) * numpy.expm1(numpy.abs(steps) * numpy.log(256)) / 255
    wide = numpy.zeros(half + 1, complex)
    back = numpy.fft.rfft(heard)
    wide[: len(back)] = back
    return numpy.asarray(2 * numpy.fft.irfft(wide, len(even)), numpy.float32)


def _messenger(speech: "Samples") -> "Samples":
    import av
    import numpy

    from weerbaar.unpack import decode

    out = io.BytesIO()
    with av.open(out, "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=16_000, options={"application": "voip"})
        stream.bit_rate = 16_000
        frame = av.AudioFrame.from_ndarray((speech * 32767).astype(numpy.int16)[None, :], format="s16", layout="mono")
        frame.sample_rate = 16_000
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    return decode.samples(out.getvalue(), DEFAULT).samples
