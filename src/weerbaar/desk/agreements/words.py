"""What the words of an agreement are called, in the language at hand."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from weerbaar.desk.accounts.models import Role
from weerbaar.desk.agreements.agreement import Basis, Counted, Label, Learning, Place, Purpose, Review, Risk, Tool
from weerbaar.desk.language import readers_language
from weerbaar.model.leak import DataClass, Decision, Group


def purpose(value: Purpose) -> str:
    """What a tool is for."""
    return {
        Purpose.WRITE: _("write and improve texts"),
        Purpose.SUMMARISE: _("summarise"),
        Purpose.TRANSLATE: _("translate"),
        Purpose.IDEAS: _("find ideas"),
        Purpose.CUSTOMERS: _("prepare answers to customers"),
        Purpose.CODE: _("write programs"),
        Purpose.FIGURES: _("work with figures"),
        Purpose.MEETINGS: _("make notes of meetings"),
        Purpose.PICTURES: _("make pictures"),
        Purpose.SEARCH: _("look things up"),
    }[value]


def group(value: Group) -> str:
    """What a group of data is called."""
    return {
        Group.PERSONAL: _("data about people, such as names, addresses and phone numbers"),
        Group.SPECIAL: _("data about health, belief or trade union"),
        Group.SECRETS: _("passwords, keys and other secrets"),
        Group.ORGANISATION: _("data about firms, such as company numbers"),
        Group.UNKNOWN: _("files that Weerbaar cannot read"),
    }[value]


def cls(value: DataClass) -> str:
    """What a class of data is called, for a list."""
    return {
        DataClass.PERSON: _("names of people"),
        DataClass.ADDRESS: _("addresses"),
        DataClass.PHONE: _("phone numbers"),
        DataClass.MAIL: _("e-mail addresses"),
        DataClass.BIRTH_DATE: _("dates of birth"),
        DataClass.IBAN: _("account numbers"),
        DataClass.CARD: _("card numbers"),
        DataClass.NATIONAL_ID: _("national numbers"),
        DataClass.VAT: _("VAT numbers"),
        DataClass.ENTERPRISE: _("company numbers"),
        DataClass.PASSPORT: _("numbers of passports and identity cards"),
        DataClass.MRZ: _("code lines of passports"),
        DataClass.LICENCE_PLATE: _("number plates"),
        DataClass.HEALTH: _("data about health"),
        DataClass.SALARY: _("wages"),
        DataClass.BELIEF: _("data about belief"),
        DataClass.UNION: _("data about trade unions"),
        DataClass.CREDENTIAL: _("passwords"),
        DataClass.API_KEY: _("keys of programs"),
        DataClass.PRIVATE_KEY: _("private keys"),
        DataClass.CONNECTION_STRING: _("access to databases"),
        DataClass.SOURCE_SECRET: _("secrets in programs"),
        DataClass.MARKING: _("texts marked as confidential"),
        DataClass.OWN_WORD: _("names of our customers, suppliers and projects"),
        DataClass.OWN_DOCUMENT: _("documents from our protected folders"),
        DataClass.UNREADABLE: _("files that Weerbaar cannot read"),
    }[value]


def decision(value: Decision) -> str:
    """What happens to data, for a choice."""
    return {
        Decision.ALLOW: _("may go in"),
        Decision.MASK: _("only masked"),
        Decision.ASK: _("only with a reason"),
        Decision.STOP: _("stays inside"),
    }[value]


def place(value: Place) -> str:
    """Where a tool works."""
    return {
        Place.OWN: _("on our own machines"),
        Place.EUROPE: _("in the European Economic Area"),
        Place.ADEQUATE: _("in a country with an adequacy decision"),
        Place.ELSEWHERE: _("elsewhere"),
        Place.UNKNOWN: _("not known yet"),
    }[value]


def basis(value: Basis) -> str:
    """The legal basis (GDPR, art. 6(1))."""
    return {
        Basis.NONE: _("no personal data"),
        Basis.CONTRACT: _("a contract with the person"),
        Basis.OBLIGATION: _("a legal obligation"),
        Basis.INTEREST: _("a legitimate interest"),
        Basis.CONSENT: _("consent"),
        Basis.UNKNOWN: _("not known yet"),
    }[value]


def risk(value: Risk) -> str:
    """The class of the AI Act."""
    return {
        Risk.MINIMAL: _("little risk"),
        Risk.TRANSPARENCY: _("people must be told (art. 50)"),
        Risk.HIGH: _("high risk (annex III)"),
        Risk.UNKNOWN: _("not known yet"),
    }[value]


def label(value: Label) -> str:
    """When it is said that AI helped, for a choice."""
    return {
        Label.ALWAYS: _("always"),
        Label.OUTSIDE: _("for what leaves the firm"),
        Label.PUBLISHED: _("for what we publish"),
        Label.FREE: _("only when somebody asks"),
    }[value]


def review(value: Review) -> str:
    """When a person checks, for a choice."""
    return {Review.ALWAYS: _("always, before it is used"), Review.OUTSIDE: _("before it leaves the firm")}[value]


def learning(value: Learning) -> str:
    """When people get an explanation, for a choice."""
    return {
        Learning.START: _("before somebody starts"),
        Learning.YEARLY: _("before somebody starts, and every year"),
        Learning.ASKED: _("when somebody asks for it"),
    }[value]


def counted(value: Counted) -> str:
    """What is counted."""
    return {
        Counted.USES: _("how often each tool is used"),
        Counted.CLASSES: _("how often a kind of data is masked"),
        Counted.ASKS: _("how often Weerbaar asks for a reason"),
        Counted.ENERGY: _("how much energy it costs, as an estimate"),
    }[value]


def role(value: str) -> str:
    """A role of the desk by its name; another one as it was written."""
    return str(Role(value).label) if value in Role.values else value


def theme(value: str) -> str:
    """A screen of the questionnaire."""
    return {
        "contact": _("Who to ask"),
        "tools": _("Which tools"),
        "data": _("What may go in"),
        "output": _("What comes out"),
        "keep": _("What is kept"),
        "watch": _("What is counted"),
        "dates": _("From when"),
    }[value]


def for_what(tool: Tool) -> str:
    """Everything a tool is for, in a row."""
    return listed([*(purpose(one) for one in tool.purposes), *([tool.purpose] if tool.purpose else [])])


def for_whom(tool: Tool) -> str:
    """Who may use it, in a row."""
    return listed(role(one) for one in tool.roles) if tool.roles else _("everybody")


def decisions(told: Mapping[str, Decision]) -> str:
    """Names of data with what happens to each, in a row: "account numbers: stays inside"."""
    return "; ".join(f"{name}{colon()} {decision(one)}" for name, one in told.items())


def colon() -> str:
    """A colon after a word: French puts a space before it."""
    return pgettext("after a word", ":")


def day(value: date | None) -> str:
    """A day as people write it; "" for none."""
    if value is None:
        return ""
    return formats.date_format(value, "j F Y" if readers_language() == "en" else "DATE_FORMAT")


def listed(words: Iterable[str]) -> str:
    """Words in a row: "a, b and c"."""
    every = list(words)
    if len(every) < 2:
        return "".join(every)
    return _("%(first)s and %(last)s") % {"first": ", ".join(every[:-1]), "last": every[-1]}
