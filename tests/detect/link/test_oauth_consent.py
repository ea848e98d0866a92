import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.oauth_consent import oauth_consent


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        (
            "https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=1&scope=openid%20profile",
            ["oauth_consent"],
        ),
        (
            "https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=1&scope=Mail.ReadWrite%20offline_access",
            ["oauth_consent_broad"],
        ),
        (
            "https://accounts.google.com/o/oauth2/v2/auth?client_id=1&scope=https://www.googleapis.com/auth/gmail.modify",
            ["oauth_consent_broad"],
        ),
        (
            "https://login.microsoftonline.com/common/adminconsent?client_id=1",
            ["oauth_consent_broad"],
        ),  # for everybody in the firm
        ("https://login.microsoftonline.com/", []),  # only a login
        ("https://page.example/oauth2/authorize?scope=Mail.Read", []),  # not a page that can give leave
    ],
)
def test_it_tells_a_request_for_leave_and_how_much_it_asks(written: str, seen: list[str]) -> None:
    assert ids(oauth_consent, message(link(written))) == seen


def test_it_leaves_earlier_messages_alone() -> None:
    assert (
        ids(
            oauth_consent,
            message(
                link(
                    "https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=1&scope=openid%20profile",
                    "",
                    quoted=True,
                )
            ),
        )
        == []
    )
