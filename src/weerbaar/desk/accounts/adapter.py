"""What we say to allauth: nobody signs up, second factors are sealed, the organisation's own sign-in admits whom we know."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from weerbaar.desk.accounts.codes import START, Hashed
from weerbaar.desk.keys import ring

OWNER = "second factor"


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by invitation, or by an inlet that knows who wrote (weerbaar.desk.accounts.people)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class OwnSignIn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The organisation's own sign-in (OpenID Connect): an address that it verified signs in who has it here, and makes nobody."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors are kept sealed by the master key; of recovery codes that were shown, hashes."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        opened = open_(encrypted_text)
        return Hashed(opened) if opened.startswith(START) else opened


def seal(text: str) -> str:
    """A secret as it is kept in the database."""
    return base64.b64encode(ring().wrap(text.encode(), OWNER)).decode()


def open_(sealed: str) -> str:
    """
    Raises:
        Locked: its master key is not here.
    """
    return ring().unwrap(base64.b64decode(sealed), OWNER).decode()
