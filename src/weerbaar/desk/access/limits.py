"""How often something may be done by one account, and from one address.

Sign-in, codes and second factors are limited by allauth (ACCOUNT_RATE_LIMITS), everything else by this table. A fixed window counts up
to `most`; the next window begins anew, so at worst twice `most` fit into the length of one window.
"""

import hashlib
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.account.adapter import get_adapter
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest

from weerbaar.desk.access.models import Tally
from weerbaar.desk.keys import ring


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` times in `seconds`."""

    most: int
    seconds: int


LIMITS = {
    "upload by account": Limit(120, 60),
    "upload by address": Limit(600, 60),  # a firm may sit behind one address
    "payee by account": Limit(60, 60),
    "paste by account": Limit(240, 60),
    "welcome by address": Limit(30, 60),
    "sign-in elsewhere by address": Limit(30, 60),
    "key by account": Limit(20, 3600),
    "passkey by account": Limit(10, 300),
    "browser by account": Limit(30, 3600),
    "api by key": Limit(600, 60),
    "api by address": Limit(1200, 60),
    "api refused by address": Limit(30, 60),
    "listening by account": Limit(60, 3600),
    "proof asked by account": Limit(12, 3600),
    "proof by address": Limit(60, 60),
}


class TooOften(Exception):
    """Too many tries of one kind; `wait`: seconds until the next may succeed."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"wait {wait} s")
        self.wait = wait


def take(what: str, who: str, *, now: float | None = None) -> None:
    """Count one try.

    Raises:
        TooOften: there were too many; this one was not counted.
    """
    limit, now = LIMITS[what], time.time() if now is None else now
    look(what, who, now=now)
    window = int(now // limit.seconds)
    until = datetime.fromtimestamp((window + 1) * limit.seconds, UTC)
    row = {"what": what, "who": _hash(what, who), "window": window}
    if not Tally.objects.filter(**row).update(count=F("count") + 1):
        try:
            with transaction.atomic():
                Tally.objects.create(**row, until=until)
        except IntegrityError:
            Tally.objects.filter(**row).update(count=F("count") + 1)


def look(what: str, who: str, *, now: float | None = None) -> None:
    """Whether one more try is allowed, without counting it.

    Raises:
        TooOften: it is not.
    """
    limit, now = LIMITS[what], time.time() if now is None else now
    window = int(now // limit.seconds)
    there = Tally.objects.filter(what=what, who=_hash(what, who), window=window).values_list("count", flat=True).first()
    if (there or 0) >= limit.most:
        raise TooOften(max(1, int((window + 1) * limit.seconds - now) + 1))


def address(request: HttpRequest) -> str:
    """The address a request comes from, behind the proxies we trust (setting `proxies`)."""
    return str(get_adapter(request).get_client_ip(request))


def _hash(what: str, who: str) -> str:
    return hashlib.blake2b(
        f"{what}:{who}".encode("utf-8", "replace"), key=ring().derived("tallies")[0], digest_size=32
    ).hexdigest()
