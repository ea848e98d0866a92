"""How a voice sounds: the weights are read without running anything, and the network computes what it should."""

import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest
from tests.learned.encoder import saved, tables, written

from weerbaar.learned import speaker
from weerbaar.learned.weights_file import BrokenWeights, read


def tone(hertz: float, seconds: float, seed: int = 1) -> speaker.Samples:
    """Something that goes up and down like speech: a tone with overtones, in syllables."""
    at = np.arange(int(seconds * 16_000)) / 16_000
    voice = sum(np.sin(2 * np.pi * hertz * k * at + k * seed) / k for k in range(1, 12))
    return (0.1 * voice * (0.55 + 0.45 * np.sin(2 * np.pi * 4 * at))).astype(np.float32)


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> speaker.Encoder:
    return speaker.load(str(written(tmp_path_factory.mktemp("encoder"))))


def test_every_number_is_read_as_it_was_written() -> None:
    wanted = tables()
    found = read(saved(wanted), "model_state")
    assert set(found) == set(wanted)
    assert all(np.array_equal(found[name], wanted[name]) for name in wanted)


@pytest.mark.parametrize(
    ("rebuild", "storage"),
    [
        (b"cos\nsystem\n", b"ctorch\nFloatStorage\n"),
        (b"cbuiltins\neval\n", b"ctorch\nFloatStorage\n"),
        (b"ctorch._utils\n_rebuild_parameter\n", b"ctorch\nFloatStorage\n"),
        (b"ctorch._utils\n_rebuild_tensor_v2\n", b"ctorch\nHalfStorage\n"),
        (b"cweerbaar.learned.speaker\nload\n", b"ctorch\nFloatStorage\n"),
    ],
    ids=("os.system", "eval", "another_rebuild", "another_storage", "ours"),
)
def test_a_file_that_names_anything_else_is_refused(rebuild: bytes, storage: bytes) -> None:
    with pytest.raises(BrokenWeights, match="names"):
        read(saved({"linear.bias": np.zeros(4, np.float32)}, rebuild=rebuild, storage=storage), "model_state")


def test_a_command_hidden_in_the_first_pickle_is_not_run(tmp_path: Path) -> None:
    trace = tmp_path / "ran"

    class Hostile:
        def __reduce__(self) -> tuple[object, ...]:
            return (Path.touch, (trace,))

    data = pickle.dumps(Hostile())
    for bad in (data, saved({})[:20] + data, pickle.dumps(0x1950A86A20F9469CFC6C, protocol=2) + data):
        with pytest.raises(BrokenWeights):
            read(bad, "model_state")
    assert not trace.exists()


def test_a_file_that_is_cut_off_or_changed_gives_no_model_and_no_crash(tmp_path: Path) -> None:
    whole = saved({"linear.bias": np.arange(8, dtype=np.float32)})
    lot = np.random.default_rng(5)
    for number in range(300):
        data = bytearray(whole[: int(lot.integers(1, len(whole)))] if number % 2 else whole)
        for at in lot.integers(0, len(data), int(lot.integers(1, 6))):
            data[at] = int(lot.integers(0, 256))
        try:
            read(bytes(data), "model_state")
        except BrokenWeights:
            continue
    file = tmp_path / "x.pt"
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(speaker.NoModel):
        speaker.load(str(file))


def test_the_wheel_that_holds_it_is_read_too(tmp_path: Path, encoder: speaker.Encoder) -> None:
    wheel = tmp_path / "Resemblyzer-0.1.4-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as into:
        into.writestr(speaker.INSIDE, saved(tables()))
    found = speaker.load(str(wheel))
    assert np.array_equal(found.weight, encoder.weight)
    with zipfile.ZipFile(tmp_path / "other.whl", "w") as into:
        into.writestr("other", b"")
    for missing in ("other.whl", "nowhere.pt"):
        with pytest.raises(speaker.NoModel):
            speaker.load(str(tmp_path / missing))


def test_an_encoder_of_another_shape_is_none(tmp_path: Path) -> None:
    file = tmp_path / "x.pt"
    file.write_bytes(saved({**tables(), "lstm.weight_ih_l0": np.zeros((1024, 41), np.float32)}))
    with pytest.raises(speaker.NoModel):
        speaker.load(str(file))


def test_the_network_computes_what_the_equations_say(encoder: speaker.Encoder) -> None:
    """One step after another, gate by gate, as Hochreiter and Schmidhuber (1997) and torch.nn.LSTM write them."""
    mel = np.random.default_rng(3).normal(0, 1, (1, 5, 40)).astype(np.float32)
    state = mel[0]
    for entering, recurrent, bias in encoder.layers:
        hidden, cell, out = np.zeros(256), np.zeros(256), []
        for step in state:
            gates = entering @ step + recurrent @ hidden + bias
            i, f, o = (1 / (1 + np.exp(-gates[at : at + 256])) for at in (0, 256, 768))
            cell = f * cell + i * np.tanh(gates[512:768])
            hidden = o * np.tanh(cell)
            out.append(hidden)
        state = np.array(out)
    made = mel
    for layer in encoder.layers:
        made = speaker._lstm(made, *layer)
    assert np.allclose(made[0], state, atol=1e-4)


def test_spectra_follow_the_pitch_and_the_loudness() -> None:
    low, high = (speaker.spectra(tone(hertz, 1.0)) for hertz in (120, 900))
    assert low.shape == (101, 40)
    assert low.sum(axis=0).argmax() < high.sum(axis=0).argmax()
    assert np.allclose(speaker.spectra(2 * tone(120, 1.0)), 4 * low, rtol=1e-4)
    # An area of 1 for each triangle: white noise of variance 1 gives what its window lets through.
    noise = np.random.default_rng(2).normal(0, 1, 160_000).astype(np.float32)
    width = (np.diff(np.linspace(0, 8000, 201))[0]) ** -1
    assert (
        abs(speaker.spectra(noise).mean() - (speaker._hann() ** 2).sum() * width) < 0.1 * (speaker._hann() ** 2).sum() * width
    )


def test_a_voice_is_256_numbers_of_length_one_and_the_same_every_time(encoder: speaker.Encoder) -> None:
    voice = speaker.embed(tone(120, 3.0), encoder)
    assert voice.shape == (256,)
    assert abs(float(np.linalg.norm(voice)) - 1) < 1e-5
    assert np.array_equal(voice, speaker.embed(tone(120, 3.0), encoder))
    assert speaker.alike(voice, speaker.embed(tone(120, 4.0), encoder)) > speaker.alike(
        voice, speaker.embed(tone(700, 3.0), encoder)
    )
    assert not speaker.embed(tone(120, 0.0), encoder).any()


def test_silence_is_left_out_and_nothing_but_silence_is_nothing() -> None:
    quiet = np.zeros(32_000, np.float32)
    assert len(speaker.spoken(quiet)) == len(speaker.spoken(quiet[:100])) == 0
    found = speaker.spoken(np.concatenate([quiet, tone(120, 2.0), quiet]))
    assert 1.9 < len(found) / 16_000 < 2.6
