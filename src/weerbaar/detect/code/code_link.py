"""A QR code or barcode holds a link.

A code moves the reader from a guarded computer to a private telephone, and nobody can read a code before scanning it. `_login`
leads to a page for logging in, or to one that joins a device to an account; `_elsewhere` to a domain that is neither the
sender's nor known.

When it is wrong: tickets, invoices, posters and packaging carry codes in good faith. Weak alone where it leads home.
"""

from collections.abc import Iterator

from weerbaar.detect._web import is_consent_page, is_device_page, is_trusted_place, login_word, web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Code, Link, LinkKind, Parts

JOINS = ("sgnl://linkdevice", "tsdevice:", "tg://login", "https://wa.me/settings/linked_devices", "2@", "discord.com/ra/")
"""How the codes begin by which Signal, Telegram, WhatsApp and others join a device."""


@detector(
    reads=Parts,
    gives={
        "code.code_link": ("host",),
        "code.code_link_login": ("host",),
        "code.code_link_elsewhere": ("host",),
        "code.code_link_device": ("payload",),
    },
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1660/", "https://attack.mitre.org/techniques/T1566/002/"),
)
def code_link(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    for code in parts.of(Code):
        if code.payload.lower().startswith(JOINS):
            yield Finding("code.code_link_device", code.where, {"payload": code.payload[:60]})
            return
    seen = web(parts, organisation)
    found = [
        (link, _variant(link, link.host in seen.known or seen.is_senders(link)))
        for link in seen.links
        if link.kind is LinkKind.CODE
    ]
    for variant in ("_login", "_elsewhere", ""):
        for link, its in found:
            if its == variant:
                yield Finding(f"code.code_link{variant}", link.where, {"host": link.host})
                return


def _variant(link: Link, home: bool) -> str:
    if is_device_page(link) or is_consent_page(link):
        return "_login"
    if home or is_trusted_place(link):
        return ""
    return "_login" if login_word(link) else "_elsewhere"
