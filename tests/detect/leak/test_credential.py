"""Passwords, PINs and codes as people write them to one another; all made up."""

import pytest
from tests.detect.leak.seen import seen

SPEAKS = [
    # nl
    ("Het wachtwoord is Zomer2026!", "label", "Zomer2026!"),
    ("wachtwoord van de server: Zomer2026!", "label", "Zomer2026!"),
    ("Je kan inloggen met admin en Welkom01", "pair", "Welkom01"),
    ("pincode 4821", "code", "4821"),
    ("De pincode van de kaart is 4821.", "code", "4821"),
    ("Alarmcode voor het magazijn: 7719", "code", "7719"),
    ("wifi code: Welkom123", "label", "Welkom123"),
    ("Uw verificatiecode is 482913", "code", "482913"),
    ("is het wachtwoord Zomer2026! sterk genoeg?", "label:beside", "Zomer2026!"),
    ("gebruiker: jpeeters\nwachtwoord: koekoek", "label:named", "koekoek"),
    # fr
    ("Le mot de passe du serveur est Hiver-2026!, merci", "label", "Hiver-2026!"),
    ("mdp : azerTY77", "label", "azerTY77"),
    ("Mon code PIN est 48 21", "code", "48 21"),
    ("Le code de l'alarme est 7719", "code", "7719"),
    ("La clé wifi : Invites-2026", "label", "Invites-2026"),
    ("identifiant : sophie / Lilas2026?", "pair", "Lilas2026"),
    # de
    ("Kennwort: Fr3iburg#", "label", "Fr3iburg#"),
    ('Das Passwort lautet "sommerzeit".', "label:quoted", "sommerzeit"),
    ("WLAN-Passwort: Gaeste-2026", "label", "Gaeste-2026"),
    ("Die PIN ist 4821", "code", "4821"),
    ("Der Zugangscode für das Lager lautet 7719.", "code", "7719"),
    # en
    ("The password for the portal is Summer2026!", "label", "Summer2026!"),
    ("login: jan / Zomer2026!", "pair", "Zomer2026!"),
    ("CVV 123", "code", "123"),
    ("door code: 7719", "code", "7719"),
    ("**Password:** `Summer2026!`", "label:quoted", "Summer2026!"),
    ("Wachtwoord wifi kantoor = Bakkerij#2024", "label", "Bakkerij#2024"),
    ("inloggegevens boekhoudpakket: gebruiker els, wachtwoord Krentenbol88", "label:beside", "Krentenbol88"),
    ("Je mot de passe Gmail c'est Soleil2024!", "label", "Soleil2024!"),
    ("Identifiant: mdupont / Mot de passe: Lavande#33", "label", "Lavande#33"),
    ("Zugangsdaten Portal: Benutzer kmeier Passwort Herbst!2025", "label:beside", "Herbst!2025"),
    ("the wifi password is OfficeGuest_2025", "label", "OfficeGuest_2025"),
    ("username: admin password: Tr0ub4dor&3", "label", "Tr0ub4dor&3"),
    ("PIN van de bankkaart is 7 3 9 1", "code", "7 3 9 1"),
    ("Der Tresorcode ist 93 45 12.", "code", "93 45 12"),
    ("our safe combination is 12-34-56", "code", "12-34-56"),
    ("Je locker is nummer 8, de code is 6038.", "code", "6038"),
    ("la garagecode is nog steeds 5526", "code", "5526"),
    ("Le casier 12 est pour vous, code 6038", "code", "6038"),
    ("code du portail toujours 5526", "code", "5526"),
    ("Dein Spind ist die 8, der Code ist 6038", "code", "6038"),
    ("Torcode immer noch 5526", "code", "5526"),
    ("The gate shuts at six, the code is 6038", "code", "6038"),
    ("padlock code still 5526", "code", "5526"),
    ("accès routeur : admin / Lampe-Bleue31", "pair", "Lampe-Bleue31"),
    ("Zugang Kamera: root / Nebel!Berg4", "pair", "Nebel!Berg4"),
]


@pytest.mark.parametrize(("text", "reason", "value"), SPEAKS, ids=range(len(SPEAKS)))
def test_it_finds_the_value_alone(text: str, reason: str, value: str) -> None:
    assert seen("credential", text) == [(reason, value)]


@pytest.mark.parametrize(
    "text",
    [
        "Wachtwoord vergeten? Klik hier",
        "vervangen door artikel, code 6038",
        "L'article porte le code 6038",
        "la garage dit code 6038",
        "it is safe to use code 6038",
        "the door sensor gives error code 6038",
        "le code postal de la porte est 4000",
        "Het artikel van de deur heeft code 60382211999",
        "code 6038 is the one in the catalogue",
        "De poort van het bedrijf: postcode 9000",
        "Tor 3, Fehlercode 6038",
        "accès parking : voiture / Vélo-cargo",
        "Toegang: maandag / 8u30-17u",
        "Zugang: Montag / Dienstag-2026",
        "het wachtwoord is verlopen",
        "wachtwoord: <wachtwoord>",
        "Ik heb mijn wachtwoord gewijzigd op 12/03/2026",
        "postcode 2800 en pincode",
        "De foutcode is 5012.",
        "I forgot my password?",
        "password: required",
        "password policy: min 12 characters",
        "password manager 1Password",
        "password manager: 1Password",
        "Password must contain 8 characters, 1 digit",
        "Reset your password: https://firm.example/r/8s7d6f",
        "hash the password with SHA-256",
        "password = getpass.getpass()",
        "PIN: 4 digits",
        "The GPIO pin 4711 is not valid.",
        "mot de passe oublié",
        "Le mot de passe est obligatoire",
        "Mon mot de passe a expiré, comment le changer ?",
        "Le code postal est 1000",
        "Bitte Passwort bis 31.12.2026 ändern",
        "Mein Passwort funktioniert nicht",
        "pass: ******",
        "account 4711 / 22 stuks",
        "https://login.firm.example/common/oauth2/authorize?client_id=88f1",
    ],
)
def test_it_leaves_alone_talk_about_passwords(text: str) -> None:
    assert seen("credential", text) == []


def test_it_finds_every_recovery_code_in_a_row() -> None:
    codes = ["8f3a-92kd", "77ab-12cd", "9x2k-44fe"]
    assert seen("credential", f"Recovery codes: {', '.join(codes)}") == [("recovery_code", code) for code in codes]
    assert seen("credential", "Codes de secours :\n" + "\n".join(codes)) == [("recovery_code", code) for code in codes]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("we gebruiken overal Welkom01 als wachtwoord", ["Welkom01"]),
        ("wachtwoord veranderd van Lente23! naar Zomer24!", ["Lente23!", "Zomer24!"]),
        ("we all use Welcome123 as the password", ["Welcome123"]),
        ("wir nehmen überall Willkommen1 als Passwort", ["Willkommen1"]),
        ("sleutelkastje links van de deur, 5518 intoetsen", ["5518"]),
        ("alarme : taper 0582 puis étoile", ["0582"]),
        ("key safe left of the gate, punch in 6624", ["6624"]),
        ("Tresor öffnet mit 48-11-07", ["48-11-07"]),
        ("pincode tankkaart 8026", ["8026"]),
        ("de code van het alarm is nu 4471", ["4471"]),
        ("unser WLAN heißt Cafe und der Schlüssel ist Mokka*2025", ["Mokka*2025"]),
        ("de wachtwoordzin is paarse olifant danst zacht", ["paarse olifant danst zacht"]),
        ("ons wachtwoord is Scheldekade", ["Scheldekade"]),
    ],
)
def test_secrets_told_in_prose(text: str, values: list[str]) -> None:
    assert [value for _, value in seen("credential", text)] == values


@pytest.mark.parametrize(
    "text",
    [
        "Welcher Schlüssel passt? Der Schlüssel ist Größe 12",
        "enter 2024 in cell B4",
        "type in 4500 rows by hand",
        "le code postal de la porte est 4000",
        "the key is Teamwork2",
        "Passwort ist abgelaufen, was tun?",
        "password must contain 8 characters",
    ],
)
def test_keys_and_numbers_of_other_things_are_left(text: str) -> None:
    assert seen("credential", text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("kassacode Ann 4417 en Rik 3093 nog veranderen", ["4417", "3093"]),
        ("codes caisse Anne 4417, Luc 3093 à changer", ["4417", "3093"]),
        ("poort achteraan, sleutel in het kastje met code 1958", ["1958"]),
        ("code brandcentrale 41870", ["41870"]),
        ("front door 4471#, ask for Wim", ["4471#"]),
        ("porte arrière B7034, alarme off 4455#", ["B7034", "4455#"]),
        ("safe opens with 12-44-09", ["12-44-09"]),
        ("login fritzbox: hund-Leiter-58", ["hund-Leiter-58"]),
        ("root mysql = framboise_58 pourquoi access denied", ["framboise_58"]),
        ("box : admin / framboise7", ["framboise7"]),
        ("reset the login of Fay to Dahlia?2031", ["Dahlia?2031"]),
        ("der code vom tor eins neun drei fünf", ["eins neun drei fünf"]),
        ("the gate code one nine three five", ["one nine three five"]),
    ],
)
def test_codes_and_accounts_in_notes(text: str, values: list[str]) -> None:
    assert [value for _, value in seen("credential", text)] == values


@pytest.mark.parametrize(
    "text",
    [
        "DB_MOT_DE_PASSE=changez-moi",
        "API_KEY=hier-eintragen",
        "User=asterisk\nExecStart=/usr/sbin/asterisk -f",
        "test fixture (fake): card cvc 000",
        "Laptop: HP-EliteBook840, monitor: Dell-P2422H",
        "The meeting is at gate 4 and the door 12 is closed",
        "garage 2580 euro",
        "the code has one two or three digits",
        "Ik ben mijn pincode vergeten, wat nu?",
        "alarm om 0715 gezet",
    ],
)
def test_settings_to_fill_in_and_numbers_of_doors_are_left(text: str) -> None:
    assert seen("credential", text) == []
