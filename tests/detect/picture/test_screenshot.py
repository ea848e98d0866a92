from weerbaar.detect.picture.screenshot import screenshot
from weerbaar.model.finding import Finding
from weerbaar.model.organisation import NOBODY
from weerbaar.model.part import Journey, Parts, Picture

SHOT = Picture("shot.png", "shot.png", "png", journey=Journey(screenshot=True))
PHOTO = Picture("foto.jpg", "foto.jpg", "jpeg", journey=Journey(editor="GIMP"))


def test_a_screenshot_is_told_once() -> None:
    assert list(screenshot(Parts((PHOTO, SHOT, SHOT)), NOBODY)) == [Finding("picture.screenshot", "shot.png")]


def test_other_pictures_are_none() -> None:
    assert not list(screenshot(Parts((PHOTO,)), NOBODY))
    assert not list(screenshot(Parts(()), NOBODY))
