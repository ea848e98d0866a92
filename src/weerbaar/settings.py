"""Every setting: type, default, explanation. `weerbaar doctor --settings` prints this page.

A setting comes from, in this order: the environment (`WEERBAAR_MAX_DEPTH=4`), a TOML file named by `WEERBAAR_SETTINGS`,
the default.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args, get_type_hints

from weerbaar.model.errors import BrokenSettings, Problem, place, reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings; the explanation stands beside each."""

    max_bytes: Annotated[int, "Bytes of one item we are willing to read."] = 64 * 1024 * 1024
    max_unpacked_bytes: Annotated[int, "Bytes that unpacking one item may produce in all."] = 256 * 1024 * 1024
    max_ratio: Annotated[int, "Times larger a compressed file may become before we call it a bomb."] = 200
    max_depth: Annotated[int, "How deep things may stand inside things."] = 8
    max_parts: Annotated[int, "Parts one item may have."] = 2000
    max_text_chars: Annotated[int, "Characters of one text that are read; the rest is named as not looked at."] = 200_000
    max_links: Annotated[int, "Links of one item that are read."] = 500
    max_pages: Annotated[int, "Pages of a PDF whose picture is read for codes and text."] = 4
    max_pixels: Annotated[int, "Pixels of a picture that are read."] = 40_000_000
    max_seconds: Annotated[float, "Wall-clock seconds one item may take in the worker."] = 20.0
    max_cpu_seconds: Annotated[int, "CPU seconds one item may take in the worker."] = 20
    max_memory_mib: Annotated[int, "MiB of address space the worker may use for one item beyond what it starts with."] = 1024
    ocr: Annotated[bool, "Read text in pictures with tesseract where it is installed."] = True
    ocr_seconds: Annotated[float, "Seconds tesseract may take for one picture."] = 8.0
    media_seconds: Annotated[
        float, "Further seconds an item may take in the worker when it holds sound or video; CPU seconds are twice as many."
    ] = 90.0
    media_memory_mib: Annotated[int, "Further MiB an item may use in the worker when it holds sound or video."] = 1024
    max_media_seconds: Annotated[float, "Seconds of a sound or video that are decoded; the rest is named as not looked at."] = (
        900.0
    )
    max_media_bytes: Annotated[int, "Bytes of one sound or video we are willing to read; of everything else `max_bytes`."] = (
        256 * 1024 * 1024
    )
    max_moments: Annotated[int, "Moments of a video or moving picture that are read as pictures."] = 24
    watch_seconds: Annotated[float, "Seconds finding the moments of one video may take."] = 25.0
    decode_seconds: Annotated[float, "Seconds decoding one sound may take."] = 20.0
    listen: Annotated[bool, "Write down what is said in sounds and videos, where a speech model is installed."] = True
    whisper_model: Annotated[
        str,
        "A folder with a Whisper model (CTranslate2) that writes down speech; without one the packaged English model, where installed.",
    ] = ""
    max_speech_seconds: Annotated[
        float, "Seconds of a sound or video that are written down; the rest is named as not listened to."
    ] = 300.0
    credential_anchors: Annotated[
        str, "A PEM file with the certificates whose Content Credentials (C2PA) count; without one no signer is known."
    ] = ""
    speaker_model: Annotated[
        str,
        "File with the encoder that compares voices (pretrained.pt of Resemblyzer 0.1.4, or that wheel). Empty: voices are not compared.",
    ] = ""
    signature_anchors: Annotated[
        str, "A PEM file with the certificates whose electronic signatures in a PDF count; without one no signer is known."
    ] = ""
    read_all: Annotated[bool, "Read pictures also where the rest of the message already says fraud."] = False
    door_dns: Annotated[
        bool, "Ask DNS about senders: SPF, DKIM, DMARC, ARC. Who runs a sender's DNS can see that you asked."
    ] = False
    dns_resolver: Annotated[
        str, "Address of the resolver to ask, with its port (192.0.2.53:53, [2001:db8::53]:53); else this machine's own."
    ] = ""
    dns_seconds: Annotated[float, "Seconds one lookup may take."] = 2.0
    dns_item_seconds: Annotated[float, "Seconds all lookups for one item may take."] = 8.0
    dns_lookups: Annotated[int, "Lookups one item may cause."] = 60
    prior: Annotated[float, "Share of brought items that are fraud, when the organisation does not say."] = 0.5
    joules_per_cpu_second: Annotated[float, "Energy estimate: joules one CPU second costs on this machine."] = 12.0


DEFAULT = Settings()


T = TypeVar("T")


def explanations(of: type = Settings) -> dict[str, tuple[str, object, str]]:
    """Name -> (type, default, explanation) of every setting."""
    hints = get_type_hints(of, include_extras=True)
    return {f.name: (get_args(hints[f.name])[0].__name__, f.default, get_args(hints[f.name])[1]) for f in fields(of)}


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings in force. Tables `[desk]` and `[gateway]` in the file belong to those (weerbaar.desk.settings, weerbaar.gateway.limits).

    Raises:
        BrokenSettings: a file or variable names a setting we do not have or a value of another type.
    """
    environment = os.environ if environment is None else environment
    return read(
        Settings,
        {name: value for name, value in table(environment).items() if name not in ("desk", "gateway")},
        "WEERBAAR_",
        environment,
    )


def table(environment: Mapping[str, str]) -> dict[str, Any]:
    """What stands in the file named by `WEERBAAR_SETTINGS`; empty when none is named.

    Raises:
        BrokenSettings: the file cannot be read, or is no TOML.
    """
    path = environment.get("WEERBAAR_SETTINGS")
    if not path:
        return {}
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as trouble:
        raise BrokenSettings("settings_unreadable", path=path, why=reason(trouble)) from None
    except UnicodeDecodeError:
        raise BrokenSettings("settings_unreadable", path=path, why=Problem("not_utf8", {})) from None
    except tomllib.TOMLDecodeError as trouble:
        raise BrokenSettings("settings_syntax", path=path, place=place(trouble)) from None


def read(of: type[T], found: Mapping[str, Any], prefix: str, environment: Mapping[str, str]) -> T:
    """Settings of one kind from a table, under the variables that begin with `prefix`, over the defaults.

    Raises:
        BrokenSettings: a setting we do not have or a value of another type.
    """
    known = explanations(of)
    values = dict(found) | {name: environment[prefix + name.upper()] for name in known if prefix + name.upper() in environment}
    for name, value in values.items():
        if name not in known:
            raise BrokenSettings("unknown_setting", name=name, known=", ".join(known))
        values[name] = _parse(name, known[name][0], value)
    return of(**values)


def _parse(name: str, kind: str, value: object) -> object:
    try:
        if kind == "bool":
            return {"true": True, "false": False, "1": True, "0": False}[str(value).lower()]
        if kind == "str":
            if not isinstance(value, str):
                raise ValueError
            return value.strip()
        number = float(str(value)) if kind == "float" else int(str(value))
        if number < 0:
            raise ValueError
        return number
    except (KeyError, ValueError):
        raise BrokenSettings(f"setting_{kind}", name=name, value=value) from None
