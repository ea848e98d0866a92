"""Every text of the desk is there in four languages, and no text stands outside them."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

from weerbaar.desk.web import catalogue
from weerbaar.desk.web.catalogue import DESK, LANGUAGES, Text

TEMPLATES = sorted(DESK.rglob("templates/**/*.html"))
NAMES = {"Weerbaar", "Thunderbird", "Outlook", "Z"}
"""Words that are the same in every language: names, and the sign of the time zone UTC."""
AS_TYPED = ("script", "style", "pre", "code", "kbd")
"""Elements with what machines read and people type, the same in every language."""
EXAMPLE = re.compile(r"\.example\b")
ATTRIBUTE = re.compile(r'[\w-]+="[^"]*"')
"""What a block gives to the element it stands in."""
SPOKEN = ("title", "alt", "placeholder", "aria-label", "aria-description", "content", "label")
PLACEHOLDER = "\ue000"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_every_text_with_the_same_things_filled_in(language: str) -> None:
    assert catalogue.wrong(language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_django_reads_was_made_from_what_people_write(language: str) -> None:
    said = catalogue.read(language)
    assert catalogue.place(language, "mo").read_bytes() == catalogue.compiled(language, said), (
        "python -m weerbaar.desk.web.catalogue"
    )
    assert catalogue.place(language, "po").read_text(encoding="utf-8") == catalogue.written(language, said)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: str(one.relative_to(DESK)))
def test_no_words_stand_in_a_template_outside_a_translation(template: Path) -> None:
    assert [one for one in _words(template.read_text(encoding="utf-8")) if one.strip(" ·") not in NAMES] == []


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p>{% trans 'Hello' %}</p>", []),
        ("<p>Hello</p>", ["Hello"]),
        ("<p>{% blocktrans %}Hello {{ name }}{% endblocktrans %}</p>", []),
        ('<input placeholder="Your name">', ["Your name"]),
        ('<input placeholder="{% trans "Your name" %}" class="input wide">', []),
        ("{# a remark #}<b>·</b>", []),
        ("<p>Press <kbd>b</kbd></p>", ["Press"]),
        ('<input placeholder="imap.firm.example">', []),
        ('{% block main_class %} class="wide"{% endblock %}', []),
    ],
)
def test_words_outside_a_translation_are_noticed(page: str, found: list[str]) -> None:
    assert _words(page) == found


def test_a_missing_fuzzy_or_falsely_filled_text_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needed = {Text("Hello"), Text("%(n)s left"), Text("Bye"), Text("Gone"), Text("%(n)s day", many="%(n)s days")}
    (tmp_path / "django.po").write_text(
        'msgid "Hello"\nmsgstr "Dag"\n\nmsgid "%(n)s left"\nmsgstr "Nog wat over"\n\n#, fuzzy\nmsgid "Bye"\nmsgstr "Dag"\n\n'
        'msgid "Old"\nmsgstr "Oud"\n\nmsgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(n)s dag"\nmsgstr[1] ""\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(catalogue, "place", lambda language, ending: tmp_path / f"django.{ending}")
    monkeypatch.setattr(catalogue, "gathered", lambda: needed)
    assert catalogue.wrong("nl") == [
        "nl lacks 'Gone'",
        "nl still has 'Old', which nothing says",
        "nl does not say '%(n)s day'",
        "nl fills in something else in '%(n)s left'",
        "nl does not say 'Bye'",
    ]


def test_texts_are_gathered_with_context_and_for_many() -> None:
    found = catalogue.gathered()
    assert {Text("What do you doubt?"), Text("Bring", "short, in the navigation"), Text("auditor")} <= found
    assert Text("%(count)s is set up.", many="%(count)s are set up.") in found


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Est-ce vrai ?", "Est-ce vrai\N{NO-BREAK SPACE}?"),
        ("Dites « non » : cela suffit", "Dites «\N{NO-BREAK SPACE}non\N{NO-BREAK SPACE}»\N{NO-BREAK SPACE}: cela suffit"),
        ("https://a.example:80/?q", "https://a.example:80/?q"),
    ],
)
def test_french_signs_stay_on_the_line_of_their_word(typed: str, shown: str) -> None:
    assert catalogue.bound(typed) == shown


def test_the_add_on_says_the_same_things_in_every_language() -> None:
    folder = DESK / "addins" / "thunderbird"
    said = {one.parent.name: json.loads(one.read_text(encoding="utf-8")) for one in folder.glob("_locales/*/messages.json")}
    assert set(said) == {"nl", "fr", "de", "en"}
    assert {frozenset(one) for one in said.values()} == {frozenset(said["en"])}
    code = "".join(one.read_text(encoding="utf-8") for one in (*folder.glob("*.html"), *folder.glob("*.json")))
    used = set(re.findall(r'data-text="(\w+)"|__MSG_(\w+)__', code))
    assert {one or other for one, other in used} == set(said["en"])


def test_a_language_is_spoken_politely() -> None:
    informal = {"nl": re.compile(r"\b(je|jij|jou|jouw)\b", re.I), "de": re.compile(r"\b(du|dir|dich|deine?[mnrs]?)\b", re.I)}
    for language, words in informal.items():
        said = [one for told in catalogue.read(language).values() for one in told if words.search(one)]
        assert said == []


def _words(source: str) -> list[str]:
    """Words that a template says itself, in texts and in attributes that people hear or see."""
    page, inside = "", False
    for token in Lexer(source).tokenize():
        if token.token_type is TokenType.BLOCK:
            name = token.contents.split()[0]
            inside = (inside or name.startswith("blocktrans")) and not name.startswith("endblocktrans")
        if token.token_type is TokenType.TEXT and not inside:
            page += token.contents
        elif token.token_type is not TokenType.COMMENT:
            page += PLACEHOLDER
    reader = _Reader()
    reader.feed(re.sub(r"\{#.*?#\}", "", page))
    return [
        one for one in reader.found if re.search(r"[^\W\d_]", one) and not EXAMPLE.search(one) and not ATTRIBUTE.fullmatch(one)
    ]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._mute = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._mute = tag in AS_TYPED
        for name, value in attributes:
            if name in SPOKEN and tag != "meta":
                self._take(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._mute = False

    def handle_data(self, data: str) -> None:
        if not self._mute:
            self._take(data)

    def _take(self, text: str) -> None:
        self.found += [part.strip() for part in re.split(PLACEHOLDER, text) if part.strip()]
