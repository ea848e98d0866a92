"""Invented pictures for the tests, and screenshots that show them."""

import random

from PIL import Image, ImageDraw


def scene(seed: int = 1, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """An invented picture: shapes of many colours, no even edge."""
    drawn = random.Random(seed)
    image = Image.frombytes("RGB", (32, 24), drawn.randbytes(32 * 24 * 3)).resize(size)
    draw = ImageDraw.Draw(image)
    for _ in range(25):
        x, y = drawn.randrange(size[0]), drawn.randrange(size[1])
        draw.ellipse(
            (x, y, x + drawn.randrange(30, 200), y + drawn.randrange(30, 200)),
            fill=tuple(drawn.randrange(256) for _ in range(3)),
        )
    return image


def shot(image: Image.Image, ground: str) -> Image.Image:
    """The picture on a ground, with words above it."""
    made = Image.new("RGB", (image.width, image.height + 300), ground)
    made.paste(image, (0, 150))
    ImageDraw.Draw(made).text((20, 60), "Directie  10:42", fill="gray")
    return made
