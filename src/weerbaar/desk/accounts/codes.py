"""Recovery codes: shown once, when they are made; after that only a hash of each is kept (argon2id, salted), itself sealed.

allauth makes the codes from a seed and keeps that, sealed (weerbaar.desk.accounts.adapter). `harden` puts hashes in its place, in the
form in which allauth takes codes from elsewhere (`migrated_codes`), of which it takes away each that is used. OWASP ASVS 5.0, 6.5.2.
"""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

DIGITS = 8
START = "hashed "
"""Before a hash, where a seed or a secret could stand as well; neither has a space."""


class Hashed(str):
    """What is kept of one code: equal to the code it was made of, and to nothing else."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        plausible = isinstance(other, str) and other.isascii() and other.isdecimal() and len(other) == DIGITS
        return plausible and check_password(str(other), str(self).removeprefix(START))

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__


def hashed(code: str) -> str:
    """What is kept of a code."""
    return START + make_password(code)


@transaction.atomic
def harden(id: int) -> bool:
    """Put hashes in the place of the seed of a set of recovery codes; whether there was one. Used codes stay used."""
    kept = Authenticator.objects.select_for_update().filter(pk=id, type=Authenticator.Type.RECOVERY_CODES).first()
    if kept is None or "seed" not in kept.data:
        return False
    hashes = [encrypt(hashed(code)) for code in kept.wrap().get_unused_codes()]
    kept.data = {"migrated_codes": hashes, "viewed_at": kept.data.get("viewed_at", 0)}
    kept.save(update_fields=("data",))
    return True
