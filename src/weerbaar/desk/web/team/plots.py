"""Bars drawn by the server as SVG, with the same numbers for a table. Colours are classes: the page allows no styles of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, log10

from django.utils.safestring import SafeString

from weerbaar.model.verdict import Band

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 720, 220, 44, 26, 10


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a column: `kind` is a band or "plain"; None is not told."""

    kind: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing and its table: `heads` are kinds (bands are told as badges), `rows` name and values, None where not told."""

    title: str
    svg: SafeString
    heads: Mapping[str, str]
    rows: tuple[tuple[str, tuple[float | None, ...]], ...]

    @property
    def empty(self) -> bool:
        return not any(value for _, values in self.rows for value in values)


def plot(title: str, names: Sequence[str], columns: Sequence[Sequence[Bar]], heads: Mapping[str, str]) -> Plot:
    """Columns of stacked bars, one for each name."""
    rows = tuple((name, tuple(bar.value for bar in column)) for name, column in zip(names, columns, strict=True))
    return Plot(title, SafeString("".join(_drawn(title, names, columns))), heads, rows)


def step(most: float) -> float:
    """The distance of the lines behind the bars: 1, 2 or 5 times a power of ten, so that there are at most five."""
    rough = max(most, 1.0) / 4
    power = 10.0 ** ceil(log10(rough) - 1e-9)
    return float(next((power * part for part in (0.1, 0.2, 0.5) if power * part >= rough), power))


def _drawn(title: str, names: Sequence[str], columns: Sequence[Sequence[Bar]]) -> Iterator[str]:
    most = max((sum(bar.value or 0 for bar in column) for column in columns), default=0)
    apart = step(most)
    top = max(1, ceil(most / apart)) * apart
    high, wide = HEIGHT - BOTTOM - TOP, WIDTH - LEFT
    yield f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'
    for number in range(round(top / apart) + 1):
        y = HEIGHT - BOTTOM - high * number * apart / top
        yield f'<line class="grid" x1="{LEFT}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text class="axis" x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{number * apart:g}</text>'
    each = wide / max(1, len(columns))
    for place, (name, column) in enumerate(zip(names, columns, strict=True)):
        x, y = LEFT + each * place + each * 0.15, float(HEIGHT - BOTTOM)
        for bar in column:
            tall = high * (bar.value or 0) / top
            if tall:
                y -= tall
                yield f'<rect class="bar {_class(bar.kind)}" x="{x:.1f}" y="{y:.1f}" width="{each * 0.7:.1f}" height="{tall:.1f}"/>'
        if any(bar.value is None for bar in column):
            yield f'<text class="axis" x="{x + each * 0.35:.1f}" y="{y - 4:.1f}" text-anchor="middle">·</text>'
        yield f'<text class="axis" x="{x + each * 0.35:.1f}" y="{HEIGHT - 8}" text-anchor="middle">{escape(name)}</text>'
    yield "</svg>"


def _class(kind: str) -> str:
    return Band(kind).name.lower() if kind in {band.value for band in Band} else "plain"
