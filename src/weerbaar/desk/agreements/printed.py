"""A published version as a page and as a PDF, in a language."""

from weerbaar.desk.agreements.models import Version
from weerbaar.desk.agreements.page import Page, page
from weerbaar.desk.agreements.pdf import pdf


def shown(version: Version, language: str) -> Page:
    """The page of a version; whoever calls has set the language."""
    return page(version.agreement, version.organisation.name, language, version.number)


def printed(version: Version, language: str, *, to_sign: bool = True) -> bytes:
    """The PDF of a version; whoever calls has set the language."""
    return pdf(shown(version, language), version.organisation.name, version.at, to_sign=to_sign)
