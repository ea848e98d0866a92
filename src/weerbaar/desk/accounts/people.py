"""People come in by invitation, or because an inlet proved that they write from an address of the organisation."""

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from weerbaar.desk.accounts.known import known
from weerbaar.desk.accounts.models import LANGUAGES, Invitation, Membership, Organisation, Role, User
from weerbaar.desk.trail import record


@transaction.atomic
def admit(address: str, name: str = "", language: str = "en", password: str | None = None) -> User:
    """A new user whose address is proven: by the invitation sent to it, or by what they wrote.

    Raises:
        ValidationError: the password is too easy to guess.
    """
    user = User(
        email=address.strip().lower(), first_name=name[:150], language=language if language in dict(LANGUAGES) else "en"
    )
    if password is not None:
        validate_password(password, user)
    user.set_password(password)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


@transaction.atomic
def found(invitation: Invitation, user: User, name: str, languages: list[str]) -> Membership:
    """Found the first organisation of a desk with the link that `weerbaar desk` printed; its visitor becomes administrator."""
    organisation = Organisation.found(name, _slug(name), languages)
    record("founded", organisation=organisation.pk, actor=user.pk)
    return accept(invitation, user, organisation)


@transaction.atomic
def accept(invitation: Invitation, user: User, organisation: Organisation) -> Membership:
    """Make a user a member with the role of the invitation, which is used up by this."""
    invitation.used_at = timezone.now()
    invitation.save(update_fields=("used_at",))
    made, _ = Membership.objects.update_or_create(user=user, organisation=organisation, defaults={"role": invitation.role})
    record("joined", organisation=organisation.pk, actor=user.pk, about=f"user:{user.pk}", facts={"role": str(made.role)})
    return made


@transaction.atomic
def change_role(membership: Membership, role: Role, actor: User) -> None:
    """Give a member another role."""
    before, membership.role = membership.role, role
    membership.save(update_fields=("role",))
    facts = {"before": str(before), "role": str(role)}
    record(
        "role changed", organisation=membership.organisation_id, actor=actor.pk, about=f"user:{membership.user_id}", facts=facts
    )


@transaction.atomic
def reporter_of(organisation: Organisation, address: str, name: str = "") -> User | None:
    """The user who writes from this address, made on the first occasion; None when it is nobody of the organisation.

    Only for an address that is proven: by an aligned signature, by the organisation's own server, by a sign-in. Whoever merely writes
    under it could be anybody.
    """
    address = address.strip().lower()
    member = Membership.objects.filter(organisation=organisation, user__email=address).select_related("user").first()
    if member is not None:
        return member.user if member.user.is_active else None
    facts = known(organisation)
    ours = facts.is_ours(address.rpartition("@")[2]) or any(
        address in (person.address, *person.other_addresses) for person in facts.people
    )
    if not ours or User.objects.filter(email=address).exists():
        return None
    user = admit(address, name, next((one for one in facts.languages if one in dict(LANGUAGES)), "en"))
    Membership.objects.create(user=user, organisation=organisation, role=Role.REPORTER)
    record("joined", organisation=organisation.pk, about=f"user:{user.pk}", facts={"role": str(Role.REPORTER)})
    return user


def _slug(name: str) -> str:
    """A short name of its own for addresses: "bakkerij-van-hove", the next one "bakkerij-van-hove-2"."""
    base = slugify(name)[:50] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{number}" for number in range(2, 10_000))) if slug not in taken)
