"""The bytes of a picture say that it was changed after it was taken.

`_program`: a program to change pictures wrote it last. `_preview`: the small preview that the camera put inside shows something else than the
picture. `_size`: the camera wrote another size, so it was cut or made smaller. `_dates`: it was saved on a day before it was taken.

It matters only where the picture is to prove something: damage, a paper, a person. Then ask for the original file, straight from the camera.

When it is wrong: honest pictures are cut, brightened and made smaller every day, and clocks of cameras are often set wrong. Whoever wants to
deceive removes such marks, and most services do too; without them nothing follows. It counts little or nothing.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts, Picture


@detector(
    reads=Parts,
    gives={
        "picture.edited_preview": (),
        "picture.edited_dates": (),
        "picture.edited_program": ("program",),
        "picture.edited_size": (),
    },
    question=Question.FACTS,
    references=("https://www.cipa.jp/std/documents/e/DC-X008-Translation-2019-E.pdf",),
)
def edited(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    told: set[str] = set()
    for picture in parts.of(Picture):
        journey = picture.journey
        if journey.screenshot or journey.messenger:  # they write everything anew; said by their own detectors
            continue
        for variant, seen in (
            ("_preview", journey.preview_differs),
            ("_dates", journey.dates_differ),
            ("_program", bool(journey.editor)),
            ("_size", journey.sizes_differ and not journey.editor),
        ):
            if seen and variant not in told:
                told.add(variant)
                saw = {"program": journey.editor} if variant == "_program" else {}
                yield Finding(f"picture.edited{variant}", picture.where, saw)
