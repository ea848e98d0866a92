"""A desk on a real port, and a real browser to visit it: Debian's chromium, which asks nobody but this desk."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

from tests.desk.cast import Desk
from tests.desk.web.visit import Site

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip


class Threads(ThreadingMixIn, WSGIServer):
    """Each request in a thread of its own, whose connection to the database ends with it."""

    daemon_threads = True

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        from django.db import connections

        super().process_request_thread(request, client_address)
        connections.close_all()


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The browser, started once for each file of tests. Playwright runs a loop in this thread, beside which no other can run: it ends with
    them. Django is told that this is well."""
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@contextmanager
def serving() -> Iterator[str]:
    """The address of the desk of this test, which answers there."""
    from django.core.handlers.wsgi import WSGIHandler

    server = make_server("127.0.0.1", 0, WSGIHandler(), Threads, Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def site(desk: Desk, chromium: Any) -> Iterator[Site]:
    """The desk of this test, to be visited. Whatever a page asked of another host, or complained of, fails the test at its end."""
    with serving() as place:
        here = Site(desk, place, chromium)
        try:
            yield here
        finally:
            here.leave()
    assert here.complaints == []
