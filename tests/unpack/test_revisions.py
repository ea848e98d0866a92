"""What a PDF was before, what lies on its pages, in which letters its accounts stand, and who signed it."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.paged import ACCOUNT, OTHER, changed, letter, line, paged, pay, signed

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.item import Item
from weerbaar.model.part import Document, Later, Parts, Patched, Revised, Signing, Text
from weerbaar.settings import Settings
from weerbaar.unpack.revisions import ends
from weerbaar.unpack.unpack import unpack

FIRST = paged(letter(pay()))
COVER = "1 1 1 rg 45 618 300 16 re f 0 g "


def read(data: bytes, settings: Settings | None = None) -> Parts:
    return unpack(Item("factuur.pdf", data), settings or Settings(ocr=False))


def document(data: bytes, settings: Settings | None = None) -> Document:
    return next(read(data, settings).of(Document))


def test_what_an_update_changed_is_told() -> None:
    assert document(changed(FIRST, letter(pay(OTHER)))).revised == Revised(2, f"IBAN {ACCOUNT}", f"IBAN {OTHER}")


def test_what_any_earlier_version_said_is_told() -> None:
    twice = changed(changed(FIRST, letter(pay(OTHER))), letter(pay("DE89 3704 0044 0532 0130 00")))
    revised = document(twice).revised
    assert revised is not None
    assert revised.gone.splitlines() == [f"IBAN {ACCOUNT}", f"IBAN {OTHER}"]


@pytest.mark.parametrize("data", [FIRST, FIRST + b"\n\n", b"%PDF-1.7\nstartxref\n0\n%%EOF\nstartxref\n0\n%%EOF\n" + b" " * 40])
def test_one_version_is_no_revision(data: bytes) -> None:
    assert document(data).revised is None


def test_a_file_made_for_the_web_has_two_end_marks_and_one_version() -> None:
    mark = b"startxref\n0\n%%EOF\n"
    assert len(ends(b"%PDF-1.7\n<< /Linearized 1 >>\n" + mark + mark)) == 1


@pytest.mark.parametrize("how", ["box", "note"])
def test_an_account_under_another_is_hidden_and_the_other_is_seen(how: str) -> None:
    over = COVER + line(f"IBAN {OTHER}", 624)
    data = paged(letter(pay(), over)) if how == "box" else paged(letter(pay()), note=over)
    (text,) = read(data).of(Text)
    assert text.hidden == f"IBAN {ACCOUNT}"
    assert OTHER in text.text and ACCOUNT not in text.text


@pytest.mark.parametrize(
    ("content", "patched"),
    [
        (letter(pay()), ()),
        (letter(line("IBAN", 624), line(ACCOUNT, 624, 90, 4)), ()),  # bold of the same family
        (letter(line("IBAN", 624), line(ACCOUNT, 624, 90, 2)), (Patched("BE71096123456769", "else", 1),)),
        (letter(line("IBAN BE71 0961", 624), line("2345 6769", 624, 140, 2)), (Patched("BE71096123456769", "mixed", 1),)),
        (letter(line("IBAN BE71 0961", 624), line("2345 6769", 624, 140, 1, 13)), (Patched("BE71096123456769", "mixed", 1),)),
        (line(f"IBAN {ACCOUNT}", 624, font=2), ()),  # nothing beside it to compare with
    ],
    ids=["same", "bold", "family", "two types", "two sizes", "alone"],
)
def test_accounts_in_other_letters_are_told(content: str, patched: tuple[Patched, ...]) -> None:
    assert document(paged(content)).patched == patched


OVER = (Patched("LT121000011101001000", "over", 1, "BE71096123456769"),)


@pytest.mark.parametrize(
    ("content", "patched"),
    [
        (line(f"IBAN {ACCOUNT}", 624) + line(f"IBAN {OTHER}", 624), OVER),
        (line(f"IBAN {ACCOUNT}", 624) + line(OTHER, 626, 84), OVER),  # typed a little higher
        (
            line(OTHER, 624, 84) + line(f"IBAN {ACCOUNT}", 624),
            (replace(OVER[0], account=OVER[0].beneath, beneath=OVER[0].account),),
        ),
        (line(f"IBAN {ACCOUNT}", 624) + line(f"IBAN {ACCOUNT}", 624, 51), ()),  # bold, made by hand
        (line(f"IBAN {ACCOUNT}", 624) + line(f"IBAN {ACCOUNT}", 622, 52), ()),  # with a shadow
        (line(f"IBAN {ACCOUNT}", 624) + line(f"IBAN {OTHER}", 606), ()),  # two accounts, one below the other
        (line(f"IBAN {ACCOUNT}", 624) + line(f"IBAN {OTHER}", 624, 300), ()),  # side by side
        (line(f"IBAN {ACCOUNT}", 624) + "3 Tr " + line(f"IBAN {OTHER}", 624) + "0 Tr ", ()),  # read by a scanner, not painted
        (line(f"IBAN {ACCOUNT}", 624) + COVER + line(f"IBAN {OTHER}", 624), ()),  # that is another finding
    ],
    ids=["over", "higher", "the other way", "bold", "shadow", "lines", "columns", "no ink", "covered"],
)
def test_an_account_painted_over_another_is_told_with_the_one_beneath(content: str, patched: tuple[Patched, ...]) -> None:
    assert tuple(one for one in document(paged(letter(content))).patched if one.how == "over") == patched


def test_the_programs_that_made_it_are_named() -> None:
    made = paged(letter(), info={"Creator": "Exact Online", "Producer": "Sejda 5.3"})
    assert document(made).tools == ("Exact Online", "Sejda 5.3")


def test_signatures_are_checked_and_their_signer_counts_only_when_known(tmp_path: Path) -> None:
    pytest.importorskip("pyhanko")
    whole, certificate = signed(FIRST, anchor=True)
    anchors = tmp_path / "tellen.pem"
    anchors.write_bytes(certificate)
    counting = Settings(ocr=False, signature_anchors=str(anchors))
    name = "Molens De Kroon"
    assert document(whole).signings == (Signing(name, True, Later.NOTHING),)
    assert document(whole, counting).signings == (Signing(name, True, Later.NOTHING, known=True),)
    assert document(changed(whole, letter(pay(OTHER)))).signings == (Signing(name, True, Later.CHANGED),)
    assert document(whole.replace(b"BE71 0961", b"BE71 0962")).signings == (Signing(name, False, Later.NOTHING),)
    assert document(signed(whole, "Tom Maes")[0]).signings == (
        Signing(name, True, Later.FILLED),
        Signing("Tom Maes", True, Later.NOTHING),
    )


def test_a_broken_signature_is_not_looked_at_and_says_so() -> None:
    pytest.importorskip("pyhanko")
    broken = paged(letter()).replace(
        b"/Type /Catalog", b"/Type /Catalog /AcroForm << /Fields [99 0 R] /SigFlags 3 >> /ByteRange [0 1 2 3]"
    )
    parts = read(broken)
    assert next(parts.of(Document)).signings == ()
    assert all(one == NotLooked("unpack.signing", Reason.DAMAGED, "factuur.pdf", one.detail) for one in parts.not_looked)
