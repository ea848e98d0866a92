"""What to say on the telephone, in the language of whoever is called: never the new number first, so that they name it themselves."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.ledger.about import About
from weerbaar.desk.ledger.models import Confirmation
from weerbaar.model.ledger import Kind


@dataclass(frozen=True, slots=True)
class Script:
    """A call, line by line: `say` is spoken, `check` is what the answer is held against."""

    language: str
    say: tuple[str, ...]
    check: tuple[str, ...]


def script(confirmation: Confirmation, about: About, caller: Membership, language: str) -> Script:
    """The script of a call, in one of our languages."""
    account = about.kind is Kind.IBAN
    names = {
        "firm": confirmation.organisation.name,
        "caller": caller.user.called,
        "payee": about.claim.name,
        "end": about.value[-4:],
    }
    with translation.override(language):
        say = (
            _("Good day, this is %(caller)s of %(firm)s. May I speak with whoever looks after invoices or payments?") % names,
            _(
                "We received a message in your name about a change. Before we follow it, we ask everyone, also when it looks right."
            ),
            _("Did you ask us to pay to another account, or is there a new one? Since when?")
            if account
            else _("Did you tell us of a change of telephone number, address or domain? Since when?"),
            _("Please read the whole new number to me. I do not say it first.")
            if account
            else _("Please tell me the new one. I do not say it first."),
            _("Who in your firm decided it, and whom may I note as the one I spoke with?"),
            _(
                "Thank you. A colleague of mine looks at it too before anything changes. You may call us back at the number you know."
            ),
        )
        check = (
            _("The last four characters should be %(end)s.") % names
            if account
            else _("It should be what stands on this page."),
            _("Hurry, anger, or a wish to keep it between you: stop, and write down what was said."),
            _("Do not call a number that they give you now. Do not follow a link that they send now."),
        )
    return Script(language, say, check)
