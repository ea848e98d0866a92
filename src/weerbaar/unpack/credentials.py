"""Content Credentials (C2PA): who signed a picture, sound, video or PDF, whether it was changed since, and what its makers say they did.

The library reads and checks; nothing is ever fetched, neither a manifest that stands elsewhere nor a revocation list nor an identity
(`did:web`, which it would look up even with fetching of manifests switched off). Whose signatures count is told by the anchors of the
setting `credential_anchors`; without them no signer is known, and nothing is trusted.

Without credentials nothing follows: most services strip them. With credentials that hold, a picture is what its signer says, no more.

References: C2PA Technical Specification 2.2, chapter 15 (validation) with its status codes; IPTC NewsCodes digitalsourcetype.
"""

import io
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.part import Credentials, Made, Standing
from weerbaar.settings import Settings
from weerbaar.unpack.reader import Blob, Yield

MARKS = (b"jumb", b"dcterms:provenance", b"c2pa:manifest")
"""One of these stands in whatever has credentials, or says where they are: a JUMBF box, XMP, SVG."""
MIME = {
    b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"II*\x00": "image/tiff", b"MM\x00*": "image/tiff", b"GIF8": "image/gif",
    b"%PDF": "application/pdf", b"ID3": "audio/mpeg", b"\xff\xfb": "audio/mpeg", b"\xff\xf3": "audio/mpeg", b"fLaC": "audio/flac",
}  # fmt: skip
RIFF = {b"WAVE": "audio/wav", b"WEBP": "image/webp", b"AVI ": "video/avi"}
BRANDS = {b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heif", b"avif": "image/avif", b"M4A ": "audio/mp4"}
CHANGED = (".mismatch", "assertion.missing", "assertion.undeclared", "assertion.notRedacted", "claim.missing", "claim.multiple")
"""How the codes end that say: these are not the bytes that were signed."""
SIGNER = ("signingCredential.", "timeStamp.", "timeOfSigning.", "cawg.")
"""How the codes begin that speak of the signer, not of the content."""
MOST_STEPS = 12
LONGEST_NAME = 80


def credentials_in(blob: Blob, where: str, settings: Settings) -> Iterator[Yield]:
    """The credentials of a file, or that they could not be read; nothing where it has none."""
    if not any(mark in blob.data for mark in MARKS):
        return
    mime = mime_of(blob.data)
    if not mime:
        return
    try:
        import c2pa
    except ImportError:
        yield NotLooked("unpack.credentials", Reason.NOT_INSTALLED, blob.where)
        return
    try:
        reader = c2pa.Reader.try_create(mime, io.BytesIO(blob.data), context=_context(settings.credential_anchors))
    except (c2pa.C2paError, UnicodeError) as trouble:
        yield Credentials(where, Standing.UNKNOWN, (_why(trouble),))
        yield NotLooked("unpack.credentials", Reason.NOT_KNOWN, blob.where, _why(trouble))
        return
    except OSError:  # the file of the setting credential_anchors; without it any signer would seem a stranger
        yield NotLooked("unpack.credentials", Reason.NOT_KNOWN, blob.where, "credential_anchors")
        return
    if reader is None:
        return
    with reader:
        yield credentials_of(json.loads(reader.json()), str(reader.get_validation_state() or ""), where)


def mime_of(data: bytes) -> str:
    """The media type by the first bytes; "" for what can hold no credentials that we read."""
    for signature, mime in MIME.items():
        if data.startswith(signature):
            return mime
    if data[:4] == b"RIFF":
        return RIFF.get(data[8:12], "")
    if data[4:8] == b"ftyp":
        return BRANDS.get(data[8:12], "video/quicktime" if data[8:10] == b"qt" else "video/mp4")
    return "image/svg+xml" if b"<svg" in data[:4096] else ""


def credentials_of(store: Mapping[str, Any], state: str, where: str) -> Credentials:
    """What a manifest store says, as the library read it (`Reader.json`), in our words."""
    results = store.get("validation_results") or {}
    own = _codes((results.get("activeManifest") or {}).get("failure"))
    earlier = tuple(
        code
        for ingredient in results.get("ingredientDeltas") or ()
        for code in _codes((ingredient.get("validationDeltas") or {}).get("failure"))
    )
    codes = tuple(dict.fromkeys((*own, *earlier, *_recorded(store))))
    changed = [code for code in codes if code.endswith(CHANGED) and not code.startswith(SIGNER)]
    if changed:
        standing = Standing.CHANGED
    elif state == "Trusted":
        standing = Standing.TRUSTED
    elif codes and all(code.startswith(SIGNER) for code in codes):
        standing = Standing.SIGNER
    else:
        standing = Standing.UNKNOWN
    return Credentials(
        where,
        standing,
        codes,
        tuple(_steps(store)),
        bool(changed) and not any(code in own for code in changed),
    )


def _recorded(store: Mapping[str, Any]) -> Iterator[str]:
    """What makers wrote down as failing in what they used: the library does not say it again."""
    for manifest in (store.get("manifests") or {}).values():
        for ingredient in manifest.get("ingredients") or ():
            yield from _codes(ingredient.get("validation_status"))
            yield from _codes(((ingredient.get("validation_results") or {}).get("activeManifest") or {}).get("failure"))


def _codes(said: Any) -> tuple[str, ...]:
    return tuple(str(one.get("code", ""))[:LONGEST_NAME] for one in said or ())


def _steps(store: Mapping[str, Any]) -> Iterator[Made]:
    """What was done, the latest first: from the active manifest through what each was made of."""
    manifests = store.get("manifests") or {}
    label: Any = store.get("active_manifest")
    seen: set[Any] = set()
    while label in manifests and label not in seen and len(seen) < MOST_STEPS:
        seen.add(label)
        manifest = manifests[label]
        signed = manifest.get("signature_info") or {}
        tool = _tool(manifest)
        signer = _short(signed.get("issuer"))
        sources = tuple(dict.fromkeys(filter(None, (_term(action.get("digitalSourceType")) for action in _actions(manifest)))))
        done = tuple(dict.fromkeys(_short(action.get("action")).removeprefix("c2pa.") for action in _actions(manifest)))
        yield Made(tool, signer, str(signed.get("time") or "")[:10], done, sources)
        parents = [one for one in manifest.get("ingredients") or () if one.get("relationship") == "parentOf"]
        label = next((one.get("active_manifest") for one in (*parents, *(manifest.get("ingredients") or ()))), None)


def _actions(manifest: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [
        action
        for assertion in manifest.get("assertions") or ()
        if str(assertion.get("label", "")).startswith("c2pa.actions") and isinstance(assertion.get("data"), dict)
        for action in assertion["data"].get("actions") or ()
        if isinstance(action, dict)
    ]


def _tool(manifest: Mapping[str, Any]) -> str:
    """The program or camera: its name without version."""
    info: Mapping[str, Any] = next(iter(manifest.get("claim_generator_info") or ()), {})
    written = str(info.get("name") or manifest.get("claim_generator") or "")
    return _short(written.partition("/")[0].replace("_", " "))


def _term(source: Any) -> str:
    """The term of an IPTC digital source type: the last piece of its address."""
    return _short(source).rstrip("/").rpartition("/")[2]


def _short(written: Any) -> str:
    return " ".join(str(written or "").split())[:LONGEST_NAME] if isinstance(written, str) else ""


def _why(trouble: Exception) -> str:
    """Why they could not be read, as a name: the message may hold what a stranger wrote."""
    return (
        "elsewhere" if "Remote" in str(trouble)[:40] else type(trouble).__name__.removeprefix("_").removeprefix("C2pa").lower()
    )


@cache
def _context(anchors: str) -> Any:
    import c2pa

    settings: dict[str, Any] = {
        "core": {"allowed_network_hosts": []},
        "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_trust": True},
    }
    if anchors:
        settings["trust"] = {"trust_anchors": Path(anchors).read_text(encoding="ascii")}
    return c2pa.Context(settings=c2pa.Settings.from_dict(settings))
