"""A copy of what the desk holds about a person: for them to read (HTML) and for programs (JSON), encrypted with age.

In the archive: `data.json`, `data.html`, and under `brought/` what they brought, as it was. Encrypted to the person's own age key, or with a
passphrase that is told to them another way (https://age-encryption.org/v1). Nothing of it is written to disk in clear.
"""

import io
import json
import zipfile
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.template.loader import render_to_string
from django.utils import translation

from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.agreements import signing
from weerbaar.desk.cases.gist import gist_of
from weerbaar.desk.cases.models import Case
from weerbaar.desk.cases.see import demand
from weerbaar.desk.governance import retention, rights
from weerbaar.desk.governance.models import Entry, Request
from weerbaar.desk.push.models import Browser
from weerbaar.desk.trail import record, stamp
from weerbaar.desk.vault import Locked
from weerbaar.desk.voices import own as voices
from weerbaar.model.errors import Trouble

MOST_BYTES = 256 * 1024 * 1024
"""Of what was brought; what is beyond is named, and given apart."""
SHORTEST_PASSPHRASE = 12


class NoKey(Trouble):
    """A copy is only given encrypted: to an age key, or with a passphrase of some length."""


def export(request: Request, member: Membership, *, recipient: str = "", passphrase: str = "") -> bytes:
    """The copy for a request, encrypted.

    Raises:
        Forbidden: this member may not.
        NoKey: neither an age recipient ("age1...") nor a passphrase of at least 12 characters.
    """
    demand(member, Action.ERASE, request)
    found = rights.looked(request, member)
    sealed = encrypt(archive(found, member, request.language), recipient, passphrase)
    record(
        "copy made",
        organisation=request.organisation_id,
        actor=member.user_id,
        about=str(request),
        facts={"bytes": len(sealed)},
    )
    return sealed


def encrypt(data: bytes, recipient: str, passphrase: str) -> bytes:
    """
    Raises:
        NoKey: neither an age recipient nor a passphrase of at least 12 characters.
    """
    import pyrage

    if recipient.strip():
        try:
            return bytes(pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(recipient.strip())]))
        except pyrage.RecipientError:
            raise NoKey("age_recipient") from None
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise NoKey("age_passphrase", least=SHORTEST_PASSPHRASE)
    return bytes(pyrage.passphrase.encrypt(data, passphrase))


def archive(found: rights.Found, member: Membership, language: str) -> bytes:
    """The copy as a ZIP archive, in clear."""
    out = io.BytesIO()
    held = gathered(found, member)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as into:
        room = MOST_BYTES
        for case, told in zip(found.brought, held["brought"], strict=True):
            if case.size <= room and (original := _original(case)) is not None:
                told["file"] = f"brought/{case.ref}.bin"
                into.writestr(told["file"], original)
                room -= case.size
        into.writestr("data.json", json.dumps(held, ensure_ascii=False, indent=2))
        with translation.override(language):
            into.writestr("data.html", render_to_string("governance/copy.html", {"held": held, "language": language}))
    return out.getvalue()


def gathered(found: rights.Found, member: Membership) -> dict[str, Any]:
    """Everything that is held about a person, as plain values."""
    kept = retention.days(member.organisation)
    return {
        "address": found.address,
        "organisation": member.organisation.name,
        "account": _account(found, member) if found.user else None,
        "brought": [_brought(case, kept) for case in found.brought],
        "naming": [
            {
                "at": _at(case.received_at),
                "band": case.decided_band or case.band,
                "erased_after": _at(retention.ends(case, kept)),
            }
            for case in found.naming
        ],
        "mentions_in_the_organisation_file": found.described,
        "kept_for_days": kept,
    }


def _account(found: rights.Found, member: Membership) -> dict[str, Any]:
    user = found.user
    assert user is not None
    lines = Entry.objects.filter(organisation_id=member.organisation_id, actor=user.pk).values_list("at", "action", "about")
    return {
        "address": user.email,
        "name": user.get_full_name(),
        "language": user.language,
        "since": _at(user.date_joined),
        "last_sign_in": _at(user.last_login),
        "role": user.memberships.get(organisation=member.organisation_id).role,
        "addresses": list(EmailAddress.objects.filter(user=user).values_list("email", flat=True)),
        "second_factors": list(Authenticator.objects.filter(user=user).values_list("type", flat=True)),
        "sessions": [
            {"from": str(one.ip), "browser": one.user_agent, "at": _at(one.created_at)}
            for one in UserSession.objects.filter(user=user)
        ],
        "messages_to": [
            {"browser": one.told["agent"], "service": urlsplit(one.told["endpoint"]).hostname, "since": _at(one.since)}
            for one in Browser.objects.filter(membership__user=user, membership__organisation_id=member.organisation_id)
        ],
        "agreements_signed": [
            {"version": one.version.number, "name": one.name, "on": one.signed_on.isoformat(), "how": one.way}
            for one in signing.signed_by(user, member.organisation)
        ],
        "ai_keys": [
            {"name": key.name, "made_at": _at(key.made_at), "until": _at(key.until), "used_on": str(key.used_on or "")}
            for key in apps.get_model("gateway", "Key").objects.filter(
                membership__user=user, organisation_id=member.organisation_id
            )
        ],
        "ai_reasons": [
            {"at": _at(ask.asked_at), "tool": ask.tool, "found": ask.found, "reason": ask.reason}
            for ask in apps.get_model("gateway", "Ask").objects.filter(
                key__membership__user=user, organisation_id=member.organisation_id
            )
        ],
        "voice": voices.held(user, member.organisation_id),
        "done": [{"at": at, "what": action, "about": about} for at, action, about in lines],
    }


def _brought(case: Case, kept: dict[str, int]) -> dict[str, Any]:
    about = case.about
    gist = gist_of(case) if case.key is not None else None
    return {
        "reference": str(case.ref),
        "at": _at(case.received_at),
        "title": about.title,
        "name": about.name,
        "comment": about.comment,
        "told": gist.as_json() if gist else None,
        "by": about.reporter_address,
        "bytes": case.size,
        "state": case.state,
        "band": case.band,
        "decided_band": case.decided_band,
        "answers": [{"at": _at(one.at), "band": one.band, "said": one.body} for one in case.answers.all()],
        "happened": [{"at": _at(one.at), "what": one.kind} for one in case.events.all()],
        "written_by_you": [note.text for note in case.notes.all() if case.reporter_id and note.author_id == case.reporter_id],
        "erased_after": _at(retention.ends(case, kept)),
    }


def _original(case: Case) -> bytes | None:
    try:
        return case.original()
    except Locked:
        return None


def _at(moment: datetime | None) -> str:
    return stamp(moment) if moment else ""
