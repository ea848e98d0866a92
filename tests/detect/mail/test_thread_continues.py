import pytest
from tests.organisation import BAKERY

from weerbaar.detect.mail.thread_continues import thread_continues
from weerbaar.model.part import Address, Authentication, Mail, Parts

OURS = "mx.bakkerijvanhove.example"


def results(domain: str, spf: str, dkim: str, dmarc: str, authserv_id: str = OURS) -> tuple[Authentication, ...]:
    return tuple(Authentication(authserv_id, m, r, domain) for m, r in (("spf", spf), ("dkim", dkim), ("dmarc", dmarc)) if r)


@pytest.mark.parametrize(
    ("in_reply_to", "references", "dmarc", "speaks"),
    [
        ("77@bakkerijvanhove.example", (), "pass", True),
        ("12@desmet.example", ("76@mail.bakkerijvanhove.example",), "pass", True),
        ("77@bakkerijvanhove.example", (), "fail", False),
        ("12@desmet.example", (), "pass", False),
        ("", (), "pass", False),
    ],
)
def test_it_speaks_for_proven_answers_to_us(in_reply_to: str, references: tuple[str, ...], dmarc: str, speaks: bool) -> None:
    found = results("desmet.example", "pass", "pass", dmarc)
    mail = Mail(
        "mail", Address("", "karel@desmet.example"), "", in_reply_to=in_reply_to, references=references, authentication=found
    )
    assert bool(list(thread_continues(Parts((mail,)), BAKERY))) == speaks
