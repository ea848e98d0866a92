"""A video on one line: a sheet of the moments that were read, and a plot of where words, codes, speech and findings sit.

The plot is a drawing without words (SVG), so it can be as narrow as a telephone; what it shows stands in the table below it, for everybody.
"""

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Any

from weerbaar.advise.sentences import finding_sentence, place, plain, safe, spoken
from weerbaar.model.moment import clock, lasting, moment_of
from weerbaar.model.part import Code, Parts, Text, TextKind, Video
from weerbaar.report.words import words

if TYPE_CHECKING:
    from weerbaar.look import Look

LANES = ("words", "code", "speech", "finding")
"""What is drawn, from top to bottom."""
MOST_VIDEOS, MOST_MARKS = 3, 60
LONGEST = 120
WIDE, HIGH, LANE = 1000, 80, 20
MARK = 9
"""Width of a mark, where the whole line is 1000 wide."""
JPEG = b"\xff\xd8\xff"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something at one moment: which lane it is drawn in, and what it is, in words that are safe to show."""

    seconds: float
    lane: str
    told: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """One video: its name, its length in seconds, the seconds that were read as pictures, and what sits where."""

    name: str
    seconds: float
    times: tuple[float, ...]
    marks: tuple[Mark, ...]


def timelines(look: "Look") -> tuple[Timeline, ...]:
    """The videos of a look that could be watched, with their marks in order of time, told in the language of its advice."""
    films = [film for film in look.parts.of(Video) if film.times][:MOST_VIDEOS]
    return tuple(_timeline(film, look) for film in films)


def sheets(parts: Parts) -> tuple[bytes, ...]:
    """The sheets of these videos, in the same order; b"" where there is none."""
    return tuple(film.sheet for film in islice((film for film in parts.of(Video) if film.times), MOST_VIDEOS))


def _timeline(film: Video, look: "Look") -> Timeline:
    found = sorted(_marks(film, look), key=lambda mark: (mark.seconds, LANES.index(mark.lane)))
    name = plain(place(look.advice.language, film.where), LONGEST)
    return Timeline(name, max(film.seconds, *film.times), film.times, tuple(dict.fromkeys(found))[:MOST_MARKS])


def _marks(film: Video, look: "Look") -> Iterator[Mark]:
    for text in look.parts.of(Text):
        at = _at(text.where, film)
        if text.kind is TextKind.PICTURE and at is not None:
            yield Mark(at, "words", safe(plain(text.text, LONGEST)))
        elif text.kind is TextKind.SPEECH and text.where == film.where:
            for seconds, said in text.heard:
                yield Mark(seconds, "speech", safe(plain(said, LONGEST)))
    for code in look.parts.of(Code):
        at = _at(code.where, film)
        if at is not None:
            yield Mark(at, "code", f"{code.symbology}: {safe(plain(code.payload, LONGEST))}")
    for weight in look.verdict.weights:
        at = _at(weight.finding.where, film)
        if at is not None and weight.log_ratio >= 0:
            told = finding_sentence(look.advice.language, weight.finding.id, weight.finding.saw)
            yield Mark(at, "finding", told)


def _at(where: str, film: Video) -> float | None:
    return moment_of(where) if lasting(where) == film.where else None


def as_record(line: Timeline) -> dict[str, Any]:
    """A timeline as plain values, for the record of a look."""
    return {
        "name": line.name,
        "seconds": line.seconds,
        "times": list(line.times),
        "marks": [{"seconds": mark.seconds, "lane": mark.lane, "told": mark.told} for mark in line.marks],
    }


def of_record(kept: Mapping[str, Any]) -> Timeline:
    """The timeline that stands in a record."""
    marks = (Mark(one["seconds"], one["lane"], one["told"]) for one in kept["marks"])
    return Timeline(kept["name"], kept["seconds"], tuple(kept["times"]), tuple(marks))


def drawn(lines: Sequence[Timeline], pictures: Sequence[bytes], language: str) -> str:
    """The videos as HTML without script or style of its own: sheet, plot, table. Everything in it is escaped; "" when there are none."""
    own = words(spoken(language))["video"]
    sheet_of = dict(enumerate(pictures))
    return "".join(_drawn(line, sheet_of.get(number, b""), own) for number, line in enumerate(lines))


def _drawn(line: Timeline, sheet: bytes, own: Mapping[str, str]) -> str:
    times = ", ".join(clock(one) for one in line.times)
    # A worker that was taken over could send anything; only what is a JPEG is shown, by a page that runs no script.
    shown = (
        f'<img class="film-sheet" src="data:image/jpeg;base64,{base64.b64encode(sheet).decode()}" '
        f'alt="{escape(own["sheet"].format(name=line.name, times=times))}">'
        if sheet.startswith(JPEG)
        else ""
    )
    below = _plot(line, own) + _table(line, own) if line.marks else f"<p>{escape(own['nothing'])}</p>"
    return (
        f'<section class="film"><h3>{escape(own["title"].format(name=line.name))}</h3>'
        f"<p>{escape(own['moments'].format(n=len(line.times), length=clock(line.seconds)))}</p>{shown}"
        f"{below}"
        f'<p class="soft">{escape(own["note"])}</p></section>'
    )


def _plot(line: Timeline, own: Mapping[str, str]) -> str:
    length = max(line.seconds, 0.1)
    rails = "".join(
        f'<rect class="film-rail" x="0" y="{LANE * lane + 9}" width="{WIDE}" height="1"/>' for lane in range(len(LANES))
    )
    marks = "".join(
        f'<rect class="film-{mark.lane}" x="{round(min(mark.seconds / length, 1.0) * (WIDE - MARK), 1)}" '
        f'y="{LANE * LANES.index(mark.lane) + 3}" width="{MARK}" height="14"/>'
        for mark in line.marks
    )
    label = own["plot"].format(name=line.name, length=clock(line.seconds))
    lanes = "".join(f'<li class="film-{lane}">{escape(own[lane])}</li>' for lane in LANES)
    return (
        f'<p class="film-lanes-title">{escape(own["lanes"])}</p><ol class="film-lanes">{lanes}</ol>'
        f'<svg class="film-line" viewBox="0 0 {WIDE} {HIGH}" preserveAspectRatio="none" role="img" aria-label="{escape(label)}">{rails}{marks}</svg>'
        f'<p class="film-ends"><span>0:00</span><span>{clock(line.seconds)}</span></p>'
    )


def _table(line: Timeline, own: Mapping[str, str]) -> str:
    rows = "".join(
        f'<tr><td class="number">{clock(mark.seconds)}</td><td>{escape(mark.told)} <span class="why">{escape(own[mark.lane])}</span></td></tr>'
        for mark in line.marks
    )
    heads = "".join(f'<th scope="col">{escape(own[key])}</th>' for key in ("time", "told"))
    label = escape(own["table"].format(name=line.name))
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table class="film-table"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )
