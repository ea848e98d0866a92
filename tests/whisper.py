"""A Whisper model of many languages for tests, in the folder layout that organisations use: real files, real loading, no learned weight.

Every layer passes on what it gets, so what the model writes depends on the token before alone: one token leads to the next, and what it hears
to nothing. It has the tokens of the packaged English model and the empty one, by which CTranslate2 knows a model of many languages.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
from ctranslate2.specs import WhisperSpec
from numpy.typing import NDArray
from tokenizers import Tokenizer

Array = NDArray[np.float32]

WIDTH, BANDS, FRAMES, LONGEST = 32, 80, 1500, 448
SURE = 2.0
"""How much the next token stands out; below 0.5 the model is in doubt of all it writes."""
TOKENS = 51_865


def many_languages(folder: Path, packaged: Path, language: str, text: str, sure: float = SURE) -> Path:
    """A folder with a model that takes all speech for `language` (ISO 639-1) and always writes `text`; `packaged` is that of the English model."""
    folder.mkdir(parents=True)
    tokens = _tokens(packaged / "tokenizer.json", folder / "tokenizer.json")
    written = tokens.encode(text, add_special_tokens=False).ids
    if len(set(written)) != len(written):
        raise ValueError("a token stands twice in the text: what follows it would not be known")
    start, end, quiet = (tokens.token_to_id(name) for name in ("<|startoftranscript|>", "<|endoftext|>", "<|notimestamps|>"))
    last = tokens.token_to_id("<|translate|>")
    named = {name: number for name, number in tokens.get_vocab().items() if start < number < last}
    chance = np.random.default_rng(1)
    known, out = np.zeros((2, TOKENS, WIDTH), np.float32)
    for before, after in zip((start, quiet, *written), (named[f"<|{language}|>"], *written, end), strict=True):
        known[before] = chance.choice([-1.0, 1.0], WIDTH)
        out[after] += sure * known[before]
    spec = WhisperSpec(1, 1, 1, 1)
    spec.decoder.embeddings.weight, spec.decoder.projection.weight = known, out
    spec.decoder.position_encodings.encodings = np.zeros((LONGEST, WIDTH), np.float32)
    spec.encoder.position_encodings.encodings = np.zeros((FRAMES, WIDTH), np.float32)
    for layer, bands in ((spec.encoder.conv1, BANDS), (spec.encoder.conv2, WIDTH)):
        layer.weight, layer.bias = np.zeros((WIDTH, bands, 3), np.float32), np.zeros(WIDTH, np.float32)
    _even(spec.encoder.layer_norm)
    _even(spec.decoder.layer_norm)
    _idle(spec.encoder.layer[0])
    _idle(spec.decoder.layer[0])
    spec.config.suppress_ids, spec.config.suppress_ids_begin, spec.config.alignment_heads = [], [], [(0, 0)]
    spec.config.lang_ids = sorted(named.values())
    names = {number: name for name, number in tokens.get_vocab().items()}
    spec.register_vocabulary([names.get(number, f"<|more {number}|>") for number in range(TOKENS)])
    spec.validate()
    spec.save(str(folder))
    return folder


def _tokens(packaged: Path, own: Path) -> Tokenizer:
    read = json.loads(packaged.read_text(encoding="utf-8"))
    words = {name: number for name, number in read["model"]["vocab"].items() if not name.startswith("<|")}
    words[""] = len(words)
    read["model"]["vocab"] = words
    for number, token in enumerate(sorted(read["added_tokens"], key=lambda one: one["id"])):
        token["id"] = len(words) + number
    own.write_text(json.dumps(read), encoding="utf-8")
    return Tokenizer.from_file(str(own))


def _even(norm: Any) -> None:
    norm.gamma, norm.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)


def _idle(layer: Any) -> None:
    """A layer that adds nothing to what it gets."""
    for attention in filter(None, (layer.self_attention, getattr(layer, "attention", None))):
        _even(attention.layer_norm)
        wide = (3, 1) if len(attention.linear) == 2 else (1, 2, 1)
        for linear, times in zip(attention.linear, wide, strict=True):
            _zero(linear, times * WIDTH, WIDTH)
    _even(layer.ffn.layer_norm)
    _zero(layer.ffn.linear_0, WIDTH, WIDTH)
    _zero(layer.ffn.linear_1, WIDTH, WIDTH)


def _zero(linear: Any, rows: int, columns: int) -> None:
    linear.weight, linear.bias = np.zeros((rows, columns), np.float32), np.zeros(rows, np.float32)
