"""Check digits of the numbers that states give to people, and of cards. Each takes digits (or capitals) without separators.

Own code because a long text holds thousands of candidates; tests hold each function against python-stdnum.
"""

from datetime import date

ODD_TURNS = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
OMOCODIA = str.maketrans("LMNPQRSTUV", "0123456789")
DOUBLED = str.maketrans("0123456789", "0246813579")
DNI = "TRWAGMYFPDXBNJZSQVHLCKE"
VERHOEFF_TURNS = ((0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 5, 7, 6, 2, 8, 3, 0, 9, 4), (5, 8, 0, 3, 7, 9, 6, 1, 4, 2), (8, 9, 1, 6, 0, 4, 3, 5, 2, 7), (9, 4, 5, 3, 1, 2, 6, 8, 7, 0), (4, 2, 8, 6, 5, 7, 3, 9, 0, 1), (2, 7, 9, 3, 8, 0, 6, 4, 1, 5), (7, 0, 4, 6, 9, 1, 3, 2, 5, 8))  # fmt: skip  # noqa: E501
VERHOEFF_PRODUCTS = ((0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 3, 4, 0, 6, 7, 8, 9, 5), (2, 3, 4, 0, 1, 7, 8, 9, 5, 6), (3, 4, 0, 1, 2, 8, 9, 5, 6, 7), (4, 0, 1, 2, 3, 9, 5, 6, 7, 8), (5, 9, 8, 7, 6, 0, 4, 3, 2, 1), (6, 5, 9, 8, 7, 1, 0, 4, 3, 2), (7, 6, 5, 9, 8, 2, 1, 0, 4, 3), (8, 7, 6, 5, 9, 3, 2, 1, 0, 4), (9, 8, 7, 6, 5, 4, 3, 2, 1, 0))  # fmt: skip  # noqa: E501


def is_date(year: int, month: int, day: int) -> bool:
    """Whether there is such a day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def luhn(digits: str) -> bool:
    """ISO/IEC 7812-1 annex B; 1 in 10 passes by chance."""
    return sum(map(int, digits[-1::-2] + digits[-2::-2].translate(DOUBLED))) % 10 == 0


def verhoeff(digits: str) -> bool:
    """Verhoeff 1969; 1 in 10."""
    check = 0
    for at, c in enumerate(reversed(digits)):
        check = VERHOEFF_PRODUCTS[check][VERHOEFF_TURNS[at % 8][int(c)]]
    return check == 0


def mod_11_10(digits: str) -> bool:
    """ISO 7064 MOD 11,10; 1 in 10."""
    check = 5
    for c in digits:
        check = ((check or 10) * 2 % 11 + int(c)) % 10
    return check == 1


def belgian(digits: str) -> bool:
    """Rijksregisternummer and BIS number, 11 digits: a day of birth (or 00), 97 minus the rest (with 2 before it from 2000 on).

    2 in 97 pass, and 9 in 100 random numbers have a day that can be. The month of a BIS number is 20 or 40 higher (Royal Decree of
    8 February 1991).
    """
    if digits[6:9] in ("000", "999"):
        return False
    month, day = int(digits[2:4]) % 20, int(digits[4:6])
    if int(digits[2:4]) > 52 or month > 12 or day > 31:
        return False
    rest, check = int(digits[:9]), int(digits[9:])
    return check in (97 - rest % 97, 97 - (rest + 2_000_000_000) % 97)


def bsn(digits: str) -> bool:
    """Burgerservicenummer, 9 digits, the eleven test: 1 in 11 passes."""
    return (
        digits != "000000000" and (sum(int(c) * n for c, n in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))) % 11 == 0
    )


def nir(number: str) -> bool:
    """Numéro d'inscription au répertoire, 13 signs and a key of 2: sex, year, month, department (2A, 2B in Corsica), mod 97.

    Of random 15 digits 1 in 5,000 passes (INSEE, decree 82-103).
    """
    month, department = number[3:5], number[5:7]
    if (
        number[0] not in "123478"
        or not month.isdigit()
        or not (1 <= int(month) <= 12 or 20 <= int(month) <= 42 or int(month) >= 50)
    ):
        return False
    if department in ("00", "96"):
        return False
    plain = (
        number.replace("2A", "19", 1) if department == "2A" else number.replace("2B", "18", 1) if department == "2B" else number
    )
    return plain.isdigit() and 97 - int(plain[:13]) % 97 == int(plain[13:])


def steuer_id(digits: str) -> bool:
    """Steuerliche Identifikationsnummer, 11 digits: one digit twice or three times in the first ten, MOD 11,10 (§ 139b AO): 1 in 260."""
    ten = digits[:10]
    most = max(ten.count(c) for c in set(ten))
    repeated = sum(1 for c in set(ten) if ten.count(c) > 1)
    return digits[0] != "0" and repeated == 1 and most in (2, 3) and mod_11_10(digits)


def versicherungsnummer(number: str) -> bool:
    """German pension insurance number, `12345678A901`: area, day of birth, letter, serial, check (§ 147 SGB VI, VKVV § 2): 1 in 270 of
    what has this form."""
    day, month = int(number[2:4]), int(number[4:6])
    if not (1 <= day <= 31 and 1 <= month <= 12) or number[:2] in ("00", "01"):
        return False
    digits = number[:8] + f"{ord(number[8]) - 64:02}" + number[9:11]
    products = (int(c) * n for c, n in zip(digits, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1), strict=True))
    return sum(n // 10 + n % 10 for n in products) % 10 == int(number[11])


def matricule(digits: str) -> bool:
    """Luxembourg, 13 digits: day of birth, serial, a Luhn and a Verhoeff digit (law of 19 June 2013): fewer than 1 in 100,000."""
    if not "1850" < digits[:4] < "2100" or not is_date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])):
        return False
    return luhn(digits[:12]) and verhoeff(digits[:11] + digits[12])


def austrian(digits: str) -> bool:
    """Sozialversicherungsnummer, 10 digits: serial, check, day of birth (§ 30c ASVG): 1 in 300."""
    day, month = int(digits[4:6]), int(digits[6:8])
    if digits[0] == "0" or not (1 <= day <= 31 and 1 <= month <= 15):
        return False
    weighed = sum(int(c) * n for c, n in zip(digits[:3] + digits[4:], (3, 7, 9, 5, 8, 4, 2, 1, 6), strict=True))
    return weighed % 11 == int(digits[3])


def ahv(digits: str) -> bool:
    """Swiss AHV number, 13 digits that begin with 756, check digit as an EAN: 1 in 10,000 of 13 digits."""
    return digits.startswith("756") and sum(int(c) * (3 if at % 2 else 1) for at, c in enumerate(digits)) % 10 == 0


def pesel(digits: str) -> bool:
    """Polish PESEL, 11 digits: day of birth and a check digit: 1 in 50."""
    month, day = int(digits[2:4]) % 20, int(digits[4:6])
    weighed = sum(int(c) * n for c, n in zip(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1), strict=True))
    return 1 <= month <= 12 and 1 <= day <= 31 and weighed % 10 == 0


def nhs(digits: str) -> bool:
    """British NHS number, 10 digits, mod 11: 1 in 11."""
    return sum(int(c) * n for c, n in zip(digits, range(10, 0, -1), strict=True)) % 11 == 0


def dni(number: str) -> bool:
    """Spanish DNI and NIE, 8 signs and a letter, mod 23: 1 in 23."""
    digits = str("XYZ".find(number[0])) + number[1:8] if number[0] in "XYZ" else number[:8]
    return number[8] == DNI[int(digits) % 23]


def codice_fiscale(number: str) -> bool:
    """Italian codice fiscale, 16 signs with a check letter (D.M. 12 March 1974): 1 in 26 of what has this form."""
    total = 0
    for at, c in enumerate(number[:15]):
        value = int(c) if c.isdigit() else ord(c) - 65
        total += value if at % 2 else ODD_TURNS[value]
    digits = (number[6:8] + number[9:11]).translate(OMOCODIA)
    return number[8] in "ABCDEHLMPRST" and int(digits[2:]) % 40 in range(1, 32) and ord(number[15]) - 65 == total % 26


def pps(number: str) -> bool:
    """Irish PPS number, 7 digits and a check letter, mod 23: 1 in 23."""
    extra = (ord(number[8]) - 64) * 9 if len(number) == 9 and number[8] not in "WT" else 0
    total = sum(int(c) * n for c, n in zip(number[:7], range(8, 1, -1), strict=True)) + extra
    return "WABCDEFGHIJKLMNOPQRSTUV"[total % 23] == number[7]
