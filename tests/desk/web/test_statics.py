"""Styles and scripts: whole, as a server that speaks ASGI wants them, asked anew only when they changed."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.test import AsyncClient

from tests.desk.cast import Desk


def by_asgi(path: str, **headers: str) -> Any:
    """A response as uvicorn gets it; a warning on the way fails the test (filterwarnings = error)."""
    with ThreadPoolExecutor(1) as apart:  # a browser of another test may have a loop running in this thread
        return apart.submit(lambda: asyncio.run(AsyncClient().get(path, headers=headers))).result(20)


def test_a_file_comes_whole(desk: Desk) -> None:
    response = by_asgi("/static/desk.css")
    assert (response.status_code, response.streaming, response["Content-Type"]) == (200, False, 'text/css; charset="utf-8"')
    assert b"--accent" in response.content
    assert int(response["Content-Length"]) == len(response.content)
    assert "max-age=" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("headers", "status", "size"),
    [
        ({"range": "bytes=0-9"}, 206, 10),
        ({"range": "bytes=-5"}, 206, 5),
        ({"range": "bytes=9999999-"}, 416, 0),
        ({"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 304, 0),
    ],
)
def test_a_part_is_a_part_and_what_is_known_is_not_sent_again(
    desk: Desk, headers: dict[str, str], status: int, size: int
) -> None:
    response = by_asgi("/static/desk.js", **headers)
    assert (response.status_code, len(response.content)) == (status, size)


def test_what_is_no_file_of_ours_is_none(desk: Desk) -> None:
    client = desk.browser()
    for path in ("/static/nothing.css", "/static/../configuration.py", "/static/"):
        assert client.get(path).status_code == 404
    assert client.post("/static/desk.css").status_code == 405
    assert client.head("/static/desk.css").content == b""
