"""A new master key takes over: every data key is wrapped again; what they seal is not touched.

    weerbaar.desk.secrets.add_key(home)   # the new key first, the old ones stay
    rotate()                              # may be stopped and run again
    # then, once `left()` is 0, the old keys can be taken away

Whoever holds a backup and the old key can still read that backup.
"""

from allauth.mfa.models import Authenticator
from django.db import transaction

from weerbaar.desk.accounts import adapter
from weerbaar.desk.accounts.models import Organisation
from weerbaar.desk.cases.models import Case
from weerbaar.desk.keys import ring
from weerbaar.desk.trail import record

SECRETS = ("secret", "seed", "migrated_codes")
"""Where allauth keeps what a second factor is made of: TOTP, recovery codes before they were shown, hashes of them after."""


def rotate() -> int:
    """Wrap every data key with the master key in use; how many were wrapped again.

    Raises:
        Locked: a key was wrapped by a master key that is not on the ring.
    """
    ring.cache_clear()
    done = 0
    for model in (Organisation, Case):
        for pk in list(model.objects.exclude(key=None).values_list("pk", flat=True)):
            done += _again(model, pk)
    for pk in list(Authenticator.objects.values_list("pk", flat=True)):
        done += _factor(pk)
    record("master key changed", facts={"keys": done})
    return done


def left() -> int:
    """How many data keys still hang on an older master key."""
    keys = (
        bytes(key)
        for model in (Organisation, Case)
        for key in model.objects.exclude(key=None).values_list("key", flat=True)
        if key is not None
    )
    return sum(not ring().is_current(key) for key in keys)


@transaction.atomic
def _again(model: type[Organisation] | type[Case], pk: int) -> bool:
    one = model.objects.select_for_update().only("pk", "ref", "key").get(pk=pk)
    if one.key is None or ring().is_current(bytes(one.key)):
        return False
    one.key = ring().wrap(ring().unwrap(bytes(one.key), one.owner), one.owner)
    one.save(update_fields=("key",))
    return True


@transaction.atomic
def _factor(pk: int) -> bool:
    factor = Authenticator.objects.select_for_update().get(pk=pk)
    sealed = [name for name in SECRETS if factor.data.get(name)]
    for name in sealed:
        kept = factor.data[name]
        factor.data[name] = [_resealed(one) for one in kept] if isinstance(kept, list) else _resealed(kept)
    if sealed:
        factor.save(update_fields=("data",))
    return bool(sealed)


def _resealed(secret: str) -> str:
    return adapter.seal(adapter.open_(secret))
