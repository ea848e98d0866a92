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


def grams(text: str) -> NDArray[np.int32]:
    """The distinct buckets of a (masked) text, sorted; shape (n,), values in [0, BUCKETS)."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kept = [_words(text)]
    rolling = np.full(codes.shape, np.uint32(0x811C9DC5))
    longest = max(CHARACTER_GRAMS)
    for size in range(1, min(longest, len(codes)) + 1):
        rolling = (rolling[: len(codes) - size + 1] ^ codes[size - 1 :]) * _PRIME
        if size in CHARACTER_GRAMS:
            kept.append(_bucket(rolling, size))
    return _distinct(np.concatenate(kept)).astype(np.int32)


def _distinct(values: NDArray[np.uint32]) -> NDArray[np.uint32]:
    # np.unique does the same and first imports numpy.ma, which costs a single check 50 ms.
    values = np.sort(values)
    return values[np.concatenate(([True], values[1:] != values[:-1]))] if len(values) else values


def _words(text: str) -> NDArray[np.uint32]:
    encoded = " ".join(text.split()).encode("utf-8", "surrogatepass")
    words = np.fromiter(map(zlib.crc32, encoded.split(b" ") if encoded else ()), dtype=np.uint32)
    if not len(words):
        return words
    pairs = (words[:-1] * _PRIME) ^ words[1:]
    return np.concatenate([_bucket(words, 11), _bucket(pairs, 12)])


def _bucket(hashes: NDArray[np.uint32], salt: int) -> NDArray[np.uint32]:
    mixed = (hashes ^ np.uint32(salt * 0x85EBCA6B & 0xFFFFFFFF)) * _SALT
    return (mixed ^ (mixed >> np.uint32(15))) & np.uint32(BUCKETS - 1)
