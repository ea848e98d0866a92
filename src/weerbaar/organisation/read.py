"""The organisation file (TOML or JSON) -> Organisation."""

from collections.abc import Mapping
from typing import Any

from weerbaar.model.errors import BrokenOrganisation
from weerbaar.model.organisation import Organisation, Person, Supplier


def parse(table: Mapping[str, Any]) -> Organisation:
    """The organisation a table describes.

    Raises:
        BrokenOrganisation: a field has another shape than it should; the message names it.
    """
    try:
        return Organisation(
            name=str(table.get("name", "")),
            domains=_domains(table, "domains"),
            languages=_words(table, "languages"),
            country=str(table.get("country", "")),
            people=tuple(
                Person(
                    p["name"],
                    p.get("role", ""),
                    p.get("address", "").lower(),
                    tuple(map(_phone, _words(p, "phones"))),
                    tuple(a.lower() for a in _words(p, "other_addresses")),
                )
                for p in table.get("people", ())
            ),
            suppliers=tuple(
                Supplier(
                    s["name"],
                    _domains(s, "domains"),
                    tuple(i.replace(" ", "").upper() for i in _words(s, "ibans")),
                    tuple(map(_phone, _words(s, "phones"))),
                    tuple(a.lower() for a in _words(s, "addresses")),
                )
                for s in table.get("suppliers", ())
            ),
            trusted_authserv_ids=tuple(i.lower() for i in _words(table, "trusted_authserv_ids")),
            allowed_domains=_domains(table, "allowed_domains"),
            known_bad=_words(table, "known_bad"),
            allowed=_words(table, "allowed"),
            dkim_keys=dict(table.get("dkim_keys", {})),
            contact=str(table.get("contact", "")),
            prior=table.get("prior"),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as trouble:
        raise BrokenOrganisation(f"The organisation file cannot be used: {trouble}") from trouble


def _words(table: Mapping[str, Any], name: str) -> tuple[str, ...]:
    values = table.get(name, ())
    if isinstance(values, str) or not all(isinstance(v, str) for v in values):
        raise BrokenOrganisation(f'"{name}" must be a list of texts, such as {name} = ["..."].')
    return tuple(values)


def _domains(table: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(d.lower().lstrip("@").strip(".") for d in _words(table, name))


def _phone(number: str) -> str:
    return "".join(c for c in number if c.isdigit() or c == "+")
