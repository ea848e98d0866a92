"""pain.001 files in many styles, made for the tests: people, firms and numbers are invented."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from xml.sax.saxutils import escape

PAYER = "BE68539007547034"


def iban(number: int, country: str = "BE") -> str:
    """A valid account: the n-th of Belgium, or of Germany, France without its own key, or the Netherlands."""
    if country == "BE":
        own = f"{number:010d}"
        account = own + f"{int(own) % 97 or 97:02d}"
    else:
        account = {"NL": f"MOLN{number:010d}", "DE": f"{number:018d}", "LU": f"{number:016d}"}[country]
    digits = "".join(str(int(c, 36)) for c in account + country)
    return f"{country}{98 - int(digits + '00') % 97:02d}{account}"


@dataclass(frozen=True)
class Payment:
    name: str = "Molenaars Meel bv"
    iban: str = iban(1)
    amount: str = "12.50"
    currency: str = "EUR"
    instruction: str = ""
    end_to_end: str = "NOTPROVIDED"
    text: str = ""
    extra: str = ""  # XML between Amt and Cdtr
    account: str | None = None  # XML instead of CdtrAcct


@dataclass(frozen=True)
class Style:
    """How a program writes its file."""

    version: str = "03"
    prefix: str = ""
    newline: str = "\n"
    indent: str = "  "
    encoding: str = "UTF-8"
    declaration: str = '<?xml version="1.0" encoding="{encoding}"?>'
    mark: bytes = b""
    quote: str = '"'
    sums: bool = True
    block_sums: bool = True
    between: str = ""  # before every line
    root: str = ""  # attributes of Document


def payments(count: int, start: int = 1) -> list[Payment]:
    """Payments that differ in everything."""
    return [
        Payment(f"Leverancier {n} & zoon", iban(n), f"{n}.{n % 100:02d}", "EUR", f"I-{n}", f"E-{n}", f"Factuur {n}")
        for n in range(start, start + count)
    ]


def pain(
    blocks: Sequence[Sequence[Payment]], style: Style = Style(), message: str = "M-1", count: str = "", total: str = ""
) -> bytes:  # fmt: skip
    """A whole pain.001 with these blocks; `count` and `total` say something else than what is in it."""
    end = style.newline
    lines: list[str] = []

    def line(depth: int, text: str) -> None:
        lines.append(style.indent * depth + text)

    def stated(depth: int, some: Sequence[Payment], wanted: bool) -> None:
        if wanted:
            line(depth, f"<NbOfTxs>{(count if depth == 3 else '') or len(some)}</NbOfTxs>")
            line(
                depth,
                f"<CtrlSum>{(total if depth == 3 else '') or sum((Decimal(p.amount) for p in some), Decimal(0))}</CtrlSum>",
            )

    everything = [payment for block in blocks for payment in block]
    bic = "BIC" if style.version == "03" else "BICFI"
    line(0, f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.{style.version}"{style.root}>')
    line(1, "<CstmrCdtTrfInitn>")
    line(2, "<GrpHdr>")
    line(3, f"<MsgId>{escape(message)}</MsgId>")
    line(3, "<CreDtTm>2026-11-20T09:30:00</CreDtTm>")
    if style.sums:
        stated(3, everything, True)
    else:
        line(3, f"<NbOfTxs>{count or len(everything)}</NbOfTxs>")
    line(3, "<InitgPty><Nm>Bakkerij Van Hove</Nm></InitgPty>")
    line(2, "</GrpHdr>")
    for number, block in enumerate(blocks, 1):
        line(2, "<PmtInf>")
        line(4, f"<PmtInfId>P-{number}</PmtInfId>")
        line(4, "<PmtMtd>TRF</PmtMtd>")
        stated(4, block, style.block_sums)
        line(4, f"<ReqdExctnDt>{'2026-11-23' if style.version == '03' else '<Dt>2026-11-23</Dt>'}</ReqdExctnDt>")
        line(4, "<Dbtr><Nm>Bakkerij Van Hove</Nm></Dbtr>")
        line(4, f"<DbtrAcct><Id><IBAN>{PAYER}</IBAN></Id></DbtrAcct>")
        line(4, f"<DbtrAgt><FinInstnId><{bic}>GKCCBEBB</{bic}></FinInstnId></DbtrAgt>")
        for payment in block:
            if style.between:
                line(4, style.between)
            line(4, "<CdtTrfTxInf>")
            instruction = f"<InstrId>{payment.instruction}</InstrId>" if payment.instruction else ""
            line(5, f"<PmtId>{instruction}<EndToEndId>{payment.end_to_end}</EndToEndId></PmtId>")
            line(5, f'<Amt><InstdAmt Ccy="{payment.currency}">{payment.amount}</InstdAmt></Amt>{payment.extra}')
            line(5, f"<Cdtr><Nm>{escape(payment.name)}</Nm></Cdtr>")
            line(
                5, f"<CdtrAcct><Id><IBAN>{payment.iban}</IBAN></Id></CdtrAcct>" if payment.account is None else payment.account
            )
            if payment.text:
                line(5, f"<RmtInf><Ustrd>{escape(payment.text)}</Ustrd></RmtInf>")
            line(4, "</CdtTrfTxInf>")
        line(2, "</PmtInf>")
    line(1, "</CstmrCdtTrfInitn>")
    line(0, "</Document>")
    text = end.join(line for line in lines if line)
    if style.prefix:
        text = _prefixed(text, style.prefix)
    if style.quote == "'":
        text = text.replace('"', "'")
    head = style.declaration.replace("{encoding}", style.encoding)
    return style.mark + (f"{head}{end}{text}{end}" if head else text + end).encode(style.encoding)


def _prefixed(text: str, prefix: str) -> str:
    for mark in ("</", "<"):
        text = "".join(
            piece if number == 0 else f"{mark}{'' if piece[:1] in '!/?' else prefix + ':'}{piece}"
            for number, piece in enumerate(text.split(mark))
        )
    return text.replace("xmlns=", f"xmlns:{prefix}=")


STYLES = {
    "plain": Style(),
    "version 9": Style(version="09"),
    "one line": Style(newline="", indent=""),
    "prefix": Style(prefix="ns2"),
    "prefix and version 9": Style(version="09", prefix="pain", newline="\r\n"),
    "windows, tabs, mark": Style(newline="\r\n", indent="\t", mark=b"\xef\xbb\xbf"),
    "no declaration": Style(declaration=""),
    "single quotes and comments": Style(quote="'", between="<!-- volgende -->"),
    "latin": Style(encoding="ISO-8859-1"),
    "no sums": Style(sums=False, block_sums=False),
    "schema location": Style(
        root=' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03 a>b.xsd"'
    ),
    "white space in sums": replace(Style(), indent="\t\n "),
}
