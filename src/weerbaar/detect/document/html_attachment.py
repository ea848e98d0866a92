"""A web page sent as a file.

It opens in the browser, away from every filter, and looks like a site. Told apart: one with a form, with a password field (a false login
that sends what is typed to whoever made it), one that builds a file or page out of scrambled text ("smuggling"), and one that leads
elsewhere at once.

When it is wrong: some banks and payroll offices send locked statements as a page; saved pages and reports are sent between colleagues.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document

SMUGGLING = frozenset(("blob_download", "encoded_script", "embedded_data"))
LEADING_ON = frozenset(("meta_refresh", "script_redirect"))


@detector(
    reads=Document,
    gives={
        "document.html_attachment": ("name",),
        "document.html_attachment_form": ("name",),
        "document.html_attachment_password": ("name",),
        "document.html_attachment_smuggling": ("name",),
        "document.html_attachment_redirect": ("name",),
    },
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1027/006/", "https://attack.mitre.org/techniques/T1566/001/"),
)
def html_attachment(document: Document, organisation: Organisation) -> Iterator[Finding]:
    if document.kind != "html" or document.body or not document.name:
        return
    variant = _variant(document.traits)
    if variant or document.where != "page":
        yield Finding(f"document.html_attachment{variant}", document.where, {"name": document.name})


def _variant(traits: frozenset[str]) -> str:
    if "password_form" in traits:
        return "_password"
    if "script" in traits and traits & SMUGGLING:
        return "_smuggling"
    if traits & LEADING_ON:
        return "_redirect"
    return "_form" if {"form", "input"} <= traits else ""
