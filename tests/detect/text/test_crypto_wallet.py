import pytest
from tests.organisation import BAKERY

from weerbaar.detect.text.crypto_wallet import crypto_wallet
from weerbaar.model.part import Parts, Text, TextKind


@pytest.mark.parametrize(
    ("text", "coin"),
    [
        ("Send to 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "Bitcoin"),  # Base58Check, a well-known example
        ("Send to bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "Bitcoin"),  # BIP 173
        ("Send to bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", "Bitcoin"),  # BIP 350
        ("Send to 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "Ethereum"),  # EIP-55
        ("Send to 44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A", "Monero"),
        ("Send to 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3", ""),  # wrong check sum
        ("Send to bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", ""),
        ("Commit 5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", ""),  # no 0x: a hash
        ("https://site.example/1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", ""),  # part of a link
        ("IBAN BE68 5390 0754 7034", ""),
    ],
)
def test_it_speaks_of_wallet_addresses_whose_check_sum_holds(text: str, coin: str) -> None:
    found = crypto_wallet(Parts((Text("text", text, TextKind.MAIL),)), BAKERY)
    assert "".join(f.saw["coin"] for f in found) == coin
