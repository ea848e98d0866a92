"""The mark of the desk in every size that browsers, phones and mail programs ask for: `python docs/icons.py`.

A bubble with a tick: someone asked, and got an answer. Drawn four times as large and scaled down, so that edges are smooth.
"""

from pathlib import Path

from PIL import Image, ImageDraw

PLACE = Path(__file__).parents[1] / "src" / "weerbaar" / "desk" / "web" / "static" / "icons"
ACCENT, INK = "#0f5260", "#ffffff"
SIZES = (16, 32, 64, 80, 128, 180, 192, 512)
UNIT = 64
FINER = 4
BUBBLE = (13, 14, 51, 43)
TAIL = ((20, 40), (20, 53), (32, 42))
TICK = ((23, 28.5), (29.5, 35), (41.5, 22.5))
STROKE = 4.6
ROUND, ROUND_BUBBLE = 14, 9
MASKED = 0.72
"""A phone may cut a maskable icon to a circle of 80 % of its width (W3C, Web App Manifest): the drawing stays inside."""


def main() -> None:
    """Write mark.svg and each mark-<size>.png."""
    PLACE.mkdir(parents=True, exist_ok=True)
    (PLACE / "mark.svg").write_text(_svg(), encoding="utf-8")
    for size in SIZES:
        _drawn(size).save(PLACE / f"mark-{size}.png", optimize=True)
    _drawn(512, maskable=True).save(PLACE / "mark-maskable-512.png", optimize=True)


def _drawn(size: int, *, maskable: bool = False) -> Image.Image:
    side = size * FINER
    scale = side / UNIT * (MASKED if maskable else 1)
    shift = (side - UNIT * scale) / 2
    picture = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)

    def at(x: float, y: float) -> tuple[float, float]:
        return x * scale + shift, y * scale + shift

    draw.rounded_rectangle((0, 0, side - 1, side - 1), 0 if maskable else ROUND * side / UNIT, fill=ACCENT)
    draw.rounded_rectangle((*at(*BUBBLE[:2]), *at(*BUBBLE[2:])), ROUND_BUBBLE * scale, fill=INK)
    draw.polygon([at(*point) for point in TAIL], fill=INK)
    draw.line([at(*point) for point in TICK], fill=ACCENT, width=round(STROKE * scale), joint="curve")
    for x, y in (at(*TICK[0]), at(*TICK[-1])):
        end = STROKE * scale / 2
        draw.ellipse((x - end, y - end, x + end, y + end), fill=ACCENT)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def _svg() -> str:
    left, top, right, bottom = BUBBLE
    points = " ".join(f"{x},{y}" for x, y in TAIL)
    tick = " ".join(f"{x},{y}" for x, y in TICK)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {UNIT} {UNIT}">'
        f'<rect width="{UNIT}" height="{UNIT}" rx="{ROUND}" fill="{ACCENT}"/>'
        f'<rect x="{left}" y="{top}" width="{right - left}" height="{bottom - top}" rx="{ROUND_BUBBLE}" fill="{INK}"/>'
        f'<polygon points="{points}" fill="{INK}"/>'
        f'<polyline points="{tick}" fill="none" stroke="{ACCENT}" stroke-width="{STROKE}" stroke-linecap="round" stroke-linejoin="round"/>'
        "</svg>\n"
    )


if __name__ == "__main__":
    main()
