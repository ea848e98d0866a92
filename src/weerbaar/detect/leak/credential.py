"""A password, PIN or code that lets somebody in, as people write it to one another.

"wachtwoord is ...", "mot de passe : ...", "Kennwort: ...", "login jan / ...", the key of the Wi-Fi, the code of the alarm, recovery codes. One such
line in a chatbot's history is enough to sign in as a colleague. Marked is the value alone, so that the sentence stays readable.

A value must look like one: beside a bare label it needs a digit or a sign among letters ("Zomer2026!"); in quotes, or under a line with a user's
name, letters will do. A PIN or code is 4 to 8 digits behind a word that says what it opens;
behind *code* alone, when a locker, door, gate, safe or the like stands before it on the line.

When it is wrong: a password made of letters alone, without quotes and without a user's name ("wachtwoord: zomer"), is missed, since
"password: required" looks the same; so is one of several words with spaces. A password given as an example in a question is found, which is
meant: nobody can tell it from a real one. Passwords in code and configuration are told by source_secret.
"""

import re
from collections.abc import Iterator

from weerbaar.detect.leak._declaration import Hit, Hits, recogniser
from weerbaar.detect.leak._secret import kinds, stands_in
from weerbaar.model.leak import DataClass, Match, Readable

PASSWORD = (
    "wachtwoord", "wachtwoorden", "paswoord", "password", "passwords", "passphrase", "passwd", "pwd", "pw", "pass", "passcode", "ww", "wachtzin",
    "mot de passe", "mots de passe", "mdp", "passe", "phrase secrete", "passwort", "passworter", "kennwort", "losungswort", "zugangsdaten",
    "inloggegevens", "identifiants", "credentials", "wifi-wachtwoord", "wifiwachtwoord", "wlan-passwort", "wlan-schlussel", "netwerksleutel",
    "netzwerkschlussel", "network key", "wifi key", "wi-fi key", "wpa key", "wpa2 key", "wpa-sleutel", "wifi-sleutel", "cle wifi",
    "cle wi-fi", "cle wpa",
    "cle reseau", "cle de securite", "wifi-passwort", "wifi code", "wificode", "wifi-code", "code wifi", "code wi-fi", "wlan-code", "wlan-key",
)  # fmt: skip
CODE = (
    "pin", "pincode", "pin-code", "pin code", "code pin", "pinnummer", "pin-nummer", "pin number", "geheimzahl", "puk", "pukcode",
    "puk-code", "code puk",
    "toegangscode", "alarmcode", "alarm code", "deurcode", "poortcode", "kluiscode", "beveiligingscode", "inlogcode", "verificatiecode",
    "bevestigingscode",
    "eenmalige code", "sms-code", "code d'acces", "code d'entree", "code de la porte", "code porte", "code de l'alarme", "code alarme",
    "code du coffre",
    "code de securite", "code secret", "code confidentiel", "code de verification", "code de confirmation", "code sms", "digicode", "zugangscode",
    "zugangs-pin", "turcode", "alarmanlage code", "tresorcode", "sicherheitscode", "bestatigungscode", "verifizierungscode", "einmalcode",
    "access code",
    "door code", "gate code", "entry code", "security code", "safe code", "verification code", "confirmation code", "one-time code", "login code",
    "sign-in code", "otp", "tan", "2fa-code", "2fa code", "mfa code", "mfa-code", "cvc", "cvv", "cvc2", "cvv2", "voicemail pin",
    "geheime code", "cijfercode",
    "garagecode", "garagencode", "garage code", "code du garage", "code garage", "lockercode", "locker code", "kluisjescode",
    "code du casier", "spindcode",
    "code du vestiaire", "schliessfachcode", "code de l'immeuble", "buzzer code", "bureaucode", "kassacode", "code caisse", "kassencode",
    "till code", "torcode", "hekcode", "slotcode", "schlosscode", "sleutelkluiscode", "sleutelkastcode", "haustur-code",
    "hausturcode", "tur-code", "code du portail", "code portail", "code cadenas", "code du cadenas", "code de la boite a cles",
    "padlock code", "keypad code",
    "key safe code", "keysafe code", "lockbox code", "code",
    "codes", "pincodes", "pins", "pin's", "codes pin", "kassacodes", "kassencodes", "codes caisse", "codes de caisse", "alarmcodes",
    "toegangscodes", "deurcodes",
    "zugangscodes", "access codes", "door codes", "toegangspin", "inlogpin", "geratecode", "handycode", "entsperrcode", "bildschirmcode",
    "displaycode",
    "code de deverrouillage", "code du telephone", "code sim", "simcode", "sim-pin", "sim pin", "unlock code", "screen lock",
    "ontgrendelcode", "schermcode",
    "code telephone", "code tablette", "code badge", "badgecode", "personalcode", "bediencode", "masterpin", "mastercode", "master code",
    "code maitre",
    "installateurscode", "servicecode", "techniekercode", "code installateur", "telebanking-pin", "kartenpin", "karten-pin",
    "pin de la carte", "code carte",
    "code de la carte", "kaartcode", "sleutelkluis", "key safe", "keysafe", "schlusseltresor", "schlusselsafe", "boite a cles",
    "combination", "safe combination", "kluiscombinatie", "cijfercombinatie", "combinaison", "zahlenkombination", "tresorkombination",
)  # fmt: skip
RECOVERY = (
    "herstelcode", "herstelcodes", "reservecodes", "back-upcodes", "backupcodes", "backup codes", "backup code", "recovery code", "recovery codes",
    "recovery key", "herstelsleutel", "code de secours", "codes de secours", "code de recuperation", "codes de recuperation", "cle de recuperation",
    "wiederherstellungscode", "wiederherstellungscodes", "wiederherstellungsschlussel", "backup-codes", "ersatzcodes", "bitlocker",
    "bitlocker-sleutel",
)  # fmt: skip
NAME = (
    "login", "user", "username", "user name", "userid", "gebruiker", "gebruikersnaam", "inlog", "inlognaam", "inloggen", "identifiant", "utilisateur",
    "nom d'utilisateur", "benutzer", "benutzername", "anmeldename", "anmelden", "account", "compte", "konto", "log in", "sign in", "connecte-toi",
    "connectez-vous", "se connecter", "connexion", "anmeldung", "logingegevens", "logge dich ein", "einloggen", "aanmelden",
    "inloggegevens", "identifiants",
)  # fmt: skip
PHRASE = (
    "wachtwoordzin", "wachtzin", "passphrase", "phrase secrete", "phrase de passe", "passphrases", "seed phrase", "recovery phrase", "herstelzin",
    "merksatz", "kennsatz", "phrase de recuperation", "wiederherstellungsphrase",
)  # fmt: skip
KEY = ("sleutel", "schlussel", "key", "cle")
ENTER = (
    "intoetsen", "toets", "tik", "intikken", "ingeven", "gaat open met", "opent met", "openen met", "taper", "tapez", "tape", "composer", "composez",
    "s'ouvre avec", "ouvre avec", "tippen", "eintippen", "eingeben", "offnet mit", "geht auf mit", "aufsperren mit", "punch in",
    "type in", "key in", "enter",
    "opens with", "unlocks with", "then star", "then hash", "puis etoile", "puis diese", "gevolgd door", "dan raute", "dann raute", "dan hekje",
)  # fmt: skip
ACCESS = ("acces", "toegang", "zugang", "access", "admin", "beheer")
DEVICE = (
    "login", "box", "livebox", "router", "routeur", "fritzbox", "fritz!box", "modem", "nas", "pc", "laptop", "server", "serveur",
    "tablet", "tablette", "mysql", "root",
    "webmail", "vpn", "ftp", "sftp", "ssh", "portal", "portail", "portaal", "wordpress", "backoffice", "back-office", "kassa", "kasse",
    "caisse", "till",
    "camera", "cameras", "kamera", "kameras", "nvr", "printer", "drucker", "imprimante", "outlook", "office 365", "microsoft 365",
    "gmail", "facebook", "instagram",
    "datev", "exact", "odoo", "sage", "teamviewer", "anydesk", "netflix", "spotify", "canva", "adobe", "dropbox", "icloud", "apple id",
    "google", "paypal",
)  # fmt: skip
"""Where one signs in: a value behind it that looks like a password is one, where the text speaks of signing in."""
DOOR = (
    "porte", "portail", "portillon", "alarme", "coffre", "digicode", "deur", "voordeur", "achterdeur", "poort", "alarm", "kluis", "tur",
    "haustur", "hintertur",
    "tor", "tresor", "door", "front door", "back door", "side door", "gate", "safe", "key safe", "entrance", "ingang", "entree", "eingang", "garage",
)  # fmt: skip
"""What opens with a code that has a sign or a letter: "front door 2580#"."""
LINK = (
    r"[*_`\"']{0,3}[ \t]{0,4}(?:[:=]|->|=>|:=|\||\b(?:is|was|wordt|luidt|blijft|est|etait|sera|lautet|ist|war|reads|remains)\b"
    r"(?:[ \t]{1,3}(?:nu|now|jetzt|maintenant|toujours|nog steeds|immer noch|still"
    r"|gewoon)\b)?[ \t]{0,2}:?)[ \t]{0,4}(?:\n[ \t]{0,8})?[*_]{0,2}[ \t]?"
)
OF = (
    r"(?:[ \t]{1,3}(?:van|voor|op|bij|om|of|for|to|on|de|du|des|d'|pour|sur|fur|von|vom|zum|zur|im|am|der|die|das|het|the|la|le"
    r"|les|aan|in|at)\b"
    r"[^\n:=.!?;]{0,60}?)?"
)
TAIL = r"(?:[ \t]{0,2}\([^()\n]{0,40}\))?"
ABOUT = r"(?:[ \t]{1,3}[\w-]{2,20}){1,3}"
AFTER = re.compile(
    rf"{OF}{TAIL}{LINK}|{ABOUT}[ \t]{{1,3}}(?:[:=]|c'est\b|is\b|est\b|ist\b|lautet\b)[ \t]{{0,3}}|[ \t]{{1,3}}c'est[ \t]{{1,3}}",
    re.I,
)
QUOTED = re.compile(r"[\"'`]([^\"'`\n]{4,64})[\"'`]")
BARE = re.compile(r"[^\s\"'`<>|]{4,64}")
NEXT_TO = re.compile(r"[ \t]{1,3}")
DIGITS = re.compile(
    r"(?:\d(?:[ -]?\d){2,7}|\d{2,5}[A-F]\d{0,3})(?![\w/.,:%€$-]*\d)(?![ \t]?(?:%|€|eur|euro|cm|mm|km|kg|uur|jaar|ans|jahre|years?|digits"
    r"|cijfers|chiffres|ziffern|stellen)\b)",
    re.I,
)
STILL = r"(?:[ \t]{1,3}(?:(?:nog|immer|toujours|still|nu|jetzt|now)(?:[ \t](?:noch|steeds|altijd))?)\b)?"
BETWEEN = re.compile(OF + STILL + r"(?:" + LINK + r"|[ \t]{1,3})(?=\d)", re.I)
OPENS = re.compile(
    r"\b(?:alarm\w*|tankkaart|bankkaart|tankkarte|(?:ec|bank|giro)-?karte|fuel card|bank card|debit card|carte (?:bancaire|carburant"
    r"|essence|bleue)|voicemail"
    r"|messagerie vocale|mailbox|immeuble|lift\b|ascenseur|aufzug|slagboom|barriere?|schranke|sleutel(?:kast|kluis|box|doos)\w*"
    r"|schlussel(?:kast|box|safe|tresor)\w*"
    r"|fahrradschloss|schloss\b|slot\b|serrure|lock\b|berging|cave\b|keller\b|shed\b|tuinhuis|kluis|locker|casier|vestiaire|spind"
    r"|schliessfach|garage(?:poort|deur)|garagentor|poort\b|deur\b|voordeur|achterdeur|hangslot|fietsslot|hek\b"
    r"|sleutelk|(?:la|de|une|notre|votre) porte\b|portail|portillon|cadenas|coffre|boite a cles|tur\b|haustur|tor\b|tresor|vorhangeschloss"
    r"|zahlenschloss"
    r"|brandcentrale|centrale\b|kastje|brandmeld|kassa|kasse\b|caisse|till\b|tablet|gsm\b|iphone|smartphone|telephone\b|handy\b"
    r"|laptop|terminal|koelcel|magazijn|loods|schuur|lager\b|hangar"
    r"|container|fietsenstalling|appartement|airbnb|gite|chalet|ferienwohnung|vakantiehuis|hall\b|trappenhuis|treppenhaus"
    r"|tuinpoort|zwembad|sauna|toilet|wc\b|entree|ingang|eingang|entrance|lodge|cottage"
    r"|kantoor|bureau\b|office\b|buro\b|atelier|werkplaats|werkstatt|parking|parkeergarage|tiefgarage|fahrradkeller|bike shed"
    r"|kopieerapparaat|kopierer|copieur|copier|vom tor|front door|back door"
    r"|schlusselk|schlusselsafe|(?:the|our|your|front|back|side|main|garage) door|gate\b|padlock|key ?safe|lockbox|keypad|(?:the|our|de|der"
    r"|den) safe\b|safe $)"
)
"""What a code opens."""
FARTHER = re.compile(r"(?:[ \t]{1,3}[^\W\d_][\w'-]{1,20}){1,5}?[ \t]{0,2}[:=]?[ \t]{1,2}(?=\d)", re.I)
"""Some words between a code's name and the code: "Türcode hinten 7410"."""
NO_CODE = re.compile(
    r"\b(?:postal|promo\w*|barres?|article|produit|erreur|error|fout\w*|fehler\w*|civil|penal|route|travail)\b"
)
TYPED = re.compile(r"[ \t]{0,2}:?[ \t]{0,2}(\d(?:[ -]?\d){3,7})(?![\w/.,:%€$£-]*\d)(?![ \t]?(?:%|€|eur|euro|cm|mm|km|kg)\b)")
TYPED_BEFORE = re.compile(r"(?<![\w.,/€$£-])(\d(?:[ -]?\d){3,7})[ \t,*#]{1,3}(?:in[ \t])?$")
WIRELESS = re.compile(r"\b(?:wi-?fi|wlan|netwerk|reseau|netzwerk|network|router|ssid|hotspot)\b")
OURS = re.compile(
    r"\b(?:mijn|m'n|ons|onze|haar|zijn|mon|notre|son|leur|mein|unser|sein|ihr|my|our|his|her|their|het|the|das"
    r"|le)[ ](?:[\w-]{2,16}[ ]){0,2}$"
)
WORD = re.compile(r"[A-ZÀ-Þ][^\W\d_]{5,20}(?=[ \t]{0,2}(?:[.,;)!?]|\n|$))")
OTHERWISE = re.compile(
    r"(?:error|exit|status|http|fout|fehler|product|produkt|article|artikel|post|zip|bar|qr|source|bron|promo|korting|item|color|kleur"
    r"|reason|ral|iata"
    r"|cost)[ -]?$"
)
"""What makes of a code another one."""
DEFAULT = re.compile(
    r"(?:[ \t]{1,3}[\w-]{2,20}){0,3}[ \t]{0,2}[:=][ \t]{0,3}(?:admin\w*|root|user|guest|gast|invite|beheer\w*|support|service"
    r"|[\w.-]{1,40}@[\w.-]{2,40})"
    r"[ \t]{0,3}/[ \t]{0,3}([^\s\"'`<>|]{6,64})",
    re.I,
)
"""A device's or portal's access: a user that such things come with, a slash and a password."""
CODES = re.compile(r"(?:[A-Za-z0-9]{4,8}(?:-[A-Za-z0-9]{4,8}){1,8}|[a-z0-9]{8,12}|\d{4}[ ]\d{4}|\d{8})(?![\w-])")
GAP = re.compile(r"[\s,;|*•·-]{1,8}")
PAIRED = re.compile(
    r"(?:[ \t]{1,3}|(?=[:=]))(?:[:=]|met|with|avec|mit|is|als|as)?[ \t]{0,3}[\"'`]?([\w.@+-]{2,60})[\"'`]?[ \t]{0,3}(?:/|\||,|;|\n|\ben\b"
    r"|\band\b|\bet\b|\bund\b|\bmet\b|\bwith\b|\bavec\b|\bmit\b)"
    r"[ \t]{0,3}[\"'`]?([^\s\"'`<>|]{5,64})",
    re.I,
)
BEHIND = re.compile(
    r"(?:[ \t]{1,2}[\w.-]{2,20}){0,2}[ \t]{0,2}(?:[:=]|->|\b(?:to|naar|auf|sur)\b)[ \t]{0,3}(?:[\w.@-]{2,40}[ \t]{0,2}/[ \t]{0,2})?([^\s\"'`<>|/]{6,40})"
)
KEYED = re.compile(
    r"(?:[ \t]{1,2}[^\W\d_]{2,14}){0,2}[ \t]{0,2}[:=]?[ \t]{1,2}([A-F]\d{4,5}|\d{4,6}[A-F]?[#*]|[#*]\d{4,6}[#*]?|\d{2,5}[A-F]\d{0,3})(?![\w-])"
)
HASH = re.compile(r"[ \t]{0,2}:?[ \t]{1,2}(\d{4,6}[#*])")
NEXT_CODE = re.compile(
    r"(?:[ \t]{0,2}(?:,|;|/|\ben\b|\bet\b|\bund\b|\band\b|&)){1,2}[ \t]{0,2}(?:[A-Z][\w-]{1,14}[ \t]{0,2}[:=]?[ \t]{1,2})?(\d{4,6})(?![\w/.,-]*\d)"
)
_SAID = (
    "nul|null|zero|een|eins|un|one|twee|zwei|zwo|deux|two|drie|drei|trois|three|vier|quatre|four|vijf|funf|cinq|five|zes|sechs"
    "|six|zeven|sieben|sept|seven|acht|huit|eight|negen|neun|neuf|nine|oh"
)
SPOKEN = re.compile(
    rf"(?:[ \t]{{1,2}}(?!(?:{_SAID})\b)[\w'-]{{2,14}}){{0,4}}[ \t]{{0,2}}:?[ \t]{{1,2}}((?:(?:{_SAID})\b[ ,-]{{0,2}}){{3,7}}(?:{_SAID}))\b"
)
"""A code told in words: "der Code vom Tor eins neun acht fünf"."""
SIGNING_IN = re.compile(
    r"passw|kennw|wachtw|paswoord|mot de passe|mots de passe|\bmdp\b|zugang|log-?in|inlog|einlog|aanmeld|anmeld|connexion"
    r"|identifiant|credential|\bpw\b|\bpwd\b|access denied|accounts?\b|admin\b|root\b"
)
CALENDAR = re.compile(
    r"(?:ma|di|wo|do|vr|za|zo|lun|mar|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun|die|mit|don|fre|son|jan|feb|maa|apr|mei|mai"
    r"|may|jun|jul|aug|sep|okt|oct|nov|dec|dez|week|kw|q)[a-z]*[-_. /]?\d{1,4}$"
)
SAID_SO = re.compile(r"passw|kennw|wachtw|paswoord|mdp|passe")
TRIAL = re.compile(r"\b(?:test\w*|sandbox|fake|dummy|fictief|fictifs?|fiktiv\w*|demo|voorbeeld|exemple|beispiel)\b")
STATES = frozenset(
    (
        "1password", "2fa", "abgelaufen", "argon2", "argon2id", "b2b", "b2c", "base64", "bcrypt", "changed", "covid-19", "empty",
        "erforderlich", "errone", "expire", "expired", "falsch", "faux", "forgotten", "fout", "geandert", "gewijzigd", "h2",
        "incorrect", "incorrect-password", "invalid", "iso27001", "kwijt", "leeg", "lost", "md5", "mfa", "microsoft365",
        "missing", "modifie", "nis2", "nodig", "notwendig", "o365", "oauth2", "oauth2.0", "obligatoire", "office365",
        "ongeldig", "onjuist", "optional", "oublie", "pbkdf2", "required", "requis", "reset", "sha-1", "sha-256", "sha-512",
        "sha1", "sha256", "sha512", "ungultig", "utf-8", "vergessen", "vergeten", "verkeerd", "verlopen", "verplicht",
        "web2.0", "win10", "win11", "windows10", "windows11", "wrong", "minimum", "minimaal", "maximum", "mindestens", "windows2019", "office2019",
        "office2021", "outlook2019", "pflicht", "geheim", "secret", "confidentiel", "vertraulich", "vertrouwelijk", "privat", "onbekend",
        "inconnu", "unbekannt", "unknown",
    )
)  # fmt: skip
URLISH = re.compile(
    r"(?:https?:|www\.|/|\\\\|[\w.+-]+@[\w-]+\.[a-z]{2,}$|[\w.-]+\.(?:pdf|docx?|xlsx?|csv|txt|html?|png|jpe?g|py|js|json|kdbx)$)",
    re.I,
)
DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}[:.]\d{2}|v?\d+(?:\.\d+)+|\d+(?:[.,]\d+)*[%€$]?")
CALL = re.compile(r"[\w.]*\(.*|.*\[[\"'\w]*\]?|.*=>.*|.*->.*|\w+(?:\.\w+)+|[a-z]+_[a-z_]+|--?[a-z-]+", re.I)
SETTING = re.compile(r"[A-Za-z_]{2,40}=|--?\w+=|\w+:/|[A-Z]:\\|[\w.-]+\.(?:example|com|be|nl|de|fr|eu|org|net|lan|local)\b")
"""A setting, a path or a host, with what it is set to."""
STRIP = ".,;:)]}!?*\"'`"
NEAR = 90
"""Characters before a password in which a user's name makes one of letters alone likely."""
MOST_CODES = 16

PHRASED = re.compile(
    r"(?:[ \t]{1,3}[\w'-]{2,20}){0,3}?[ \t]{0,2}(?:[:=]|\b(?:is|est|c'est|lautet|ist|luidt"
    r"|reads)\b:?)[ \t\"']{0,3}([^\W\d_]{3,14}(?:[ -][^\W\d_]{3,14}){2,23})"
)
FAR = 70
"""Characters around a word for a password in which a value that looks like nothing else is one."""

_PASSWORD, _CODE, _RECOVERY, _NAME, _ACCESS, _PHRASE, _KEY, _ENTER, _DEVICE, _DOOR = map(
    frozenset, (PASSWORD, CODE, RECOVERY, NAME, ACCESS, PHRASE, KEY, ENTER, DEVICE, DOOR)
)


@recogniser(
    classes=(DataClass.CREDENTIAL,),
    reasons=("label", "label:quoted", "label:named", "label:beside", "label:far", "code", "recovery_code", "pair", "phrase"),
    triggers=tuple(sorted({*PASSWORD, *CODE, *RECOVERY, *NAME, *ACCESS, *PHRASE, *KEY, *ENTER, *DEVICE, *DOOR})),
)
def credential(text: Readable, hits: Hits) -> Iterator[Match]:
    past = named = -1
    taken: list[tuple[int, int]] = []
    alone: list[Hit] = []
    for hit in hits:
        if not hit.whole or hit.start < past:
            continue
        if hit.word in _NAME:
            named = hit.end
        for start, end, reason, sure in _values(text, hit, named):
            if start < past:
                continue
            past = end
            taken.append((start, end))
            yield Match(start, end, DataClass.CREDENTIAL, "credential", reason, sure, value=text.text[start:end])
        if past < hit.start and hit.word in _PASSWORD:
            alone.append(hit)
    past = -1
    for hit in alone:
        for start, end, reason, sure in _far(text, hit):
            if start >= past and not any(one < end and other > start for one, other in taken):
                past = end
                yield Match(start, end, DataClass.CREDENTIAL, "credential", reason, sure, value=text.text[start:end])


def _values(text: Readable, hit: Hit, named: int) -> Iterator[tuple[int, int, str, float]]:
    """What lets somebody in behind a label: (start, end, reason, how sure)."""
    if hit.word in _RECOVERY:
        yield from _recovery(text, hit.end)
        return
    if hit.word in _PHRASE and (phrase := PHRASED.match(text.text, hit.end)) is not None:
        yield (*phrase.span(1), "phrase", 0.8)
        return
    if hit.word in _ENTER:
        yield from _typed(text, hit)
        return
    if hit.word in _KEY:
        if WIRELESS.search(text.low, max(0, hit.start - FAR), hit.start) and (found := _password(text, hit, False)) is not None:
            yield found
        return
    if hit.word in _CODE and (code := _code(text, hit)) is not None:
        yield code
        yield from _more(text, code[1])
        return
    if hit.word in _CODE and (spoken := SPOKEN.match(text.low, hit.end)) is not None:
        yield (*spoken.span(1), "code", 0.8)
        return
    if hit.word in _DOOR and (keyed := KEYED.match(text.text, hit.end)) is not None:
        yield (*keyed.span(1), "code", 0.8)
        return
    if hit.word in _ACCESS:
        given = DEFAULT.match(text.text, hit.end)
        if given is not None and (end := _trimmed(given[1])) and kinds(given[1][:end]) > 2 and _is_password(given[1][:end]):
            yield given.start(1), given.start(1) + end, "pair", 0.85
            return
    if hit.word in _NAME:
        pair = PAIRED.match(text.text, hit.end)
        if pair is not None and (end := _trimmed(pair[2])) and _is_password(pair[2][:end]) and pair[1].lower() not in _PASSWORD:
            yield pair.start(2), pair.start(2) + end, "pair", 0.85
            return
    if hit.word in _DEVICE | _ACCESS and (signed := _signed_in(text, hit)) is not None:
        yield signed
        return
    if hit.word in _PASSWORD:
        found = _password(text, hit, 0 <= hit.start - named <= NEAR)
        if found is not None:
            yield found


def _more(text: Readable, at: int) -> Iterator[tuple[int, int, str, float]]:
    """Further codes in the same list: "kassacode Els 6617 en Jos 2093"."""
    for _ in range(MOST_CODES):
        further = NEXT_CODE.match(text.text, at)
        if further is None:
            return
        yield (*further.span(1), "code", 0.8)
        at = further.end(1)


def _signed_in(text: Readable, hit: Hit) -> tuple[int, int, str, float] | None:
    """A value that looks like a password behind the device, program or account that it opens, where the text speaks of signing in."""
    found = BEHIND.match(text.text, hit.end)
    if found is None or SIGNING_IN.search(text.low, max(0, hit.start - 300), hit.end + 300) is None:
        return None
    value = found[1][: _trimmed(found[1])]
    if SAID_SO.search(found[0][: -len(found[1])].lower()) or CALENDAR.match(value.lower()):
        return None
    slash = "/" in found[0]
    if len(value) < 6 or not _is_password(value) or kinds(value) < (2 if slash else 3) or not any(c.islower() for c in value):
        return None
    if not any(c.isdigit() for c in value) and not any(c in "!#$%&?@*" for c in value):
        return None
    return found.start(1), found.start(1) + len(value), "pair", 0.7


def _far(text: Readable, hit: Hit) -> Iterator[tuple[int, int, str, float]]:
    """Values that look like a password and like nothing else, in the same line as a word for one: "overal Welkom01 als wachtwoord"."""
    near = max(hit.start - FAR, 0)
    first = max(near, text.low.rfind("\n", near, hit.start) + 1)
    stop = text.low.find("\n", hit.end, hit.end + FAR)
    for bare in BARE.finditer(text.text, first, stop if stop >= 0 else min(hit.end + FAR, len(text.text))):
        end = _trimmed(bare[0])
        value = bare[0][:end]
        apart = not text.text[bare.start() - 1 : bare.start()].strip() and (bare.start() > first or first > near or first == 0)
        if (
            apart
            and 6 <= len(value) <= 32
            and kinds(value) > 2
            and _is_password(value)
            and any(c.islower() for c in value)
            and "(" not in value
        ):
            yield bare.start(), bare.start() + end, "label:far", 0.7


def _typed(text: Readable, hit: Hit) -> Iterator[tuple[int, int, str, float]]:
    """A code that is typed to open what stands before it on the line: "sleutelkastje links, 5518 intoetsen"."""
    near = max(hit.start - FAR, 0)
    first = max(near, text.low.rfind("\n", near, hit.start) + 1)
    if OPENS.search(text.low, first, hit.start) is None:
        return
    found = TYPED.match(text.text, hit.end) or TYPED_BEFORE.search(text.text[first : hit.start])
    if found is not None:
        shift = first if found.re is TYPED_BEFORE else 0
        yield found.start(1) + shift, found.end(1) + shift, "code", 0.8


def _password(text: Readable, hit: Hit, named: bool) -> tuple[int, int, str, float] | None:
    linked = AFTER.match(text.low, hit.end)
    if linked is None:
        beside = NEXT_TO.match(text.text, hit.end)
        return _beside(text, beside.end()) if beside else None
    quoted = QUOTED.match(text.text, linked.end())
    if quoted is not None:
        if stands_in(quoted[1]) or quoted[1].lower() in STATES or URLISH.match(quoted[1]):
            return None
        return (*quoted.span(1), "label:quoted", 0.95) if " " not in quoted[1] or kinds(quoted[1]) > 2 else None
    bare = BARE.match(text.text, linked.end())
    if bare is None or not (end := _trimmed(bare[0])):
        return None
    value = bare[0][:end]
    if _is_password(value):
        return bare.start(), bare.start() + end, "label", 0.95
    word = WORD.match(text.text, bare.start()) if OURS.search(text.low, max(hit.start - 40, 0), hit.start) else None
    if word is not None and value.lower() not in STATES and not stands_in(value):
        return (*word.span(), "label", 0.6)
    colon = any(sign in linked[0] for sign in ":=|")
    if named and colon and value.isalnum() and len(value) > 4 and not stands_in(value) and value.lower() not in STATES:
        return bare.start(), bare.start() + end, "label:named", 0.75
    return None


def _beside(text: Readable, at: int) -> tuple[int, int, str, float] | None:
    """A value right behind its label, which must look more like one than behind a colon."""
    quoted = QUOTED.match(text.text, at)
    found = quoted or BARE.match(text.text, at)
    if found is None:
        return None
    value = found[1] if quoted else found[0][: _trimmed(found[0])]
    if len(value) < 6 or " " in value or not _is_password(value) or kinds(value) < (2 if quoted else 3):
        return None
    start = found.start(1) if quoted else found.start()
    return start, start + len(value), "label:beside", 0.8


def _is_password(value: str) -> bool:
    """Whether a value looks like a password: a digit or a sign among letters, and nothing else it could be."""
    if len(value) < 5 or stands_in(value) or value.lower() in STATES:
        return False
    if URLISH.match(value) or DATE.fullmatch(value) or CALL.fullmatch(value) or SETTING.match(value):
        return False
    if not any(c.isalpha() for c in value):
        return len(value) >= 6 and any(c.isdigit() for c in value) and not value.isdigit() and kinds(value) > 1
    inside = value[:-1]
    signs = any(not c.isalnum() and c not in "-'’./,:;" for c in inside)
    return any(c.isdigit() for c in value) or signs or value[-1] in "!$#@%&*+"


def _trimmed(value: str) -> int:
    """How long a value is without the signs of the sentence around it; an exclamation mark belongs to a password with a digit."""
    bare = value.rstrip(STRIP)
    rest = value[len(bare) :]
    if rest[:1] in ("!", "*") and any(c.isdigit() for c in bare):
        return len(bare) + len(rest) - len(rest.lstrip("!*"))
    return len(bare)


def _code(text: Readable, hit: Hit) -> tuple[int, int, str, float] | None:
    between = BETWEEN.match(text.low, hit.end) or FARTHER.match(text.low, hit.end)
    if hit.word in ("code", "codes") and not (_opens(text, hit.start) or (between and OPENS.search(between[0]))):
        signed = HASH.match(text.text, hit.end)
        return (*signed.span(1), "code", 0.8) if signed else None
    if between is None or NO_CODE.search(between[0]):
        return None
    found = DIGITS.match(text.text, between.end())
    if (
        found is None
        or PART.search(text.low, max(0, hit.start - 12), hit.start)
        or found[0] in ("1234", "0000", "12345", "123456")
        or (_is_year(hit.word, found[0], between) and not _opens(text, hit.start))
        or (
            len(found[0]) == 3
            and (found[0] in ("000", "111", "999") or TRIAL.search(text.low, max(0, hit.start - 120), hit.end + 60))
        )
    ):
        return None
    digits = sum(c.isdigit() for c in found[0])
    if digits < 4 and hit.word not in (
        "cvc",
        "cvv",
        "cvc2",
        "cvv2",
        "security code",
        "beveiligingscode",
        "sicherheitscode",
        "code de securite",
    ):
        return None
    return (*found.span(), "code", 0.9)


def _opens(text: Readable, at: int) -> bool:
    """Whether a bare "code" is that of something that opens, named before it on the line."""
    before = text.low[max(0, at - 60) : at].rpartition("\n")[2]
    return OPENS.search(before) is not None and OTHERWISE.search(before) is None


PART = re.compile(r"(?:gpio|header|connector|board|chip|arduino|ic|port|usb)[ -]$")
"""What makes of a pin a piece of metal."""


def _is_year(word: str, digits: str, between: "re.Match[str] | None") -> bool:
    """Whether the digits right behind a short label are rather a year ("OTP 2024")."""
    return bool(between and not between[0].strip() and re.fullmatch(r"(?:19|20)\d\d", digits))


def _recovery(text: Readable, at: int) -> Iterator[tuple[int, int, str, float]]:
    linked = AFTER.match(text.low, at) or GAP.match(text.text, at)
    place = linked.end() if linked else at
    for _ in range(MOST_CODES):
        gap = GAP.match(text.text, place)
        code = CODES.match(text.text, gap.end() if gap else place)
        if code is None or not any(c.isdigit() for c in code[0]) or stands_in(code[0]):
            return
        yield (*code.span(), "recovery_code", 0.9)
        place = code.end()
