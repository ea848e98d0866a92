import pytest
from tests.organisation import BAKERY, NOBODY

from weerbaar.detect.mail.authentication import authentication
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Address, Authentication, Mail, Parts, Recovered

OURS = "mx.bakkerijvanhove.example"


def results(domain: str, spf: str, dkim: str, dmarc: str, authserv_id: str = OURS) -> tuple[Authentication, ...]:
    return tuple(Authentication(authserv_id, m, r, domain) for m, r in (("spf", spf), ("dkim", dkim), ("dmarc", dmarc)) if r)


KROON = Address("De Kroon", "facturen@molensdekroon.example")
D = "molensdekroon.example"


def ids(mail: Mail, organisation: Organisation = BAKERY) -> list[str]:
    return [f.id.removeprefix("mail.authentication_") for f in authentication(Parts((mail,)), organisation)]


@pytest.mark.parametrize(
    ("found", "seen"),
    [
        (results(D, "pass", "pass", "pass"), ["passes"]),
        (results(D, "fail", "none", "fail"), ["fails"]),
        (results(D, "fail", "fail", ""), ["fails"]),
        (results(D, "fail", "none", "pass"), ["passes"]),  # forwarded, but the signature that DMARC counts held
        (results(D, "softfail", "none", "none"), ["softfails"]),
        (results("elsewhere.example", "pass", "pass", "none"), ["softfails"]),  # passes for another domain than the reader sees
        (results("eu." + D, "pass", "", ""), ["passes"]),  # relaxed alignment
        ((), []),
    ],
)
def test_it_reads_what_our_own_server_found(found: tuple[Authentication, ...], seen: list[str]) -> None:
    assert ids(Mail("mail", KROON, "", authentication=found)) == seen


def test_a_pass_the_sender_wrote_himself_is_a_forgery_and_no_evidence() -> None:
    assert ids(Mail("mail", KROON, "", authentication=results(D, "pass", "pass", "pass", "mx.trusted.example"))) == ["forged"]


def test_a_forged_header_below_ours_changes_nothing() -> None:
    both = results(D, "fail", "none", "fail") + results(D, "pass", "pass", "pass")  # the second claims our id further down
    assert ids(Mail("mail", KROON, "", authentication=both)) == ["fails"]


def test_a_seal_beside_a_failure_is_named_as_forwarding() -> None:
    sealed = (*results(D, "fail", "none", "fail"), Authentication(OURS, "arc", "pass"))
    assert ids(Mail("mail", KROON, "", authentication=sealed)) == ["fails_forwarded"]


def test_without_an_organisation_a_failure_counts_and_a_pass_does_not() -> None:
    assert ids(Mail("mail", KROON, "", authentication=results(D, "fail", "fail", "fail", "mx.any.example")), NOBODY) == [
        "fails"
    ]
    assert ids(Mail("mail", KROON, "", authentication=results(D, "pass", "pass", "pass", "mx.any.example")), NOBODY) == []


def test_a_pass_inside_an_attached_message_counts_only_when_a_colleague_brought_it() -> None:
    inner = Mail("mail > attached", KROON, "", authentication=results(D, "pass", "pass", "pass"), recovered=Recovered.ATTACHED)
    stranger = Mail("mail", Address("", "x@stranger.example"), "")
    colleague = Mail("mail", Address("Tom", "tom@bakkerijvanhove.example"), "")
    assert not list(authentication(Parts((stranger, inner)), BAKERY))
    assert [f.id for f in authentication(Parts((colleague, inner)), BAKERY)] == ["mail.authentication_passes"]
