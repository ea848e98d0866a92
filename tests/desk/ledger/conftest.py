"""The browser and the site of tests/desk/web, for the stories of the ledger."""

from tests.desk.web.conftest import chromium, site

__all__ = ("chromium", "site")
