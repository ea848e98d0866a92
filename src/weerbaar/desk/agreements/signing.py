"""Who signed: on the page, or on paper and written down by the team. Signatures are appended, and noted in the trail.

A signature counts for its edition: for every later version that changes nothing people signed for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from weerbaar.desk.accounts.models import Membership, Organisation, User
from weerbaar.desk.agreements.models import Signature, Version
from weerbaar.desk.agreements.rules import latest
from weerbaar.desk.agreements.written import clean
from weerbaar.desk.trail import record
from weerbaar.desk.vault import Locked

PUBLISHED, SIGNED = "agreement published", "agreement signed"
"""What the trail calls them; its facts hold the mark of each."""
NAMES_KEPT = timedelta(days=3 * 365)
"""How long a name stays on a signature after its edition was replaced."""


class NotSigned(Exception):
    """It could not be signed: there is a newer version, there is none, or there is no name."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with one person: with an account, or known only from paper."""

    name: str
    member: Membership | None
    signature: Signature | None
    """Of the edition at hand; None: still to sign."""
    earlier: Signature | None = None
    """The last one of an edition before."""


def signature_of(user: int, version: Version) -> Signature | None:
    """The signature of somebody that counts for a version."""
    return _of_edition(version).filter(user=user).first()


def last_signed(user: int, organisation: Organisation) -> Signature | None:
    """The last signature of somebody, of any version."""
    return Signature.objects.filter(organisation=organisation, user=user).select_related("version__organisation").last()


def signed_by(user: User, organisation: Organisation) -> list[Signature]:
    """Everything somebody signed here, the first first."""
    return list(Signature.objects.filter(organisation=organisation, user=user.pk).select_related("version", "organisation"))


def waits_for(member: Membership) -> bool:
    """Whether there is an agreement that this member did not sign yet."""
    version = latest(member.organisation)
    return version is not None and signature_of(member.user_id, version) is None


def sign(member: Membership, number: int, name: str) -> Signature:
    """Sign the version with this number; signed before, it is the same signature.

    Raises:
        NotSigned: it is not the last version, or the name is empty.
    """
    return _signed(member, number, name, user=member.user_id, way=Signature.Way.PAGE, signed_on=timezone.localdate())


def sign_on_paper(member: Membership, number: int, name: str, signed_on: date, other: Membership | None = None) -> Signature:
    """Write down that somebody signed on paper: a colleague with an account (`other`), or one without, by name.

    Raises:
        NotSigned: as above, or the day lies in the future.
    """
    if signed_on > timezone.localdate() or (other is not None and other.organisation_id != member.organisation_id):
        raise NotSigned
    user = other.user_id if other else None
    return _signed(member, number, name, user=user, way=Signature.Way.PAPER, signed_on=signed_on)


def standing(organisation: Organisation, version: Version) -> list[Standing]:
    """Everybody with an account, and those known from paper: who still has to sign first, then by name."""
    found = list(_people(organisation, version))
    return sorted(found, key=lambda one: (one.signature is not None, one.name.casefold()))


def forget(user: User, organisation: Organisation) -> int:
    """Erase the name of somebody from their signatures, as they may ask (GDPR, art. 17); how many."""
    return Signature.objects.filter(organisation=organisation, user=user.pk).exclude(sealed_name=b"").update(sealed_name=b"")


def broken(organisation: Organisation) -> tuple[str, ...]:
    """Versions and signatures that are not as they were written, or not as the trail noted them; "missing" where a noted one is gone."""
    entries = apps.get_model("governance", "Entry").objects.filter(
        organisation_id=organisation.pk, action__in=(PUBLISHED, SIGNED)
    )
    noted = {str(facts.get("mark")) for facts in entries.values_list("facts", flat=True)}
    versions = list(Version.objects.filter(organisation=organisation).select_related("organisation"))
    signatures = list(Signature.objects.filter(organisation=organisation).select_related("version", "organisation"))
    found = [str(one) for one in versions if one.mark not in noted or not _holds(one)]
    found += [str(one) for one in signatures if one.mark not in noted or (one.sealed_name and not _holds(one))]
    there = {one.mark for one in versions} | {one.mark for one in signatures}
    return (*found, "missing") if noted - there else tuple(found)


def _holds(one: Version | Signature) -> bool:
    try:
        said = one.marked(one.toml.encode()) if isinstance(one, Version) else one.marked(one.name)
    except Locked:
        return False
    return said == one.mark


def tidy() -> int:
    """Erase names on signatures of editions that were replaced three years ago; how many. A chore."""
    done = 0
    for organisation in Organisation.objects.filter(agreements__isnull=False).distinct():
        since = timezone.now() - NAMES_KEPT
        newest = Version.objects.filter(organisation=organisation, at__lt=since).order_by("-number").first()
        if newest is not None:
            old = Signature.objects.filter(organisation=organisation, version__edition__lt=newest.edition)
            gone = old.exclude(sealed_name=b"").update(sealed_name=b"")
            if gone:
                record("names on old signatures erased", organisation=organisation.pk, facts={"signatures": gone})
            done += gone
    return done


@transaction.atomic
def _signed(member: Membership, number: int, name: str, *, user: int | None, way: Signature.Way, signed_on: date) -> Signature:
    organisation = Organisation.objects.select_for_update().get(pk=member.organisation_id)
    version, name = latest(organisation), clean(name)
    if version is None or version.number != number or not name:
        raise NotSigned
    before = signature_of(user, version) if user is not None else _on_paper(version, name)
    if before is not None:
        return before
    made = Signature(organisation=organisation, version=version, user=user, way=way, signed_on=signed_on)
    made.recorded_by = member.user_id if way is Signature.Way.PAPER else None
    made.write(name)
    made.save()
    record(
        SIGNED, organisation=organisation.pk, actor=member.user_id, about=str(version),
        facts={"signature": str(made.ref), "way": way.value, "mark": made.mark},
    )  # fmt: skip
    return made


def _people(organisation: Organisation, version: Version) -> Iterator[Standing]:
    signed = {one.user: one for one in _of_edition(version) if one.user is not None}
    before = Signature.objects.filter(organisation=organisation, version__edition__lt=version.edition)
    earlier = {one.user: one for one in before.select_related("version__organisation") if one.user is not None}
    members = Membership.objects.filter(organisation=organisation, user__is_active=True).select_related("user")
    for one in members:
        yield Standing(one.user.called, one, signed.get(one.user_id), earlier.get(one.user_id))
    on_paper = {one.name: one for one in _of_edition(version).filter(user=None) if one.name}
    for name, signature in on_paper.items():
        yield Standing(name, None, signature)
    for name, signature in {one.name: one for one in before.filter(user=None) if one.name and one.name not in on_paper}.items():
        yield Standing(name, None, None, signature)


def _of_edition(version: Version) -> QuerySet[Signature]:
    found = Signature.objects.filter(organisation_id=version.organisation_id, version__edition=version.edition)
    return found.select_related("version__organisation", "organisation")


def _on_paper(version: Version, name: str) -> Signature | None:
    return next((one for one in _of_edition(version).filter(user=None) if one.name.casefold() == name.casefold()), None)
