"""The schemas are those that came, and each is the schema of its own message."""

import hashlib

import pytest
from lxml import etree

from weerbaar.ledger.read import xml

SUMS = {
    "camt.053.001.02": "05ec472590dda5e433fd646e9cf3849fa1ba01c033052aaca3089cec6862692d",
    "camt.053.001.08": "ca0b135cc8e2dde5b2f99af6b6c514a8f29d6e7c6cf98e9ea84d247189868ff5",
    "pain.001.001.03": "ed4be42522e3e35b108b3ad2ebbcc65da987cddbf6cfdc20828cd4fd0d69c51a",
    "pain.001.001.09": "de038b373e47b0077b1832ddd81f4b2f1eb25d35721f62da1e38b7f5a09fda24",
    "pain.008.001.02": "7ed71e9b36f9b65e131284e5bcc8b4d8d1b0633ddc2fe2d35b0f89e7c6bf8f1f",
    "pain.008.001.08": "7edf4e4ce34c47a5567af6a327e22af4ed4007f715822af9f353c94ecc10f5ba",
}


def test_no_schema_is_more_or_less_than_listed() -> None:
    assert {path.stem for path in xml.SCHEMAS.glob("*.xsd")} == set(SUMS)


@pytest.mark.parametrize("version", SUMS)
def test_a_schema_is_the_one_that_came(version: str) -> None:
    data = (xml.SCHEMAS / f"{version}.xsd").read_bytes()
    assert hashlib.sha256(data).hexdigest() == SUMS[version]
    assert etree.fromstring(data).get("targetNamespace") == xml.ISO + version
    assert xml.schema(version) is not None
