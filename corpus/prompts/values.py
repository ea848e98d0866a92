"""Invented values with right check digits, for the slots of the prompts. Every value is drawn from the generator that is handed in.

Phone numbers come from the ranges that ARCEP (FR), BNetzA (DE), Ofcom (GB) and ComReg (IE) keep free for films; Belgium, the Netherlands and
Luxembourg keep none, so those are invented within a mobile or area prefix. Keys and passwords say "invented" or are made up on the spot.
"""

import base64
import string
from collections.abc import Callable, Mapping, Sequence
from random import Random

HEX = "0123456789abcdef"
UPPER = string.ascii_uppercase
ALNUM = string.ascii_letters + string.digits
PLATE = "ABCDEFGHJKLMNPRSTVWXYZ"


def digits(rnd: Random, count: int, first: str = "0123456789") -> str:
    """`count` digits, the first one out of `first`."""
    return rnd.choice(first) + "".join(rnd.choice(string.digits) for _ in range(count - 1))


def letters(rnd: Random, count: int, of: str = UPPER) -> str:
    return "".join(rnd.choice(of) for _ in range(count))


def poured(value: str, pattern: str) -> str:
    """`value` in the pattern, where # takes the next character and * the rest; as it is for an empty pattern."""
    if not pattern:
        return value
    rest = iter(value)
    return "".join(next(rest) if sign == "#" else "".join(rest) if sign == "*" else sign for sign in pattern)


def shaped(rnd: Random, value: str, patterns: Sequence[str]) -> str:
    return poured(value, rnd.choice(patterns))


MONTHS: Mapping[str, tuple[str, ...]] = {
    "nl": (
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ),
    "fr": (
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    "de": (
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}


def birth_date(rnd: Random, language: str) -> str:
    """A day between 1944 and 2019 as people of the language write it."""
    year, month, day = birth(rnd, 2019)
    name = MONTHS[language][month - 1]
    written = f"{day}. {name} {year}" if language == "de" else f"{day} {name} {year}"
    mark = rnd.choice({"nl": "/-", "fr": "/", "de": ".", "en": "/"}[language])
    return rnd.choice(
        (written, f"{day:02d}{mark}{month:02d}{mark}{year}", f"{day}{mark}{month}{mark}{year}", f"{year}-{month:02d}-{day:02d}")
    )


def grouped(rnd: Random, value: str, size: int = 4, marks: str = "  -") -> str:
    """`value` in groups, with a mark between them, or compact one time in three."""
    if rnd.random() < 1 / 3:
        return value
    mark = rnd.choice(marks)
    return mark.join(value[at : at + size] for at in range(0, len(value), size))


def luhn(number: str) -> str:
    """The Luhn check digit of `number` (ISO/IEC 7812-1)."""
    total = 0
    for place, sign in enumerate(reversed(number)):
        value = int(sign) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def iso_11_10(number: str) -> str:
    """The ISO 7064 mod 11,10 check digit of `number`, as the German tax numbers carry it."""
    product = 10
    for sign in number:
        total = (int(sign) + product) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


VERHOEFF = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def verhoeff(number: str) -> str:
    """The Verhoeff check digit of `number` (dihedral group D5)."""
    check = 0
    for place, sign in enumerate(reversed(number), 1):
        value = int(sign)
        for _ in range(place % 8):
            value = VERHOEFF[value]
        check = _dihedral(check, value)
    return str(next(n for n in range(10) if _dihedral(check, n) == 0))


def _dihedral(left: int, right: int) -> int:
    if left < 5:
        return (left + right) % 5 if right < 5 else (left + right) % 5 + 5
    return (left - right) % 5 + 5 if right < 5 else (left - right) % 5


def birth(rnd: Random, youngest: int = 2007) -> tuple[int, int, int]:
    return rnd.randint(1944, youngest), rnd.randint(1, 12), rnd.randint(1, 28)


def belgian(rnd: Random) -> str:
    year, month, day = birth(rnd)
    if rnd.random() < 0.15:
        month += rnd.choice((20, 40))
    body = f"{year % 100:02d}{month:02d}{day:02d}{rnd.randint(1, 997):03d}"
    check = 97 - int(("2" if year >= 2000 else "") + body) % 97
    return shaped(
        rnd,
        f"{body}{check:02d}",
        ("", "##.##.##-###.##", "##.##.##-###.##", "## ## ## ### ##", "######-###-##", "######-###.##"),
    )


def dutch(rnd: Random) -> str:
    while True:
        body = digits(rnd, 8, "123456789")
        check = sum(int(sign) * weight for sign, weight in zip(body, range(9, 1, -1), strict=True)) % 11
        if check < 10:
            return shaped(rnd, f"{body}{check}", ("", "", "####.##.###", "#### ## ###", "### ### ###", "###.###.###"))


def french(rnd: Random) -> str:
    year, month, _ = birth(rnd)
    place = rnd.choice(("2A", "2B", *(f"{n:02d}" for n in range(1, 96) if n != 20), "99"))
    body = f"{rnd.choice('12')}{year % 100:02d}{month:02d}{place}{rnd.randint(1, 399):03d}{rnd.randint(1, 490):03d}"
    check = 97 - int(body.replace("2A", "19", 1).replace("2B", "18", 1) if place in ("2A", "2B") else body) % 97
    return shaped(
        rnd,
        f"{body}{check:02d}",
        ("", "# ## ## ## ### ### ##", "# ## ## ## ### ### ##", "#.##.##.##.###.###.##", "############# ##"),
    )


def german(rnd: Random) -> str:
    """Half tax numbers (11 digits, one of the first ten twice), half pension insurance numbers."""
    if rnd.random() < 0.5:
        while True:
            pool = rnd.sample(string.digits, 9)
            pool.append(rnd.choice(pool))
            rnd.shuffle(pool)
            body = "".join(pool)
            if body[0] != "0":
                return shaped(rnd, body + iso_11_10(body), ("", "## ### ### ###", "## ### ### ###", "##/###/###/###"))
    year, month, day = birth(rnd)
    area, letter, serial = (
        rnd.choice(("12", "13", "25", "40", "50", "53", "65", "80")),
        rnd.choice(UPPER),
        f"{rnd.randint(0, 99):02d}",
    )
    number = f"{area}{day:02d}{month:02d}{year % 100:02d}{UPPER.index(letter) + 1:02d}{serial}"
    total = 0
    for sign, weight in zip(number, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1), strict=True):
        total += sum(divmod(int(sign) * weight, 10))
    value = f"{area}{day:02d}{month:02d}{year % 100:02d}{letter}{serial}{total % 10}"
    return shaped(rnd, value, ("", "## ###### # ###", "## ###### # ###"))


def luxembourgish(rnd: Random) -> str:
    year, month, day = birth(rnd)
    body = f"{year}{month:02d}{day:02d}{rnd.randint(0, 999):03d}"
    return shaped(rnd, body + luhn(body) + verhoeff(body), ("", "#### ## ## #####", "#### #### #####"))


def irish(rnd: Random, extra: str | None = None) -> str:
    body = digits(rnd, 7)
    if extra is None:
        extra = rnd.choice(("", "A"))
    total = sum(int(sign) * weight for sign, weight in zip(body, range(8, 1, -1), strict=True)) + (9 if extra else 0)
    return body + "WABCDEFGHIJKLMNOPQRSTUV"[total % 23] + extra


def british(rnd: Random) -> str:
    value = rnd.choice("ABCEHJLMPRSTWX") + rnd.choice("ABCEHJLMPRSTWXZ") + digits(rnd, 6) + rnd.choice("ABCD")
    return shaped(rnd, value, ("", "## ## ## ## #", "## ## ## ## #"))


NATIONAL: Mapping[str, Callable[[Random], str]] = {
    "BE": belgian, "NL": dutch, "FR": french, "DE": german, "LU": luxembourgish, "IE": irish, "GB": british,
}  # fmt: skip


def iban(rnd: Random, country: str) -> str:
    if country == "BE":
        body = digits(rnd, 10)
        bban = body + f"{int(body) % 97 or 97:02d}"
    elif country == "NL":
        bban = rnd.choice(("ABNA", "INGB", "RABO", "TRIO", "SNSB", "ASNB", "KNAB", "BUNQ")) + digits(rnd, 10, "0")
    elif country == "FR":
        bank, branch, account = rnd.choice(("30004", "30003", "20041", "10278", "13807")), digits(rnd, 5), digits(rnd, 11)
        bban = bank + branch + account + f"{97 - (89 * int(bank) + 15 * int(branch) + 3 * int(account)) % 97:02d}"
    elif country == "DE":
        bban = rnd.choice(("37040044", "50010517", "10050000", "70150000", "20050550", "43060967")) + digits(rnd, 10)
    elif country == "LU":
        bban = rnd.choice(("001", "002", "003", "008")) + digits(rnd, 13)
    elif country == "GB":
        bban = rnd.choice(("BARC", "NWBK", "LOYD", "MIDL")) + digits(rnd, 14)
    elif country == "IE":
        bban = rnd.choice(("AIBK", "BOFI")) + digits(rnd, 14)
    elif country == "PL":
        bban = digits(rnd, 24)
    else:
        raise ValueError(f"no IBAN is made for {country!r}")
    number = "".join(str(int(sign, 36)) for sign in f"{bban}{country}00")
    value = f"{country}{98 - int(number) % 97:02d}{bban}"
    return shaped(rnd, value, ("", " ".join(["####"] * (len(value) // 4) + ["#" * (len(value) % 4)]).strip()))


def card(rnd: Random, _: str) -> str:
    kind = rnd.choice(("4", "4", "51", "52", "53", "54", "55", "34", "37", "6703"))
    length = {"34": 15, "37": 15, "6703": 17}.get(kind, 16)
    body = kind + digits(rnd, length - 1 - len(kind))
    value = body + luhn(body)
    if length == 15:
        return shaped(rnd, value, ("", "#### ###### #####"))
    return grouped(rnd, value)


def vat(rnd: Random, country: str) -> str:
    if country == "BE":
        return rnd.choice(("BE", "BE ")) + enterprise(rnd, "BE")
    if country == "NL":
        return "NL" + "".join(filter(str.isdigit, dutch(rnd))) + "B0" + digits(rnd, 1, "1234")
    if country == "FR":
        siren = digits(rnd, 8, "3456789")
        siren += luhn(siren)
        key = (12 + 3 * (int(siren) % 97)) % 97
        return shaped(rnd, f"FR{key:02d}{siren}", ("", "## ## ### ### ###", "#### #########"))
    if country == "DE":
        body = digits(rnd, 8, "123456789")
        return "DE" + rnd.choice(("", "", " ")) + body + iso_11_10(body)
    if country == "LU":
        body = digits(rnd, 6, "12")
        return f"LU{body}{int(body) % 89:02d}"
    if country == "IE":
        return "IE" + irish(rnd, extra="")
    if country == "GB":
        body = digits(rnd, 7, "123456789")
        total = sum(int(sign) * weight for sign, weight in zip(body, range(8, 1, -1), strict=True))
        return shaped(rnd, f"GB{body}{97 - total % 97:02d}", ("", "## ### #### ##"))
    raise ValueError(f"no VAT number is made for {country!r}")


def enterprise(rnd: Random, country: str) -> str:
    if country == "BE":
        body = rnd.choice(("04", "05", "06", "07", "08", "10")) + digits(rnd, 6)
        return shaped(rnd, f"{body}{97 - int(body) % 97:02d}", ("", "####.###.###", "####.###.###", "#### ### ###"))
    if country == "FR":
        siren = digits(rnd, 8, "3456789")
        siren += luhn(siren)
        if rnd.random() < 0.5:
            return shaped(rnd, siren, ("", "### ### ###"))
        siret = siren + f"{rnd.randint(1, 60):04d}"
        return shaped(rnd, siret + luhn(siret), ("", "### ### ### #####"))
    if country == "NL":
        return digits(rnd, 8, "123456789")
    if country == "DE":
        return "HRB " + digits(rnd, rnd.choice((4, 5, 6)), "123456789")
    raise ValueError(f"no enterprise number is made for {country!r}")


Line = tuple[tuple[str, ...], int, tuple[str, ...]]
"""Starts of a number, how many digits it has, how people write it; a pattern with a country code leaves the first zero out."""
MOBILE_BE = ("0470", "0472", "0473", "0475", "0477", "0479", "0484", "0486", "0493", "0495", "0498")
PHONES: Mapping[str, tuple[Line, ...]] = {
    "BE": (
        (
            MOBILE_BE,
            10,
            (
                "",
                "#### ## ## ##",
                "####/##.##.##",
                "####/######",
                "#### ### ###",
                "+32 ### ## ## ##",
                "+32*",
                "0032 ### ## ## ##",
            ),
        ),
        (("02", "03", "09"), 9, ("## ### ## ##", "##/###.##.##", "##-### ## ##", "+32 # ### ## ##")),
    ),
    "NL": (
        (
            ("061", "062", "064", "065"),
            10,
            ("", "##-########", "## ## ## ## ##", "##-## ## ## ##", "+31 # ## ## ## ##", "+31*", "0031 # ########"),
        ),
        (("0202", "0303", "0105", "0703"), 10, ("###-#######", "### ### ## ##", "(###) ### ####")),
    ),
    "FR": (
        (("063998",), 10, ("", "## ## ## ## ##", "##.##.##.##.##", "+33 # ## ## ## ##", "+33*")),
        (
            ("019900", "026191", "035301", "046571", "053649"),
            10,
            ("", "## ## ## ## ##", "##.##.##.##.##", "##-##-##-##-##", "+33 # ## ## ## ##"),
        ),
    ),
    "DE": (
        (
            ("03023125", "04066969", "06990009", "08999998"),
            11,
            ("", "### ########", "###/########", "### / ## ## ## ##", "+49 ## ########"),
        ),
        (("02214710",), 11, ("#### #######", "####/#######", "+49 ### #######")),
        (("017604069",), 12, ("", "#### ########", "####/########", "#### / ## ## ## ##", "+49 ### ########", "+49*")),
        (("01713920",), 11, ("", "#### #######", "####-#######", "+49 ### #######")),
    ),
    "GB": (
        (("07700900",), 11, ("", "##### ######", "##### ### ###", "+44 #### ######", "+44*")),
        (("01632960",), 11, ("", "##### ######")),
        (("02079460",), 11, ("### #### ####", "(###) #### ####", "+44 ## #### ####")),
    ),
    "IE": ((("02091",), 10, ("### ### ####", "(###) ### ####", "+353 ## ### ####")),),
    "LU": ((("621", "661", "691"), 9, ("### ### ###", "+352 ### ### ###", "###-######")),),
}


def phone(rnd: Random, country: str) -> str:
    starts, count, patterns = rnd.choice(PHONES[country])
    start, pattern = rnd.choice(starts), rnd.choice(patterns)
    value = start + digits(rnd, count - len(start))
    return poured(value.removeprefix("0") if pattern.startswith(("+", "00")) else value, pattern)


def passport(rnd: Random, country: str) -> str:
    """A passport number, or of a Belgian the number of the identity card, which is the one with a check."""
    if country == "BE":
        body = "59" + digits(rnd, 8)
        return shaped(rnd, f"{body}{int(body) % 97 or 97:02d}", ("", "###-#######-##", "###-#######-##"))
    if country == "NL":
        return (
            rnd.choice(("NX", "BR", "NP", "SP"))
            + letters(rnd, 1, "CDFHJKLMNPRTV")
            + digits(rnd, 1)
            + letters(rnd, 1, "CDFHJKL")
            + digits(rnd, 4)
        )
    if country == "FR":
        return digits(rnd, 2, "12") + letters(rnd, 2) + digits(rnd, 5)
    if country == "DE":
        body = rnd.choice("CFGHJK") + letters(rnd, 8, "0123456789CFGHJKLMNPRTVWXYZ")
        return body + mrz_check(body)
    if country == "GB":
        return digits(rnd, 9, "1235")
    raise ValueError(f"no passport number is made for {country!r}")


def mrz_check(value: str) -> str:
    """The check digit of ICAO Doc 9303 part 3: weights 7, 3, 1."""
    total = sum((0 if sign == "<" else int(sign, 36)) * (7, 3, 1)[place % 3] for place, sign in enumerate(value))
    return str(total % 10)


def mrz(rnd: Random, country: str, surname: str = "SPECIMEN", given: str = "ALEX") -> str:
    """The two lines of a passport (TD3)."""
    state = {"DE": "D"}.get(
        country, {"BE": "BEL", "NL": "NLD", "FR": "FRA", "GB": "GBR", "LU": "LUX", "IE": "IRL"}.get(country, country)
    )
    first = f"P<{state.ljust(3, '<')}{surname.upper().replace(' ', '<')}<<{given.upper().replace(' ', '<')}".ljust(44, "<")
    number = (letters(rnd, 2) + digits(rnd, 6)).ljust(9, "<")
    year, month, day = birth(rnd)
    born, ends = (
        f"{year % 100:02d}{month:02d}{day:02d}",
        f"{rnd.randint(27, 34)}{rnd.randint(1, 12):02d}{rnd.randint(1, 28):02d}",
    )
    personal = "<" * 14
    one, two, three, four = mrz_check(number), mrz_check(born), mrz_check(ends), "<"
    whole = mrz_check(number + one + born + two + ends + three + personal + "0")
    return f"{first}\n{number}{one}{state.ljust(3, '<')}{born}{two}{rnd.choice('MF')}{ends}{three}{personal}{four}{whole}"


def plate(rnd: Random, country: str) -> str:
    if country == "BE":
        return shaped(
            rnd, digits(rnd, 1, "12") + letters(rnd, 3, PLATE) + digits(rnd, 3), ("", "#-###-###", "#-###-###", "# ### ###")
        )
    if country == "NL":
        return rnd.choice(
            (f"{letters(rnd, 1, PLATE)}-{digits(rnd, 3)}-{letters(rnd, 2, 'BDFGHJKLNPRSTVXZ')}",
             f"{letters(rnd, 2, 'BDFGHJKLNPRSTVXZ')}-{digits(rnd, 3)}-{letters(rnd, 1, PLATE)}",
             f"{digits(rnd, 2)}-{letters(rnd, 3, 'BDFGHJKLNPRSTVXZ')}-{digits(rnd, 1)}")
        )  # fmt: skip
    if country == "FR":
        return shaped(
            rnd, letters(rnd, 2, PLATE) + digits(rnd, 3) + letters(rnd, 2, PLATE), ("##-###-##", "##-###-##", "## ### ##")
        )
    if country == "DE":
        return f"{rnd.choice(('B', 'M', 'HH', 'K', 'S', 'KA', 'DA', 'MYK', 'LB'))}-{letters(rnd, 2, PLATE)} {digits(rnd, rnd.choice((3, 4)), '123456789')}"
    if country == "GB":
        return f"{letters(rnd, 2, PLATE)}{rnd.choice(('19', '70', '21', '71', '22', '73', '24'))} {letters(rnd, 3, PLATE)}"
    if country == "IE":
        return f"{rnd.choice(('191', '202', '221', '232'))}-{rnd.choice(('D', 'C', 'G', 'KY'))}-{digits(rnd, 5, '12345')}"
    if country == "LU":
        return f"{letters(rnd, 2, PLATE)} {digits(rnd, 4, '123456789')}"
    raise ValueError(f"no licence plate is made for {country!r}")


def api_key(rnd: Random, kind: str) -> str:
    def tail(count: int) -> str:
        return letters(rnd, count, ALNUM)

    return {
        "": lambda: "invented" + letters(rnd, 32, HEX),
        "openai": lambda: "sk-proj-Invented" + tail(40),
        "anthropic": lambda: "sk-ant-api03-Invented" + tail(80) + "AA",
        "aws": lambda: "AKIAINVENTED" + letters(rnd, 8, UPPER + "234567"),
        "github": lambda: "ghp_Invented" + tail(28),
        "gitlab": lambda: "glpat-Invented" + tail(12),
        "slack": lambda: f"xoxb-{digits(rnd, 12, '123456789')}-{digits(rnd, 12, '123456789')}-Invented{tail(16)}",
        "stripe": lambda: "sk_live_Invented" + tail(24),
        "google": lambda: "AIzaInvented" + tail(27),
        "sendgrid": lambda: f"SG.Invented{tail(14)}.{tail(43)}",
        "hex": lambda: letters(rnd, 40, HEX),
        "jwt": lambda: ".".join(
            base64.urlsafe_b64encode(part).decode().rstrip("=")
            for part in (
                b'{"alg":"HS256","typ":"JWT"}',
                b'{"sub":"invented","iat":17' + digits(rnd, 8).encode() + b"}",
                rnd.randbytes(32),
            )
        ),
    }[kind]()


def password(rnd: Random, _: str) -> str:
    word = rnd.choice(
        (
            "Zomer",
            "Herfst",
            "Printemps",
            "Sommer",
            "Welkom",
            "Bonjour",
            "Winter",
            "Blauw",
            "Lundi",
            "Garten",
            "Harbour",
            "Orange",
        )
    )
    return rnd.choice(
        (f"{word}{rnd.randint(2019, 2026)}!", f"{word}-{rnd.choice(('koffie', 'velo', 'Kanne', 'boat'))}{digits(rnd, 2)}",
         letters(rnd, 6, ALNUM) + rnd.choice("!?#%&") + letters(rnd, 6, ALNUM), f"{word}@{digits(rnd, 4)}")
    )  # fmt: skip


def private_key(rnd: Random, kind: str) -> str:
    """A block of the right shape around random bytes: it opens nothing and decodes to nothing."""
    name = {"": "PRIVATE KEY", "rsa": "RSA PRIVATE KEY", "openssh": "OPENSSH PRIVATE KEY", "ec": "EC PRIVATE KEY"}[kind]
    body = base64.b64encode(b"invented " + rnd.randbytes(400)).decode()
    lines = "\n".join(body[at : at + 64] for at in range(0, len(body), 64))
    return f"-----BEGIN {name}-----\n{lines}\n-----END {name}-----"


def connection(rnd: Random, kind: str) -> str:
    secret, host = letters(rnd, 14, ALNUM), rnd.choice(("db", "db01", "sql-prod", "data"))
    return {
        "postgres": f"postgresql://app_rw:{secret}@{host}.intern.example:5432/orders",
        "mysql": f"mysql://root:{secret}@{host}.intern.example/webshop",
        "mongodb": f"mongodb+srv://svc_report:{secret}@{host}.intern.example/crm?retryWrites=true",
        "redis": f"redis://:{secret}@{host}.intern.example:6379/0",
        "amqp": f"amqps://worker:{secret}@{host}.intern.example:5671/vhost",
        "mssql": f"Server={host}.intern.example,1433;Database=Loon;User Id=sa_loon;Password={secret};Encrypt=true;",
    }[kind]


def ean(rnd: Random, _: str) -> str:
    body = rnd.choice(("54", "87", "37", "40", "50")) + digits(rnd, 10)
    total = sum(int(sign) * (1 if place % 2 == 0 else 3) for place, sign in enumerate(body))
    return body + str(-total % 10)


def structured(rnd: Random, _: str) -> str:
    """A Belgian structured payment reference: a number of an invoice, not of a person."""
    body = digits(rnd, 10)
    return shaped(rnd, f"{body}{int(body) % 97 or 97:02d}", ("+++###/####/#####+++",))


def wrong(rnd: Random, kind: str) -> str:
    """A card or a BSN whose check digit is wrong, as made up in a test or a manual."""
    value = "".join(sign for sign in (card(rnd, "") if kind == "card" else dutch(rnd)) if sign.isdigit())
    return value[:-1] + str((int(value[-1]) + rnd.randint(1, 9)) % 10)


CHECKED: Mapping[str, Callable[[Random, str], str]] = {
    "iban": iban, "card": card, "national_id": lambda rnd, country: NATIONAL[country](rnd), "vat": vat, "enterprise": enterprise, "mrz": mrz,
}  # fmt: skip
UNCHECKED: Mapping[str, Callable[[Random, str], str]] = {
    "birth_date": birth_date,
    "phone": phone, "passport": passport, "licence_plate": plate, "api_key": api_key, "credential": password,
    "private_key": private_key, "connection_string": connection,
}  # fmt: skip
BESIDE: Mapping[str, Callable[[Random, str], str]] = {
    "digits": lambda rnd, count: digits(rnd, int(count), "123456789"),
    "letters": lambda rnd, count: letters(rnd, int(count)),
    "hex": lambda rnd, count: letters(rnd, int(count), HEX),
    "uuid": lambda rnd, _: "-".join(letters(rnd, count, HEX) for count in (8, 4, 4, 4, 12)),
    "ean": ean, "structured": structured, "wrong": wrong,
    "day": lambda rnd, _: f"{rnd.randint(1, 28):02d}", "month": lambda rnd, _: f"{rnd.randint(1, 12):02d}",
    "amount": lambda rnd, _: f"{rnd.randint(12, 4800)},{rnd.randint(0, 99):02d}",
}  # fmt: skip
"""Look-alikes: never marked."""
NO_CHECK = frozenset({("national_id", "GB"), ("enterprise", "NL"), ("enterprise", "DE")})
"""Identifiers of these countries carry no check digit."""
