"""A secret in code or configuration: a variable called password, token or key that is given a value.

People paste the file that does not work, with everything in it: `.env`, YAML, Terraform, a Dockerfile, a pipeline, `settings.py`, a `curl`
command. Seen is a name that says *secret* (`DB_PASSWORD`, `clientSecret`, `api-key`, `_authToken`) with a value given to it, calls that set or read one
(`define('DB_PASSWORD', ...)`, `getenv(..., default)`), and the commands that take one (`mysql -p`, `curl -u`, `sshpass`, `docker login`, `.netrc`).
Marked is the value alone, so that the code stays code.

What is called a password counts when it has a digit or a sign, or is a text in quotes; what is called a token or key counts when it looks drawn at
random (16 characters or more, by Shannon's entropy). Values of a Kubernetes `Secret` are read from base64.

When it is wrong: a made-up password in an example looks like a real one. Variables, calls (`os.environ[...]`), placeholders (`changeme`, `<token>`,
`xxxx`), names of files and fields are left alone. Missed are secrets under a name that says nothing, and those put together from pieces.
"""

import binascii
import re
from collections.abc import Iterator

from weerbaar.detect.leak._declaration import Hit, Hits, recogniser
from weerbaar.detect.leak._secret import drawn, kinds, stands_in
from weerbaar.model.leak import DataClass, Match, Readable

PASSWORDS = ("password", "passwd", "pwd", "passphrase", "pass", "pw", "passwort", "wachtwoord", "motdepasse", "kennwort")
KEYS = (
    "secret", "api", "access", "private", "encryption", "signing", "master", "account", "storage", "shared", "auth", "session", "client", "service",
    "admin", "deploy", "root", "hmac", "app", "jwt", "aes", "cookie", "webhook", "ssh", "subscription", "bot", "license",
)  # fmt: skip
TOKENS = (
    "secret", "secrets", "token", "auth", "authtoken", "clientsecret", "credential", "credentials", "salt", "jwt", "bearer",
    *(f"{what}{sign}key" for what in KEYS for sign in ("", "_", "-")),
)  # fmt: skip
COMMANDS = (
    "mysql",
    "mysqldump",
    "mariadb",
    "psql",
    "curl",
    "sshpass",
    "docker login",
    "machine",
    "kind:",
    "requirepass",
    "identified by",
    "securestring",
)
TAIL = re.compile(r"[A-Za-z0-9_-]{0,40}")
NOT_SECRET = re.compile(
    r"(?:file|path|dir|url|uri|name|field|length|len|size|policy|type|id|count|min|max|reset|expir|expiry|ttl|regex|pattern|label|hint|prompt|valid|rotation"
    r"|confirm|column|index|column|store|manager|provider|header|prefix|suffix|limit|usage|budget|izer|s?_per|word|board|stone|frame|note|press|code_?point|map"
    r"|public|enabled|required|visible|strength|mode|method|algorithm|format|version|arn|ref|env|var|from)",
    re.I,
)
ASSIGN = re.compile(
    r"[\"'`]?\]?[ \t]{0,8}(?::[ \t]{0,2}(?:str|string|String)[ \t]{0,2}=|:=|=>|={1,3}|:)[ \t]{0,8}(?:!default[ \t]|[rbuf]{1,2}(?=[\"']))?",
    re.I,
)
QUOTED = re.compile(r"\"([^\"\n]{1,4096})\"|'([^'\n]{1,4096})'|`([^`\n]{1,4096})`")
CALL = re.compile(
    r"(?:\b|_)(?:define|put_?env|set_?env|get_?env|env|environ\.(?:get|setdefault)|set_?property|set_?default|(?:config|conf|settings|props|properties|env)\.(?:set|put|get))"
    r"[ \t]?\([ \t\n]{0,8}[\"'][\w.:-]{0,60}$",
    re.I,
)
ARGUMENT = re.compile(r"[\"'][ \t]{0,4},[ \t\n]{0,8}(?=[\"'])")
BARE = re.compile(r"[^\s\"'`,;<>|&(){}]{4,4096}")
LINE_START = re.compile(
    r"[ \t]{0,40}(?:-[ \t]{1,4})?(?:export[ \t]{1,4}|set[ \t]{1,4}|\$env:|ENV[ \t]{1,4}|ARG[ \t]{1,4}|-e[ \t]{1,4}|--?(?:env|build-arg|set)[ =])?"
    r"[\"'\w.$:/\[-]{0,80}",
    re.I,
)
SPACED = re.compile(r"[ \t]{1,4}(?:[\"']([^\"'\n]{4,256})[\"']|([^\s\"'`,;<>|&(){}]{4,256}))")
DOCKER = re.compile(r"(?:ENV|ARG)[ \t]{1,4}[A-Z0-9_]{0,60}$", re.I)
OPTION = re.compile(r"--?[a-z-]{0,30}$", re.I)
ELEMENT = re.compile(r"[A-Za-z0-9_.-]{0,30}>([^<>\n]{4,256})</", re.I)
ATTRIBUTE = re.compile(r"[A-Za-z0-9_.:-]{0,30}[\"'][ \t]{1,4}value[ \t]{0,2}=[ \t]{0,2}[\"']([^\"'\n]{4,256})[\"']", re.I)
TERRAFORM = re.compile(r"variable[ \t]{1,4}\"[\w-]{0,60}$", re.I)
DEFAULT = re.compile(r"[^{}]{0,4}\{[^{}]{0,400}?\bdefault[ \t]{0,20}=[ \t]{0,4}\"([^\"\n]{4,256})\"", re.S)
CODE_VALUE = re.compile(
    r"[\w.]*\(.*|.*\[.*|\$?\w+(?:(?:\.|->|::)\w+)+|process\.env.*|os\.environ.*|\d+|\d+[smhd]|(?:true|false|yes|no|on|off|null|none|nil)",
    re.I,
)
NETRC = re.compile(r"[ \t]{1,4}\S{3,253}[ \t\n]{1,8}login[ \t]{1,4}\S{1,64}[ \t\n]{1,8}password[ \t]{1,4}(\S{4,256})", re.I)
SHORT_OPTION = {
    "mysql": re.compile(r"[^\n|;]{0,200}?[ \t]-p([^\s\"'-]\S{3,64}|'[^'\n]{4,64}'|\"[^\"\n]{4,64}\")"),
    "curl": re.compile(r"[^\n|;]{0,400}?[ \t](?:-u|--user)[ =]{0,2}[\"']?[^\s:\"']{1,64}:([^\s\"']{4,128})"),
    "sshpass": re.compile(r"[ \t]{1,4}-p[ \t]{0,2}[\"']?([^\s\"']{4,64})"),
    "docker login": re.compile(r"[^\n|;]{0,200}?[ \t](?:-p|--password)[ =]{1,2}[\"']?([^\s\"']{4,256})"),
    "requirepass": re.compile(r"[ \t]{1,4}[\"']?([^\s\"']{4,128})"),
    "identified by": re.compile(r"(?:[ \t]{1,4}password)?[ \t]{1,4}[\"']([^\"'\n]{4,128})[\"']", re.I),
    "securestring": re.compile(r"[ \t]{1,4}(?:-string[ \t]{1,4})?[\"']([^\"'\n]{4,128})[\"']", re.I),
}  # fmt: skip
SECRET_DATA = re.compile(r"[ \t]{0,4}Secret\b", re.I)
DATA_LINE = re.compile(r"^[ \t]{1,12}[\w.-]{1,80}:[ \t]{1,4}[\"']?([A-Za-z0-9+/]{6,4096}={0,2})[\"']?[ \t]*$", re.M)
REACH = 4000
"""Characters behind `kind: Secret` in which its data are read."""

_PASSWORDS, _TOKENS = frozenset(PASSWORDS), frozenset(TOKENS)


@recogniser(
    classes=(DataClass.SOURCE_SECRET,),
    reasons=("assigned", "assigned:random", "command", "element", "encoded"),
    triggers=tuple(dict.fromkeys((*PASSWORDS, *TOKENS, *COMMANDS))),
    references=("https://github.com/gitleaks/gitleaks", "https://kubernetes.io/docs/concepts/configuration/secret/"),
)
def source_secret(text: Readable, hits: Hits) -> Iterator[Match]:
    past = 0
    for hit in hits:
        if hit.start < past:
            continue
        for start, end, reason in _values(text.text, hit):
            if start >= past:
                past = end
                sure = 0.85 if reason == "assigned" else 0.95
                yield Match(start, end, DataClass.SOURCE_SECRET, "source_secret", reason, sure, value=text.text[start:end])


def _values(text: str, hit: Hit) -> Iterator[tuple[int, int, str]]:
    if hit.word in COMMANDS:
        yield from _command(text, hit)
        return
    found = _assigned(text, hit)
    if found is not None:
        yield found


def _command(text: str, hit: Hit) -> Iterator[tuple[int, int, str]]:
    if hit.word == "kind:":
        if SECRET_DATA.match(text, hit.end):
            yield from _encoded(text, hit.end)
        return
    form = NETRC if hit.word == "machine" else SHORT_OPTION.get(hit.word.removesuffix("dump").replace("mariadb", "mysql"))
    found = form.match(text, hit.end) if form else None
    if found is None:
        return
    start, end = found.span(1)
    if text[start] in "\"'":
        start, end = start + 1, end - 1
    if not stands_in(text[start:end]) and not CODE_VALUE.fullmatch(text[start:end]):
        yield start, end, "command"


def _encoded(text: str, at: int) -> Iterator[tuple[int, int, str]]:
    """The values of a Kubernetes Secret."""
    stop = text.find("\n---", at, at + REACH)
    for found in DATA_LINE.finditer(text, at, stop if stop >= 0 else at + REACH):
        try:
            inside = binascii.a2b_base64(found[1] + "=" * (-len(found[1]) % 4)).decode()
        except ValueError:
            continue
        if inside.isprintable() and len(inside) > 3 and not stands_in(inside):
            yield (*found.span(1), "encoded")


def _assigned(text: str, hit: Hit) -> tuple[int, int, str] | None:
    """The value that a name with a telling word is given."""
    tail = TAIL.match(text, hit.end)
    end = tail.end() if tail else hit.end
    rest = text[hit.end : end]
    if not hit.whole and rest[:1].islower() and not text[hit.start : hit.end].isupper():
        return None
    if NOT_SECRET.search(rest) or text[end : end + 1] == "(":
        return None
    password = hit.word in _PASSWORDS
    if TERRAFORM.search(text, max(0, hit.start - 90), hit.start):
        found = DEFAULT.match(text, end + 1)
        return (*found.span(1), "assigned") if found and _is_secret(found[1], password, True) else None
    if text[end : end + 1] == ">" and (found := ELEMENT.match(text, end)) is not None:
        return (*found.span(1), "element") if _is_secret(found[1], password, True) else None
    if (found := ATTRIBUTE.match(text, end)) is not None:
        return (*found.span(1), "element") if _is_secret(found[1], password, True) else None
    return _given(text, hit, end, password)


def _given(text: str, hit: Hit, end: int, password: bool) -> tuple[int, int, str] | None:
    argument = ARGUMENT.match(text, end)
    if argument is not None and CALL.search(text[max(0, hit.start - 100) : hit.start]):
        found = QUOTED.match(text, argument.end())
        number = found.lastindex or 1 if found else 0
        if found is not None and _is_secret(found[number], password, False):
            return (*found.span(number), "assigned" if password else "assigned:random")
        return None
    sign = ASSIGN.match(text, end)
    if sign is None:
        before = text[max(0, hit.start - 70) : hit.start]
        spaced = SPACED.match(text, end) if DOCKER.search(before) or OPTION.search(before) else None
        number = 1 if spaced and spaced[1] else 2
        return (*spaced.span(number), "assigned") if spaced and _is_secret(spaced[number], password, False) else None
    found = QUOTED.match(text, sign.end())
    if found is not None:
        number = found.lastindex or 1
        if _is_secret(found[number], password, True):
            return (*found.span(number), "assigned" if password else "assigned:random")
        return None
    bare = BARE.match(text, sign.end())
    if bare is None or not _begins_line(text, hit.start, sign[0]):
        return None
    value = bare[0].rstrip(".,;:)]}")
    if not _is_secret(value, password, False):
        return None
    return bare.start(), bare.start() + len(value), "assigned" if password else "assigned:random"


def _begins_line(text: str, at: int, sign: str) -> bool:
    """Whether a name begins its line, as in `.env` and YAML, or is part of a command or query; in a sentence it is no assignment."""
    start = text.rfind("\n", max(0, at - 130), at) + 1
    before = text[max(start, at - 130) : at]
    return LINE_START.fullmatch(before) is not None or ("=" in sign and before[-1:] in "_-?&;.$") or before[-1:] in ("_", ".")


def _is_secret(value: str, password: bool, quoted: bool) -> bool:
    if (
        stands_in(value)
        or CODE_VALUE.fullmatch(value)
        or value.startswith(("http://", "https://", "/", "./", "../", "arn:", "vault:", "secret:"))
    ):
        return False
    if not password:
        return drawn(value)
    if any(c.isspace() for c in value):
        return quoted and kinds(value) > 2 and any(c.isdigit() for c in value)
    if kinds(value) > 1 and (any(c.isdigit() for c in value) or any(not c.isalnum() and c not in "_-./:" for c in value)):
        return len(value) >= 5
    return quoted and len(value) >= 6 and value.isalpha() and not value.isupper()
