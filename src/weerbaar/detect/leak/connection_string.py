"""An address that opens a door: with a password, a signature or a secret path in it.

Such an address is name and key at once: `postgres://shop:...@db`, a connection string of a database or a storage account, a link that was
signed for whoever holds it (Azure SAS, presigned S3), a webhook that posts into a channel. It is marked as a whole: a masked password beside a
host and a user's name would still tell where to try.

When it is wrong: `postgres://postgres:postgres@localhost` and its like (the password is the user's name or a factory default, on the own machine)
are left alone, and so are placeholders. A signed link that has expired is still found. Addresses with a secret in the path alone are known only
for the services listed here; those of other services are missed.
"""

import re
from collections.abc import Iterator

from weerbaar.detect.leak._declaration import Hits, recogniser
from weerbaar.detect.leak._secret import stands_in
from weerbaar.model.leak import DataClass, Match, Readable

USERINFO = re.compile(
    r"://([^\s:/@?#'\"<>`]{0,128}):([^\s/'\"<>`]{1,256})@(\[[0-9a-f:.]{2,45}\]|[\w.-]{1,253})((?::\d{1,5})?(?:/[^\s'\"<>`)]{0,200})?)",
    re.I,
)
SCHEME = re.compile(r"[a-z][a-z0-9+.:-]{1,30}$", re.I)
LOCAL = re.compile(
    r"localhost|127(?:\.\d{1,3}){3}|\[::1\]|0\.0\.0\.0|db|database|postgres|mysql|mariadb|redis|mongo|rabbitmq|host|hostname|server",
    re.I,
)
DEFAULTS = frozenset(
    (
        "postgres",
        "root",
        "admin",
        "guest",
        "password",
        "pass",
        "passwd",
        "secret",
        "test",
        "user",
        "mysql",
        "mongo",
        "redis",
        "changeme",
        "pw",
        "pwd",
        "123456",
    )
)
PAIR = re.compile(r"[ \t]{0,3}=[ \t]{0,3}(\"[^\"\n]{1,256}\"|'[^'\n]{1,256}'|[^;\n\"'<>]{1,512})")
PART = re.compile(
    r"[ \t]{0,3}[A-Za-z][\w .]{1,40}[ \t]{0,3}=[ \t]{0,3}(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'|[^;\n\"'<>]{0,300})"
)
ODBC = re.compile(
    r"server|data source|host|endpoint|accountname|user id|uid|initial catalog|database|provider|driver|defaultendpointsprotocol|sharedaccesskeyname|user",
    re.I,
)
FIRST_NAME = re.compile(rf"(?:{ODBC.pattern})[ \t]{{0,3}}$|[\w.]+[ \t]{{0,3}}$", re.I)
LONGEST_LINK = 2000
LINK = re.compile(rf"https?://[^\s'\"<>`]{{1,{LONGEST_LINK}}}", re.I)
SIGNED = re.compile(r"[?&](?:sig|x-amz-signature|x-goog-signature|signature)=[\w%+/=-]{20,400}", re.I)
WITH_SIGNED = re.compile(
    r"[?&](?:sv|se|sp|sr|spr|x-amz-credential|x-goog-credential|expires|awsaccesskeyid|googleaccessid)=", re.I
)
HOOKS = {
    "hooks.slack.com/": r"hooks\.slack\.com/(?:services/T\w{6,}/B\w{6,}/\w{16,}|(?:workflows|triggers)/[\w/]{30,90})",
    "webhook.office.com/": r"webhook\.office\.com/webhookb2/[0-9a-f-]{36}@[0-9a-f-]{36}/\w{1,30}/[0-9a-f]{32}/[0-9a-f-]{36}[\w/-]{0,90}",
    "discord.com/api/webhooks/": r"discord\.com/api/webhooks/\d{15,21}/[\w-]{40,90}",
    "discordapp.com/api/webhooks/": r"discordapp\.com/api/webhooks/\d{15,21}/[\w-]{40,90}",
    "hooks.zapier.com/": r"hooks\.zapier\.com/hooks/catch/\d{3,12}/\w{5,20}",
    "chat.googleapis.com/": r"chat\.googleapis\.com/v1/spaces/[\w-]{5,40}/messages\?key=[\w-]{20,60}&token=[\w%=-]{20,90}",
    "make.com/": r"make\.com/[a-z0-9]{28,40}",
    "api.telegram.org/": r"api\.telegram\.org/bot\d{8,10}:[\w-]{35}",
}
_HOOKS = {mark: re.compile(form, re.I) for mark, form in HOOKS.items()}
SIGNATURES = ("sig=", "signature=", "x-amz-signature=", "x-goog-signature=")
NAMED = ("password", "pwd", "accountkey", "sharedaccesskey", "sharedsecretvalue", "sharedaccesssignature")
MOST_PARTS = 12
"""Pairs before and behind a secret that still belong to its connection string."""
BACK = 600
"""Characters before a mark in which its connection string or link begins."""


@recogniser(
    classes=(DataClass.CONNECTION_STRING,),
    reasons=("userinfo", "pairs", "signed_link", "webhook"),
    triggers=("://", *SIGNATURES, *NAMED, *HOOKS),
    references=(
        "https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1",
        "https://learn.microsoft.com/azure/storage/common/storage-sas-overview",
        "https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html",
    ),
)
def connection_string(text: Readable, hits: Hits) -> Iterator[Match]:
    past = looked = 0
    for hit in hits:
        if hit.start < past or (hit.word in SIGNATURES and hit.start < looked):
            continue
        found = _address(text.text, hit.start, hit.end, hit.word, past)
        if found is None:
            if hit.word in SIGNATURES:
                looked = hit.start + LONGEST_LINK  # one try for each link
            continue
        start, end, reason = found
        past = end
        yield Match(start, end, DataClass.CONNECTION_STRING, "connection_string", reason, 0.95, value=text.text[start:end])


def _address(text: str, at: int, end: int, mark: str, past: int) -> tuple[int, int, str] | None:
    if mark == "://":
        return _with_password(text, at, past)
    if mark in _HOOKS:
        found = _HOOKS[mark].match(text, at)
        return (
            (_link_start(text, at, past), found.end(), "webhook")
            if found and not stands_in(found[0].rpartition("/")[2])
            else None
        )
    if mark in NAMED:
        return _pairs(text, end, past)
    return _signed(text, at, past)


def _with_password(text: str, at: int, past: int) -> tuple[int, int, str] | None:
    found = USERINFO.match(text, at)
    scheme = SCHEME.search(text, max(past, at - 32), at)
    if found is None or scheme is None:
        return None
    user, password, host, path = found.groups()
    if stands_in(password) or (password.lower() in (DEFAULTS | {user.lower()}) and LOCAL.fullmatch(host)):
        return None
    if password.lower() in ("password", "pass", "passwd", "pwd", "pw", "secret", "token") or host.lower() in (
        "host",
        "hostname",
    ):
        return None
    return scheme.start(), found.end() - (len(path) - len(path.rstrip(".,;:"))), "userinfo"


def _pairs(text: str, at: int, past: int) -> tuple[int, int, str] | None:
    """A row of `name=value;` that names a host or a user and holds a secret behind `at`."""
    found = PAIR.match(text, at)
    if found is None or stands_in(found[1].strip("\"' ")):
        return None
    floor = max(
        past,
        at - BACK,
        text.rfind("\n", max(0, at - BACK), at) + 1,
        *(text.rfind(sign, max(0, at - BACK), at) + 1 for sign in "\"'`<>"),
    )
    begin = text.rfind(";", floor, at) + 1 or floor
    start, named = begin, False
    for _ in range(MOST_PARTS):
        if start <= floor:
            break
        before = text.rfind(";", floor, start - 1) + 1 or floor
        part = PART.fullmatch(text, before, start - 1)
        if part is None:
            break
        named = named or ODBC.search(part[0].partition("=")[0]) is not None
        start = before
    stop = found.end()
    for _ in range(MOST_PARTS):
        part = PART.match(text, stop + 1) if text[stop : stop + 1] == ";" else None
        if part is None:
            break
        named = named or ODBC.search(part[0].partition("=")[0]) is not None
        stop = part.end()
    if not named:
        return None
    name = FIRST_NAME.search(text, start, text.index("=", start))
    stop = _without_rest(text, max(text.rfind(";", start, stop), at), stop)
    return (name.start() if name else start), stop, "pairs"


def _without_rest(text: str, begin: int, stop: int) -> int:
    """Where the last value of a row ends: at its first space, unless a quote goes round it."""
    value = text[begin:stop]
    sign = value.find("=")
    inner = value[sign + 1 :].lstrip()
    if sign < 0 or inner[:1] in ("'", '"'):
        return stop
    words = inner.split(None, 1)
    return stop - len(inner) + len(words[0]) if words else stop


def _signed(text: str, at: int, past: int) -> tuple[int, int, str] | None:
    start = _link_start(text, at, past)
    found = LINK.match(text, start)
    if found is None or found.end() < at:
        return None
    signature = SIGNED.search(found[0])
    if signature is None or not WITH_SIGNED.search(found[0]) or stands_in(signature[0].partition("=")[2]):
        return None
    return start, start + len(found[0].rstrip(".,;:)")), "signed_link"


def _link_start(text: str, at: int, past: int) -> int:
    """Where the link around a place begins; the place itself when no scheme stands before it."""
    begin = text.rfind("http", max(past, at - BACK), at)
    return begin if begin >= 0 and not any(c.isspace() for c in text[begin:at]) else at
