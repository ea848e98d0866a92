"""A text as hashed grams: character 3- to 5-grams and word 1- to 2-grams, in 2**18 buckets (Weinberger et al. 2009, feature hashing).

Vectorised: about 0.2 ms for 2,000 characters. Deterministic across machines and Python versions.
"""

import zlib

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 18
_PRIME = np.uint32(0x01000193)
_SALT = np.uint32(0x9E3779B1)
CHARACTER_GRAMS = (3, 4, 5)
_WORD, _PAIR = 11, 12
_SALTS = {size: np.uint32(size * 0x85EBCA6B & 0xFFFFFFFF) for size in (*CHARACTER_GRAMS, _WORD, _PAIR)}


def grams(text: str) -> NDArray[np.int32]:
    """The distinct buckets of a (masked) text, sorted; shape (n,), values in [0, BUCKETS)."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    hashes = [*_words(text)]
    rolling = codes ^ np.uint32(0x811C9DC5)
    rolling *= _PRIME
    for size in range(2, min(max(CHARACTER_GRAMS), len(codes)) + 1):
        rolling = rolling[:-1] ^ codes[size - 1 :]
        rolling *= _PRIME
        if size in CHARACTER_GRAMS:
            hashes.append(rolling ^ _SALTS[size])
    mixed = np.concatenate(hashes)
    mixed *= _SALT
    mixed ^= mixed >> np.uint32(15)
    mixed &= np.uint32(BUCKETS - 1)
    return _distinct(mixed).astype(np.int32)


def _distinct(values: NDArray[np.uint32]) -> NDArray[np.uint32]:
    # np.unique does the same and first imports numpy.ma, which costs a single check 50 ms.
    values.sort()
    return values[np.concatenate(([True], values[1:] != values[:-1]))] if len(values) else values


def _words(text: str) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """The salted hashes of the words, and of the pairs of words that follow one another."""
    encoded = " ".join(text.split()).encode("utf-8", "surrogatepass")
    words = np.array([*map(zlib.crc32, encoded.split(b" "))] if encoded else [], dtype=np.uint32)
    return words ^ _SALTS[_WORD], (words[:-1] * _PRIME) ^ words[1:] ^ _SALTS[_PAIR]
