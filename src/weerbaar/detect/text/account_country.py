"""The account is held in another country than the firm is at home in.

Only the mismatch counts, never the country. A firm's home is read from its seat in the ledger, its confirmed accounts and telephone
numbers, from the seat that an invoice for programs states, from the ending of the sender's domain, and from the telephone numbers in the
message itself. Accounts opened on-line for one fraud often lie elsewhere
in the euro area than the firm whose name they borrow.

When it is wrong: groups with a treasury abroad, payment institutions that give out accounts of one country to customers of all, small
firms that bank on-line across the border.
"""

from collections.abc import Iterator

from weerbaar.detect._accounts import accounts, phones
from weerbaar.detect._claimed import claims, countries_of, country_of, stands_near
from weerbaar.detect._standing import compared
from weerbaar.detect.declaration import detector
from weerbaar.ledger.compare import known, seat_of
from weerbaar.model.finding import Finding, Question
from weerbaar.model.ledger import Comparison, Kind
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts


@detector(
    reads=Parts,
    gives={"text.account_country": ("iban", "country", "expected")},
    question=Question.FACTS,
    references=("https://www.iso.org/standard/81090.html",),
)
def account_country(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    shown = list(accounts(parts))
    if not shown:
        return
    held = {
        fact.value for payee in known(organisation).payees for fact in payee.of(Kind.IBAN)
    } | organisation.memory.ibans.keys()
    spoken_for = claims(parts, organisation)
    seats = {one.claim.iban: seat for one in compared(parts, organisation) if (seat := _seat(one, organisation))}
    for where, text, account in shown:
        if account.iban in held:
            continue
        expected: frozenset[str] | set[str] = {
            country
            for claim in spoken_for
            if claim.how != "text" or stands_near(claim.payee, text, account.at, organisation)
            for country in countries_of(claim.payee)
        }
        expected = expected or seats.get(account.iban, frozenset()) or _home(parts)
        if expected and account.country not in expected:
            saw = {"iban": str(account), "country": account.country, "expected": ", ".join(sorted(expected))}
            yield Finding("text.account_country", where, saw)
            return


def _seat(one: Comparison, organisation: Organisation) -> frozenset[str]:
    """Where the seller of an invoice for programs is at home: as the ledger knows them, else as the invoice says."""
    payee = known(organisation).payee(one.payee)
    return countries_of(payee) if payee else frozenset(filter(None, (seat_of(one.claim),)))


def _home(parts: Parts) -> frozenset[str]:
    """Where the writer says to be: the ending of the sender's domain, the telephone numbers and the other accounts beside it."""
    sender = parts.mail.sender if parts.mail else None
    ending = country_of(sender.domain) if sender else ""
    return frozenset({phone.country for _, _, phone in phones(parts) if phone.country} | ({ending} if ending else set()))
