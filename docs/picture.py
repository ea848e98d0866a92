"""The terminal picture of the README, from a real run: `python docs/picture.py`."""

from datetime import date
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from weerbaar.look import look
from weerbaar.model.item import Item
from weerbaar.organisation.read import load
from weerbaar.report.text import answer

ROOT = Path(__file__).parents[1]
MAIL = ROOT / "examples" / "nl" / "mail-fraud-new-account-flour-mill.eml"
WIDTH = 100


def main() -> None:
    """Check one example and save what the terminal shows."""
    name = f"examples/nl/{MAIL.name}"
    seen = look(
        Item(name, MAIL.read_bytes()), load(ROOT / "examples" / "organisation.toml"), language="en", today=date(2026, 11, 21)
    )
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True, color_system="truecolor", no_color=False)
    console.print(Text.from_ansi(f"$ weerbaar check {name} --lang en\n\n{answer(name, seen, colour=True, width=WIDTH)}"))
    picture = console.export_svg(title="weerbaar", theme=MONOKAI, unique_id="weerbaar")
    # No font is fetched from the net by whoever looks at it.
    style = picture.index("@font-face")
    end = picture.index(".weerbaar-matrix")
    (ROOT / "docs" / "pictures" / "check.svg").write_text(picture[:style] + picture[end:], encoding="utf-8")


if __name__ == "__main__":
    main()
