"""The number to call belongs to another country than the firm.

When it is wrong: call centres, firms near a border, people who kept the mobile number of the country they came from. Only the mismatch
counts, never the country.
"""

from collections.abc import Iterator

from weerbaar.detect._accounts import phones
from weerbaar.detect._claimed import claims, countries_of, country_of
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts


@detector(
    reads=Parts,
    gives={"text.phone_country": ("phone", "country", "expected")},
    question=Question.FACTS,
    references=("https://www.itu.int/rec/T-REC-E.164/",),
)
def phone_country(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    shown = [(where, phone) for where, _, phone in phones(parts) if phone.country]
    if not shown:
        return
    sender = parts.mail.sender if parts.mail else None
    expected = {c for claim in claims(parts, organisation) if claim.how != "text" for c in countries_of(claim.payee)}
    if not expected and sender and (ending := country_of(sender.domain)):
        expected = {ending}
    if expected and not any(phone.country in expected for _, phone in shown):
        where, phone = shown[0]
        saw = {"phone": phone.written, "country": phone.country, "expected": ", ".join(sorted(expected))}
        yield Finding("text.phone_country", where, saw)
