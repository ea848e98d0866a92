"""A key to an interface of a service: cloud, code, payment, mail, chat, language models.

Whoever has such a key acts as its owner, often without limit and unseen. Most services put a mark in front that nothing else has, and a fixed
length behind it. Keys of GitHub and npm end in a checksum (CRC-32 in base 62) and a signed token (JWT) begins with a header that can be read:
these are sure. Other keys are told by the mark alone, or by standing in an `Authorization` header.

When it is wrong: a key that was revoked looks like one that works. Keys of test systems are found as well, since they often open more than they
should. Examples from handbooks (`AKIAIOSFODNN7EXAMPLE`) and placeholders (`sk-your-key`, `ghp_xxxx`) are left alone. Keys without a mark are
found only beside a name that says so (see source_secret). Publishable keys (`pk_live_`) are no secret.

The marks are the services' own; most are collected in the rules of gitleaks (MIT licence).
"""

import binascii
import json
import re
import zlib
from collections.abc import Iterator, Mapping

from weerbaar.detect.leak._declaration import Hits, recogniser
from weerbaar.detect.leak._secret import drawn, stands_in
from weerbaar.model.leak import DataClass, Match, Readable

W = r"[\w-]"
FORMS: Mapping[str, str] = {
    "a3t": r"A3T[A-Z0-9][A-Z2-7]{16}",
    "abia": r"ABIA[A-Z2-7]{16}",
    "absk": r"ABSK[A-Za-z0-9+/]{100,300}={0,2}",
    "acca": r"ACCA[A-Z2-7]{16}",
    "aiza": rf"AIza{W}{{35}}",
    "akcp": r"AKCp[A-Za-z0-9]{69,80}",
    "akia": r"AKIA[A-Z2-7]{16}",
    "api_org_": r"api_org_[A-Za-z0-9]{30,40}",
    "asia": r"ASIA[A-Z2-7]{16}",
    "atatt3": rf"ATATT3{W}{{100,250}}=?[0-9A-F]{{0,8}}",
    "atbb": r"ATBB[A-Za-z0-9]{32,40}",
    "clojars_": r"CLOJARS_[a-z0-9]{60}",
    "dapi": r"dapi[a-f0-9]{32}(?:-\d)?",
    "dckr_": rf"dckr_(?:pat|oat)_{W}{{27,40}}",
    "doo_v1_": r"doo_v1_[a-f0-9]{64}",
    "dop_v1_": r"dop_v1_[a-f0-9]{64}",
    "dor_v1_": r"dor_v1_[a-f0-9]{64}",
    "dp.": r"dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44}",
    "dt0c01.": r"dt0c01\.[A-Z0-9]{24}\.[A-Z0-9]{64}",
    "eaaa": rf"EAAA{W}{{60}}",
    "ezak": r"EZAK[A-Za-z0-9]{54}",
    "figd_": rf"figd_{W}{{40,60}}",
    "fm1": r"fm1[ar]_[A-Za-z0-9+/]{100,}={0,3}",
    "fm2_": r"fm2_[A-Za-z0-9+/]{100,}={0,3}",
    "fo1_": rf"fo1_{W}{{43}}",
    "gho_": r"gho_[A-Za-z0-9]{36,251}",
    "ghp_": r"ghp_[A-Za-z0-9]{36,251}",
    "ghr_": r"ghr_[A-Za-z0-9]{36,251}",
    "ghs_": r"ghs_[A-Za-z0-9]{36,251}",
    "ghu_": r"ghu_[A-Za-z0-9]{36,251}",
    "github_pat_": r"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}",
    "glagent-": rf"glagent-{W}{{50}}",
    "glc_": r"glc_[A-Za-z0-9+/]{32,400}={0,3}",
    "glcbt-": rf"glcbt-[0-9a-zA-Z]{{1,5}}_{W}{{20}}",
    "gldt-": rf"gldt-{W}{{20,}}",
    "glffct-": rf"glffct-{W}{{20}}",
    "glft-": rf"glft-{W}{{20,}}",
    "glimt-": rf"glimt-{W}{{25}}",
    "gloas-": rf"gloas-{W}{{64}}",
    "glpat-": rf"glpat-{W}{{20,300}}(?:\.[0-9a-z]{{9}})?(?:\.[0-9a-z]{{2}}\.[0-9a-z]{{9}})?",
    "glptt-": r"glptt-[0-9a-f]{40}",
    "glrt-": rf"glrt-(?:t\d_)?{W}{{20,300}}(?:\.[0-9a-z]{{2}}\.[0-9a-z]{{9}})?",
    "glsa_": r"glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}",
    "glsoat-": rf"glsoat-{W}{{20}}",
    "gocspx-": rf"GOCSPX-{W}{{28}}",
    "gr1348941": rf"GR1348941{W}{{20}}",
    "gsk_": r"gsk_[A-Za-z0-9]{48,60}",
    "hf_": r"hf_[A-Za-z0-9]{30,40}",
    "hrku-": rf"HRKU-{W}{{36,64}}",
    "hvb.": rf"hvb\.{W}{{100,300}}",
    "hvs.": rf"hvs\.{W}{{20,200}}",
    "ico-": r"ico-[a-zA-Z0-9]{32}",
    "lin_": r"lin_(?:api|oauth)_[A-Za-z0-9]{40,64}",
    "live_": r"live_[A-Za-z0-9]{30,50}",
    "ltai": r"LTAI[A-Za-z0-9]{16,22}",
    "npm_": r"npm_[A-Za-z0-9]{36}",
    "nrak-": r"NRAK-[A-Z0-9]{27}",
    "ntn_": r"ntn_[A-Za-z0-9]{40,50}",
    "nvapi-": rf"nvapi-{W}{{60,70}}",
    "ops_eyj": r"ops_eyJ[A-Za-z0-9+/_-]{200,}={0,3}",
    "phx_": r"phx_[A-Za-z0-9]{40,50}",
    "pmak-": r"PMAK-[a-f0-9]{24}-[a-f0-9]{34}",
    "pnu_": r"pnu_[a-zA-Z0-9]{36}",
    "pplx-": r"pplx-[A-Za-z0-9]{48,56}",
    "pscale_": r"pscale_(?:tkn|oauth|pw)_[\w=.-]{32,64}",
    "pul-": r"pul-[a-f0-9]{40}",
    "pypi-age": rf"pypi-AgE{W}{{50,1000}}",
    "r8_": r"r8_[A-Za-z0-9]{37}",
    "rdme_": r"rdme_[a-z0-9]{70}",
    "rk_": r"rk_(?:live|test|prod)_[A-Za-z0-9]{16,}",
    "rubygems_": r"rubygems_[a-f0-9]{48}",
    "sb_secret_": rf"sb_secret_{W}{{20,60}}",
    "sbp_": r"sbp_[a-f0-9]{40}",
    "scw": r"SCW[A-Z0-9]{17}",
    "secret_": r"secret_[A-Za-z0-9]{43}",
    "sg.": rf"SG\.{W}{{16,32}}\.{W}{{40,48}}",
    "sgp_": r"sgp_(?:[a-fA-F0-9]{16}_|local_)?[a-fA-F0-9]{40}",
    "shpat_": r"shpat_[a-fA-F0-9]{32}",
    "shpca_": r"shpca_[a-fA-F0-9]{32}",
    "shppa_": r"shppa_[a-fA-F0-9]{32}",
    "shpss_": r"shpss_[a-fA-F0-9]{32}",
    "shippo_live_": r"shippo_live_[a-fA-F0-9]{40}",
    "sk": r"SK[0-9a-fA-F]{32}",
    "sk-": rf"sk-(?:ant-[a-z]{{2,8}}\d\d-{W}{{40,200}}|(?:proj|svcacct|admin|None)-{W}{{40,220}}|or-v1-[0-9a-f]{{64}}|lf-[0-9a-f-]{{36}}|[A-Za-z0-9]{{32,64}})",
    "sk_": r"sk_(?:live|test|prod)_[A-Za-z0-9]{16,}",
    "sntrys_": r"sntrys_[A-Za-z0-9+/=_-]{60,400}",
    "sntryu_": r"sntryu_[a-f0-9]{64}",
    "sq0": rf"sq0(?:atp|csp)-{W}{{22,60}}",
    "sqa_": r"sqa_[a-f0-9]{40}",
    "sqp_": r"sqp_[a-f0-9]{40}",
    "squ_": r"squ_[a-f0-9]{40}",
    "tfp_": r"tfp_[\w.=-]{40,70}",
    "tskey-": r"tskey-(?:auth|api|client|scim|webhook)-[A-Za-z0-9]{8,24}-[A-Za-z0-9]{20,50}",
    "whsec_": r"whsec_[A-Za-z0-9+/=]{32,70}",
    "xai-": r"xai-[A-Za-z0-9]{70,90}",
    "xapp-": r"xapp-\d-[A-Z0-9]+-\d+-[a-z0-9]{20,}",
    "xkeysib-": r"xkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}",
    "xox": r"xox(?:[abposr]|e(?:\.xox[bp])?)-[A-Za-z0-9-]{20,250}",
    "ya29.": rf"ya29\.{W}{{20,300}}",
}
"""Mark, in small letters -> form of the key that begins with it."""
CHECKED = re.compile(r"(?:gh[opurs]|npm)_[A-Za-z0-9]{36}")
BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
WITHIN: Mapping[str, tuple[str, int]] = {
    "~": (r"[\w.~-]{3}\dQ~[\w~.-]{31,34}", 5),
    "-us": (r"[0-9a-f]{32}-us\d{1,2}", 32),
    ".atlasv1.": (r"[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{60,70}", 14),
}
"""Mark inside a key -> its form, and how many characters of it stand before the mark: Entra ID, Mailchimp, Terraform."""
TELEGRAM = re.compile(rf":AA{W}{{33}}(?![\w-])")
JWT = re.compile(r"eyJ[\w-]{10,4000}\.eyJ[\w-]{2,16000}\.[\w-]{0,2000}")
BEARER = re.compile(r"(?:bearer|token)[ \t]{1,4}([\w~+/.=-]{16,4000})", re.I)
BASIC = re.compile(r"basic[ \t]{1,4}([A-Za-z0-9+/]{6,400}={0,2})", re.I)
KEY_FORM = re.compile(r"key-[0-9a-f]{32}")
EXAMPLE_JWT = ("SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c", "KMUFsIDTnFmyG3nMiGM6H9FNFUROf3wh7SmqJp-QV30")
"""Signatures of the examples on jwt.io."""

_FORMS = {mark: re.compile(form) for mark, form in FORMS.items()}
_WITHIN = {mark: (re.compile(form), before) for mark, (form, before) in WITHIN.items()}


@recogniser(
    classes=(DataClass.API_KEY,),
    reasons=("checksum", "mark", "header", "signed_token"),
    triggers=(*FORMS, *WITHIN, ":aa", "eyj", "bearer", "basic", "key-"),
    references=(
        "https://github.blog/engineering/behind-githubs-new-authentication-token-formats/",
        "https://www.rfc-editor.org/rfc/rfc7519",
        "https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml",
    ),
)
def api_key(text: Readable, hits: Hits) -> Iterator[Match]:
    past = 0
    for hit in hits:
        if hit.start < past:
            continue
        found = _key(text.text, hit.start, hit.word)
        if found is None:
            continue
        start, end, reason = found
        value = text.text[start:end]
        if stands_in(value) or stands_in(value[len(hit.word) :]) or value.endswith(EXAMPLE_JWT):
            continue
        past = end
        yield Match(start, end, DataClass.API_KEY, "api_key", reason, 1.0 if reason == "checksum" else 0.95, value=value)


def _key(text: str, at: int, mark: str) -> tuple[int, int, str] | None:
    """(start, end, reason) of the key that a mark belongs to."""
    if mark in _FORMS:
        found = _FORMS[mark].match(text, at)
        return _whole(text, at, found.end(), _reason(found[0])) if found else None
    if mark in _WITHIN:
        form, before = _WITHIN[mark]
        found = form.match(text, at - before) if at >= before else None
        return _whole(text, at - before, found.end(), "mark") if found else None
    if mark == ":aa":
        digits = text[max(0, at - 10) : at]
        start = at - len(digits) + len(digits.rstrip("0123456789"))
        found = TELEGRAM.match(text, at) if at - start >= 8 else None
        return (start, found.end(), "mark") if found else None
    if mark == "eyj":
        found = None if text[at - 1 : at] in ("-", "_") else JWT.match(text, at)  # one try for each run of its characters
        return (at, found.end(), "signed_token") if found and _has_header(found[0]) else None
    if mark == "bearer":
        found = BEARER.match(text, at)
        return (*found.span(1), "header") if found and drawn(found[1]) else None
    if mark == "key-":
        found = KEY_FORM.match(text, at)
        return _whole(text, at, found.end(), "mark") if found else None
    found = BASIC.match(text, at)
    return (*found.span(1), "header") if found and _is_pair(found[1]) else None


def _whole(text: str, start: int, end: int, reason: str) -> tuple[int, int, str] | None:
    """A key that nothing stands against."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return None if before.isalnum() or after.isalnum() else (start, end, reason)


def _reason(key: str) -> str:
    """`checksum` where the key ends in the checksum of what stands before it."""
    if CHECKED.fullmatch(key) is None:
        return "mark"
    body, total = key[4:-6], 0
    for c in key[-6:]:
        total = total * 62 + BASE62.index(c)
    return "checksum" if zlib.crc32(body.encode()) == total else "mark"


def _has_header(token: str) -> bool:
    """Whether a token begins with a JSON object that names its algorithm (RFC 7515, section 4.1.1)."""
    try:
        header = json.loads(_decoded(token.partition(".")[0]))
    except (ValueError, RecursionError):
        return False
    return isinstance(header, dict) and "alg" in header


def _is_pair(encoded: str) -> bool:
    """Whether it is a name and a password as RFC 7617 writes them."""
    try:
        name, colon, password = _decoded(encoded).decode().partition(":")
    except ValueError:
        return False
    return bool(colon) and (name + password).isprintable() and len(password) > 2 and not stands_in(password)


def _decoded(written: str) -> bytes:
    plain = written.rstrip("=").replace("-", "+").replace("_", "/")
    return binascii.a2b_base64(plain + "=" * (-len(plain) % 4))
