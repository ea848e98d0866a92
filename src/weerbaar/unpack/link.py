"""Links: found in text, parsed as browsers do (WHATWG URL), redirect wrappers decoded, never fetched."""

import base64
import binascii
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

import idna

from weerbaar.model.domain import IP, registrable
from weerbaar.model.part import Link, LinkKind
from weerbaar.unpack.charset import decode
from weerbaar.unpack.reader import Blob, Budget, Yield, reader

IN_TEXT = re.compile(
    r"(?:\b(?:https?|hxxps?|ftp)(?::|\[:\]|&#58;)//|(?<![\w@./-])www\.)[^\s<>\"'`{}|\\^\u00ab\u00bb\u201c\u201d\u200b]{3,2000}",
    re.I,
)
BARE = re.compile(r"(?<![\w@./:-])(?:[a-z0-9-]{1,40}\.){1,3}[a-z]{2,12}/[\w./?=&%#+~-]{2,200}", re.I)
ORDINARY = re.compile(r"([hH][tT]{2}[pP][sS]?)://([A-Za-z0-9.-]+)(?::[0-9]{1,5})?(?=[/?#]|\Z)")
"""An address whose host can be read off; it agrees with `urlsplit`."""
BEFORE_PATH = re.compile(r"\.[^\W\d_]{2,12}/")
CONTROLS = "".join(map(chr, range(33)))
"""What browsers strip before and after an address: controls and the space (WHATWG URL)."""
TRAILING = ".,;:!?)]}>*_\u2026"
IGNORED = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
SHORTENERS = frozenset(
    [
        "bit.ly",
        "tinyurl.com",
        "t.co",
        "goo.gl",
        "ow.ly",
        "is.gd",
        "buff.ly",
        "cutt.ly",
        "rebrand.ly",
        "t.ly",
        "rb.gy",
        "shorturl.at",
        "tiny.cc",
        "bl.ink",
        "lnkd.in",
        "s.id",
        "qr.ae",
        "soo.gd",
        "v.gd",
        "x.co",
        "u.to",
        "urlz.fr",
        "dlvr.it",
        "fb.me",
        "youtu.be",
        "kutt.it",
        "qrco.de",
        "me-qr.com",
        "q-r.to",
        "tr.ee",
        "linktr.ee",
        "spoo.me",
        "short.io",
        "surl.li",
        "clck.ru",
        "bitly.com",
        "j.mp",
        "trib.al",
        "wa.link",
        "shorturl.asia",
        "n9.cl",
        "tny.im",
        "acortar.link",
        "goo.su",
        "lc.cx",
    ]
)


def unicode_host(host: str) -> str:
    """A host in lower case with punycode labels decoded (RFC 5891); labels that cannot be decoded stay as they are."""
    host = host.rstrip(".").lower()
    if not host.isascii():
        # Full-width letters, other dots and letters of no width are mapped before a name is looked up (UTS 46).
        host = unicodedata.normalize("NFKC", IGNORED.sub("", host)).replace("\u3002", ".").lower()
    if "xn--" not in host:
        return host
    labels = []
    for label in host.split("."):
        try:
            labels.append(idna.decode(label) if label.startswith("xn--") else label)
        except (idna.IDNAError, UnicodeError):
            try:
                labels.append(label[4:].encode("ascii").decode("punycode"))
            except (UnicodeError, ValueError):
                labels.append(label)
    return ".".join(labels)


def make_link(written: str, kind: LinkKind, where: str, *, label: str = "", quoted: bool = False) -> Link | None:
    """The link a written address makes, wrappers decoded; None for empty, fragments and relative addresses without a host."""
    written = written.strip(CONTROLS).replace("\n", "").replace("\r", "").replace("\t", "")
    if not written or written.startswith("#") or len(written) > 8000:
        if not written or written.startswith("#"):
            return None
        written = written[:8000]
    label = " ".join(label.split())[:300]
    low = written[:12].lower()
    if low.startswith("mailto:"):
        address = unquote(written[7:].split("?")[0]).lower()
        host = unicode_host(address.rpartition("@")[2])
        return Link(where, written, LinkKind.MAIL, "mailto", host, registrable(host), written, label, quoted=quoted)
    if low.startswith(("tel:", "sms:", "callto:")):
        return Link(where, written, LinkKind.PHONE, low.split(":")[0], "", "", written, label, quoted=quoted)
    if low.startswith(("data:", "javascript:", "vbscript:", "blob:")):
        return Link(where, written[:300], LinkKind.DATA, low.split(":")[0], "", "", written[:300], label, quoted=quoted)
    if low.startswith(("cid:", "mid:", "about:", "x-apple")):
        return None
    target, wrappers = unwrap(_refang(written))
    scheme, host = _split(target)
    if not host and scheme not in ("file", "search-ms", "ms-msdt", "intent"):
        return None
    domain = registrable(host)
    short = domain in SHORTENERS or host in SHORTENERS
    return Link(where, target, kind, scheme, host, domain, written, label, wrappers, short, quoted)


def _refang(written: str) -> str:
    low = written[:8].lower()
    if low.startswith("hxxp"):
        written = "http" + written[4:]
    if "[" in written:
        written = written.replace("[.]", ".").replace("[:]", ":").replace("[dot]", ".")
    if low.startswith("www."):
        written = "http://" + written
    if written.startswith("//"):
        written = "https:" + written
    return written


@lru_cache(maxsize=4096)
def _split(target: str) -> tuple[str, str]:
    if match := ORDINARY.match(target):
        return match[1].lower(), _host(match[2].lower())
    # Browsers read backslashes as slashes and skip extra slashes; so do we.
    cleaned = target.replace("\\", "/")
    cleaned = re.sub(r"^(https?:)/*", r"\1//", cleaned, flags=re.I)
    try:
        parts = urlsplit(cleaned)
        return parts.scheme.lower(), _host(parts.hostname or "")
    except ValueError:
        host = re.match(r"[a-z+.-]+://(?:[^/@]*@)?([^/:?#]+)", cleaned, re.I)
        return cleaned.split(":")[0].lower(), _host(host[1]) if host else ""


def _host(written: str) -> str:
    host = unicode_host(unquote(written) if "%" in written else written)
    return ipv4(host) or host if host[-1:].isdigit() or "0x" in host else host


def ipv4(host: str) -> str:
    """The dotted form of an IPv4 address written as browsers also read it (octal, hexadecimal, one to four numbers), or ""."""
    if not IP.fullmatch(host) or ":" in host:
        return ""
    try:
        numbers = [_number(part) for part in host.split(".")]
    except ValueError:
        return ""
    *high, low = numbers
    if any(number > 255 for number in high) or low >= 256 ** (4 - len(high)):
        return ""
    whole = sum(number << (24 - 8 * at) for at, number in enumerate(high)) + low
    return ".".join(str(whole >> shift & 255) for shift in (24, 16, 8, 0))


def _number(part: str) -> int:
    if part.startswith("0x"):
        return int(part[2:][:16] or "0", 16)
    return int(part[:16], 8 if len(part) > 1 and part.startswith("0") else 10)


def links_in_text(text: str, where: str, kind: LinkKind = LinkKind.TEXT, *, quoted: bool = False) -> Iterator[Link]:
    """Every address written out in a text, in order, each once."""
    seen = set()
    matches = list(IN_TEXT.finditer(text)) if "//" in text or "www." in text.lower() else []
    for match in matches:
        written = match.group().rstrip(TRAILING)
        if written.count("(") > written.count(")") and match.group()[len(written) : len(written) + 1] == ")":
            written += ")"
        if written not in seen:
            seen.add(written)
            link = make_link(written, kind, where, quoted=quoted)
            if link:
                yield link
    if BEFORE_PATH.search(text):
        for match in BARE.finditer(text):
            if not any(match.group() in s for s in seen):
                link = make_link("http://" + match.group().rstrip(TRAILING), kind, where, quoted=quoted)
                if link and link.domain and "." in link.domain:
                    seen.add(match.group())
                    yield link


# --- redirect wrappers -------------------------------------------------------------------------------------------------------

Decoder = Callable[[str, dict[str, str]], str | None]


def unwrap(target: str) -> tuple[str, tuple[str, ...]]:
    """The innermost address inside redirect wrappers, and the wrappers' names, outermost first. At most six deep."""
    names: list[str] = []
    for _ in range(6):
        inner = _unwrap_once(target)
        if inner is None or inner[0] == target:
            break
        target = inner[0]
        names.append(inner[1])
    return target, tuple(names)


def _unwrap_once(target: str) -> tuple[str, str] | None:
    low = target[:400].lower()
    if not low.startswith(("http", "//")):
        return None
    _, host = _split(target)
    found = _wrapper_of(host)
    if found is None:
        return None
    name, decoder = found
    try:
        query = dict(parse_qsl(urlsplit(target).query, keep_blank_values=True, max_num_fields=100))
        inner = decoder(target, query)
    except (ValueError, binascii.Error, UnicodeError, IndexError):
        return None
    if inner and re.match(r"(?:https?|ftp):|//|www\.", inner, re.I):
        return _refang(inner), name
    return None


@lru_cache(maxsize=4096)
def _wrapper_of(host: str) -> tuple[str, Decoder] | None:
    if registrable(host).startswith("google."):
        host = "google.com"  # the same redirect stands on google.be, google.co.uk...
    below = f".{host}"
    if not below.endswith(WRAPPING):
        return None
    return next(((name, decoder) for ends, name, decoder in WRAPPERS if below.endswith(ends)), None)


def _parameter(*names: str) -> Decoder:
    def read(target: str, query: dict[str, str]) -> str | None:
        return next((query[name] for name in names if query.get(name)), None)

    return read


def _urldefense(target: str, query: dict[str, str]) -> str | None:
    """Proofpoint URL Defense: v1 `u` quoted, v2 `u` with -XX and _ codes, v3 between double underscores with replaced bytes."""
    if "/v3/" in target:
        match = re.search(r"/v3/__(.+?)__;(.*?)!", target, re.S)
        if not match:
            match = re.search(r"/v3/__(.+?)__", target, re.S)
            return match[1] if match else None
        replaced = base64.urlsafe_b64decode(match[2] + "=" * (-len(match[2]) % 4)).decode("utf-8", "replace")
        return _fill_stars(match[1], replaced)
    if "u" not in query:
        return None
    return unquote(query["u"].translate(str.maketrans("-_", "%/"))) if "/v2/" in target else unquote(query["u"])


def _fill_stars(url: str, replaced: str) -> str:
    # v3: `*` stands for one replaced character, `**X` for a run whose length X codes (A=2, B=3, ...).
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    out: list[str] = []
    taken = i = 0
    while i < len(url):
        if url[i] != "*":
            out.append(url[i])
            i += 1
            continue
        run, step = 1, 1
        if url[i : i + 2] == "**" and i + 2 < len(url) and url[i + 2] in letters:
            run, step = letters.index(url[i + 2]) + 2, 3
        out.append(replaced[taken : taken + run])
        taken += run
        i += step
    return "".join(out)


def _google_amp(target: str, query: dict[str, str]) -> str | None:
    match = re.search(r"/amp/(?:s/)?([^?]+)", target)
    return f"https://{match[1]}" if match and "." in match[1].split("/")[0] else None


def _barracuda_or_url(target: str, query: dict[str, str]) -> str | None:
    return query.get("a") or query.get("url")


def _cisco(target: str, query: dict[str, str]) -> str | None:
    match = re.search(r"secure-web\.cisco\.com/[^/]+/(http.+)", target)
    return unquote(match[1]) if match else None


def _scanner(target: str, query: dict[str, str]) -> str | None:
    match = re.search(r"/v2/(?:r\d{2}/)?___(.{8,4000}?)___", target)
    return match[1] if match else _parameter("u", "url", "URL")(target, query)


def _base64_parameter(name: str) -> Decoder:
    def read(target: str, query: dict[str, str]) -> str | None:
        value = query.get(name, "")
        for skip in (0, 2):
            try:
                text = base64.urlsafe_b64decode(value[skip:] + "=" * (-len(value[skip:]) % 4)).decode("utf-8")
            except (binascii.Error, UnicodeDecodeError):
                continue
            if text.startswith("http"):
                return text
        return None

    return read


def _bing(target: str, query: dict[str, str]) -> str | None:
    return _base64_parameter("u")(target, query)


WRAPPERS: tuple[tuple[tuple[str, ...], str, Decoder], ...] = (
    ((".safelinks.protection.outlook.com", ".statics.teams.cdn.office.net"), "safe links", _parameter("url")),
    ((".urldefense.proofpoint.com", ".urldefense.com", ".urldefense.us"), "url defense", _urldefense),
    ((".linkprotect.cudasvc.com",), "barracuda", _barracuda_or_url),
    ((".secure-web.cisco.com",), "cisco", _cisco),
    ((".protect.checkpoint.com", ".url.avanan.click", ".trendmicro.com", ".linkscan.io"), "link scanner", _scanner),
    ((".google.com",), "google", lambda t, q:
        _parameter("q", "url", "adurl", "continue")(t, q) if "/amp/" not in t else _google_amp(t, q)),
    ((".youtube.com",), "youtube", _parameter("q")),
    ((".l.facebook.com", ".lm.facebook.com", ".l.instagram.com", ".l.messenger.com"), "facebook", _parameter("u")),
    ((".linkedin.com",), "linkedin", _parameter("url", "session_redirect")),
    ((".bing.com",), "bing", _bing),
    ((".duckduckgo.com",), "duckduckgo", _parameter("uddg")),
    ((".t.umblr.com", ".vk.com", ".steamcommunity.com", ".slack-redir.net", ".out.reddit.com"), "redirect", _parameter("z", "to", "url")),
    ((".doubleclick.net", ".googleadservices.com", ".ad.doubleclick.net"), "advert", _parameter("adurl", "url", "ds_dest_url")),
    ((".exacttarget.com", ".awstrack.me"), "mail service", lambda t, q: unquote(m[1]) if (m := re.search(r"/L0/(http[^/]+)", t)) else None),
)  # fmt: skip
WRAPPING = tuple(end for ends, _, _ in WRAPPERS for end in ends)
OPEN_REDIRECT = re.compile(
    r"[?&](?:url|u|redirect|redirect_ur[il]|redir|return|returnurl|return_to|next|goto|dest|destination|target|continue|link|to|r)="
    r"((?:https?(?::|%3a)(?:/|%2f){2}|//)[^&#]+)",
    re.I,
)


def redirects_to(link: Link) -> str:
    """The registrable domain another address inside the query leads to, or "" (an open redirect, or an ordinary return address)."""
    match = OPEN_REDIRECT.search(link.target)
    if not match:
        return ""
    host = _split(unquote(match[1]) if not match[1].startswith("//") else "https:" + match[1])[1]
    inner = registrable(host)
    return inner if inner and inner != link.domain else ""


@reader("link")
def link(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A single address: pasted, or a text that is nothing else."""
    for written in decode(blob.data).split()[:1]:
        made = make_link(written if "://" in written else "http://" + written, LinkKind.TEXT, "link")
        if made:
            yield made
