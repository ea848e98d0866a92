"""A video promises a return or unexpected money, and shows or says a way in: a code, an address, a number, "scan", "click", "call".

That is how investment fraud is advertised, often with the picture and the voice of somebody well known. Whether the person is real is not
judged here, and need not be: no public figure, bank or broadcaster invites strangers to invest through a video.

When it is wrong: licensed firms advertise with returns too, and education about fraud shows such videos as an example. Look the firm up in the
register of the supervisor (FSMA, AFM, AMF, BaFin) yourself.
"""

from collections.abc import Iterator

from weerbaar.detect._shown import asked_in, videos
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.moment import lasting
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Link, LinkKind, Parts

WAYS_IN = ("asks_scan", "asks_click", "asks_call", "changes_channel", "asks_payment", "asks_data")


@detector(
    reads=Parts,
    gives={"video.invites_to_invest": ("time", "sentence")},
    question=Question.ASK,
    references=(
        "https://www.fsma.be/en/warnings",
        "https://www.europol.europa.eu/publications-events/main-reports/internet-organised-crime-threat-assessment-iocta-2024",
    ),
)
def invites_to_invest(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    promise = next(asked_in(parts, "promises_money"), None)
    if promise is None:
        return
    films = videos(parts)
    leads = any(
        link.kind in (LinkKind.CODE, LinkKind.TEXT, LinkKind.PHONE) and lasting(link.where) in films for link in parts.of(Link)
    )
    if leads or any(True for _ in asked_in(parts, *WAYS_IN)):
        yield Finding("video.invites_to_invest", promise.where, {"time": promise.time or "?", "sentence": promise.sentence})
