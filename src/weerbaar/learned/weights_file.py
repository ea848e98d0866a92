"""Weights as torch.save wrote them before version 1.6, read without torch: named tables of 32-bit floats, and nothing else.

Such a file is five pickles and then the numbers (torch/serialization.py, `_legacy_save`): a magic number, a version, the sizes of types, the
object with its tensors, the names of their storages in order, and for each storage a count and little-endian floats. A pickle can
run anything; this one may name three things of torch, which here are ours and do nothing but say where numbers stand.
"""

import io
import pickle
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC, VERSION = 0x1950A86A20F9469CFC6C, 1001
MOST_BYTES = 64 * 1024 * 1024
MOST_TENSORS = 1000
MOST_DIMENSIONS = 4
FLOAT_BYTES = 4

Table = NDArray[np.float32]


class BrokenWeights(Exception):
    """The file is not what it should be, or holds something other than tables of numbers."""


@dataclass(frozen=True, slots=True)
class _Tensor:
    """Where the numbers of a tensor stand."""

    storage: str
    start: int
    shape: tuple[int, ...]


class _Storage:
    """The type of a storage, as the pickle names it."""


class _Reader(pickle.Unpickler):
    """Tensors of 32-bit floats, dictionaries and plain values."""

    def find_class(self, module: str, name: str) -> Any:
        known = {
            ("collections", "OrderedDict"): OrderedDict,
            ("torch", "FloatStorage"): _Storage,
            ("torch._utils", "_rebuild_tensor_v2"): _tensor,
        }
        if (module, name) not in known:
            raise BrokenWeights(f"names {module}.{name}"[:100])
        return known[module, name]

    def persistent_load(self, pid: Any) -> str:
        if not (isinstance(pid, tuple) and len(pid) == 6 and pid[:2] == ("storage", _Storage) and isinstance(pid[2], str)):
            raise BrokenWeights("a storage of another kind")
        return pid[2]


def _tensor(storage: object, start: object, shape: object, stride: object, *_: object) -> _Tensor:
    """What takes the place of torch._utils._rebuild_tensor_v2. Only tensors that lie row by row are read."""
    if not isinstance(storage, str) or not isinstance(start, int) or start < 0 or not isinstance(shape, tuple):
        raise BrokenWeights("a tensor of another kind")
    if len(shape) > MOST_DIMENSIONS or not all(isinstance(one, int) and 0 < one <= MOST_BYTES for one in shape):
        raise BrokenWeights("a tensor of another kind")
    rows, expected = 1, []
    for size in reversed(shape):
        expected.append(rows)
        rows *= size
    if stride != tuple(reversed(expected)):
        raise BrokenWeights("a tensor that does not lie row by row")
    return _Tensor(storage, start, shape)


def read(data: bytes, table: str) -> Mapping[str, Table]:
    """The tensors of the dictionary that stands under `table` in the saved object, by name.

    Raises:
        BrokenWeights: too large, cut off, of another version, or holding anything but such tensors.
    """
    if len(data) > MOST_BYTES:
        raise BrokenWeights("too large")
    stream = io.BytesIO(data)
    try:
        if _plain(stream) != MAGIC or _plain(stream) != VERSION:
            raise BrokenWeights("another format")
        _plain(stream)
        saved, keys = _Reader(stream).load(), _plain(stream)
        tensors = _tensors(saved, table)
        storages = _storages(stream, keys)
        return {name: _numbers(one, storages) for name, one in tensors.items()}
    except BrokenWeights:
        raise
    except Exception as trouble:  # a damaged pickle fails in ways nobody lists
        raise BrokenWeights(type(trouble).__name__) from None


def _plain(stream: io.BytesIO) -> Any:
    return _Plain(stream).load()


class _Plain(pickle.Unpickler):
    """Numbers, words, lists and dictionaries."""

    def find_class(self, module: str, name: str) -> Any:
        raise BrokenWeights(f"names {module}.{name}"[:100])


def _tensors(saved: object, table: str) -> dict[str, _Tensor]:
    found = saved.get(table) if isinstance(saved, dict) else None
    if not isinstance(found, dict) or len(found) > MOST_TENSORS:
        raise BrokenWeights(f"no {table}")
    return {name: one for name, one in found.items() if isinstance(name, str) and isinstance(one, _Tensor)}


def _storages(stream: io.BytesIO, keys: object) -> dict[str, Table]:
    if not isinstance(keys, list) or len(keys) > MOST_TENSORS:
        raise BrokenWeights("no storages")
    found: dict[str, Table] = {}
    for key in keys:
        count = int.from_bytes(stream.read(8), "little", signed=True)
        if not 0 <= count <= MOST_BYTES // FLOAT_BYTES:
            raise BrokenWeights("a storage of an impossible size")
        numbers = stream.read(count * FLOAT_BYTES)
        if len(numbers) < count * FLOAT_BYTES:
            raise BrokenWeights("cut off")
        found[str(key)] = np.frombuffer(numbers, "<f4")
    return found


def _numbers(tensor: _Tensor, storages: Mapping[str, Table]) -> Table:
    count = int(np.prod(tensor.shape, dtype=np.int64))
    numbers = storages[tensor.storage][tensor.start : tensor.start + count]
    if len(numbers) < count or not np.isfinite(numbers).all():
        raise BrokenWeights("numbers are missing or none")
    return numbers.reshape(tensor.shape)
