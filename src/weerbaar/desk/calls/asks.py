"""What a caller may be after, in a dozen words for the page: how it is told, what to do now, and the sentence that a doubt keeps of it.

Each is one or more asks of the detectors (weerbaar.desk.calls.live). The list of the page is the same with and without listening: who does not
listen ticks by ear.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Told:
    """One ask on the page. `kept` is what a doubt says of it, in words that the detectors understand."""

    title: Words
    now: Words
    kept: Words


ASKS: Mapping[str, Told] = {
    "pay": Told(
        _("You are asked to pay or to move money"),
        _("Pay nothing during the call. Confirm it first on a number you already had."),
        _("I have to pay: transfer an amount to an account."),
    ),
    "account": Told(
        _("You are asked to use another account number"),
        _("Change nothing. Call the person you know there, on the number you already had."),
        _("They say that their account number changed: please use the new bank account."),
    ),
    "secret": Told(
        _("You are asked to keep it secret"),
        _("Tell someone now. Whoever forbids that has a reason of their own."),
        _("Do not tell anyone, please keep this between us."),
    ),
    "hurry": Told(
        _("You are being hurried"),
        _("You have time. Say that you will call back, and hang up."),
        _("It is urgent, it must be done today."),
    ),
    "code": Told(
        _("You are asked for a code or a password"),
        _("Read nothing out and type nothing in. Nobody who is real needs it."),
        _("Please give me the code that you received."),
    ),
    "install": Told(
        _("You are asked to install something, or to let someone look along"),
        _("Install nothing and open nothing. Ask whoever looks after your computers."),
        _("Please install AnyDesk so that I can take over your computer."),
    ),
    "data": Told(
        _("You are asked for personal data"),
        _("Give none on the phone. Call back, and ask why it is needed."),
        _("Please send me a copy of your identity card."),
    ),
    "cards": Told(
        _("You are asked to buy gift cards"),
        _("No firm and no authority is paid with gift cards. Stop here."),
        _("Please buy gift cards and send me the codes."),
    ),
    "elsewhere": Told(
        _("You are asked not to call back, or to go on somewhere else"),
        _("Call back anyway, on the number you already had."),
        _("I cannot be called back. Let us go on by WhatsApp on my private number."),
    ),
    "skip": Told(
        _("You are asked to skip the usual steps"),
        _("The usual steps are there for a call like this one. Keep to them."),
        _("Please make an exception and skip the usual procedure."),
    ),
    "threat": Told(
        _("You are threatened with something"),
        _("Nothing happens in the next ten minutes. Hang up, and talk to someone."),
        _("If you do not do it, your account will be blocked and we will go to court."),
    ),
}
