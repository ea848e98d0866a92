"""Messages cut into entities: the quick way makes what the standard library makes, or leaves the message to it."""

from email import message_from_bytes
from email.utils import getaddresses

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from weerbaar.unpack.mail import BARE_ADDRESS, LENIENT
from weerbaar.unpack.mime import Entity, Odd, cut, entity_of, of_library

LETTER = (
    b"From: Els <els@bakkerijvanhove.example>\r\nSubject: Factuur\r\n  van mei\r\n"
    b'Content-Type: multipart/mixed; boundary="a b"\r\n\r\nVoor wie geen MIME leest\r\n'
    b'--a b\r\nContent-Type: multipart/alternative;\r\n\tboundary="a"\r\n\r\n'
    b"--a\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nDag\r\n\r\n--a \t\r\n\r\n<p>Dag</p>\r\n--a--\r\n\r\n"
    b'--a b\r\nContent-Disposition: attachment; filename="mei.txt"\r\nContent-Transfer-Encoding: base64\r\n\r\nRGFn\r\n--a b--\r\nna\r\n'
)
LINES = (
    b"", b"", b"Dag", b"--a", b"--a", b"--a--", b"--a ", b"--ab", b"--b", b"--b--", b"--", b" verder", b"\tverder", b"Subject: Factuur", b"Subject:",
    b"To :els", b":niets", b"X-\xe9: 1", b"X-Kop: \xc3\xa9", b"From els mei 2026", b">From els", b"Content-Type: text/html; charset=utf-8",
    b'Content-Type: multipart/mixed; boundary="a"', b"Content-Type: multipart/alternative;\r\n boundary=b", b'Content-Type: multipart/mixed; boundary="a "',
    b"content-type: Multipart/Mixed; Boundary=a", b"Content-Type: multipart/mixed", b'Content-Type: multipart/digest; boundary="a"',
    b"Content-Type: message/rfc822", b"Content-Type: message/delivery-status", b"Content-Type: nonsense", b"Content-Transfer-Encoding: base64",
    b"Content-Type:\r\n multipart/mixed; boundary=a", b"RGFn", b"\x85\x0c", b"\0",
)  # fmt: skip
ENDS = (b"\n", b"\n", b"\n", b"\r\n", b"\r\n", b"\r")


@st.composite
def messages(draw: st.DrawFn) -> bytes:
    """Lines that mean something to a cutter, mostly ended alike."""
    end = draw(st.sampled_from((b"\n", b"\r\n")))
    lines = draw(st.lists(st.sampled_from(LINES), max_size=30))
    odd = draw(st.dictionaries(st.integers(0, 30), st.sampled_from(ENDS), max_size=2))
    head = draw(st.sampled_from((b"", b'Content-Type: multipart/mixed; boundary="a"' + end + end + b"--a" + end)))
    tail = draw(st.sampled_from((b"", b"--a--", b"--a--" + end, b"\r")))
    return head + b"".join(line + odd.get(number, end) for number, line in enumerate(lines)) + tail


@given(messages())
@example(LETTER)
@example(LETTER.replace(b"\r\n", b"\n"))
@example(LETTER + b"\r")
def test_the_quick_way_makes_what_the_library_makes(data: bytes) -> None:
    try:
        made = cut(data)
    except Odd:
        return
    assert made == of_library(message_from_bytes(data))


@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_an_ordinary_letter_is_cut_quickly(end: bytes) -> None:
    made = cut(LETTER.replace(b"\r\n", end))
    assert made.inner is not None
    both, attached = made.inner
    assert both.inner == (
        Entity((("Content-Type", "text/plain; charset=utf-8"),), "text/plain", b"Dag" + end),
        Entity((), "text/plain", b"<p>Dag</p>"),
    )
    assert (attached.content, attached.raw, attached.body()) == ("text/plain", b"RGFn", b"Dag")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Dag Els",
        b"Subject: x\n",
        b"Subject: x\rTo: y\r\rDag",  # lines of an old Macintosh
        b"From els Mon Jan  1\nSubject: x\n\nDag",
        b"Subject: x\nTo els\n\nDag",
        b"Content-Type: multipart/mixed\n\nDag",
        b"Content-Type: multipart/mixed; boundary=a\n\nDag",
        b"Content-Type: multipart/mixed; boundary=a\n\n--a\n--a\n\nDag\n--a--\n",
        b"Content-Type: message/rfc822\n\nSubject: x\n\nDag",
    ],
)
def test_an_odd_message_is_left_to_the_library(data: bytes) -> None:
    with pytest.raises(Odd):
        cut(data)
    assert entity_of(data) == of_library(message_from_bytes(data)) or entity_of(data).attached


@pytest.mark.parametrize(
    ("encoding", "raw", "body"),
    [
        (b"7bit", b"Dag", b"Dag"),
        (b"8BIT", b"caf\xc3\xa9", b"caf\xc3\xa9"),
        (b"quoted-printable", b"caf=C3=A9=\n!", b"caf\xc3\xa9!"),
        (b"base64", b"RGFn\nRGFn", b"DagDag"),
        (b"base64", b"RGFnRA", b"DagD"),  # padding left out
        (b"x-unknown", b"Dag", b"Dag"),
    ],
)
def test_a_body_is_read_by_its_encoding(encoding: bytes, raw: bytes, body: bytes) -> None:
    assert entity_of(b"Content-Transfer-Encoding: " + encoding + b"\n\n" + raw).body() == body


ATOM = st.text("aB9_+=-.", min_size=1, max_size=12)


@given(ATOM, ATOM)
@example("els", "bakkerijvanhove.example")
@example("els..1", "b")
@example("els", "b.")
def test_a_bare_address_is_the_one_the_library_reads(local: str, domain: str) -> None:
    written = f"{local}@{domain}"
    if BARE_ADDRESS.fullmatch(written):
        assert getaddresses([written], **LENIENT) == [("", written)]
