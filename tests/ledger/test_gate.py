"""The gate: what is let go is what came, byte for byte; what does not fit lets nothing go."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.ledger.payments import PAYER, STYLES, Payment, Style, iban, pain, payments
from weerbaar.ledger.gate import Change, Decision, Split, another_id, split
from weerbaar.ledger.read import pain as pain_reader
from weerbaar.ledger.read.pain import Line, order_of
from weerbaar.ledger.read.refused import Refused

SAMPLES = Path(__file__).parent / "samples" / "pain"


def only(*numbers: int):
    return lambda line: Decision(line.number in numbers, () if line.number in numbers else ("waits",))


def everything(line: Line) -> Decision:
    return Decision(True)


def blocks_in(data: bytes, tag: str = "CdtTrfTxInf") -> list[bytes]:
    """The lines of a file as a plain search finds them: another reader than the gate's."""
    return re.findall(rb"<(?:\w+:)?%s>.*?</(?:\w+:)?%s>" % (tag.encode(), tag.encode()), data, re.DOTALL)


def sums_of(data: bytes) -> list[tuple[str, int, Decimal]]:
    """Stated count and sum of the file and each block, beside what libxml2 counts and adds up."""
    message = etree.fromstring(data)[0]
    found = []
    for part in (message.find("{*}GrpHdr"), *message.iterfind("{*}PmtInf")):
        inside = message if part.tag.endswith("GrpHdr") else part
        lines = list(inside.iter("{*}CdtTrfTxInf"))
        total = sum((Decimal(line.find("{*}Amt/{*}InstdAmt").text) for line in lines), Decimal(0))
        assert part.findtext("{*}NbOfTxs", str(len(lines))) == str(len(lines))
        assert Decimal(part.findtext("{*}CtrlSum", str(total))) == total
        found.append((etree.QName(part).localname, len(lines), total))
    return found


def test_a_file_of_which_every_line_goes_is_the_file_that_came() -> None:
    data = pain([payments(3)])
    found = split(data, everything)
    assert found.released is data
    assert (found.held, found.changes) == (None, ())
    assert found.released_sum == Decimal("6.06")


def test_a_file_of_which_no_line_goes_waits_as_it_came() -> None:
    data = pain([payments(3)])
    found = split(data, only())
    assert (found.released, found.held) == (None, data)
    assert [one.reasons for one in found.lines] == [("waits",)] * 3


def test_a_file_is_divided_and_every_change_is_told() -> None:
    data = pain([payments(2), payments(1, start=3)])
    found = split(data, only(1, 3))
    assert found.released is not None
    assert found.held is not None
    assert blocks_in(found.released) == [blocks_in(data)[0], blocks_in(data)[2]]
    assert blocks_in(found.held) == [blocks_in(data)[1]]
    assert sums_of(found.released) == [
        ("GrpHdr", 2, Decimal("4.04")),
        ("PmtInf", 1, Decimal("1.01")),
        ("PmtInf", 1, Decimal("3.03")),
    ]
    assert sums_of(found.held) == [("GrpHdr", 1, Decimal("2.02")), ("PmtInf", 1, Decimal("2.02"))]
    assert found.changes == (
        Change("released", "GrpHdr/NbOfTxs", "3", "2"),
        Change("released", "GrpHdr/CtrlSum", "6.06", "4.04"),
        Change("released", "PmtInf[P-1]/NbOfTxs", "2", "1"),
        Change("released", "PmtInf[P-1]/CtrlSum", "3.03", "1.01"),
        Change("held", "GrpHdr/MsgId", "M-1", another_id("M-1", frozenset({2}))),
        Change("held", "GrpHdr/NbOfTxs", "3", "1"),
        Change("held", "GrpHdr/CtrlSum", "6.06", "2.02"),
        Change("held", "PmtInf[P-1]/PmtInfId", "P-1", another_id("P-1", frozenset({2}))),
        Change("held", "PmtInf[P-1]/NbOfTxs", "2", "1"),
        Change("held", "PmtInf[P-1]/CtrlSum", "3.03", "2.02"),
    )


def test_outside_what_is_told_nothing_differs() -> None:
    data = pain([payments(3)])
    found = split(data, only(1, 2))
    assert found.released is not None
    expected = data.replace(b"\n        " + blocks_in(data)[2], b"")
    for was, now in ((b"<NbOfTxs>3", b"<NbOfTxs>2"), (b"<CtrlSum>6.06", b"<CtrlSum>3.03")):
        expected = expected.replace(was, now)
    assert found.released == expected


def test_a_block_without_lines_leaves() -> None:
    found = split(pain([payments(2), payments(2, start=3)]), only(1, 2))
    assert found.released is not None
    assert found.held is not None
    assert b"P-2" not in found.released
    assert b"P-1" not in found.held


def test_the_held_file_goes_later_under_an_id_of_its_own() -> None:
    data = pain([payments(4)])
    first = split(data, only(1, 2))
    assert first.held is not None
    later = split(first.held, everything, sent={"M-1"})
    assert later.released == first.held
    again = split(first.held, only(1))
    assert again.held is not None
    ids = {order_of(one).message.text for one in (data, first.held, again.held)}
    assert len(ids) == 3
    assert all(len(id) <= 35 for id in ids)


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_every_style_is_cut_at_the_same_places(style: Style) -> None:
    data = pain([payments(3), payments(2, start=4)], style)
    found = split(data, only(2, 4, 5))
    assert found.released is not None
    assert found.held is not None
    all_lines = blocks_in(data)
    assert len(all_lines) == 5
    assert blocks_in(found.released) == [all_lines[n] for n in (1, 3, 4)]
    assert blocks_in(found.held) == [all_lines[n] for n in (0, 2)]
    sums_of(found.released)
    sums_of(found.held)


NAMES = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=40
)
AMOUNTS = st.decimals("0.01", "999999999.99", places=2).map(str)


@given(
    blocks=st.lists(st.lists(st.tuples(NAMES, AMOUNTS, NAMES), min_size=1, max_size=5), min_size=1, max_size=4),
    style=st.sampled_from([style for style in STYLES.values() if style.encoding == "UTF-8"]),
    data=st.data(),
)
@settings(max_examples=150, deadline=None)
def test_what_goes_is_what_was_decided(blocks: list[list[tuple[str, str, str]]], style: Style, data: st.DataObject) -> None:
    number = iter(range(1, 100))
    made = [
        [Payment(name, iban(n := next(number)), amount, end_to_end=f"E{n}", text=text) for name, amount, text in block]
        for block in blocks
    ]
    file = pain(made, style)
    count = sum(map(len, made))
    go = data.draw(st.sets(st.integers(1, count)))
    found = split(file, only(*go))
    ends = [line.end_to_end for line in order_of(file).lines]
    for result, numbers in ((found.released, go), (found.held, set(range(1, count + 1)) - go)):
        if result is None:
            assert not numbers
            continue
        tree = etree.fromstring(result)
        assert [element.text for element in tree.iter("{*}EndToEndId")] == [ends[n - 1] for n in sorted(numbers)]
        assert [x.text for x in tree.iter("{*}InstdAmt")] == [
            p.amount for b in made for p in b if int(p.end_to_end[1:]) in numbers
        ]
        sums_of(result)
        lines = blocks_in(file)
        assert blocks_in(result) == [lines[n - 1] for n in sorted(numbers)]


FAULTY = [
    (Payment(iban="BE68539007547035"), "iban_invalid"),
    (Payment(iban="BE6853900754703"), "iban_invalid"),
    (Payment(iban="ZZ68539007547034"), "iban_invalid"),
    (Payment(account="<CdtrAcct><Id><Othr><Id>539007547034</Id></Othr></Id></CdtrAcct>"), "no_iban"),
    (Payment(account=""), "no_iban"),
    (Payment(amount="0.00"), "no_amount"),
    (Payment(extra="<ChqInstr><ChqTp>BCHQ</ChqTp></ChqInstr>"), "not_transfer"),
]


@pytest.mark.parametrize(("payment", "fault"), FAULTY, ids=[f"{fault} {n}" for n, (_, fault) in enumerate(FAULTY)])
def test_a_line_with_a_fault_never_goes_whatever_is_decided(payment: Payment, fault: str) -> None:
    found = split(pain([[payment, *payments(1, start=9)]]), everything)
    assert [(one.released, one.reasons) for one in found.lines] == [(False, (fault,)), (True, ())]


def test_two_lines_with_one_instruction_id_wait_both() -> None:
    same = [Payment(iban=iban(n), instruction="I-1", end_to_end=f"E-{n}") for n in (1, 2)]
    found = split(pain([same]), everything)
    assert [one.reasons for one in found.lines] == [("duplicate_instruction",)] * 2
    assert found.released is None


def test_another_name_for_the_account_is_told_to_who_decides() -> None:
    account = f"<CdtrAcct><Id><IBAN>{iban(1)}</IBAN></Id><Prxy><Id>+32470000001</Id></Prxy></CdtrAcct>"
    assert order_of(pain([[Payment(account=account)]], Style(version="09"))).lines[0].notes == ("bank_instruction",)


def test_a_payment_that_stands_there_twice_is_told_to_who_decides() -> None:
    found = order_of(pain([[Payment(text="Factuur 7"), Payment(text="Factuur 7"), Payment(text="Factuur 8")]]))
    assert [line.notes for line in found.lines] == [("twice",), ("twice",), ()]


def test_only_true_lets_a_line_go() -> None:
    found = split(pain([payments(2)]), lambda line: Decision("yes"))  # type: ignore[arg-type]
    assert found.released is None


def test_what_a_careful_person_would_want_to_know_is_noted() -> None:
    extra = (
        "<IntrmyAgt1><FinInstnId><BIC>GKCCBEBB</BIC></FinInstnId></IntrmyAgt1>"
        "<CdtrAgt><FinInstnId><BIC>REVOLT21</BIC></FinInstnId></CdtrAgt>"
    )
    line = order_of(pain([[Payment(extra=extra)]])).lines[0]
    assert line.notes == ("intermediary", "bic_country")
    assert (line.payer, line.date, line.block, line.amount) == (PAYER, "2026-11-23", "P-1", Decimal("12.50"))


GOOD = pain([payments(2)])
DTD = b'<?xml version="1.0"?><!DOCTYPE Document [%s]>' + GOOD.partition(b"?>")[2]
REFUSED = {
    "nothing": (b" \n", "empty"),
    "no XML": (b"IBAN;bedrag\nBE68;12", "not_xml"),
    "cut off": (GOOD[:-40], "not_xml"),
    "more after the end": (GOOD + b"<x/>", "not_xml"),
    "an external entity": (DTD % b'<!ENTITY x SYSTEM "file:///etc/passwd">', "dtd"),
    "an entity bomb": (DTD % b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 9)), "dtd"),
    "an empty DOCTYPE": (DTD % b"", "dtd"),
    "an entity nobody defined": (GOOD.replace(b"Factuur 1", b"&geheim;"), "not_xml"),
    "UTF-16": (GOOD.decode().replace("UTF-8", "UTF-16").encode("utf-16"), "encoding"),
    "UTF-16 without its mark": (GOOD.decode().encode("utf-16-le"), "encoding"),
    "UTF-32": (GOOD.decode().encode("utf-32"), "encoding"),
    "an encoding nobody agrees on": (GOOD.replace(b"UTF-8", b"cp037"), "encoding"),
    "windows-1252": (GOOD.replace(b"UTF-8", b"windows-1252"), "encoding"),
    "UTF-7": (GOOD.replace(b"UTF-8", b"UTF-7"), "encoding"),
    "a mark of UTF-8 before ISO-8859-1": (b"\xef\xbb\xbf" + GOOD.replace(b"UTF-8", b"ISO-8859-1"), "encoding"),
    "ISO-8859-1 with signs of Windows": (GOOD.replace(b"UTF-8", b"ISO-8859-1").replace(b"zoon", b"zo\x80n"), "encoding"),
    "ASCII that is none": (GOOD.replace(b"UTF-8", b"US-ASCII").replace(b"zoon", b"zo\xe9n"), "encoding"),
    "UTF-8 that is none": (GOOD.replace(b"zoon", b"zo\xe9n"), "not_xml"),
    "a declaration that hides its encoding": (GOOD.replace(b' encoding="UTF-8"', b' Encoding="UTF-8"'), "encoding"),
    "a declaration without end": (GOOD.replace(b"?>", b">", 1), "encoding"),
    "XML 1.1": (GOOD.replace(b'version="1.0"', b'version="1.1"'), "xml_version"),
    "a comment in a value": (GOOD.replace(b"<CtrlSum>3", b"<CtrlSum><!-- x -->3"), "hidden"),
    "a comment in an account": (GOOD.replace(b"<IBAN>BE", b"<IBAN>B<!-- -->E"), "hidden"),
    "a comment after a value": (GOOD.replace(b"</EndToEndId>", b"<!-- --></EndToEndId>"), "hidden"),
    "an instruction in a value": (GOOD.replace(b"<Nm>Leverancier 1", b"<Nm>Leverancier <?php 1?>1"), "hidden"),
    "CDATA": (GOOD.replace(b"Factuur 1", b"<![CDATA[Factuur 1]]>"), "hidden"),
    "another standard inside": (GOOD.replace(b"</PmtId>", b'</PmtId><x xmlns="urn:x"/>'), "foreign"),
    "a file drawn in": (GOOD.replace(b"</PmtId>", b'</PmtId><i:include xmlns:i="http://www.w3.org/2001/XInclude" href="a"/>'), "foreign"),
    "more in a place where anything may stand": (
        pain([payments(2)], Style(version="09")).replace(
            b"</CdtTrfTxInf>", b"<SplmtryData><Envlp><CdtTrfTxInf/></Envlp></SplmtryData></CdtTrfTxInf>"
        ),
        "foreign",
    ),
    "an attribute": (GOOD.replace(b"<IBAN>", b'<IBAN id="1">'), "attribute"),
    "a type of its own": (GOOD.replace(b"<Cdtr>", b'<Cdtr xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="x">'), "attribute"),
    "direct debits": (GOOD.replace(b"pain.001.001.03", b"pain.008.001.02"), "kind"),
    "a web page": (b"<html><body/></html>", "kind"),
    "an old version": (GOOD.replace(b"pain.001.001.03", b"pain.001.001.02"), "version"),
    "a version of tomorrow": (GOOD.replace(b"pain.001.001.03", b"pain.001.001.99"), "version"),
    "a German variant": (GOOD.replace(b"pain.001.001.03", b"pain.001.003.03"), "version"),
    "an IBAN with spaces": (GOOD.replace(b"<IBAN>BE68", b"<IBAN>BE68 "), "schema"),
    "an IBAN in lower case": (GOOD.replace(b"<IBAN>BE68", b"<IBAN>be68"), "schema"),
    "two accounts in one line": (GOOD.replace(b"</CdtrAcct>", b"</CdtrAcct><CdtrAcct><Id><IBAN>BE68539007547034</IBAN></Id></CdtrAcct>"), "schema"),
    "two amounts in one line": (GOOD.replace(b"</Amt>", b'</Amt><Amt><InstdAmt Ccy="EUR">9</InstdAmt></Amt>'), "schema"),
    "text between elements": (GOOD.replace(b"<CdtrAcct>", b"<CdtrAcct>BE68539007547034"), "schema"),
    "a decimal comma": (GOOD.replace(b'"EUR">1.01', b'"EUR">1,01'), "schema"),
    "an amount below nothing": (GOOD.replace(b'"EUR">1.01', b'"EUR">-1.01'), "schema"),
    "no lines": (re.sub(rb"<CdtTrfTxInf>.*</CdtTrfTxInf>", b"", GOOD, flags=re.DOTALL), "schema"),
    "a value without end": (GOOD.replace(b"Factuur 1", b"x" * 20_000), "schema"),
    "a wrong count": (pain([payments(2)], count="3"), "count"),
    "a wrong count in a block": (GOOD.replace(b"        <NbOfTxs>2", b"        <NbOfTxs>1"), "count"),
    "a wrong sum": (pain([payments(2)], total="3.02"), "control_sum"),
    "a wrong sum in a block": (GOOD.replace(b"        <CtrlSum>3.03", b"        <CtrlSum>3.04"), "control_sum"),
    "two blocks of one id": (pain([payments(1), payments(1, start=2)]).replace(b"P-2", b"P-1"), "duplicate_block"),
    "elements without end": (GOOD.replace(b"<Nm>", b"<Nm>" + b"<a>" * 100, 1), "too_deep"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED)
def test_nothing_is_let_go_of(data: bytes, code: str) -> None:
    asked: list[int] = []

    def decide(line: Line) -> Decision:
        asked.append(line.number)
        return Decision(True)

    with pytest.raises(Refused) as refusal:
        split(data, decide)
    assert refusal.value.code == code
    assert not asked, "nobody decides about a file that cannot be trusted"


def test_an_instruction_or_comment_between_elements_is_no_harm() -> None:
    data = GOOD.replace(b"<Document", b"<!-- Bakkerij --><?xml-stylesheet href='a.css'?><Document").replace(
        b"<PmtInf>", b"<PmtInf><!-- a -->"
    )
    assert split(data, everything).released == data


def test_a_declaration_may_be_written_widely() -> None:
    wide = b"<?xml\tversion = '1.0'\n encoding\t=\n'utf-8' standalone = 'yes' ?>"
    data = GOOD.replace(b'<?xml version="1.0" encoding="UTF-8"?>', wide)
    assert split(data, everything).released == data


def test_a_file_that_is_too_large_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pain_reader, "MOST_BYTES", len(GOOD) - 1)
    with pytest.raises(Refused) as refusal:
        split(GOOD, everything)
    assert refusal.value.code == "too_large"


def test_an_id_that_the_bank_has_had_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        split(GOOD, everything, sent={"M-0", "M-1"})
    assert refusal.value.code == "duplicate_message"


def test_a_refusal_names_the_place() -> None:
    with pytest.raises(Refused, match=r"The bank would refuse it\. \(line 24: .*IBAN"):
        split(GOOD.replace(b"<IBAN>" + iban(1).encode(), b"<IBAN>" + iban(1)[:8].encode() + b" "), everything)


@pytest.mark.parametrize(
    ("was", "now"), [("M-1", "M-1"), ("Lonen/Salaires été <2026>", "LonenSalaires t 2026"), ("x" * 35, "x" * 26), ("///", "")]
)  # fmt: skip
def test_a_new_id_has_signs_that_every_bank_takes(was: str, now: str) -> None:
    assert re.fullmatch(re.escape(now) + r"-[0-9A-F]{8}", another_id(was, frozenset({1})))
    assert another_id(was, frozenset({1})) != another_id(was, frozenset({2}))


def samples() -> list[Path]:
    return sorted(SAMPLES.glob("*.xml"))


@pytest.mark.parametrize("path", samples(), ids=lambda path: path.stem)
def test_samples_in_the_styles_of_banks_round_trip(path: Path) -> None:
    data = path.read_bytes()
    count = len(order_of(data).lines)
    assert count >= 2
    assert split(data, everything).released == data
    for kept in range(1, count + 1):
        found: Split = split(data, only(kept))
        assert found.released is not None
        assert found.held is not None
        assert blocks_in(found.released) == [blocks_in(data)[kept - 1]]
        assert blocks_in(found.held) == blocks_in(data)[: kept - 1] + blocks_in(data)[kept:]
        sums_of(found.released)
        sums_of(found.held)


def test_there_are_samples() -> None:
    assert len(samples()) >= 6
