import io

import pytest
from PIL import Image
from tests.scene import scene, shot

from weerbaar.unpack.pdq import distance, looks_of


def jpeg(image: Image.Image, quality: int) -> Image.Image:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return Image.open(out)


@pytest.mark.parametrize(
    "copy",
    [
        lambda image: image.resize((200, 150)),
        lambda image: jpeg(image, 30),
        lambda image: jpeg(shot(image, "white"), 80),
        lambda image: shot(image, "#111b21"),
    ],
    ids=["smaller", "compressed", "on white", "on dark"],
)
def test_a_copy_has_the_looks_of_the_picture(copy: object) -> None:
    (look, *_) = looks_of(scene())
    assert min(distance(look, other) for other in looks_of(copy(scene()))) <= 31  # type: ignore[operator]


def test_other_pictures_look_different() -> None:
    looks = [look for seed in range(12) for look in looks_of(scene(seed))]
    assert min(distance(one, other) for at, one in enumerate(looks) for other in looks[:at]) > 48


@pytest.mark.parametrize(
    "image",
    [Image.new("RGB", (600, 400), "white"), Image.new("L", (40, 900)), Image.linear_gradient("L").resize((300, 300))],
    ids=["blank", "narrow", "gradient"],
)
def test_a_picture_with_hardly_anything_on_it_has_none(image: Image.Image) -> None:
    assert looks_of(image) == ()
