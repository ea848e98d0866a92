"""Which passwords are refused: those that are tried first. Nothing else is asked of them but length."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.desk.cast import Desk


@pytest.mark.parametrize(
    ("password", "fine"),
    [
        ("vanille en appel 7", True),
        ("correct horse battery staple", True),
        ("paard nietje batterij wolk", True),
        ("zonder-cijfers-of-hoofdletters", True),
        ("ñandú größe œuvre 東京", True),
        ("x7Q!pL2#vR9z", True),
        ("v" * 6 + "anille en appel, en nog veel meer woorden " * 4, True),
        ("kort woord", False),  # ten characters
        ("aaaaaaaaaaaaaaaa", False),
        ("abcabcabcabcabc", False),
        ("qwertyuiopasdf", False),
        ("azertyuiop12", False),
        ("1234567890123456", False),
        ("987654321098765", False),
        ("football20262026!", False),  # a known one with a year
        ("P@ssw0rd!P@ssw0rd!", False),
        ("Welkom2026!!", False),
        ("!!!wachtwoord123", False),
        ("Weerbaar-2026", False),
        ("bakkerijvanhove1", False),  # the organisation
        ("nadia.nadia.2026", False),  # the person
        ("nadia@bakkerijvanhove", False),
    ],
)
def test_passwords(desk: Desk, password: str, fine: bool) -> None:
    try:
        validate_password(password, desk.user("nadia"))
    except ValidationError:
        assert not fine, password
    else:
        assert fine, password


def test_a_password_is_kept_as_it_was_typed(desk: Desk) -> None:
    user = desk.user("nadia")
    long = "Éen héél lang wachtwoord, met spaties " * 6
    user.set_password(long)
    assert user.password.startswith("argon2$argon2id$")
    assert user.check_password(long)
    assert not user.check_password(long[:-1])
    assert not user.check_password(long.lower())
