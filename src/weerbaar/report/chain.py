"""How a file came to be, as its Content Credentials tell it, in a small picture: taken with ... then edited with ... then: what that is worth.

A drawing (SVG) without script, style or colour of its own: it takes the ink of the page around it, so it is readable on light and dark, and
shapes and words tell the steps apart. The steps stand under each other, so it fits a telephone; the same in words is its text alternative.
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from weerbaar.advise.sentences import place, plain, spoken
from weerbaar.model.part import Credentials, Made, Standing
from weerbaar.report.defang import unlinked
from weerbaar.report.words import words

if TYPE_CHECKING:
    from weerbaar.look import Look

KINDS = {
    "trainedAlgorithmicMedia": "generated",
    "compositeWithTrainedAlgorithmicMedia": "partly",
    "digitalCapture": "taken",
    "computationalCapture": "taken",
    "screenCapture": "screen",
}
"""IPTC digital source type -> how a step came about; the first that a step names, in this order."""
MOST_CHAINS, MOST_STEPS = 3, 12
LONGEST = 80
WIDE, LEFT, LINE, GAP = 320, 48, 20, 14
"""Width of the drawing, where its words begin, height of a line of words and room between steps, in units of about a pixel."""
LETTERS = 30
"""Letters on one line."""
SHAPES = {
    "taken": '<circle cx="20" cy="14" r="10"/><circle cx="20" cy="14" r="4" fill="currentColor"/>',
    "screen": '<rect x="9" y="6" width="22" height="15"/><path d="M15 25h10"/>',
    "generated": '<path fill="currentColor" d="M20 2l4 9 9 3-9 3-4 9-4-9-9-3 9-3z"/>',
    "partly": '<path d="M20 2l4 9 9 3-9 3-4 9-4-9-9-3 9-3z"/>',
    "edited": '<rect x="10" y="4" width="20" height="20"/><path d="M14 20l10-10"/>',
    "made": '<rect x="10" y="4" width="20" height="20"/>',
    "trusted": '<circle cx="20" cy="14" r="11"/><path d="M14 14l4 5 8-9"/>',
    "changed": '<path d="M20 2l12 12-12 12L8 14zM16 10l8 8M24 10l-8 8"/>',
    "signer": '<path d="M20 2l13 23H7zM17 14c0-4 6-4 6 0 0 2-3 2-3 4M20 21v1"/>',
    "unknown": '<circle cx="20" cy="14" r="11" stroke-dasharray="4 3"/><path d="M15 14h10"/>',
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its kind (a key of SHAPES), the program or camera, who signed and on which day (ISO); "" where unsaid."""

    kind: str
    tool: str
    signer: str
    day: str


@dataclass(frozen=True, slots=True)
class Chain:
    """The steps of one file, the first one first, and what its credentials are worth; `earlier` as in Credentials."""

    name: str
    standing: str
    earlier: bool
    steps: tuple[Step, ...]


def chains(look: "Look") -> tuple[Chain, ...]:
    """The chains of the first files that carry credentials which could be read."""
    read = [one for one in look.parts.of(Credentials) if one.steps][:MOST_CHAINS]
    return tuple(_chain(one, look.advice.language) for one in read)


def _chain(credentials: Credentials, language: str) -> Chain:
    name = unlinked(plain(place(language, credentials.where), LONGEST))
    steps = tuple(_step(made, first=at == len(credentials.steps)) for at, made in enumerate(credentials.steps, 1))
    return Chain(name, credentials.standing.value, credentials.earlier, steps[:MOST_STEPS][::-1])


def _step(made: Made, *, first: bool) -> Step:
    kind = next((kind for source, kind in KINDS.items() if source in made.sources), "made" if first else "edited")
    return Step(kind, *(unlinked(plain(said, LONGEST)) for said in (made.tool, made.signer, made.day)))


def as_record(chain: Chain) -> dict[str, Any]:
    """A chain as plain values, for the record of a look."""
    steps = [{"kind": one.kind, "tool": one.tool, "signer": one.signer, "day": one.day} for one in chain.steps]
    return {"name": chain.name, "standing": chain.standing, "earlier": chain.earlier, "steps": steps}


def of_record(kept: Mapping[str, Any]) -> Chain:
    """The chain that stands in a record."""
    steps = tuple(Step(one["kind"], one["tool"], one["signer"], one["day"]) for one in kept["steps"])
    return Chain(kept["name"], kept["standing"], kept["earlier"], steps)


def drawn(found: Sequence[Chain], language: str) -> str:
    """The chains as HTML; everything in it is escaped; "" when there are none."""
    own = words(spoken(language))
    return "".join(_drawn(chain, own["chain"], own["view"]) for chain in found)


def _drawn(chain: Chain, own: Mapping[str, str], view: Mapping[str, str]) -> str:
    told = [(one.kind if one.kind in SHAPES else "made", _told(one, own)) for one in chain.steps]
    told.append((Standing(chain.standing).value, _worth(chain, own, view)))
    label = " ".join(f"{number}. {sentence}." for number, (_, sentence) in enumerate(told, 1))
    return (
        f'<section class="chain"><h3>{escape(own["title"].format(name=chain.name))}</h3>'
        f"{_svg(told, label)}<p class='soft'>{escape(own['note'])}</p></section>"
    )


def _told(step: Step, own: Mapping[str, str]) -> str:
    done = own[step.kind if step.kind in SHAPES else "made"].format(tool=step.tool or own["something"])
    if not step.signer:
        return done
    signed = (
        own["signed_day"].format(signer=step.signer, day=step.day) if step.day else own["signed"].format(signer=step.signer)
    )
    return f"{done}, {signed}"


def _worth(chain: Chain, own: Mapping[str, str], view: Mapping[str, str]) -> str:
    if chain.standing == Standing.CHANGED.value and chain.earlier:
        return own["earlier"]
    return own["today"].format(standing=view[f"credentials_{chain.standing}"])


def _svg(told: Sequence[tuple[str, str]], label: str) -> str:
    pieces, top = [], 0
    for number, (kind, sentence) in enumerate(told):
        lines = textwrap.wrap(sentence, LETTERS) or [""]
        high = max(len(lines) * LINE, 28)
        pieces.append(f'<g transform="translate(0 {top})">{SHAPES[kind]}{"".join(_lines(lines, high))}</g>')
        if number < len(told) - 1:
            end = top + high + GAP - 3
            pieces.append(f'<path d="M20 {top + 29}V{end}M16 {end - 5}l4 5 4-5"/>')
        top += high + GAP
    return (
        f'<svg class="chain-picture" viewBox="0 0 {WIDE} {top}" width="100%" role="img" aria-label="{escape(label)}" fill="none" '
        f'stroke="currentColor" stroke-width="2">{"".join(pieces)}</svg>'
    )


def _lines(lines: Sequence[str], high: int) -> Iterator[str]:
    start = 19 if len(lines) == 1 else 14
    for number, line in enumerate(lines):
        yield (
            f'<text x="{LEFT}" y="{start + number * LINE}" fill="currentColor" stroke="none" font-size="15">{escape(line)}</text>'
        )
