import pytest
from tests.organisation import BAKERY

from weerbaar.detect.mail.thread_invented import thread_invented
from weerbaar.model.part import Address, Mail, Recovered


@pytest.mark.parametrize(
    ("subject", "in_reply_to", "speaks"),
    [
        ("RE: betaling", "", True),
        ("AW: Rechnung", "", True),
        ("Antw: factuur", "", True),
        ("RE: betaling", "77@bakkerijvanhove.example", False),
        ("Fwd: factuur", "", False),  # forwards start a conversation
        ("Rekening februari", "", False),  # a word that begins like it
        ("Re-integratie: gesprek", "", False),
    ],
)
def test_it_speaks_on_answers_to_nothing(subject: str, in_reply_to: str, speaks: bool) -> None:
    mail = Mail("mail", Address("", "x@stranger.example"), subject, in_reply_to=in_reply_to)
    assert bool(list(thread_invented(mail, BAKERY))) == speaks


def test_it_is_silent_on_forwards_whose_headers_are_gone() -> None:
    assert not list(thread_invented(Mail("mail", None, "RE: x", recovered=Recovered.INLINE), BAKERY))
