"""An invitation from outside whose link leads neither to the organiser's own site nor to a meeting service.

Invitations walk into the calendar by themselves and remind you of their link later.

When it is wrong: conferences and booking systems that invite through a service we do not know.
"""

from collections.abc import Iterator

from weerbaar.detect._domain import same_owner
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Link, LinkKind, Meeting, Parts

MEETING = frozenset(
    (
        "microsoft.com", "aka.ms", "live.com", "office.com", "zoom.us", "google.com", "webex.com", "gotomeeting.com", "goto.com", "whereby.com",
        "jit.si", "bluejeans.com", "ringcentral.com", "skype.com", "teamviewer.com", "meet.coop", "bigbluebutton.org", "calendly.com",
        "outlook.com", "apple.com", "openstreetmap.org", "slack.com",
    )
)  # fmt: skip


@detector(
    reads=Parts,
    gives={"document.calendar_link": ("organiser", "domain")},
    question=Question.ASK,
    references=("https://www.rfc-editor.org/rfc/rfc5545", "https://attack.mitre.org/techniques/T1566/002/"),
)
def calendar_link(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    for meeting in parts.of(Meeting):
        organiser = meeting.organiser
        if organiser is None or organisation.is_ours(organiser.domain):
            continue
        for link in parts.of(Link):
            if link.kind is not LinkKind.CALENDAR or link.scheme not in ("http", "https") or link.domain in MEETING:
                continue
            if same_owner(link.host, organiser.domain) or organisation.is_known_domain(link.domain):
                continue
            yield Finding(
                "document.calendar_link", link.where, {"organiser": organiser.address, "domain": link.domain or link.host}
            )
            return
