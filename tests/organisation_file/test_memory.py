from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.organisation import BAKERY

from weerbaar.model.errors import BrokenOrganisation, NotHere
from weerbaar.model.organisation import Memory
from weerbaar.organisation.memory import MOST_VALUES, as_json, beside, forget, load, merge, prune, save

LEARNED = BAKERY.memory


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "bakery.memory.json"
    learned = replace(LEARNED, last_seen={"facturen@molensdekroon.example": "2026-10-02"})
    save(learned, path)
    save(learned, path)
    assert load(path) == learned
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_it_stands_beside_the_organisation_file() -> None:
    assert beside(Path("firm/bakery.toml")) == Path("firm/bakery.memory.json")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"version": 1}',
        as_json(LEARNED).replace("42", '"many"'),
        as_json(LEARNED).replace('"version": 1', '"version": 9'),
    ],
)
def test_a_damaged_memory_says_what_to_do(tmp_path: Path, content: str) -> None:
    path = tmp_path / "m.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BrokenOrganisation, match="learn the mailbox again"):
        load(path)


def test_nothing_learned_yet_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(NotHere, match="weerbaar learn"):
        load(tmp_path / "m.json")


def test_counts_add_up_and_lists_stay_short() -> None:
    many = Memory(senders={"a@x.example": 2}, link_domains={"x.example": tuple(f"{n}.example" for n in range(50))}, messages=2)
    both = merge(many, replace(many, last_seen={"a@x.example": "2026-01-01"}))
    assert both.senders == {"a@x.example": 4}
    assert both.messages == 4
    assert both.last_seen == {"a@x.example": "2026-01-01"}
    assert len(both.link_domains["x.example"]) == MOST_VALUES


@pytest.mark.parametrize(
    ("count", "day", "stays"),
    [
        (1, "2026-06-01", True),
        (1, "2025-06-01", False),  # once, more than a year ago
        (2, "2025-06-01", True),
        (40, "2022-06-01", False),  # often, but not for three years
        (1, "", True),  # we cannot know
    ],
)
def test_old_addresses_go(count: int, day: str, stays: bool) -> None:
    last = {"a@x.example": day} if day else {}
    learned = Memory(senders={"a@x.example": count}, reply_to={"a@x.example": ("y.example",)}, messages=count, last_seen=last)
    left = prune(learned, date(2026, 11, 1))
    assert ("a@x.example" in left.senders) is stays
    assert ("a@x.example" in left.reply_to) is stays


def test_an_address_is_forgotten_everywhere() -> None:
    left = forget(LEARNED, "Facturen@molensdekroon.example")
    assert "molensdekroon" not in as_json(left)
    assert left.messages == LEARNED.messages - 42


def test_a_domain_is_forgotten_everywhere() -> None:
    left = forget(LEARNED, "vakblad.example")
    assert "vakblad" not in as_json(left)
    assert left.senders == {"facturen@molensdekroon.example": 42, "info@brinkmann-druck.example": 7}


def test_all_is_forgotten() -> None:
    assert forget(LEARNED, "all") == Memory()
