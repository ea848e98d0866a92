"""Addresses that open a door; hosts are invented."""

import pytest
from tests.detect.leak.seen import seen

SPEAKS = [
    ("userinfo", "postgres://shop:K9x!mZ71@db.zonnedael.example:5432/orders"),
    ("userinfo", "mongodb+srv://app:Zk9mm2Q@cluster0.zonnedael.example/crm"),
    ("userinfo", "redis://:Zk9mm2Qx@cache.zonnedael.example:6379/0"),
    ("userinfo", "https://jan:Zomer2026@intranet.zonnedael.example/files"),
    ("userinfo", "amqp://orders:orders@mq.zonnedael.example"),  # weak, and not on the own machine
    ("pairs", "Server=tcp:sql.zonnedael.example,1433;Initial Catalog=orders;User ID=app;Password=Zk9!mm2Q;Encrypt=True"),
    ("pairs", "AccountName=firm;AccountKey=dGhpc2lzYXNlY3JldGtleTEyMzQ1Njc4OTA9PQ==;EndpointSuffix=core.windows.net"),
    (
        "pairs",
        "Endpoint=sb://firm.servicebus.example/;SharedAccessKeyName=Root;SharedAccessKey=Qk3x9Zz81hdPqLm2a0sYtVbN4cR7eWuXo5iGj6K=",
    ),
    (
        "signed_link",
        "https://firm.blob.core.windows.net/c/f.xlsx?sv=2022-11-02&se=2026-12-01&sr=b&sp=r&sig=Zk9mm2Qx81hdPqLm2a0sYtVbN4cR7eWuXo5iGj6K",
    ),
    (
        "signed_link",
        "https://bucket.s3.amazonaws.com/loon.xlsx?X-Amz-Credential=AKIA&X-Amz-Expires=900&X-Amz-Signature=0f8e7d6c5b4a39281706f5e4d3c2b1a00f8e7d6c",
    ),
    ("webhook", "https://hooks.slack.com/services/" + "T0A1B2C3D/B0A1B2C3D/Zk9mm2Qx81hdPqLm2a0sYtVb"),
    (
        "webhook",
        "https://discord.com/api/webhooks/" + "1234567890123456789/" + "Zk9mm2Qx81hdPqLm2a0sYtVbN4cR7eWuXo5iGj6KfHsT1y-_Zz",
    ),
]


@pytest.mark.parametrize(("reason", "address"), SPEAKS, ids=[f"{n}-{reason}" for n, (reason, _) in enumerate(SPEAKS)])
def test_it_finds_the_whole_address(reason: str, address: str) -> None:
    assert seen("connection_string", f"Kijk naar {address} en zeg wat er mis is") == [(reason, address)]
    assert seen("connection_string", f'"url": "{address}",') == [(reason, address)]


@pytest.mark.parametrize(
    "text",
    [
        "postgres://postgres:postgres@localhost:5432/app",
        "mysql://root:root@127.0.0.1/test",
        "https://user:pass@example.com/",
        "postgres://user:password@host:5432/db",
        "mongodb://app:${DB_PASSWORD}@cluster/x",
        "redis://:<password>@cache",
        "ssh://git@github.com/firm/repo.git",
        "https://docs.example.org:8080/a@b",
        "mailto:jan@zonnedael.example",
        "https://shop.example/?sig=true&page=2",
        "Password=Zk9!mm2Q;",  # no host, no user: told by other recognisers
        "name=Jan;town=Gent;street=Kerkstraat",
        "https://hooks.slack.com/services/T000/B000/XXXXXXXXXXXXXXXXXXXXXXXX",
    ],
)
def test_it_leaves_alone_addresses_without_a_secret(text: str) -> None:
    assert seen("connection_string", text) == []
