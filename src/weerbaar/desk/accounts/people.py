"""Members come in by invitation, or because an inlet proved that they write from an address of the organisation."""

from django.db import transaction
from django.utils import timezone

from weerbaar.desk.accounts.known import known
from weerbaar.desk.accounts.models import Invitation, Membership, Organisation, Role, User
from weerbaar.desk.trail import record


@transaction.atomic
def accept(invitation: Invitation, user: User, organisation: Organisation) -> Membership:
    """Make a user a member with the role of the invitation, which is used by this."""
    invitation.used_at = timezone.now()
    invitation.save(update_fields=("used_at",))
    made, _ = Membership.objects.update_or_create(user=user, organisation=organisation, defaults={"role": invitation.role})
    record("joined", organisation=organisation.pk, actor=user.pk, about=f"user:{user.pk}", facts={"role": made.role})
    return made


@transaction.atomic
def change_role(membership: Membership, role: Role, actor: User) -> None:
    """Give a member another role."""
    before, membership.role = membership.role, role
    membership.save(update_fields=("role",))
    facts = {"before": before, "role": str(role)}
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
    facts = known(organisation)
    ours = facts.is_ours(address.rpartition("@")[2]) or any(
        address == person.address or address in person.other_addresses for person in facts.people
    )
    member = Membership.objects.filter(organisation=organisation, user__email=address).select_related("user").first()
    if member is not None:
        return member.user
    if not ours or User.objects.filter(email=address).exists():
        return None
    language = next((one for one in facts.languages if one in ("nl", "fr", "de", "en")), "en")
    user = User.objects.create_user(address, first_name=name[:150], language=language)
    Membership.objects.create(user=user, organisation=organisation, role=Role.REPORTER)
    record("joined", organisation=organisation.pk, about=f"user:{user.pk}", facts={"role": str(Role.REPORTER)})
    return user
