"""An encoder of the form of Resemblyzer's with numbers drawn by lot, written as torch.save of old wrote it: by us, without torch.

Pickles are assembled from opcodes, since the names in them belong to a package that is not here.
"""

import pickle
import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MAGIC, VERSION = 0x1950A86A20F9469CFC6C, 1001
REBUILD = b"ctorch._utils\n_rebuild_tensor_v2\n"
Tables = Mapping[str, NDArray[np.float32]]


def tables(seed: int = 1) -> dict[str, NDArray[np.float32]]:
    """Weights of the right shapes."""
    lot = np.random.default_rng(seed)
    made = {}
    for layer, inputs in enumerate((40, 256, 256)):
        made[f"lstm.weight_ih_l{layer}"] = lot.normal(0, 2 if layer == 0 else 0.2, (1024, inputs))
        made[f"lstm.weight_hh_l{layer}"] = lot.normal(0, 0.05, (1024, 256))
        made[f"lstm.bias_ih_l{layer}"] = lot.normal(0, 0.1, 1024)
        made[f"lstm.bias_hh_l{layer}"] = lot.normal(0, 0.1, 1024)
    made["linear.weight"], made["linear.bias"] = lot.normal(0, 0.2, (256, 256)), lot.normal(-1, 0.1, 256)
    return {name: table.astype(np.float32) for name, table in made.items()}


def saved(of: Tables, *, rebuild: bytes = REBUILD, storage: bytes = b"ctorch\nFloatStorage\n") -> bytes:
    """The file that holds these tables under `model_state`."""
    body = b"\x80\x02}" + _word("model_state") + b"}("
    for number, (name, table) in enumerate(of.items()):
        stride = tuple(step // 4 for step in np.ascontiguousarray(table).strides)
        body += _word(name) + rebuild + b"("
        body += b"(" + _word("storage") + storage + _word(str(number)) + _word("cpu") + _number(table.size) + b"Nt" + b"Q"
        body += _number(0) + _numbers(table.shape) + _numbers(stride) + b"\x89" + b"}" + b"tR"
    body += b"us."
    start = b"".join(pickle.dumps(one, protocol=2) for one in (MAGIC, VERSION, {"little_endian": True}))
    keys = pickle.dumps([str(number) for number in range(len(of))], protocol=2)
    numbers = b"".join(struct.pack("<q", table.size) + table.astype("<f4").tobytes() for table in of.values())
    return start + body + keys + numbers


def written(folder: Path) -> Path:
    """Such a file in a folder."""
    file = folder / "pretrained.pt"
    file.write_bytes(saved(tables()))
    return file


def _word(word: str) -> bytes:
    return b"X" + struct.pack("<I", len(word.encode())) + word.encode()


def _number(number: int) -> bytes:
    return b"J" + struct.pack("<i", number)


def _numbers(numbers: tuple[int, ...]) -> bytes:
    return b"(" + b"".join(map(_number, numbers)) + b"t"
