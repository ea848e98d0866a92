"""An electronic signature in a PDF: whether what was signed is still what one reads.

`_broken`: what the signature covers was changed. `_changed`: it holds for an earlier version, and more was added since than signing leaves open.
`_unclear`: it does not cover the file in a way that can be followed. `_unknown`: it holds, but anyone can make a certificate in any name and we do
not know this one. `_whole`: it holds and leads to a certificate that the organisation counts.

When it is wrong: some programs add layers or change forms after signing in good faith; a certificate that ran out or was taken back is not noticed,
because nobody is asked. That a signature holds never makes what was signed true.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document, Later, Signing


@detector(
    reads=Document,
    gives={
        "document.signature_broken": ("signer",),
        "document.signature_changed": ("signer",),
        "document.signature_unclear": ("signer",),
        "document.signature_unknown": ("signer",),
        "document.signature_whole": ("signer",),
    },
    question=Question.FACTS,
    references=("https://www.etsi.org/deliver/etsi_en/319100_319199/31914201/",),
)
def signature(document: Document, organisation: Organisation) -> Iterator[Finding]:
    # A later signature covers the earlier ones: where several stand, the last that holds says how much of the file is signed.
    for one in document.signings:
        if not one.intact or one is document.signings[-1]:
            yield Finding(f"document.signature_{_how(one)}", document.where, {"signer": one.signer})


def _how(one: Signing) -> str:
    if not one.intact:
        return "broken"
    if one.later in (Later.CHANGED, Later.UNCLEAR):
        return one.later.value
    return "whole" if one.known else "unknown"
