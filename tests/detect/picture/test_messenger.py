from weerbaar.detect.picture.messenger import messenger
from weerbaar.model.finding import Finding
from weerbaar.model.organisation import NOBODY
from weerbaar.model.part import Journey, Parts, Picture

SENT = Picture("foto.jpg", "foto.jpg", "jpeg", journey=Journey(messenger="Signal"))
PHOTO = Picture("foto.jpg", "foto.jpg", "jpeg")


def test_a_picture_that_a_messenger_wrote_is_told_once() -> None:
    assert list(messenger(Parts((PHOTO, SENT, SENT)), NOBODY)) == [
        Finding("picture.messenger", "foto.jpg", {"service": "Signal"})
    ]


def test_other_pictures_are_none() -> None:
    assert not list(messenger(Parts((PHOTO,)), NOBODY))
