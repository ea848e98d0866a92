"""Every detector is whole: docstring, test, samples that speak and stay silent, a weight, a text in four languages.

The failure is a to-do list.
"""

import re
import string
import tomllib
from pathlib import Path

import pytest

from weerbaar.detect.declaration import Detector, detectors

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "weerbaar"
LANGUAGES = ("nl", "fr", "de", "en")


def texts(language: str, room: str) -> dict[str, dict[str, str]]:
    file = SOURCE / "advise" / "texts" / language / f"{room}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")).get(room, {}) if file.exists() else {}


def weights(room: str) -> dict[str, dict[str, object]]:
    file = SOURCE / "weigh" / "weights" / f"{room}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")).get(room, {}) if file.exists() else {}


def fill_ins(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def lacks(detector: Detector) -> list[str]:
    room, name = detector.name.split(".")
    missing = []
    if len(detector.help) < 80 or "wrong" not in detector.help.lower():
        missing.append(f"a docstring in detect/{room}/{name}.py that says why it matters and when it is wrong")
    if not (ROOT / "tests" / "detect" / room / f"test_{name}.py").exists():
        missing.append(f"tests/detect/{room}/test_{name}.py")
    samples = ROOT / "tests" / "samples" / room / name
    for start in ("speaks-", "silent-"):
        missing += [] if any(samples.glob(f"{start}*")) else [f"tests/samples/{room}/{name}/{start}*"]
    for id, names in detector.gives.items():
        short = id.split(".")[1]
        entry = weights(room).get(short)
        if entry is None:
            missing.append(f"[{id}] in weigh/weights/{room}.toml")
        elif not {"expert", "factor", "group", "source"} <= entry.keys():
            missing.append(f"expert, factor, group and source of [{id}] in weigh/weights/{room}.toml")
        for language in LANGUAGES:
            said = texts(language, room).get(short)
            if said is None or "saw" not in said:
                missing.append(f"[{id}] saw = ... in advise/texts/{language}/{room}.toml")
            elif stray := fill_ins(said["saw"]) - set(names):
                missing.append(f"{{{stray.pop()}}} is no fill-in of {id} ({language})")
    return missing


@pytest.mark.parametrize("detector", detectors(), ids=lambda d: d.name)
def test_detector_is_whole(detector: Detector) -> None:
    missing = lacks(detector)
    assert not missing, f"{detector.name} still needs:\n  " + "\n  ".join(missing)


def test_no_weight_or_text_speaks_of_a_finding_that_nobody_makes() -> None:
    given = {id for detector in detectors() for id in detector.gives}
    for room in {detector.name.split(".")[0] for detector in detectors()}:
        for short in weights(room):
            assert f"{room}.{short}" in given, f"[{room}.{short}] in weigh/weights/{room}.toml"
        for language in LANGUAGES:
            for short in texts(language, room):
                assert f"{room}.{short}" in given, f"[{room}.{short}] in advise/texts/{language}/{room}.toml"


def test_texts_never_blame_or_scare() -> None:
    harsh = re.compile(r"!|your fault|uw fout|jouw schuld|votre faute|Ihre Schuld|catastroph|rampzalig|stupid|dumm", re.I)
    for language in LANGUAGES:
        for file in (SOURCE / "advise" / "texts" / language).glob("*.toml"):
            found = harsh.search(file.read_text(encoding="utf-8"))
            assert not found, f"{file.name} ({language}): {found}"
