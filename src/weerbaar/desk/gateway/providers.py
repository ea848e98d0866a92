"""Connecting providers: where the models of a tool of the agreement are, and the credential, which is never shown again."""

import re
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.see import demand
from weerbaar.desk.gateway.models import Provider
from weerbaar.desk.trail import Facts, record
from weerbaar.gateway.port import Dialect
from weerbaar.gateway.upstream import allowed

MODEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,119}")
MOST_MODELS = 200
LONGEST_CREDENTIAL = 4000


class NotAProvider(ValueError):
    """An address, model or credential that we cannot use."""


@transaction.atomic
def save(
    member: Membership,
    provider: Provider | None,
    *,
    name: str,
    tool: str,
    url: str,
    dialects: Sequence[Dialect],
    offers: Mapping[str, str],
    credential: str | None,
    joules_per_token: float = 0.0,
) -> Provider:
    """Connect a provider, or change one; without `credential` the one that is kept stays.

    Raises:
        Forbidden: this member may not.
        NotAProvider: the address is no https (http for this machine), no dialect or model, or a credential that is none.
    """
    demand(member, Action.GATEWAY, provider)
    url = url.strip().rstrip("/")
    if not allowed(url):
        raise NotAProvider("url")
    if (
        not dialects
        or not 0 < len(offers) <= MOST_MODELS
        or not all(MODEL.fullmatch(one) for pair in offers.items() for one in pair)
    ):
        raise NotAProvider("models")
    if credential is not None and (
        len(credential) > LONGEST_CREDENTIAL or not (credential.isascii() and credential.isprintable())
    ):
        raise NotAProvider("credential")
    made = provider or Provider(organisation=member.organisation, by=member.user)
    if provider is not None and provider.url != url and credential is None:
        credential = ""  # a credential goes to the address it was given for
    made.name, made.tool, made.url, made.offers = name.strip()[:80], tool[:60], url, dict(offers)
    made.dialects, made.joules_per_token = [one.value for one in dialects], max(0.0, joules_per_token)
    if credential is not None:
        made.trust(credential)
    made.save()
    facts: Facts = {"tool": made.tool, "models": len(offers), "credential changed": credential is not None}
    word = "ai provider connected" if provider is None else "ai provider changed"
    record(word, organisation=member.organisation_id, actor=member.user_id, about=str(made), facts=facts)
    return made


@transaction.atomic
def retire(provider: Provider, member: Membership) -> None:
    """Disconnect a provider and forget its credential. Done twice it is done once.

    Raises:
        Forbidden: this member may not.
    """
    demand(member, Action.GATEWAY, provider)
    there = Provider.objects.filter(pk=provider.pk, retired_at=None)
    if there.update(retired_at=timezone.now(), sealed_credential=b""):
        record("ai provider disconnected", organisation=provider.organisation_id, actor=member.user_id, about=str(provider))
