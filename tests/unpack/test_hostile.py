"""The known bombs and a few hundred mutated files; `make bench-fuzz` runs a hundred thousand."""

import random

import pytest
from bench.fuzz import check
from bench.mutate import bombs, mutated
from bench.seeds import SEEDS


@pytest.mark.parametrize(("kind", "name", "data"), bombs(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_known_bomb_ends_within_limits(kind: str, name: str, data: bytes) -> None:
    assert check(1, kind, name, data).wrong in (
        "",
        "too slow",
    )  # seconds are measured by the benchmark, not on a shared machine


@pytest.mark.parametrize("kind", list(SEEDS))
def test_every_kind_survives_mutation(kind: str) -> None:
    for number in range(12):
        assert check(0, kind, *mutated(kind, random.Random(f"{kind}{number}"))).wrong in ("", "too slow")
