"""Hostile sounds, videos and moving pictures in the guarded worker: whatever they do, whoever asked goes on. `make bench-media` runs many more."""

import pytest
from bench.hostile_media import run, seeds

pytest.importorskip("av")
pytest.importorskip("pillow_heif")


def test_files_that_lie_about_their_size_and_broken_ones_end_in_an_answer() -> None:
    counts = run(len(seeds()) + 40, 11, 1)
    assert sum(count.inputs for count in counts.values()) == len(seeds()) + 40
    assert {name: count.wrong for name, count in counts.items() if count.wrong} == {}
    assert {name: count.died for name, count in counts.items() if count.died} == {}
    assert counts["libx264.mp4"].read, "the seeds themselves can be read"
