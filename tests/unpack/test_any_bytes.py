"""Whatever arrives, there is an answer: arbitrary bytes and cut files never raise, and the same bytes give the same parts."""

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unpack.test_calendar import INVITE
from tests.unpack.test_forwarded import APPLE_NL, GMAIL, THUNDERBIRD_DE, mail
from tests.unpack.test_msg import compound, message
from tests.unpack.test_sources import BOX

from weerbaar.model.item import Item
from weerbaar.settings import Settings
from weerbaar.unpack.reader import Blob, Budget, OverBudget, reader_of
from weerbaar.unpack.unpack import unpack

SMALL = Settings(max_unpacked_bytes=2_000_000, max_parts=200, max_links=50, max_text_chars=20_000, max_seconds=5, ocr=False)
KINDS = ("mail", "mbox", "html", "svg", "text", "chat", "link", "calendar", "contact", "msg")
PAGE = """<style>.h{display:none}</style><base href="https://a.example/"><p class=h>x</p><a href="y" style="color:#fff">z</a><form action="//b.example">
<input type=password></form><svg><script>1</script></svg><blockquote>q</blockquote><meta http-equiv=refresh content="0;url=c">"""
SEEDS = {
    "mail": mail(GMAIL, "Fwd: =?utf-8?q?Blo?= =?utf-8?b?Y2tlZA==?=").data,
    "mbox": BOX,
    "html": PAGE.encode(),
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"><a xlink:href="https://a.example"/></svg>',
    "text": f"{APPLE_NL}\n{THUNDERBIRD_DE}".encode(),
    "chat": b"[12.03.25, 14:05:33] Jan: hallo\n[14:05] Els\nJan  14:05\nIk: ja",
    "link": b"https://urldefense.com/v3/__https://evil.example/**Bx__;Iz8!!abc$",
    "calendar": INVITE,
    "contact": b"BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:Andr=C3=A9\nTEL:1\nNOTE:x\nEND:VCARD",
    "msg": compound(message()),
}
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(kind: str, data: bytes) -> None:
    """Read bytes as one kind; unlike unpack() this lets every fault through."""
    reader = reader_of(kind)
    assert reader is not None
    with contextlib.suppress(OverBudget):
        list(reader(Blob("", data, kind=kind, context=frozenset({"item"})), Budget(SMALL)))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "msg"])
def test_a_reader_survives_arbitrary_bytes(kind: str) -> None:
    @QUICK
    @given(st.binary(max_size=2000))
    def survives(data: bytes) -> None:
        read(kind, data)

    survives()


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "msg"])
def test_a_reader_survives_cuts_and_splices(kind: str) -> None:
    seed = SEEDS[kind]

    @QUICK
    @given(st.integers(0, len(seed)), st.integers(0, len(seed)), st.binary(max_size=20))
    def survives(start: int, end: int, between: bytes) -> None:
        read(kind, seed[:start] + between + seed[end:])

    survives()


@QUICK
@given(st.integers(0, len(SEEDS["msg"])), st.binary(min_size=1, max_size=8), st.booleans())
def test_a_damaged_outlook_message_is_named_as_damaged(at: int, put: bytes, cut: bool) -> None:
    # olefile raises of its own accord; unpack() is what turns that into an answer.
    data = SEEDS["msg"][:at] + put + (b"" if cut else SEEDS["msg"][at + len(put) :])
    assert unpack(Item("a.msg", data), SMALL) == unpack(Item("a.msg", data), SMALL)


@QUICK
@given(st.sampled_from(sorted(SEEDS)), st.integers(0, 400), st.binary(max_size=10))
def test_the_same_bytes_give_the_same_parts(kind: str, at: int, put: bytes) -> None:
    data = SEEDS[kind][:at] + put + SEEDS[kind][at:]
    assert unpack(Item("a", data), SMALL) == unpack(Item("a", data), SMALL)


@QUICK
@given(st.text(alphabet="<>/'\"= &;#:.-{}@!\n" + "abdehilnoprstyxz0159", max_size=400))
def test_html_like_soup_is_read(soup: str) -> None:
    read("html", f"<p style='{soup}'>{soup}<style>{soup}</style>{soup}".encode())


def test_every_reader_of_this_side_has_a_seed() -> None:
    assert set(SEEDS) == set(KINDS)
    assert all(reader_of(kind) for kind in KINDS)
