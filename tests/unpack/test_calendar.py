"""Invitations."""

from weerbaar.model.item import Item
from weerbaar.model.part import Address, Link, Meeting, Text
from weerbaar.unpack.unpack import unpack

INVITE = b"""BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VTIMEZONE
DTSTART:19700101T000000
END:VTIMEZONE
BEGIN:VEVENT
SUMMARY:Rekening geblokkeerd\\, bevestig
ORGANIZER;CN="Bank, Helpdesk":MAILTO:Help@bank-veilig.example
DTSTART;TZID=Europe/Brussels:20260110T090000
DESCRIPTION:Log in op https://bank-veilig.example/in
 loggen\\nvoor vanavond
URL:https://bank-veilig.example/meer
BEGIN:VALARM
DESCRIPTION:herinnering
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def test_an_invitation_says_who_invites_to_what() -> None:
    parts = unpack(Item("uitnodiging.ics", INVITE))
    assert list(parts.of(Meeting)) == [
        Meeting(
            "calendar",
            "Rekening geblokkeerd, bevestig",
            Address("Bank, Helpdesk", "help@bank-veilig.example"),
            "REQUEST",
            "20260110T090000",
        )
    ]
    (text,) = parts.of(Text)
    assert text.text.endswith("Log in op https://bank-veilig.example/inloggen\nvoor vanavond")
    assert [link.target for link in parts.of(Link)] == [
        "https://bank-veilig.example/inloggen",
        "https://bank-veilig.example/meer",
    ]


def test_a_cut_invitation_is_read_as_far_as_it_goes() -> None:
    (meeting,) = unpack(Item("a.ics", INVITE[:250])).of(Meeting)
    assert meeting.summary == "Rekening geblokkeerd, bevestig"


def test_the_html_description_is_read_as_a_page() -> None:
    page = b'X-ALT-DESC;FMTTYPE=text/html:<a href="https://x.example/y">hier</a>\nEND:VEVENT'
    parts = unpack(Item("a.ics", INVITE.replace(b"END:VEVENT", page)))
    assert "https://x.example/y" in [link.target for link in parts.of(Link)]


def test_no_more_than_fifty_events_are_read() -> None:
    event = b"BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\n"
    assert len(list(unpack(Item("a.ics", b"BEGIN:VCALENDAR\n" + event * 80)).of(Meeting))) == 50
