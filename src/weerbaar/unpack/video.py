"""Videos: the moments that differ, each as a picture with its own reading, and the sound track.

Most of a film is never decoded. Its packets are counted first; then key frames are decoded, spread over the length (encoders put one where
the scene changes), and with the time that is left what lies between them, the widest gaps first and into each as far as the time lets. So something
that stands on the screen for a few seconds between two key frames of a long film may be missed, and the answer says that only moments were looked at.

Decoding is done by FFmpeg (PyAV, the extra `media`), opened as sound is (unpack/decode.py). Nothing here says whether a face or a scene is real.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from time import monotonic
from typing import TYPE_CHECKING, Any

import numpy

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.part import Video
from weerbaar.settings import Settings
from weerbaar.unpack.captions import FINE, Levels, fine
from weerbaar.unpack.credentials import credentials_in
from weerbaar.unpack.declared import declared_in
from weerbaar.unpack.decode import LOCKED, opened
from weerbaar.unpack.media import format_of
from weerbaar.unpack.moments import Moment, Moments, read_moments, sheet
from weerbaar.unpack.reader import Blob, Budget, Yield, reader

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PACKETS = 400_000
"""Packets of all streams that are counted: well over an hour of film with sound."""
MOST_TROUBLE = 50
"""Damaged packets after which the rest is left."""
SHORT = 1_500
"""Pictures up to which a film is decoded whole: a minute at 25 a second."""
MOST_KEYS = 120
"""Key frames that are decoded, spread over the film."""
STEP = 0.5
"""Seconds between two looks where everything is decoded; twice that in what lies between key frames."""
SHARE = 0.4
"""Share of the time left for the item that finding the moments may take; reading them takes longer."""
WIDE = 5.0
"""Seconds that nobody looked at, from which it is said that only moments were looked at."""
LONGEST_TAG = 80
WRITERS = ("encoder", "com.apple.quicktime.software", "software", "handler_name")
PLACES = ("location", "com.apple.quicktime.location.ISO6709", "com.apple.quicktime.location.iso6709", "location-eng")


@dataclass(frozen=True, slots=True)
class Strip:
    """A film as its packets tell it: length in seconds, the seconds of its key frames, and how many pictures it has."""

    seconds: float
    keys: tuple[float, ...]
    pictures: int
    whole: bool = True  # read to its end, undamaged
    too_long: bool = False


@dataclass(slots=True)
class _Watch:
    """Watching one film: when to stop, what was looked at, what went wrong."""

    settings: Settings
    until: float
    moments: Moments
    at: list[float] = field(default_factory=list)
    trouble: int = 0
    large: bool = False

    def late(self) -> bool:
        return monotonic() > self.until or self.trouble > MOST_TROUBLE

    def look(self, seconds: float, frame: Any) -> None:
        if frame.width * frame.height > self.settings.max_pixels:
            self.large = True
            return
        self.moments.look(seconds, _levels(frame), lambda: _picture(frame))
        self.at.append(seconds)


def _levels(frame: Any) -> Levels:
    """The grey copy of a frame by which it is compared (captions.fine), made without unfolding its colours."""
    if frame.rotation:
        return fine(_picture(frame))
    gray = frame.reformat(*FINE, "gray", interpolation="AREA")
    levels: Levels = gray.to_ndarray().astype(numpy.int16)
    return levels


def _picture(frame: Any) -> "Image":
    """A frame as a picture, upright."""
    image: Image = frame.to_image()
    turned = int(frame.rotation or 0)
    return image.rotate(turned, expand=True) if turned else image


@reader("video")
def video(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A video: what it is, what its moments show, and its sound track. What has no pictures is handed on as a sound."""
    where = blob.where or blob.name or "video"
    digest = hashlib.sha256(blob.data).hexdigest()
    film = _Film(Video(where, blob.name, format_of(blob.data), len(blob.data), digest))
    try:
        _open(blob, film, budget)
    except ImportError:
        film.left_out.append(NotLooked("unpack.video", Reason.NOT_INSTALLED, where))
    if film.only_sound:
        yield replace(blob, where=where, kind="sound", depth=blob.depth + 1)
        return
    yield film.known
    yield from credentials_in(blob, where, budget.settings)
    yield from declared_in(blob.data, where)
    yield from film.left_out
    if film.sound:
        yield replace(blob, where=where, kind="sound", depth=blob.depth + 1, context=blob.context | {"track"})
    yield from read_moments(film.moments, where, blob.depth, budget, SHARE if film.sound else 1.0)


@dataclass(slots=True)
class _Film:
    """What is known of a film so far."""

    known: Video
    moments: tuple[Moment, ...] = ()
    sound: bool = False
    only_sound: bool = False
    left_out: list[NotLooked] = field(default_factory=list)


def _open(blob: Blob, film: _Film, budget: Budget) -> None:
    """Fill in what decoding tells.

    Raises:
        ImportError: PyAV is not installed.
    """
    import av

    av.logging.set_level(None)
    where = film.known.where
    if LOCKED.search(blob.data):
        film.left_out.append(NotLooked("unpack.video", Reason.PROTECTED, where))
        return
    try:
        with opened(blob.data) as container:
            track = _track(container)
            film.sound = bool(container.streams.audio)
            film.only_sound = film.sound and not _tracks(container)
            if film.only_sound:
                return
            if track is None:
                film.left_out.append(NotLooked("unpack.video", Reason.UNSEEN, where))
                return
            film.known = _told(film.known, container, track)
            if len(_tracks(container)) > 1:
                film.left_out.append(NotLooked("unpack.video_tracks", Reason.TOO_MANY, where))
            strip = _strip(container, track, budget)
    except (av.error.FFmpegError, ValueError) as trouble:
        film.left_out.append(NotLooked("unpack.video", Reason.DAMAGED, where, type(trouble).__name__))
        return
    film.known = replace(film.known, seconds=round(strip.seconds, 2))
    if film.known.width * film.known.height > budget.settings.max_pixels:
        budget.met.add("max_pixels")
        film.left_out.append(
            NotLooked("limit max_pixels", Reason.TOO_LARGE, where, f"{film.known.width} x {film.known.height}")
        )
        return
    watch = _watch(blob.data, strip, budget)
    film.left_out += _left_out(strip, watch, where)
    film.moments = tuple(watch.moments)
    times = tuple(round(moment.seconds, 2) for moment in film.moments)
    film.known = replace(film.known, times=times, sheet=sheet(film.moments))


def _tracks(container: Any) -> list[Any]:
    """The film tracks; the cover of an album is no film."""
    return [track for track in container.streams.video if "attached_pic" not in str(track.disposition.name)]


def _track(container: Any) -> Any:
    """The first film track that we have a decoder for, or None."""
    return next((track for track in _tracks(container) if track.codec_context is not None and track.codec_context.name), None)


def _told(known: Video, container: Any, track: Any) -> Video:
    context = track.codec_context
    tags = {**_tags(track.metadata), **_tags(container.metadata)}
    return replace(
        known,
        width=int(context.width or 0),
        height=int(context.height or 0),
        codec=str(context.codec.canonical_name),
        writer=next((tags[name] for name in WRITERS[:3] if tags.get(name)), ""),
        day=tags.get("creation_time", "")[:10],
        located=any(tags.get(name) for name in PLACES),
    )


def _tags(metadata: Mapping[str, str]) -> dict[str, str]:
    return {str(name).lower(): " ".join(str(value).split())[:LONGEST_TAG] for name, value in list(metadata.items())[:100]}


def _strip(container: Any, track: Any, budget: Budget) -> Strip:
    """Count the packets, without decoding any."""
    import av

    keys: list[float] = []
    last, pictures = 0.0, 0
    demuxed = container.demux(track)
    for number in range(MOST_PACKETS):
        if number % 256 == 0:
            budget.check_time("")
        try:
            packet = next(demuxed)
        except StopIteration:
            return Strip(last, tuple(keys), pictures)
        except (av.error.FFmpegError, ValueError):
            return Strip(last, tuple(keys), pictures, whole=False)
        if not packet.size:
            continue
        seconds = _seconds(packet, track)
        if seconds is None or seconds < 0:
            seconds = last
        if seconds > budget.settings.max_media_seconds:
            return Strip(last, tuple(keys), pictures, too_long=True)
        pictures += 1
        last = max(last, seconds)
        if packet.is_keyframe and not packet.is_corrupt:
            keys.append(seconds)
    return Strip(last, tuple(keys), pictures, too_long=True)


def _seconds(thing: Any, track: Any) -> float | None:
    """Seconds from the start at which a packet or frame is shown; None where it does not say."""
    stamp = thing.pts if thing.pts is not None else thing.dts
    base = thing.time_base or track.time_base
    if stamp is None or not base:
        return None
    start = float(track.start_time * track.time_base) if track.start_time is not None and track.time_base else 0.0
    return float(stamp * base) - start


def _watch(data: bytes, strip: Strip, budget: Budget) -> _Watch:
    """Look at a film: whole where it is short, else key frames and then what lies between them."""
    now = monotonic()
    left = min(budget.settings.watch_seconds, max(budget.deadline - now, 0.0) * SHARE)
    watch = _Watch(budget.settings, now + left, Moments(budget.settings.max_moments))
    if strip.pictures > SHORT:
        _keys(data, strip, watch)
    # Opened once: each decoder of a large film holds tens of megabytes.
    with opened(data) as container:
        track = _ready(container, watch.settings, "DEFAULT")
        if strip.pictures <= SHORT:
            _between(container, track, (0.0, strip.seconds + 1.0), STEP, watch)
            return watch
        gaps = [gap for gap in _gaps(watch.at, strip.seconds) if gap[1] - gap[0] >= 4 * STEP]
        began, done, rest = monotonic(), 0.0, sum(end - start for start, end in gaps)
        for start, end in gaps:
            now = monotonic()
            if watch.late():
                break
            # As far into each gap as the time lets that is left, by what the ones before took.
            share = min((watch.until - now) * done / ((now - began) * rest), 1.0) if done else 1.0
            reach = max(share * (end - start), 2 * STEP)
            _between(container, track, (start, start + reach), 2 * STEP, watch)
            done, rest = done + reach, rest - (end - start)
    return watch


def _keys(data: bytes, strip: Strip, watch: _Watch) -> None:
    """Look at key frames, spread over the film."""
    wanted, due = max(strip.seconds / MOST_KEYS, STEP), 0.0
    with opened(data) as container:
        track = _ready(container, watch.settings, "NONKEY")
        for packet in _packets(container, track, watch):
            seconds = _seconds(packet, track) if packet.size else None
            if packet.size and not (packet.is_keyframe and seconds is not None and due <= seconds <= strip.seconds):
                continue
            for frame in _decoded(packet, watch):
                shown = _seconds(frame, track)
                watch.look(max(shown or 0.0, 0.0), frame)
            due = seconds + wanted if seconds is not None else due


def _between(container: Any, track: Any, gap: tuple[float, float], step: float, watch: _Watch) -> None:
    """Look at what is shown in a gap, every `step` seconds."""
    import av

    start, end = gap
    if start > 0:
        try:
            container.seek(int(start / track.time_base) + (track.start_time or 0), stream=track)
        except (av.error.FFmpegError, ValueError, OverflowError):
            return
    due = start
    for packet in _packets(container, track, watch):
        shown = start
        for frame in _decoded(packet, watch):
            shown = max(_seconds(frame, track) or 0.0, 0.0)
            if shown >= due:
                watch.look(shown, frame)
                due = shown + step
        if shown > end:
            return


def _ready(container: Any, settings: Settings, skip: str) -> Any:
    """The film track, with a decoder that is bounded: one thread, no picture larger than we read."""
    track = _track(container)
    context = track.codec_context
    context.thread_count = 1
    context.options = {"max_pixels": str(settings.max_pixels)}
    context.skip_frame = skip
    return track


def _packets(container: Any, track: Any, watch: _Watch) -> Iterator[Any]:
    import av

    demuxed = container.demux(track)
    for _ in range(MOST_PACKETS):
        if watch.late():
            return
        try:
            yield next(demuxed)
        except StopIteration:
            return
        except (av.error.FFmpegError, ValueError):
            watch.trouble += 1
            return


def _decoded(packet: Any, watch: _Watch) -> list[Any]:
    import av

    try:
        return list(packet.decode())
    except (av.error.FFmpegError, ValueError):
        watch.trouble += 1
        return []


def _gaps(at: list[float], seconds: float) -> list[tuple[float, float]]:
    """What lies between looks, the widest first."""
    marks = [0.0, *sorted(at), seconds]
    return sorted(pairwise(marks), key=lambda gap: gap[0] - gap[1])


def _left_out(strip: Strip, watch: _Watch, where: str) -> Iterator[NotLooked]:
    if not watch.at and watch.large:
        yield NotLooked("limit max_pixels", Reason.TOO_LARGE, where)
    elif not watch.at:
        late = monotonic() > watch.until
        yield NotLooked("unpack.video", Reason.TOO_LONG if late else Reason.DAMAGED, where)
    elif strip.too_long:
        yield NotLooked("limit max_media_seconds", Reason.TOO_LARGE, where)
    elif not strip.whole or watch.trouble:
        yield NotLooked("unpack.video", Reason.DAMAGED, where)
    if watch.at and any(end - start > WIDE for start, end in _gaps(watch.at, strip.seconds)[:1]):
        yield NotLooked("unpack.video_moments", Reason.MOMENTS, where)
