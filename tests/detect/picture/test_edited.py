import pytest

from weerbaar.detect.picture.edited import edited
from weerbaar.model.organisation import NOBODY
from weerbaar.model.part import Journey, Parts, Picture


@pytest.mark.parametrize(
    ("journeys", "seen"),
    [
        ([Journey(preview_differs=True, dates_differ=True)], ["edited_preview", "edited_dates"]),
        ([Journey(editor="GIMP")], ["edited_program"]),
        ([Journey(sizes_differ=True)], ["edited_size"]),
        # An editor explains another size; each thing is said once, however many pictures there are.
        ([Journey(editor="GIMP", sizes_differ=True), Journey(editor="Canva")], ["edited_program"]),
        # What a screen or a messenger wrote anew says nothing of edits.
        ([Journey(screenshot=True, editor="GIMP")], []),
        ([Journey(messenger="WhatsApp", sizes_differ=True)], []),
        ([Journey()], []),
        ([], []),
    ],
)
def test_changes_that_a_picture_tells_of(journeys: list[Journey], seen: list[str]) -> None:
    parts = Parts(tuple(Picture("foto.jpg", "foto.jpg", "jpeg", journey=journey) for journey in journeys))
    assert [one.id.removeprefix("picture.") for one in edited(parts, NOBODY)] == seen


def test_the_program_is_named() -> None:
    (found,) = edited(Parts((Picture("foto.jpg", "foto.jpg", "jpeg", journey=Journey(editor="GIMP")),)), NOBODY)
    assert (found.where, found.saw) == ("foto.jpg", {"program": "GIMP"})
