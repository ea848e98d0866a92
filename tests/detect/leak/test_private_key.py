"""Private keys; all made up, and put together from pieces so that no scanner takes them for real ones."""

import pytest
from tests.detect.leak.seen import seen

from weerbaar.leak.check import check

BODY = "MIIEpAIBAAKCAQEA7f3K9xLmZ71xTbVw04Qk3x9Zz81hdPqLm2a0sYtVbN4cR7eW\nuXo5iGj6KfHs"
DASHES = "-" * 5


def pem(kind: str, body: str = BODY, end: bool = True) -> str:
    return f"{DASHES}BEGIN {kind}{DASHES}\n{body}" + (f"\n{DASHES}END {kind}{DASHES}" if end else "")


@pytest.mark.parametrize(
    "kind",
    [
        "RSA PRIVATE KEY",
        "PRIVATE KEY",
        "EC PRIVATE KEY",
        "ENCRYPTED PRIVATE KEY",
        "OPENSSH PRIVATE KEY",
        "PGP PRIVATE KEY BLOCK",
    ],
)
def test_it_finds_a_key_in_pem_from_its_first_line_to_its_last(kind: str) -> None:
    assert seen("private_key", f"hier is hij:\n{pem(kind)}\ngroeten") == [("block", pem(kind))]


def test_it_finds_a_key_that_is_cut_off() -> None:
    assert seen("private_key", pem("OPENSSH PRIVATE KEY", end=False)) == [("cut_off", pem("OPENSSH PRIVATE KEY", end=False))]


def test_it_finds_a_key_that_stands_in_json_on_one_line() -> None:
    escaped = pem("PRIVATE KEY").replace("\n", "\\n")
    assert seen("private_key", f'{{"private_key": "{escaped}"}}') == [("block", escaped)]


def test_it_finds_a_key_with_headers() -> None:
    headed = pem("RSA PRIVATE KEY", f"Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,3F17F5316E2BAC89\n\n{BODY}")
    assert seen("private_key", headed) == [("block", headed)]


@pytest.mark.parametrize(
    ("text", "reason", "stretch"),
    [
        ("PrivateKey = yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=", "member", "yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk="),
        ('{"kty":"EC","crv":"P-256","d":"' + "Qk3x9Zz81hdPqLm2a0sYtVbN4cR7eWuXo5iGj6KfHsT" + '"}', "member", "Qk3x9Zz81hdPqLm2a0sYtVbN4cR7eWuXo5iGj6KfHsT"),
    ],
)  # fmt: skip
def test_it_finds_the_secret_member_of_other_forms(text: str, reason: str, stretch: str) -> None:
    assert seen("private_key", text) == [(reason, stretch)]


def test_it_checks_the_checksum_of_an_age_key() -> None:
    key = (
        "AGE-SECRET-KEY-1" + "GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
    )  # thirty-two times 0x42: C2SP age, test keys
    assert seen("private_key", f"sleutel {key}") == [("checksum", key)]
    assert seen("private_key", f"sleutel {key[:-1]}Z") == []


@pytest.mark.parametrize(
    "text",
    [
        pem("PRIVATE KEY", "..."),
        pem("PUBLIC KEY"),
        pem("CERTIFICATE"),
        "Begin your file with -----BEGIN PRIVATE KEY----- and end it",
        "PrivateKey = <your key>",
        '{"kty":"EC","crv":"P-256","x":"' + "Qk3x9Zz81hdPqLm2a0sYtVbN4cR7eWuXo5iGj6KfHsT" + '"}',
    ],
)
def test_it_leaves_alone_what_is_no_private_key(text: str) -> None:
    assert seen("private_key", text) == []


def test_a_long_key_is_known_for_what_it_is() -> None:
    body = "\n".join(
        "MIIEpAIBAAKCAQEA7f3K9xLmZ71xTbVw04Qk3x9Zz81hdPqLm2a0sYtVbN4cR7eW"[n % 7 :] + "AbCdEf0123456789"[: n % 7]
        for n in range(24)
    )
    leaks = check(f"kijk:\n{pem('PRIVATE KEY', body)}\nklaar")
    assert [match.by for match in leaks.matches] == ["private_key"] and leaks.not_looked == ()
