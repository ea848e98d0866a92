"""The second step where we ask more than allauth does: recovery codes are shown once, and a passkey that does not fit is told of."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.adapter import get_adapter as accounts
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.signals import authentication_failed
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, LoginWebAuthnForm, ReauthenticateWebAuthnForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from weerbaar.desk.access.limits import TooOften, take
from weerbaar.desk.accounts.codes import harden

TOO_MANY = "too_many_login_attempts"
"""What allauth says when it does not look any more; that is counted, and not told once more."""


class Codes(ViewRecoveryCodesView):  # type: ignore[misc]
    """Shows recovery codes the first time; from then on only their hashes are here."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known: dict[str, Any] = super().get_context_data(**kwargs)
        for id in Authenticator.objects.filter(user=self.request.user, type=Authenticator.Type.RECOVERY_CODES).values_list(
            "pk", flat=True
        ):
            harden(id)
        return known


def codes(request: HttpRequest) -> HttpResponse:
    """The page of one's recovery codes."""
    shown: HttpResponse = Codes.as_view()(request)
    return shown


class _Tells:
    """Tells of a passkey that does not fit, as allauth tells of a code that does not; for a form of a passkey."""

    user: Any
    reauthenticated: bool

    def clean_credential(self) -> Authenticator:
        """
        Raises:
            ValidationError: it does not fit, or there were too many tries.
        """
        if self.user is not None:
            _count(self.user.pk)
        try:
            with _readable():
                made: Authenticator = super().clean_credential()  # type: ignore[misc]
        except ValidationError as trouble:
            if trouble.code != TOO_MANY:
                self._tell()
            raise
        return made

    def _tell(self) -> None:
        authentication_failed.send(
            sender=Authenticator,
            request=context.request,
            user=self.user,
            authenticator=None,
            reauthentication=self.reauthenticated,
        )


@contextmanager
def _readable() -> Iterator[None]:
    """What a browser sends is read by fido2, which trips over fields that lack or are of another kind (allauth expects two of these only).

    Raises:
        ValidationError: it cannot be read.
    """
    try:
        yield
    except (LookupError, AttributeError, TypeError, ValueError) as trouble:
        raise get_adapter().validation_error("incorrect_code") from trouble


def _count(user: int) -> None:
    """Count one try with a passkey. allauth counts those it can read; here all count, since each that fails is a line of the trail.

    Raises:
        ValidationError: there were too many.
    """
    try:
        take("passkey by account", str(user))
    except TooOften:
        raise accounts().validation_error(TOO_MANY) from None


class Authenticate(_Tells, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as second step."""


class Reauthenticate(_Tells, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as a fresh proof."""


class SignIn(_Tells, LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey as both steps at once: nobody is known yet."""


class Add(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey."""

    def clean(self) -> dict[str, Any]:
        """
        Raises:
            ValidationError: it cannot be read, or does not answer what was asked.
        """
        with _readable():
            made: dict[str, Any] = super().clean()
        return made
