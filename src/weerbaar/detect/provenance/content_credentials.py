"""The Content Credentials (C2PA) of a picture, sound, video or PDF: a signed note of who made it with what.

`_changed`: these are not the bytes that were signed. `_changed_source`: the file is as it was signed, but something it was made of was
changed after its own signing. `_signer`: whole, but nobody here knows the signer, or the certificate ran out. `_trusted`: whole, and
signed by someone on the list of anchors.

When it is wrong: honest programs that do not know credentials break them by saving a picture anew; `_changed` does not say who changed it
or why. A trusted signature proves who signs for the file, not that what it shows is true: signed cameras were fooled before. Without
credentials nothing is said, since most services remove them.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Credentials, Standing


@detector(
    reads=Credentials,
    gives={
        "provenance.content_credentials_changed": ("signer",),
        "provenance.content_credentials_changed_source": ("signer",),
        "provenance.content_credentials_signer": ("signer",),
        "provenance.content_credentials_trusted": ("signer", "made"),
    },
    question=Question.FACTS,
    references=("https://spec.c2pa.org/specifications/specifications/2.2/specs/C2PA_Specification.html#_validation",),
)
def content_credentials(credentials: Credentials, organisation: Organisation) -> Iterator[Finding]:
    if credentials.standing is Standing.UNKNOWN:
        return
    latest = next(iter(credentials.steps), None)
    signer = (latest.signer or latest.tool if latest else "") or "?"
    if credentials.standing is Standing.CHANGED:
        variant = "_changed_source" if credentials.earlier else "_changed"
        yield Finding(f"provenance.content_credentials{variant}", credentials.where, {"signer": signer})
    elif credentials.standing is Standing.SIGNER:
        yield Finding("provenance.content_credentials_signer", credentials.where, {"signer": signer})
    else:
        made = " → ".join(dict.fromkeys(step.tool for step in reversed(credentials.steps) if step.tool)) or signer
        yield Finding("provenance.content_credentials_trusted", credentials.where, {"signer": signer, "made": made})
