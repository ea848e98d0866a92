"""Numbers as they are kept, and whether they can be right: accounts, banks, VAT and enterprise numbers, references, telephones, domains, mail.

Each function takes a number as somebody wrote it (spaces, dots, lower case, invisible characters, full-width digits) and gives it as facts
keep it, or "" when it cannot be one. A number that can be right is not yet anybody's.

IBAN: ISO 13616-1, the structure of each country in the SWIFT registry (release 99), check digits by ISO 7064 mod 97-10. BIC: ISO 9362.
VAT: Council Directive 2006/112/EC art. 215, check digits of each country by python-stdnum. Creditor reference: ISO 11649. Structured
communication: Febelfin, "Gestructureerde mededeling" (12 digits, mod 97). Telephones: ITU-T E.164.
"""

import re
import unicodedata

LONGEST = 120
"""Characters of a number that are read."""
REGISTRY = """
    AD:8n12c AE:19n AL:8n16c AT:16n AZ:4a20c BA:16n BE:12n BG:4a6n8c BH:4a14c BI:23n BR:23n1a1c BY:4c4n16c CH:5n12c CR:18n CY:8n16c
    CZ:20n DE:18n DJ:23n DK:14n DO:4c20n EE:16n EG:25n ES:20n FI:14n FK:2a12n FO:14n FR:10n11c2n GB:4a14n GE:2a16n GI:4a15c GL:14n
    GR:7n16c GT:24c HN:4a20n HR:17n HU:24n IE:4a14n IL:19n IQ:4a15n IS:22n IT:1a10n12c JO:4a4n18c KW:4a22c KZ:3n13c LB:4n20c LC:4a24c
    LI:5n12c LT:16n LU:3n13c LV:4a13c LY:21n MC:10n11c2n MD:20c ME:18n MK:3n10c2n MN:16n MR:23n MT:4a5n18c MU:4a19n3a NI:4a20n
    NL:4a10n NO:11n OM:3n16c PK:4a16c PL:24n PS:4a21c PT:21n QA:4a21c RO:4a16c RS:18n RU:14n15c SA:2n18c SC:4a20n3a SD:14n SE:20n
    SI:15n SK:20n SM:1a10n12c SO:19n ST:21n SV:4a20n TL:19n TN:20n TR:6n16c UA:6n19c VA:18n VG:4a16n XK:16n YE:4a4n18c
"""
CLASSES = {"n": "0-9", "a": "A-Z", "c": "A-Z0-9"}
SHAPES: dict[str, tuple[int, re.Pattern[str]]] = {}
"""Country -> length and pattern of what follows the four first signs of an IBAN."""
for _entry in REGISTRY.split():
    _country, _, _structure = _entry.partition(":")
    _fields = re.findall(r"(\d+)([nac])", _structure)
    SHAPES[_country] = (
        sum(int(count) for count, _ in _fields),
        re.compile("".join(f"[{CLASSES[letter]}]{{{count}}}" for count, letter in _fields)),
    )
SEPARATORS = re.compile(r"[\s.\-/_]+")
CALLED_IBAN = re.compile(r"\A(?:IBAN|COMPTE|REKENING(?:NUMMER)?|KONTO)[:.]?(?=[A-Z]{2}\d\d)")
BIC = re.compile(r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
VAT_COUNTRIES = frozenset(
    ("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT",
     "RO", "SE", "SI", "SK")
)  # fmt: skip
CALLED_VAT = re.compile(r"\A(?:BTW|TVA|MWST|UST|USTID(?:NR)?|VAT)(?:NR|NO)?[:.]?")
REGISTER = re.compile(r"[AB][1-9]\d{0,6}")
"""Registre de commerce et des sociétés, Luxembourg: the letter of the kind of firm and a number."""
GERMAN_REGISTER = re.compile(r"\A(HR[AB]|GNR|PR|VR)0{0,5}(\d{1,6}[A-Z]{0,3})\Z")
E164 = re.compile(r"\+[1-9]\d{6,14}")
DOMAIN = re.compile(r"(?:[\w-]{1,63}\.){1,10}[\w-]{2,63}")
AMOUNT = re.compile(r"\d{1,18}(?:\.\d{1,5})?")


def plain(written: str) -> str:
    """The first 120 characters without invisible ones (Unicode Cc, Cf), full-width and other digits as ASCII, spaces single."""
    text = written[:LONGEST]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _compact(written: str) -> str:
    """Without separators, upper case; "" when a sign of another script stands in it."""
    text = SEPARATORS.sub("", plain(written)).upper()
    return text if text.isascii() else ""


def iban(written: str) -> str:
    """An account: "be68 5390-0754 7034" -> "BE68539007547034"; "" when country, length, structure or check digits are wrong."""
    text = CALLED_IBAN.sub("", _compact(written).replace(":", ""))
    shape = SHAPES.get(text[:2])
    if shape is None or not text[2:4].isdigit() or len(text) != 4 + shape[0] or not shape[1].fullmatch(text[4:]):
        return ""
    return text if checks(text) else ""


def checks(iban: str) -> bool:
    """Whether the check digits of a compact, upper-case IBAN of the right structure are right (ISO 7064 mod 97-10)."""
    return int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 == 1


def grouped(iban: str) -> str:
    """A compact account as people read it: "BE68 5390 0754 7034"."""
    return " ".join(iban[i : i + 4] for i in range(0, len(iban), 4))


def bic(written: str) -> str:
    """A bank: "kred be bb" -> "KREDBEBB"; "XXX" for the head office is left out, so that both spellings are one."""
    text = _compact(written)
    if not BIC.fullmatch(text):
        return ""
    return text[:8] if text.endswith("XXX") and len(text) == 11 else text


def bic_of(iban: str) -> str:
    """The BIC a bank's code inside a valid account belongs to, by schwifty's registries; "" where they do not say."""
    import schwifty

    try:
        found = schwifty.IBAN(iban, allow_invalid=True).bic
    except ValueError:
        return ""
    return bic(str(found)) if found else ""


def vat(written: str, country: str = "") -> str:
    """A VAT number with its country: "0403.019.261" in BE -> "BE0403019261". Greece is EL, as on invoices.

    `country` (ISO 3166-1 alpha-2) is used when the number does not begin with one.
    """
    text = CALLED_VAT.sub("", _compact(written).replace(":", ""))
    if text[:2] == "GR":
        text = "EL" + text[2:]
    home = "EL" if country.upper() == "GR" else country.upper()
    candidates = [text] if text[:2] in VAT_COUNTRIES else []
    if home in VAT_COUNTRIES:
        candidates.append(home + text)
    for candidate in candidates:
        found = _vat(candidate[:2], candidate[2:])
        if found:
            return candidate[:2] + found
    return ""


def _vat(country: str, number: str) -> str:
    from stdnum.eu import vat as european
    from stdnum.exceptions import ValidationError

    if not 4 <= len(number) <= 14 or not number.isalnum():
        return ""
    try:
        found = str(european.validate(country + number))
    except ValidationError:
        return ""
    return found.removeprefix(country)


def enterprise(written: str, country: str) -> str:
    """The number in the register of firms, with the country before it; "" when it cannot be one of that country's.

    BE: KBO/BCE, ten digits. NL: KvK, eight digits. FR: SIREN, nine digits, also out of a SIRET. DE: the register and number, without the
    court ("HRB 12345" -> "DEHRB12345"). LU: RCS, a letter and a number.
    """
    text, home = _compact(written), country.upper()[:2]
    if home and text.startswith(home) and text[len(home) : len(home) + 1].isdigit():
        text = text[len(home) :]
    found = {"BE": _belgian, "NL": _dutch, "FR": _french, "DE": _german, "LU": _luxembourg}.get(home)
    number = found(text) if found else ""
    return home + number if number else ""


def _belgian(text: str) -> str:
    digits = text.zfill(10) if text.isdigit() and len(text) == 9 else text
    right = len(digits) == 10 and digits.isdigit() and digits[0] in "01" and int(digits[8:]) == 97 - int(digits[:8]) % 97
    return digits if right else ""


def _dutch(text: str) -> str:
    digits = text.removeprefix("KVK")
    return digits if len(digits) == 8 and digits.isdigit() and int(digits) else ""


def _french(text: str) -> str:
    from stdnum.fr import siren, siret

    if siren.is_valid(text):
        return text
    return text[:9] if siret.is_valid(text) else ""


def _german(text: str) -> str:
    match = GERMAN_REGISTER.match(text)
    return match[1] + match[2] if match else ""


def _luxembourg(text: str) -> str:
    digits = text.removeprefix("RCS").removeprefix("LUXEMBOURG").replace("NO", "")
    return digits if REGISTER.fullmatch(digits) else ""


def enterprise_of(vat: str) -> str:
    """The enterprise number a VAT number is made of (BE, FR); "" where the one does not tell the other."""
    if vat.startswith("BE") and _belgian(vat[2:]):
        return vat
    return enterprise(vat[4:], "FR") if vat.startswith("FR") else ""


def structured(written: str) -> str:
    """The structured communication of a Belgian transfer: "+++090/9337/55493+++" -> "090933755493"; the last two digits are checked."""
    digits = re.sub(r"[\s+*/.]", "", plain(written))
    if len(digits) != 12 or not (digits.isascii() and digits.isdigit()):
        return ""
    return digits if int(digits[10:]) == (int(digits[:10]) % 97 or 97) else ""


def creditor_reference(written: str) -> str:
    """A reference by ISO 11649: "RF18 5390 0754 7034" -> "RF18539007547034"; check digits as in an IBAN."""
    text = _compact(written)
    if not re.fullmatch(r"RF\d\d[A-Z0-9]{1,21}", text):
        return ""
    return text if checks(text) else ""


def phone(written: str, country: str = "") -> str:
    """A telephone number as E.164: "0470 00 00 01" in BE -> "+32470000001". `country` is where a national number is at home."""
    text = plain(written)
    digits = re.sub(r"[\s()./-]", "", text.replace("(0)", ""))
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if digits.isascii() and E164.fullmatch(digits):
        return digits
    import phonenumbers

    try:
        number = phonenumbers.parse(text, country.upper() or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def domain(written: str) -> str:
    """A domain of mail or web, lower case, as people read it (punycode decoded): "https://www.Molen.example/x" -> "molen.example"."""
    text = plain(written).lower().replace(" ", "")
    text = re.sub(r"\A(?:https?:)?//", "", text)
    text = text.partition("/")[0].rpartition("@")[2].partition(":")[0].strip(".").removeprefix("www.")
    text = _decoded(text)
    return text if DOMAIN.fullmatch(text) else ""


def address(written: str) -> str:
    """A mail address, lower case: "Facturen@Molen.example" -> "facturen@molen.example"."""
    local, _, host = plain(written).lower().strip("<>").removeprefix("mailto:").rpartition("@")
    host = _decoded(host)
    return f"{local}@{host}" if local and not set(local) & set(' ,;<>"') and DOMAIN.fullmatch(host) else ""


def _decoded(host: str) -> str:
    if "xn--" not in host:
        return host
    import idna

    try:
        return idna.decode(host)
    except (idna.IDNAError, UnicodeError):
        return host


def amount(written: str) -> str:
    """An amount in XML or JSON ("1250.00", "0"): digits and at most one point, no sign, no thousands; "" when it is none."""
    text = plain(written)
    return text if text.isascii() and AMOUNT.fullmatch(text) else ""
