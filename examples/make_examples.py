"""Where the pictures and invoices among the examples come from: `python examples/make_examples.py`.

The mails, chats and links beside them were written by hand. Running this again gives the same bytes.
"""

from pathlib import Path

import zxingcpp
from PIL import Image

HERE = Path(__file__).parent

CODES = {
    "nl/qr-fraud-staff-login.png": "https://bakkerijvanhove-personeel.aanmelden.example/verifieer?account=tom",
    "fr/qr-honest-shop-menu.png": "https://www.bakkerijvanhove.example/fr/carte",
    "de/qr-fraud-parking-fee.png": "http://198.51.100.77/parken-bezahlen/karte?zone=4711",
    # A payment code as shops print it (EPC069-12), with the account that Molens De Kroon has confirmed.
    "en/qr-honest-flour-payment.png": "\n".join(
        ("BCD", "002", "1", "SCT", "", "Molens De Kroon", "BE71096123456769", "EUR2118.60", "", "", "Invoice 2026-0342")
    ),
}

INVOICES = {
    "nl/invoice-honest-flour.pdf": """Molens De Kroon
Molenstraat 4, 9800 Deinze
facturen@molensdekroon.example

FACTUUR 2026-0342                                  11 maart 2026

Aan: Bakkerij Van Hove, t.a.v. Tom Maes

Tarwebloem T65, 2.400 kg                              1.872,00
Volkorenmeel, 300 kg                                    246,60
Totaal te betalen                                  € 2.118,60

Betaling binnen 30 dagen op BE71 0961 2345 6769.
Vragen over deze factuur? Bel ons op het nummer dat u van ons kent.""",
    "fr/invoice-fraud-company-register.pdf": """REGISTRE EUROPÉEN DES ENTREPRISES - SERVICE DES PUBLICATIONS
Ceci n'est pas une facture si vous refusez l'offre dans les 24 heures

AVIS DE PAIEMENT 7719-BE                           20 mars 2026

Bakkerij Van Hove, à l'attention de la comptabilité

Inscription obligatoire 2026-2028                       987,00
Frais de dossier urgents                                 49,00
Total à régler immédiatement                       € 1.036,00

Sans paiement sous 48 heures, votre dossier sera transmis au contentieux
et votre entreprise radiée du registre.
Virement uniquement sur ES91 2100 0418 4502 0005 1332
Titulaire : RDE Publications Ltd
Ne contactez pas votre comptable, ce dossier est traité par nos services.""",
    "de/invoice-honest-paper-bags.pdf": """Brinkmann Druck GmbH
Am Hafen 12, 50735 Köln
info@brinkmann-druck.example

RECHNUNG 26-1187                                  14. April 2026

An: Bakkerij Van Hove, Backstube Eupen, z. Hd. Jonas Weber

Papiertüten Frühjahr, 20.000 Stück                    3.287,39
Umsatzsteuer 19 %                                       624,61
Gesamtbetrag                                       € 3.912,00

Geliefert am 13. April. Zahlbar innerhalb von 30 Tagen auf unser
bekanntes Konto DE89 3704 0044 0532 0130 00.
Vielen Dank für Ihren Auftrag und auf Wiedersehen im Herbst.""",
    "en/invoice-fraud-new-account.pdf": """Brinkmann Druck GmbH
Accounts receivable

INVOICE 26-1187 - SECOND REMINDER                  22 April 2026

To: Bakkerij Van Hove, Emma Clarke

Paper bags, 20,000 pieces                             3,912.00
Late payment charge                                     120.00
Total due today                                    € 4,032.00

Our bank account has changed. Do not use the old account any more.
Please transfer the full amount today to our new account:
GB82 WEST 1234 5698 7654 32, Brinkmann Druck GmbH
Send proof of payment to brinkmann.accounts@quickmail.example. Our phone
lines are closed this week, please do not call the office.""",
}


def write_code(path: Path, payload: str) -> None:
    """A QR code as a picture of about 300 pixels, with the quiet zone scanners need."""
    code = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    Image.fromarray(code.to_image(scale=8, add_quiet_zones=True)).save(path, optimize=True)


def write_invoice(path: Path, text: str) -> None:
    """One A4 page of text in Courier (PDF 1.4, ISO 32000-1), the least a PDF can be."""
    lines = "".join(f"({_escaped(line)}) Tj T*\n" for line in text.splitlines())
    page = f"BT /F1 10 Tf 14 TL 50 780 Td\n{lines}ET".encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    path.write_bytes(out)


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


if __name__ == "__main__":
    for name, payload in CODES.items():
        write_code(HERE / name, payload)
    for name, text in INVOICES.items():
        write_invoice(HERE / name, text)
