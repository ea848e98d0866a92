"""Sound of any usual format -> samples: mono, 16,000 a second, float32 between -1 and 1; within limits of length, streams and time.

Decoding is done by FFmpeg (PyAV, the extra `media`) from memory alone: only the containers named here, no file or address that a file
refers to (playlists, data references). What is damaged in the middle is skipped and said; what lies past a limit is left out and said.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING, Any, NoReturn

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.settings import Settings

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Samples = NDArray[numpy.float32]

RATE = 16_000
"""Samples a second of everything that comes out."""
CONTAINERS = (
    "wav", "w64", "flac", "mp3", "ogg", "mov", "aac", "amr", "asf", "matroska", "au", "aiff", "caf", "ac3", "avi", "flv", "mpeg", "mpegts",
)  # fmt: skip
"""FFmpeg's names of the containers that are opened; none of them refers to other files once `io_open` refuses."""
SLOWEST, FASTEST = 4_000, 384_000
"""Sample rates of a source, in hertz, between which it is believed."""
MOST_STREAMS, MOST_CHANNELS = 32, 16
MOST_TROUBLE = 200
"""Damaged packets after which the rest is left."""
MISSED = 0.25
"""Seconds between two frames from which something is missing."""
LONGEST_FRAME = 60
"""Seconds of sound one packet may hold."""
LOCKED = re.compile(
    rb"stsd.{4,40}?(?:enca|encv|drms|drmi|aavd)|\xfb\xb3\x11\x22\x23\xbd\xd2\x11\xb4\xb7\x00\xa0\xc9\x55\xfc\x6e"
    rb"|\x14\xe6\x8a\x29\x22\x26\x17\x4c\xb9\x35\xda\xe0\x7e\xe9\x28\x9c",
    re.S,
)
"""What protected files say of themselves: sample entries of ISO/IEC 23001-7 and of shops, Content Encryption Objects of ASF."""


@dataclass(frozen=True, slots=True)
class Sounds:
    """The sound of a file. `samples` has one dimension; `rate` (hertz), `channels` and `codec` are those of the source.

    `left_out` says what is not in the samples (past a limit, damaged); its `where` is empty.
    """

    samples: "Samples"
    codec: str
    rate: int
    channels: int
    streams: int = 1  # sound tracks in the file; the first is decoded
    left_out: tuple[NotLooked, ...] = ()

    @property
    def seconds(self) -> float:
        """The length of what was decoded."""
        return len(self.samples) / RATE

    def left_out_of(self, where: str) -> Iterator[NotLooked]:
        """What is not in the samples, as seen from the place of the file."""
        for one in self.left_out:
            yield replace(one, where=where)


class Undecodable(Exception):
    """No sample could be had from the bytes; `reason` says why, `detail` what it was (a codec's name)."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.detail = detail


def samples(data: bytes, settings: Settings, deadline: float | None = None) -> Sounds:
    """The first sound track of a file, mixed to one channel.

    At most `settings.max_media_seconds` of it, until `deadline` (time.monotonic()) or for `settings.decode_seconds`, whichever is sooner.

    Raises:
        Undecodable: PyAV is not installed; no container or codec we open; protected; no sound in it; damaged from the start.
    """
    try:
        import av
    except ImportError:
        raise Undecodable(Reason.NOT_INSTALLED) from None
    av.logging.set_level(None)
    if LOCKED.search(data):
        raise Undecodable(Reason.PROTECTED)
    until = min(monotonic() + settings.decode_seconds, deadline if deadline is not None else float("inf"))
    try:
        with opened(data) as container:
            return _decoded(container, settings.max_media_seconds, until)
    except (av.error.DecoderNotFoundError, av.error.DemuxerNotFoundError):
        raise Undecodable(Reason.CODEC) from None
    except (av.error.FFmpegError, ValueError) as trouble:
        raise Undecodable(Reason.DAMAGED, type(trouble).__name__) from None


def opened(data: bytes) -> Any:
    """The container of a sound or video, opened from memory alone (PyAV).

    Raises:
        ImportError: PyAV is not installed. What FFmpeg raises: no container we open, damaged from the start.
    """
    import av

    return av.open(
        io.BytesIO(data),
        mode="r",
        container_options={
            "format_whitelist": ",".join(CONTAINERS),
            "protocol_whitelist": "",
            "probesize": "1000000",
            "analyzeduration": "2000000",
            "max_streams": str(MOST_STREAMS),
        },
        metadata_errors="replace",
        io_open=_refuse,
    )


def _refuse(*_: object) -> NoReturn:
    raise PermissionError


def _decoded(container: Any, most_seconds: float, until: float) -> Sounds:
    """Raises Undecodable, or what FFmpeg raises before the first sample."""
    import numpy

    tracks = container.streams.audio
    if not tracks:
        raise Undecodable(Reason.NO_SOUND)
    track = tracks[0]
    context = track.codec_context
    if context is None or not context.name:
        raise Undecodable(Reason.CODEC)
    rate, channels = int(context.sample_rate or 0), int(context.channels or 0)
    if not SLOWEST <= rate <= FASTEST or not 0 < channels <= MOST_CHANNELS:
        raise Undecodable(Reason.DAMAGED, f"{rate} Hz, {channels} channels")
    flow = _Flow(int(most_seconds * RATE), until)
    chunks = list(flow.chunks(container, track))
    if not chunks:
        raise Undecodable(Reason.DAMAGED if flow.trouble else Reason.NO_SOUND)
    mono: Samples = numpy.concatenate(chunks)[: flow.most]
    mono = numpy.clip(numpy.nan_to_num(mono, copy=False), -1.0, 1.0)
    return Sounds(mono, str(context.name), rate, channels, len(tracks), tuple(flow.left_out()))


@dataclass(slots=True)
class _Flow:
    """Packets -> chunks of samples, with an account of what went wrong on the way."""

    most: int
    until: float
    made: int = 0
    trouble: int = 0
    stopped: str = ""
    expected: float | None = None  # where the next frame should stand, in seconds

    def chunks(self, container: Any, track: Any) -> Iterator["Samples"]:
        import av

        resampler, shape = None, None
        for packet in _packets(container, track, self):
            if monotonic() > self.until:
                self.stopped = "decode_seconds"
                return
            if self.made >= self.most:
                self.stopped = "max_media_seconds"
                return
            try:
                frames = packet.decode()
            except (av.error.FFmpegError, ValueError):
                self.trouble += 1
                if self.trouble > MOST_TROUBLE:
                    return
                continue
            for frame in frames:
                rate = int(frame.sample_rate or 0)
                if not SLOWEST <= rate <= FASTEST or frame.samples > LONGEST_FRAME * rate:
                    self.trouble += 1
                    continue
                self._follow(frame, rate)
                # A call may change its rate or channels on the way.
                now = (frame.format.name, frame.layout.name, rate)
                if resampler is None or now != shape:
                    resampler, shape = av.AudioResampler(format="flt", layout="mono", rate=RATE), now
                frame.pts = None
                yield from self._out(resampler.resample(frame))
        if resampler is not None:
            yield from self._out(resampler.resample(None))

    def _follow(self, frame: Any, rate: int) -> None:
        """Note where something is missing between two frames."""
        at = frame.time
        if at is not None and self.expected is not None and at - self.expected > MISSED:
            self.trouble += 1
        self.expected = None if at is None else at + frame.samples / rate

    def _out(self, frames: list[Any]) -> Iterator["Samples"]:
        for frame in frames:
            chunk = frame.to_ndarray().reshape(-1)
            self.made += len(chunk)
            yield chunk

    def left_out(self) -> Iterator[NotLooked]:
        if self.stopped == "max_media_seconds":
            yield NotLooked("limit max_media_seconds", Reason.TOO_LARGE)
        elif self.stopped:
            yield NotLooked("limit decode_seconds", Reason.TOO_LONG)
        if self.trouble:
            yield NotLooked("unpack.sound", Reason.DAMAGED)


def _packets(container: Any, track: Any, flow: _Flow) -> Iterator[Any]:
    """The packets of a track; a container that is cut off ends."""
    import av

    demuxed = container.demux(track)
    while True:
        try:
            yield next(demuxed)
        except StopIteration:
            return
        except (av.error.FFmpegError, ValueError):
            flow.trouble += 1
            return
