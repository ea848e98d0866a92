"""Keys to interfaces; every key here is made up. They are put together from pieces so that no scanner takes them for real ones."""

import pytest
from tests.detect.leak.seen import seen

GITHUB = "ghp_" + "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ" + "0mLq17"
JWT = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
    + ".eyJzdWIiOiI0NzExIiwibmFtZSI6IkFubmEifQ"
    + ".Qk3x9-Zz81hdPqLm2a0sYtVbN4cR7eWuXo5iGj6KfHs"
)
HEX = "0f8e7d6c5b4a39281706f5e4d3c2b1a0"
WORD = "Qk3x9Zz81hdPqLm2a0sYtVbN4cR7eWuXo5iGj6KfHsT1y"

KEYS = [
    (GITHUB, "checksum"),
    (GITHUB[:-1] + "8", "mark"),  # the checksum is wrong: still a key, mistyped
    ("AKIA" + "3XW7QPLM5RTZ2KVN", "mark"),
    ("ASIA" + "3XW7QPLM5RTZ2KVN", "mark"),
    ("github_pat_" + WORD[:22] + "_" + (WORD + WORD)[:59], "mark"),
    ("glpat-" + WORD[:20], "mark"),
    ("xoxb-" + "2409876512-2409876512345-" + WORD[:24], "mark"),
    ("AIza" + WORD[:35], "mark"),
    ("sk_live_" + WORD[:24], "mark"),
    ("whsec_" + WORD[:32], "mark"),
    ("sk-" + WORD[:40], "mark"),
    ("sk-proj-" + WORD + WORD, "mark"),
    ("sk-ant-" + "api03-" + WORD + WORD + "-AA", "mark"),
    ("hf_" + WORD[:34], "mark"),
    ("npm_" + WORD[:36], "mark"),
    ("pypi-" + "AgEIcHlwaS5vcmc" + WORD + WORD, "mark"),
    ("SG." + WORD[:22] + "." + WORD[:43], "mark"),
    ("SK" + HEX, "mark"),
    ("key-" + HEX, "mark"),
    (HEX + "-us14", "mark"),
    ("dop_v1_" + HEX + HEX, "mark"),
    ("shpat_" + HEX, "mark"),
    ("dckr_pat_" + WORD[:27], "mark"),
    ("ya29." + WORD, "mark"),
    ("123456789:" + "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawx", "mark"),
    ("abc8Q~" + WORD[:34], "mark"),
    ("live_" + WORD[:30], "mark"),
    (JWT, "signed_token"),
]


@pytest.mark.parametrize(("key", "reason"), KEYS, ids=[f"{n}-{key[:6]}" for n, (key, _) in enumerate(KEYS)])
def test_it_finds_a_key_wherever_it_stands(key: str, reason: str) -> None:
    for text in (f"De sleutel is {key}.", f'{{"token": "{key}"}}', f"export X={key}\n", f"> clé : {key}"):
        assert seen("api_key", text) == [(reason, key)]


@pytest.mark.parametrize(
    "text",
    [
        "AKIAIOSFODNN7EXAMPLE",  # the example of the AWS handbook
        "sk_test_" + "4eC39HqLyjWDarjtT1zdp7dc",  # the example of the Stripe handbook
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ"
        ".SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",  # the example of jwt.io
        "pk_live_" + WORD[:24],  # publishable
        "sk-proj-your-key-here-your-key-here-your-key-here",
        "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "Authorization: Bearer <token>",
        "Authorization: Bearer $TOKEN_OF_THE_SERVICE",
        "basic knowledge of accounting",
        "Basic dXNlcjpwYXNzd29yZA==",  # user:password
        "artikel SK12345678",
        "sg.example, key-account manager, token economy, AIzaSy",
        "order AKIA-2024-0017",
        "eyJust a word",
    ],
)
def test_it_leaves_alone_what_only_looks_like_one(text: str) -> None:
    assert seen("api_key", text) == []


def test_it_reads_authorization_headers() -> None:
    assert seen("api_key", "Authorization: Bearer 8f3aKq92LmZ71xTbVw04") == [("header", "8f3aKq92LmZ71xTbVw04")]
    assert seen("api_key", "Authorization: Basic YWRtaW46WjBtZXIyMDI2IQ==") == [("header", "YWRtaW46WjBtZXIyMDI2IQ==")]
