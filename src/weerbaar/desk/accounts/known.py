"""What an organisation knows to be true, as every detector gets it."""

import tomllib
from dataclasses import replace
from functools import lru_cache

from weerbaar.desk.accounts.models import Organisation
from weerbaar.model.errors import BrokenOrganisation, place
from weerbaar.model.organisation import Organisation as Known
from weerbaar.organisation import memory
from weerbaar.organisation.read import parse


def known(organisation: Organisation) -> Known:
    """What this organisation knows; its name and languages are those of the desk where its description has none."""
    made = _read(organisation.description, organisation.memory)
    return replace(made, name=made.name or organisation.name, languages=made.languages or tuple(organisation.languages))


def check(description: str) -> Known:
    """What a description says.

    Raises:
        BrokenOrganisation: it is no TOML, or a field is not as it should be; the message says which and what to write.
    """
    try:
        return parse(tomllib.loads(description))
    except tomllib.TOMLDecodeError as trouble:
        raise BrokenOrganisation("description_syntax", place=place(trouble)) from None


@lru_cache(maxsize=32)
def _read(description: str, remembered: str) -> Known:
    made = check(description)
    return replace(made, memory=memory.of_json(remembered)) if remembered else made
