"""Pages made from what the program says about itself: `python docs/generate.py` writes them, `--check` fails when they are stale.

docs/detectors/<room>.md from the declarations, docstrings, weights and texts; docs/settings.md from the settings;
docs/exit-codes.md from the command line.
"""

import argparse
import sys
from pathlib import Path

DOCS = Path(__file__).parent
MADE = "<!-- Made by `make docs` from the source; edit it there. -->\n\n"
OPENINGS = {
    "mail": "Detectors that read the headers of a mail: who sent it, how do we know, where do answers go.",
    "link": "Detectors that read links: where they lead, what they call themselves, what hides between.",
    "text": "Detectors that read the words: what is asked, and whether names, accounts and numbers agree with what is known.",
    "document": "Detectors that read files: what they can do, what they hide, whether they are what they say.",
    "paper": "Detectors that read identity papers in pictures: their lines for machines, their printed side, never who holds them.",
    "code": "Detectors that read QR codes and barcodes.",
    "picture": "Detectors that read what the bytes of a picture tell of its way here: edited, a screenshot, sent by a messenger.",
    "sound": "Detectors that read sounds: how a voice was made, as far as that can be told.",
    "video": "Detectors that read videos and moving pictures: what stands on the screen or is said, and when; never whether a face is real.",
    "provenance": "Detectors that read what a picture, sound, video or PDF says of its own making, and whether who signed it stands by it.",
}

RECOGNISERS = (
    "What a text would give away: persons, numbers, secrets, markings. How they work together: [leak](../rooms/leak.md)."
)


def pages() -> dict[Path, str]:
    """Every generated page with its text."""
    from weerbaar.detect.declaration import ROOMS

    made = {DOCS / "detectors" / f"{room}.md": _room(room) for room in ROOMS}
    made[DOCS / "detectors" / "leak.md"] = _recognisers()
    made[DOCS / "settings.md"] = _settings()
    made[DOCS / "exit-codes.md"] = _exit_codes()
    return made


def _room(room: str) -> str:
    from weerbaar.cli.manual import page
    from weerbaar.detect.declaration import detectors

    here = [detector for detector in detectors() if detector.name.startswith(f"{room}.")]
    return f"# The {room} room\n\n{MADE}{OPENINGS[room]}\n\n" + "\n".join(page(detector) for detector in here)


def _recognisers() -> str:
    from weerbaar.detect.leak._declaration import recognisers

    sections = []
    for one in recognisers():
        first, _, rest = one.help.partition("\n")
        references = "".join(f"- <{reference}>\n" for reference in one.references)
        classes = ", ".join(f"`{cls}`" for cls in one.classes)
        reasons = ", ".join(f"`{reason}`" for reason in one.reasons)
        said = f"**{first}**\n\n{rest.strip()}\n\nClasses: {classes}. Reasons: {reasons}.\n\n{references}"
        sections.append(f"## {one.name}\n\n{said}".rstrip() + "\n")
    return f"# The leak room\n\n{MADE}{RECOGNISERS}\n\n" + "\n".join(sections)


def _settings() -> str:
    from weerbaar.desk.settings import DeskSettings
    from weerbaar.gateway.limits import GatewaySettings
    from weerbaar.settings import Settings

    return (
        f"# Settings\n\n{MADE}A setting comes from the environment (`WEERBAAR_MAX_DEPTH=4`), a TOML file named by\n"
        "`WEERBAAR_SETTINGS`, or the default. `weerbaar doctor --settings` shows those in force.\n\n"
        f"{_explained(Settings)}\n## The desk\n\nFrom the environment (`WEERBAAR_DESK_PORT=8080`), the table `[desk]` of that file, or the default. "
        f"Secrets are no settings:\nsee the top of `src/weerbaar/desk/secrets.py`.\n\n{_explained(DeskSettings)}\n## The gateway\n\nFrom the environment "
        "(`WEERBAAR_GATEWAY_PORT=8090`), the table `[gateway]` of that file, or the default.\n\n"
        f"{_explained(GatewaySettings)}"
    )


def _explained(of: type) -> str:
    from weerbaar.settings import explanations

    rows = [
        f"| `{name}` | {kind} | {str(default).lower()} | {why} |" for name, (kind, default, why) in explanations(of).items()
    ]
    return "| setting | type | default | what it is |\n| --- | --- | --- | --- |\n" + "\n".join(rows) + "\n"


def _exit_codes() -> str:
    from weerbaar.cli.exits import Exit, __doc__, meaning

    rows = [f"| {exit.value} | {meaning(exit)} |" for exit in Exit]
    return f"# Exit statuses\n\n{MADE}{__doc__}\n\n| status | meaning |\n| --- | --- |\n" + "\n".join(rows) + "\n"


def main() -> int:
    """Write the pages, or say which are stale."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    arguments.add_argument("--check", action="store_true", help="write nothing; fail when a page is stale")
    check = arguments.parse_args().check
    stale = [file for file, text in pages().items() if not file.exists() or file.read_text(encoding="utf-8") != text]
    for file in stale:
        if check:
            print(f"{file.relative_to(DOCS.parent)} is stale; run `make docs`", file=sys.stderr)
        else:
            file.parent.mkdir(exist_ok=True)
            file.write_text(pages()[file], encoding="utf-8")
            print(file.relative_to(DOCS.parent))
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
