"""The organisation file (TOML or JSON) -> Organisation. Every field is described in docs/rooms/organisation.md."""

import difflib
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from weerbaar.ledger.numbers import phone
from weerbaar.model.errors import BrokenOrganisation, NotHere, Problem, place, reason
from weerbaar.model.organisation import Organisation, Person, Supplier
from weerbaar.organisation import memory
from weerbaar.organisation.iban import compact, holds
from weerbaar.unpack.link import unicode_host

FIELDS = (
    "name", "domains", "languages", "country", "people", "suppliers", "trusted_authserv_ids", "trusted_receivers",
    "allowed_domains", "known_bad", "allowed", "dkim_keys", "contact", "prior",
)  # fmt: skip
PERSON = ("name", "role", "address", "phones", "other_addresses")
SUPPLIER = ("name", "domains", "ibans", "phones", "addresses")
MOST_BYTES = 32 * 1024 * 1024
DOMAIN = re.compile(r"(?:[\w-]{1,63}\.){1,10}[\w-]{2,63}")


def load(path: Path | str) -> Organisation:
    """The organisation a file describes, with what was learned from its mailbox where that stands beside it.

    Raises:
        NotHere: there is no such file, or it may not be read.
        BrokenOrganisation: the file is no TOML or JSON, or a field is not as it should be; the message names file and fields.
    """
    path = Path(path)
    made, trouble = _read(_table(path))
    if trouble:
        raise BrokenOrganisation("organisation_problems", path=path, problems=_first(trouble))
    beside = memory.beside(path)
    return replace(made, memory=memory.load(beside)) if beside.exists() else made


def problems(path: Path | str, language: str = "en") -> list[str]:
    """Everything that is wrong with an organisation file and the memory beside it, one sentence each; empty when it is fine."""
    path = Path(path)
    try:
        found = _read(_table(path))[1]
        beside = memory.beside(path)
        if beside.exists():
            memory.load(beside)
    except (BrokenOrganisation, NotHere) as trouble:
        return [trouble.said(language)]
    return [Problem("in_file", {"path": path, "problem": one}).said(language) for one in found]


def parse(table: Mapping[str, Any]) -> Organisation:
    """The organisation a table describes.

    Raises:
        BrokenOrganisation: a field is not as it should be; the message names it and says what to write.
    """
    made, trouble = _read(table)
    if trouble:
        raise BrokenOrganisation("table_problems", problems=_first(trouble))
    return made


def _first(trouble: Sequence[Problem]) -> tuple[Problem, ...]:
    """The first ten problems, and how many more there are."""
    return *trouble[:10], *([Problem("more_problems", {"n": len(trouble) - 10})] if len(trouble) > 10 else ())


def _table(path: Path) -> Mapping[str, Any]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BrokenOrganisation("organisation_too_large", path=path, most=MOST_BYTES // 1024 // 1024)
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise NotHere("organisation_missing", path=path) from None
    except UnicodeDecodeError:
        raise BrokenOrganisation("organisation_encoding", path=path) from None
    except OSError as trouble:
        raise NotHere("organisation_unreadable", path=path, why=reason(trouble)) from None
    try:
        read = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except (json.JSONDecodeError, tomllib.TOMLDecodeError) as trouble:
        raise BrokenOrganisation("organisation_syntax", path=path, place=place(trouble)) from None
    except RecursionError:
        raise BrokenOrganisation("organisation_too_deep", path=path) from None
    if not isinstance(read, dict):
        raise BrokenOrganisation("organisation_no_table", path=path)
    return read


def _read(table: Mapping[str, Any]) -> tuple[Organisation, list[Problem]]:
    fields = _Fields()
    fields.known(table, FIELDS, "")
    country = fields.text(table, "country", "").upper()
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        fields.wrong("field_country", value=country)
        country = ""
    languages = tuple(language.lower() for language in fields.texts(table, "languages", ""))
    for language in languages:
        if not (len(language) == 2 and language.isascii() and language.isalpha()):
            fields.wrong("field_language", value=language)
    people = tuple(
        Person(
            fields.name(p, at),
            fields.text(p, "role", at),
            fields.address(fields.text(p, "address", at), "address", at),
            fields.phones(p, at, country),
            fields.addresses(p, "other_addresses", at),
        )
        for p, at in fields.tables(table, "people", PERSON)
    )
    suppliers = tuple(
        Supplier(
            fields.name(s, at),
            fields.domains(s, "domains", at),
            fields.ibans(s, at),
            fields.phones(s, at, country),
            fields.addresses(s, "addresses", at),
        )
        for s, at in fields.tables(table, "suppliers", SUPPLIER)
    )
    made = Organisation(
        name=fields.text(table, "name", ""),
        domains=fields.domains(table, "domains", ""),
        languages=languages,
        country=country,
        people=people,
        suppliers=suppliers,
        trusted_authserv_ids=tuple(i.strip().lower() for i in fields.texts(table, "trusted_authserv_ids", "")),
        trusted_receivers=fields.receivers(table),
        allowed_domains=fields.domains(table, "allowed_domains", ""),
        known_bad=fields.texts(table, "known_bad", ""),
        allowed=fields.texts(table, "allowed", ""),
        dkim_keys=fields.keys(table),
        contact=fields.text(table, "contact", ""),
        prior=fields.share(table),
    )
    return made, fields.trouble


class _Fields:
    """Reads fields and collects what is wrong with them, so that one look names it all. `at` is the table a field stands in."""

    def __init__(self) -> None:
        self.trouble: list[Problem] = []

    def wrong(self, id: str, **values: object) -> None:
        self.trouble.append(Problem(id, values))

    def known(self, table: Mapping[str, Any], names: Sequence[str], at: str) -> None:
        for name in table:
            if name not in names:
                near = difflib.get_close_matches(str(name)[:50], names, n=1)
                if near:
                    self.wrong("field_unknown_near", at=at, name=str(name)[:50], near=near[0])
                else:
                    self.wrong("field_unknown", at=at, name=str(name)[:50], known=", ".join(names))

    def text(self, table: Mapping[str, Any], name: str, at: str) -> str:
        value = table.get(name, "")
        if isinstance(value, str):
            return value.strip()
        self.wrong("field_text", at=at, name=name)
        return ""

    def name(self, table: Mapping[str, Any], at: str) -> str:
        name = self.text(table, "name", at)
        if not name:
            self.wrong("field_missing", at=at, name="name")
        return name

    def texts(self, table: Mapping[str, Any], name: str, at: str) -> tuple[str, ...]:
        values = table.get(name, ())
        if not isinstance(values, list | tuple) or not all(isinstance(value, str) for value in values):
            self.wrong("field_texts", at=at, name=name)
            return ()
        return tuple(value.strip() for value in values if value.strip())

    def tables(self, table: Mapping[str, Any], name: str, names: Sequence[str]) -> list[tuple[Mapping[str, Any], str]]:
        rows = table.get(name, [])
        if not isinstance(rows, list | tuple) or not all(isinstance(row, dict) for row in rows):
            self.wrong("field_tables", name=name)
            return []
        found = []
        for number, row in enumerate(rows, 1):
            label = row.get("name")
            at = f"{name}, {label if isinstance(label, str) and label else number}: "
            self.known(row, names, at)
            found.append((row, at))
        return found

    def domains(self, table: Mapping[str, Any], name: str, at: str) -> tuple[str, ...]:
        domains = []
        for value in self.texts(table, name, at):
            domain = unicode_host(value.lower().lstrip("@").strip("."))
            if DOMAIN.fullmatch(domain):
                domains.append(domain)
            else:
                self.wrong("field_domain", at=at, name=name, value=value)
        return tuple(domains)

    def receivers(self, table: Mapping[str, Any]) -> tuple[str, ...]:
        found = []
        for value in self.texts(table, "trusted_receivers", ""):
            host = value.lower().strip(".")
            try:
                found.append(str(ip_network(host, strict=False)))
            except ValueError:
                if DOMAIN.fullmatch(host):
                    found.append(host)
                else:
                    self.wrong("field_receiver", at="", name="trusted_receivers", value=value)
        return tuple(found)

    def addresses(self, table: Mapping[str, Any], name: str, at: str) -> tuple[str, ...]:
        return tuple(filter(None, (self.address(value, name, at) for value in self.texts(table, name, at))))

    def address(self, value: str, name: str, at: str) -> str:
        if not value:
            return ""
        local, _, domain = value.lower().rpartition("@")
        domain = unicode_host(domain)
        if local and " " not in local and DOMAIN.fullmatch(domain):
            return f"{local}@{domain}"
        self.wrong("field_address", at=at, name=name, value=value)
        return ""

    def ibans(self, table: Mapping[str, Any], at: str) -> tuple[str, ...]:
        accounts = []
        for value in self.texts(table, "ibans", at):
            account = compact(value)
            if holds(account):
                accounts.append(account)
            else:
                self.wrong("field_iban", at=at, value=value)
        return tuple(accounts)

    def phones(self, table: Mapping[str, Any], at: str, country: str) -> tuple[str, ...]:
        numbers = []
        for value in self.texts(table, "phones", at):
            number = phone(value, country)
            if number:
                numbers.append(number)
            else:
                self.wrong("field_phone" if country else "field_phone_no_country", at=at, value=value)
        return tuple(numbers)

    def keys(self, table: Mapping[str, Any]) -> dict[str, str]:
        keys = table.get("dkim_keys", {})
        if not isinstance(keys, dict) or not all(isinstance(k, str) and isinstance(v, str) for k, v in keys.items()):
            self.wrong("field_dkim_keys")
            return {}
        return {name.lower().rstrip("."): value for name, value in keys.items()}

    def share(self, table: Mapping[str, Any]) -> float | None:
        prior = table.get("prior")
        if prior is None:
            return None
        if isinstance(prior, int | float) and not isinstance(prior, bool) and 0 < prior < 1:
            return float(prior)
        self.wrong("field_prior", value=prior)
        return None
