"""The answer on a terminal: colour and word and symbol, never colour alone.

Values from messages were made safe when the sentences were made (advise/sentences.py); names of files pass `plain` here, so that
nothing that is shown can move the cursor or change a colour.
"""

from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from typing import TYPE_CHECKING

from weerbaar.advise.sentences import general, plain
from weerbaar.model.advice import Advice, Said
from weerbaar.model.finding import Question
from weerbaar.model.verdict import Band
from weerbaar.report.account import SYMBOL, enfsi, percent, steps

if TYPE_CHECKING:
    from rich.console import Console

    from weerbaar.look import Look

COLOUR = {
    Band.FRAUD: "bold white on red3",
    Band.VERIFY: "bold black on yellow",
    Band.NO_SIGN: "bold white on green4",
    Band.CANNOT_JUDGE: "bold white on blue",
}
NARROW, WIDE = 40, 110


def answer(path: str, look: "Look", *, explain: bool = False, colour: bool = False, width: int = 90) -> str:
    """The whole answer; with `explain` the expert view after it. `width` in columns."""
    written = StringIO()
    console = _console(written, colour, width)
    advice, texts = look.advice, general(look.advice.language)
    label = texts["label"]
    _band(console, path, look)
    console.print(advice.headline, style="bold")
    console.print(advice.how_sure)
    for question in Question:
        said = [_marked(one, label) for one in advice.said if one.question is question]
        _list(console, texts["question"][question.value], said)
    _list(console, label["do"], (f"{n}. {sentence}" for n, sentence in enumerate(advice.do, 1)))
    _list(console, label["do_not"], (f"✖ {sentence}" for sentence in advice.do_not))
    _list(console, label["already"], (f"· {sentence}" for sentence in advice.already))
    _list(console, label["report"], _points(advice))
    _list(console, label["not_looked"], (f"· {sentence}" for sentence in advice.not_looked))
    if advice.not_looked:
        _print(console, label["not_looked_note"])
    if explain:
        _explain(console, look)
    console.print()
    console.print(advice.tell)
    console.print(f"{advice.checked} {advice.thanks}")
    return "".join(f"{row.rstrip()}\n" for row in written.getvalue().splitlines())


def line(path: str, look: "Look", *, colour: bool = False, width: int = 110) -> str:
    """One line for one of many: symbol, band, name, and the heaviest thing that was seen."""
    written = StringIO()
    console = _console(written, colour, width)
    texts = general(look.advice.language)
    word = f" {SYMBOL[look.verdict.band]} {texts['band'][look.verdict.band.name.lower()]} "
    longest = max(map(len, texts["band"].values())) + 4
    said = [one for one in look.advice.said if one.finding and one.favours_fraud]
    concrete = [one for one in said if not one.finding.startswith("learned.")] or said
    reason = max(concrete, key=lambda one: one.log_ratio).sentence if said and look.verdict.band is not Band.NO_SIGN else ""
    from rich.text import Text

    row = Text.assemble((word.ljust(longest), COLOUR[look.verdict.band]))
    row.append(f" {plain(path, 60)}", style="bold")
    row.append(f"  {reason}" if reason else "")
    console.print(row, no_wrap=True, overflow="ellipsis")
    return "".join(f"{row.rstrip()}\n" for row in written.getvalue().splitlines())


def _console(written: StringIO, colour: bool, width: int) -> "Console":
    from rich.console import Console

    return Console(
        file=written,
        force_terminal=colour,
        no_color=not colour,
        color_system="256" if colour else None,
        width=max(NARROW, min(WIDE, width)),
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )


def _band(console: "Console", path: str, look: "Look") -> None:
    from rich.text import Text

    band = look.verdict.band
    word = general(look.advice.language)["band"][band.name.lower()]
    row = Text.assemble((f" {SYMBOL[band]} {word.upper()} ", COLOUR[band]))
    row.append(f"  {plain(path)}")
    console.print(row)


def _marked(said: Said, label: Mapping[str, str]) -> str:
    if not said.finding or said.log_ratio == 0:
        return f"· {said.sentence}"
    symbol, kind = ("▲", "against") if said.favours_fraud else ("✔", "calms")
    return f"{symbol} {said.sentence} ({label[kind]})"


def _points(advice: Advice) -> Iterator[str]:
    checked_on = general(advice.language)["report"]["checked_on"]
    for point in advice.report:
        note = point.warning or checked_on.format(date=point.checked_on)
        yield f"· {point.value} ({point.name}): {point.purpose}; {note}"


def _list(console: "Console", heading: str, rows: Iterable[str]) -> None:
    rows = list(rows)
    if not rows:
        return
    console.print()
    console.print(heading, style="bold underline")
    for row in rows:
        _print(console, row)


def _print(console: "Console", row: str, indent: int = 2) -> None:
    from rich.padding import Padding
    from rich.text import Text

    marker, _, rest = row.partition(" ")
    if len(marker) > 2:
        console.print(Padding(Text(row), (0, 0, 0, indent)))
        return
    from rich.table import Table

    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=len(marker), no_wrap=True)
    grid.add_column()
    grid.add_row(Text(marker), Text(rest))
    console.print(Padding(grid, (0, 0, 0, indent)))


def _explain(console: "Console", look: "Look") -> None:
    language, verdict = look.advice.language, look.verdict
    label = general(language)["label"]
    console.print()
    console.print(label["explain"], style="bold underline")
    _print(console, f"{label['start']}: {percent(verdict.prior, language)}")
    for step in steps(verdict, language):
        console.print()
        _print(console, f"· {step.sentence}")
        _print(console, f"{step.id} · {step.where}", 4)
        _print(console, f"{step.counts} (log10 {step.log10:+.2f})", 4)
        _print(console, f"{label['sum']}: {percent(step.after, language)}", 4)
        _print(console, f"{label['group']}: {step.group} · {label['source']}: {step.source}", 4)
    console.print()
    _print(console, f"{label['chance']}: {percent(verdict.probability, language)}")
    _print(console, enfsi(verdict, language) + ".")
    if verdict.rule:
        _print(console, f"{label['rule']}: {verdict.rule}")
    _list(console, label["would_change"], (f"· {sentence}" for sentence in look.advice.would_change))
