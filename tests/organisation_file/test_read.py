import json
from pathlib import Path

import pytest
from tests.organisation import BAKERY

from weerbaar.model.errors import BrokenOrganisation, NotHere
from weerbaar.model.organisation import Memory, Organisation, Person, Supplier
from weerbaar.organisation.memory import beside, save
from weerbaar.organisation.read import load, parse, problems

WHOLE = """
name = "Bakkerij Van Hove"
domains = ["Bakkerijvanhove.example"]
languages = ["nl", "fr"]
country = "be"
trusted_authserv_ids = ["MX.bakkerijvanhove.example"]
contact = "Els, +32 470 00 00 01"
prior = 0.3

[[people]]
name = "Els Van Hove"
role = "zaakvoerder"
address = "Els@bakkerijvanhove.example"
phones = ["0470 00 00 01"]

[[suppliers]]
name = "Molens De Kroon"
domains = ["@molensdekroon.example"]
ibans = ["BE71 0961 2345 6769"]
phones = ["+32 (0)9 000 12 34", "0032 9 000 12 34"]
"""


def written(folder: Path, text: str, name: str = "organisation.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_it_reads_every_field_in_one_form(tmp_path: Path) -> None:
    assert load(written(tmp_path, WHOLE)) == Organisation(
        name="Bakkerij Van Hove",
        domains=("bakkerijvanhove.example",),
        languages=("nl", "fr"),
        country="BE",
        people=(Person("Els Van Hove", "zaakvoerder", "els@bakkerijvanhove.example", ("+32470000001",)),),
        suppliers=(
            Supplier("Molens De Kroon", ("molensdekroon.example",), ("BE71096123456769",), ("+3290001234", "+3290001234")),
        ),
        trusted_authserv_ids=("mx.bakkerijvanhove.example",),
        contact="Els, +32 470 00 00 01",
        prior=0.3,
    )


def test_json_says_the_same(tmp_path: Path) -> None:
    path = written(tmp_path, json.dumps({"name": "Bakkerij", "domains": ["bakkerij.example"]}), "organisation.json")
    assert load(path) == Organisation(name="Bakkerij", domains=("bakkerij.example",))


def test_what_was_learned_comes_along(tmp_path: Path) -> None:
    path = written(tmp_path, WHOLE)
    save(BAKERY.memory, beside(path))
    assert load(path).memory == BAKERY.memory


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('domain = ["bakkerij.example"]', 'did you mean "domains"?'),
        ('zzz = "red"', "the fields are name, domains"),
        ('domains = "bakkerij.example"', "domains must be a list of texts"),
        ('domains = ["bakkerij"]', 'write a domain, such as "firm.example"'),
        ('country = "Belgium"', 'country = "BE"'),
        ('languages = ["dutch"]', "two letters"),
        ("prior = 30", "between 0 and 1"),
        ("prior = true", "between 0 and 1"),
        ('people = ["Els"]', "start each with [[people]]"),
        ('[[people]]\nrole = "boss"', "people, 1: name is missing"),
        ('[[people]]\nname = "Els"\naddress = "els"', "people, Els: address has 'els'"),
        ('[[people]]\nname = "Els"\nphones = ["0470 00 00 01"]', 'or set country = "BE"'),
        ('country = "BE"\n[[people]]\nname = "Els"\nphones = ["12"]', "write it with its country"),
        ('[[suppliers]]\nname = "De Kroon"\nibans = ["BE71 0961 2345 6768"]', "check digits do not hold"),
        ('[[suppliers]]\nname = "De Kroon"\niban = ["BE71 0961 2345 6769"]', 'did you mean "ibans"?'),
        ("dkim_keys = 3", "dkim_keys must be a table"),
        ("name = 3", 'name = "..."'),
        ("= 3", "not written as it should be"),
    ],
)
def test_it_says_which_field_is_wrong_and_what_to_write(tmp_path: Path, text: str, says: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(BrokenOrganisation) as caught:
        load(path)
    assert says in str(caught.value)
    assert str(path) in str(caught.value)
    assert any(says in problem for problem in problems(path))


def test_it_names_all_problems_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, 'domains = 1\ncountry = 2\n[[people]]\nrole = "x"\n')
    assert len(problems(path)) == 3


def test_a_good_file_has_no_problems(tmp_path: Path) -> None:
    assert problems(written(tmp_path, WHOLE)) == []


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"[" * 50_000, b"[]", b'{"a": ' * 50_000])
def test_hostile_files_end_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "organisation.json"
    path.write_bytes(content)
    with pytest.raises(BrokenOrganisation):
        load(path)
    assert problems(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotHere, match="Check the spelling"):
        load(tmp_path / "nothing.toml")
    assert problems(tmp_path / "nothing.toml")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(NotHere):
        load(tmp_path)


def test_parse_needs_no_file() -> None:
    assert parse({"name": "Bakkerij"}).memory == Memory()
