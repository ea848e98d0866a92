"""A link asks for leave on a real page: let this app into your mailbox, files or contacts.

The page is Microsoft's, Google's or another's own, so the address gives nothing away; what is given is lasting access for
whoever made the app. `_broad` asks for mail, files, contacts or lasting access.

When it is wrong: joining a new tool to an account starts the same way. The safe way round is to start in the tool itself, or to
ask who looks after the computers.
"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote

from weerbaar.detect._web import is_consent_page, query_of, web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts

BROAD = re.compile(
    r"mail\.|mail_|imap|smtp\.send|files\.|contacts\.|calendars\.|notes\.|sites\.|directory\.|offline_access|user_impersonation|full_access|/auth/(?:gmail|drive|contacts|calendar)|mail\.google\.com|\.readwrite|\brepo\b|\.all\b",
    re.I,
)  # fmt: skip


@detector(
    reads=Parts,
    gives={"link.oauth_consent": ("host",), "link.oauth_consent_broad": ("host", "scope")},
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1528/", "https://www.rfc-editor.org/rfc/rfc6749#section-3.3"),
)
def oauth_consent(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    for link in web(parts, organisation).links:
        if not is_consent_page(link):
            continue
        query = query_of(link)[:3000].lstrip("?#")
        scope = " ".join(value for name, value in parse_qsl(query, max_num_fields=200) if name.lower() in ("scope", "resource"))
        broad = BROAD.search(unquote(scope)) or "adminconsent" in link.target or "prompt=consent" in query
        if broad:
            yield Finding("link.oauth_consent_broad", link.where, {"host": link.host, "scope": scope[:80] or "?"})
        else:
            yield Finding("link.oauth_consent", link.where, {"host": link.host})
        return
