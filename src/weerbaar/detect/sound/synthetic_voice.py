"""The voice in a sound or video shows signs that a computer made it.

Cloned voices are used to play a director, a child or a bank; they also read out books, menus and adverts. A small model compares how the speech
sounds with speech that synthesisers made and with recordings of people, each over telephone, messenger and no such channel, and speaks up only
where few recordings of people go so far. It counts little, and alone it never makes a message fraud: who really spoke is found out by calling
back on a number that was known before.

When it is wrong: on honest recordings that were cleaned, compressed several times or spoken by a machine for good reasons (voicemail, a screen
reader, a person who speaks with a computer's help). And it misses most clones of systems it has not met: docs/measured/voices.md says how many.
Silence of this detector says nothing: no voice is ever called genuine.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Voice

LEAST = 3.5
"""Natural logarithm of the likelihood ratio from which the signs are told: thirty to one."""


@detector(
    reads=Voice,
    gives={"sound.synthetic_voice": ("seconds",)},
    question=Question.SENDER,
    references=("https://www.isca-archive.org/interspeech_2022/muller22_interspeech.html",),
)
def synthetic_voice(voice: Voice, organisation: Organisation) -> Iterator[Finding]:
    if voice.evidence is not None and voice.evidence >= LEAST:
        yield Finding("sound.synthetic_voice", voice.where, {"seconds": f"{voice.seconds:.0f}"})
