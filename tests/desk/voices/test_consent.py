"""What people agree to: there in every language, and never changed once somebody may have agreed to it."""

import hashlib

import pytest

from weerbaar.advise.sentences import LANGUAGES
from weerbaar.desk.voices.consent import LATEST, consent, versions

DIGESTS = {1: "bff793ce759717c573fb6a7e4c88ce5be3b279b2b62417cb517b101c9856c53e"}
"""Of each version in all languages. A new wording is a new version: add a line, change none."""


def test_no_version_was_changed() -> None:
    assert {version: digest(version) for version in versions()} == DIGESTS
    assert max(versions()) == LATEST


@pytest.mark.parametrize("version", versions())
def test_it_says_the_same_in_every_language(version: int) -> None:
    said = [consent(version, language) for language in LANGUAGES]
    assert len({len(one.points) for one in said}) == 1
    assert {one.days for one in said} == {365}
    assert all(one.agree and len(one.aloud.split()) > 60 for one in said)


def test_who_speaks_another_language_reads_it_in_english() -> None:
    assert consent(LATEST, "it") == consent(LATEST, "en")


def digest(version: int) -> str:
    made = hashlib.sha256()
    for language in LANGUAGES:
        one = consent(version, language)
        made.update("\0".join((language, str(one.days), *one.points, one.agree, one.aloud)).encode())
    return made.hexdigest()
