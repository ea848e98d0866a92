"""`weerbaar doctor`: what is installed, which doors are open, what is wrong with the organisation file."""

import argparse
import json
import platform
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from typing import Any

from weerbaar.cli.exits import Exit
from weerbaar.cli.firm import file_of, usual_places
from weerbaar.cli.words import language_of, say, words
from weerbaar.model.finding import Reason
from weerbaar.report.account import number
from weerbaar.settings import Settings, explanations, load

OCR_LANGUAGES = {"nld": "nl", "fra": "fr", "deu": "de", "eng": "en"}


def doctor(chosen: argparse.Namespace) -> int:
    """Print the state of this installation; 78 when the organisation file has problems, or the desk that is here."""
    settings, language = load(), language_of(chosen.lang)
    organisation = _organisation(chosen.organisation, "en" if chosen.json else language)
    seen: dict[str, Any] = {
        "weerbaar": version("weerbaar"),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "parts": _parts(),
        "ocr": _ocr(),
        "listening": _listening(settings),
        "models": _models(),
        "detectors": _detectors(),
        "doors": _doors(settings, language),
        "locks": _locks(settings),
        "organisation": organisation,
        "desk": _desk(),
        "settings": asdict(settings),
    }
    if chosen.json:
        print(json.dumps(seen, ensure_ascii=False, indent=2))
    else:
        rows = list(_rows(seen, settings, language))
        width = max(len(name) for name, _ in rows) + 2
        for name, value in rows:
            print(f"{name:<{width}}{value}")
        if chosen.settings:
            print("", *setting_lines(settings, language), sep="\n")
    sick = [name for name, one in seen["desk"].get("checks", {}).items() if not one["ok"]]
    return Exit.CONFIGURATION if organisation["problems"] or sick else Exit.NO_SIGN


def _parts() -> dict[str, str]:
    """Every library we asked for, and the version that is here."""
    here = {}
    for line in requires("weerbaar") or ():
        if "extra ==" in line:
            continue
        name = line.split(";")[0].split(">")[0].split("=")[0].strip()
        try:
            here[name] = version(name)
        except PackageNotFoundError:
            here[name] = "missing"
    return here


def _ocr() -> dict[str, Any]:
    """tesseract and the languages it reads; nothing when it is not here."""
    program = shutil.which("tesseract")
    if program is None:
        return {"installed": False, "version": "", "languages": [], "missing": sorted(OCR_LANGUAGES.values())}
    said = _output(program, "--version").split("\n", 1)[0]
    lines = set(_output(program, "--list-langs").split())
    here = [ours for theirs, ours in OCR_LANGUAGES.items() if theirs in lines]
    missing = [ours for ours in OCR_LANGUAGES.values() if ours not in here]
    return {"installed": True, "version": said.removeprefix("tesseract "), "languages": here, "missing": missing}


def _listening(settings: Settings) -> dict[str, Any]:
    """Whether speech is written down here, with which model, and in which languages; it is loaded to be sure."""
    from weerbaar.unpack.listen import ears, folder_of, why_not

    folder, why = folder_of(settings), why_not(settings)
    model = None if why else ears(settings)
    return {
        "listens": model is not None,
        "model": str(folder) if folder else "",
        "languages": [] if model is None else ["*"] if model.multilingual else ["en"],
        "why": "" if model else (why or Reason.DAMAGED).value,
    }


def _output(program: str, argument: str) -> str:
    try:
        ran = subprocess.run([program, argument], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (ran.stdout or ran.stderr).decode("utf-8", "replace")


def _doors(settings: Settings, language: str) -> list[str]:
    """The doors to the net that are open, and where each leads; nothing goes through them here."""
    if not settings.door_dns:
        return []
    from weerbaar.outside.dns import servers

    return [say(language, "doctor.door_dns", servers=", ".join(f"{host} ({port})" for host, port in servers(settings)) or "?")]


def _locks(settings: Settings) -> list[str]:
    """What shuts the net in the processes that read: "namespace" and "hook"; asked of one of them."""
    from weerbaar.unpack.guard import Guarded

    with Guarded(_locks_here, settings=settings) as guard:
        return list(guard.run(None).result or ())


def _locks_here(_: None) -> tuple[str, ...]:
    from weerbaar.unpack import shut

    return shut.locks


def _models() -> dict[str, dict[str, Any]]:
    """Each learned model: whether it is installed, its size, and the title of its card."""
    from weerbaar.learned.models import MODELS

    folder, here = files("weerbaar.learned"), {}
    for id in (*(model.id for model in MODELS), "learned.voices"):
        name = id.split(".")[1]
        data, card = folder.joinpath(f"{name}.npz"), folder.joinpath(f"{name}.md")
        here[id] = {
            "installed": data.is_file(),
            "bytes": len(data.read_bytes()) if data.is_file() else 0,
            "card": str(card) if card.is_file() else "",
        }
    return here


def _detectors() -> dict[str, int]:
    from weerbaar.detect.declaration import ROOMS, detectors

    return {room: sum(one.name.startswith(f"{room}.") for one in detectors()) for room in ROOMS}


def _organisation(named: str | None, language: str) -> dict[str, Any]:
    file = file_of(named)
    if file is None:
        return {"file": "", "looked_for": [str(place) for place in usual_places()], "problems": []}
    from weerbaar.organisation.memory import beside
    from weerbaar.organisation.read import problems

    return {
        "file": str(file),
        "memory": str(beside(file)) if beside(file).exists() else "",
        "problems": problems(file, language),
    }


def _desk() -> dict[str, Any]:
    """The live desk of this machine: where, and how it is; nothing is made or changed. Empty where the extra is not installed."""
    from importlib.util import find_spec

    try:
        if find_spec("django") is None or find_spec("dbos") is None:
            return {}
    except ImportError:
        return {}
    from weerbaar.desk import secrets
    from weerbaar.desk.settings import home

    place = home()
    if not secrets.read("WEERBAAR_DATABASE_URL") and not (place / "database.sqlite3").exists():
        return {"home": str(place), "checks": {}}
    from weerbaar.desk.setup import configure

    configure()
    from weerbaar.desk.governance import anchor, health
    from weerbaar.desk.governance.backup import last

    found = health.checks()
    return {
        "home": str(place),
        "checks": {name: {"ok": one.ok, "why": one.why, **one.facts} for name, one in found.items()},
        "backup": last() if found["database"].ok else "",
        "anchor": anchor.check().last_at if found["database"].ok else "",
    }


def _rows(seen: dict[str, Any], settings: Settings, language: str) -> Iterator[tuple[str, str]]:
    told = partial(say, language)
    missing = sorted(name for name, here in seen["parts"].items() if here == "missing")
    ocr, organisation = seen["ocr"], seen["organisation"]
    yield "weerbaar", f"{seen['weerbaar']}, Python {seen['python']}, {seen['system']}"
    here = told("doctor.all_here", n=len(seen["parts"]))
    yield told("doctor.libraries"), told("doctor.missing", names=", ".join(missing)) if missing else here
    yield told("doctor.detectors"), ", ".join(f"{told(f'room.{room}')} {count}" for room, count in seen["detectors"].items())
    if not ocr["installed"]:
        yield told("doctor.pictures"), told("doctor.no_tesseract")
    else:
        gap = f"; {told('doctor.without', languages=', '.join(ocr['missing']))}" if ocr["missing"] else ""
        yield told("doctor.pictures"), f"tesseract {ocr['version']}, {', '.join(ocr['languages'])}{gap}"
    yield told("doctor.sounds"), _heard(seen["listening"], language)
    for id, model in seen["models"].items():
        card = f", {told('doctor.card', file=model['card'])}" if model["card"] else ""
        size = told("doctor.size", n=number(model["bytes"] / 1e6, language))
        yield id, f"{size}{card}" if model["installed"] else told("doctor.not_installed")
    yield told("doctor.doors"), ", ".join(seen["doors"]) or told("doctor.no_doors")
    yield told("doctor.workers"), told(f"doctor.shut_{seen['locks'][0] if seen['locks'] else 'unknown'}")
    if organisation["file"]:
        kept = told("doctor.memory", file=organisation["memory"]) if organisation["memory"] else told("doctor.no_memory")
        yield told("doctor.organisation"), f"{organisation['file']}, {kept}"
        for problem in organisation["problems"]:
            yield "", told("doctor.problem", problem=problem)
    else:
        yield told("doctor.organisation"), told("doctor.looked_for", places=", ".join(organisation["looked_for"]))
    yield from _desk_rows(seen["desk"], language)
    changed = [name for name, (_, default, _) in explanations().items() if getattr(settings, name) != default]
    yield told("doctor.settings"), told("doctor.changed", names=", ".join(changed)) if changed else told("doctor.as_shipped")


def _heard(listening: dict[str, Any], language: str) -> str:
    if not listening["listens"]:
        return say(language, f"doctor.deaf_{Reason(listening['why']).name.lower()}", file=listening["model"])
    known = "doctor.hears_english" if listening["languages"] == ["en"] else "doctor.hears"
    return say(language, known, file=listening["model"])


def _desk_rows(desk: dict[str, Any], language: str) -> Iterator[tuple[str, str]]:
    told = partial(say, language)
    if not desk:
        return
    if not desk["checks"]:
        yield told("doctor.desk"), told("doctor.no_desk_here", path=desk["home"])
        return
    yield told("doctor.desk"), desk["home"]
    for name, one in desk["checks"].items():
        word = words(language).get(f"doctor.check_{name}", name)
        yield f"  {word}", told("doctor.check_ok") if one["ok"] else told("doctor.check_bad", why=one["why"])
    yield f"  {told('doctor.backup')}", desk["backup"] or told("doctor.never")
    yield f"  {told('doctor.anchor')}", desk["anchor"] or told("doctor.never")


def setting_lines(settings: Settings, language: str) -> list[str]:
    """Every setting with its value and explanation; a star where it is not the default."""
    return [
        f"{'*' if getattr(settings, name) != default else ' '} {name} = {str(getattr(settings, name)).lower()}\n"
        f"      {words(language).get(f'setting.{name}', explained)}"
        for name, (_, default, explained) in explanations().items()
    ]
