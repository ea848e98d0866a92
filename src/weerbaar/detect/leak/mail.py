"""The mail address of a person.

It names somebody, often with the firm, and is the key to many accounts. Written as usual, or with `[at]` and `(dot)`.

When it is wrong: an address that only a machine reads (`bounce-1b2c@...`) is told as a person's. Addresses of a role (`info@`, `facturen@`,
`noreply@`) belong to nobody, and `naam@voorbeeld.be` or `user@example.com` stand for any: these are told with the reason `role` or `example` and a
score below `FAINT`. A role that has another name than those in the list is told as a person.
"""

import re
from collections.abc import Iterator

from weerbaar.detect.leak._declaration import Hits, recogniser
from weerbaar.detect.leak._names import COMMON, FIRST, LAST, NOUN, facts_of, model
from weerbaar.detect.leak._published import of_nobody
from weerbaar.model.leak import DataClass, Match, Readable

LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u00c0-\u024f.-]{1,64}\Z")
HOST = re.compile(
    r"(?:[A-Za-z0-9\u00c0-\u024f](?:[A-Za-z0-9\u00c0-\u024f-]{0,62})\.){1,8}(?:[A-Za-z]{2,24}|xn--[A-Za-z0-9-]{2,58})(?![A-Za-z0-9])"
)
SPOKEN = re.compile(
    r"[\[({<] ?(?:at|apenstaartje|arobase|arob|a) ?[\])}>] ?"
    r"((?:[A-Za-z0-9-]{1,63} ?(?:\.|[\[({<] ?(?:dot|punt|point|punkt|\.) ?[\])}>]) ?){1,4}[A-Za-z]{2,24})(?![A-Za-z0-9])",
    re.I,
)
SPOKEN_LOCAL = re.compile(r"([A-Za-z0-9_+.\u00c0-\u024f-]{1,64}) ?\Z")
DOT = re.compile(r" ?[\[({<] ?(?:dot|punt|point|punkt|\.) ?[\])}>] ?", re.I)
FILE_TYPES = "png jpg jpeg gif svg webp ico css js ts html php py json xml yml yaml md txt pdf sh exe zip"
FILES = frozenset(FILE_TYPES.split())
ROLE_WORDS = """
    abonnement abuse accounting accounts accountspayable accueil achats admin administratie administratif administration
    administrator afdeling aide alert alerte alerts all alle amsterdam antwerpen antworten ap api ar atelier avg backup be
    beantwoorden benelux berlin beschwerde beschwerden bestelling bestellingen bestellung bestellungen betalingen beveiliging
    bewerbung bewerbungen billing board boekhouding boeking bonjour booking bot bounce bounces boutique brussel bruxelles
    buchhaltung buero bureau cabinet career careers center centre centrum cert commande commandes commercial communicatie
    communication complaints compliance compta comptabilite contact contactus crediteuren csirt customer customerservice
    daemon dataprotection datenschutz de debiteuren debitoren dept desk dev devops directie direction do donot donotreply dpo
    dsb edv einkauf email empfang emploi en entrepot eu europe evenementen events everyone facturatie facturation facture
    facturen factures factuur feedback finance finances financien finanzen fournisseurs fr fragen garage gdpr gent
    geschaeftsleitung git groep group groupe gruppe hallo hello help helpdesk hilfe hostmaster hr human humanresources ict
    info informatie information informatique infos inkoop invoice invoices invoicing it job jobs juridique juridisch kantoor
    karriere klachten klantendienst klantenservice kommunikation kontakt kreditoren kundendienst kundenservice lager legal
    leveranciers lieferanten logistics logistiek logistik logistique lu magazijn mail mailer maintenance management marketing
    media melding meldingen monitoring ne nepasrepondre news newsletter nicht niet nieuwsbrief nl no noreply not notification
    notifications office onderhoud ons onthaal onze order orders paiements paris pas payments pers personal personeel
    personeelszaken phishing planning post postmaster praktijk praxis press presse printer privacy procurement purchasing
    questions receptie reception rechnung rechnungen rechnungseingang recht reclamation reclamations reclame recruitment
    recrutement reply repondre reservatie reservation reservations reserveringen reservierung resources rgpd rh root sales sav
    scan scanner school secretariaat secretariat securite security sekretariat service serviceclient servicedesk services shop
    sicherheit sollicitatie sollicitaties spam staff store subscribe suppliers support suspect suspicious svn system team tous
    transport uk unsubscribe vacature vacatures vente ventes verdacht verkauf verkoop vertrieb verwaltung vragen warehouse web
    webmaster webshop werkplaats winkel zahlung zorg
    programm programme programma musee museum rse csr duurzaamheid ticket tickets ticketing reservatie boekingen bibliotheek bib
    bibliotheque mediatheque mairie gemeente stad ville stadt commune tourisme toerisme vvv kultur cultuur culture sport jeugd jeunesse
    jugend kurse cours lessen academie atelier galerie expo festival kerk pfarramt parochie paroisse verein club vzw asbl stichting
    spenden dons giften donate bestuur vorstand comite hotel restaurant brasserie gasthof camping laden magasin apotheek pharmacie
    apotheke kliniek klinik hopital ziekenhuis pflege rezeption kasse verhuur location vermietung umwelt milieu energie
    nachhaltigkeit qualitaet kwaliteit quality qualite projekt project projets projecten ausbildung opleiding formation training
    stage stages inschrijvingen inscription inscriptions anmeldung anmeldungen aanmelden registration register retour retours
    returns garantie warranty versand verzending expedition livraison levering lieferung dispo dispatch fleet beheer syndic
    hausverwaltung immo redactie redaktion redaction editor ecole schule welkom welcome accommodatie archief archiv archives
    arbeitsschutz preventie hse groen verte vert grondstoffen klimaat klima statistiek enquete umfrage survey panel nieuws news
    stay course courses visit eat veiligheid meldpunt klokkenluider whistleblower integrity ethics ethik ethiek tips helpme aide
"""
ROLES = frozenset(ROLE_WORDS.split())
"""An address whose every word is one of these (or a number) is nobody's."""
ANYBODY = re.compile(
    r"(?:naam|name|nom|uw\.?naam|jouw\.?naam|your\.?name|votre\.?nom|ihr\.?name|dein\.?name|voornaam\.?(?:achter)?naam|voornaam\.familienaam"
    r"|prenom\.?nom|vorname\.?(?:nach)?name|first\.?name\.?last\.?name|firstname\.lastname|first\.last|user\w?|username|gebruiker|utilisateur|benutzer"
    r"|you|me|someone|iemand|quelquun|jemand|example|voorbeeld|exemple|beispiel|test\w{0,5}|foo|bar|foobar|abc|xyz|xxx+|email|mail|adres|adresse|address"
    r"|a|b|x|y)\d{0,3}"
)
ANY_HOST = re.compile(
    r"(?:[a-z0-9-]+\.)*(?:example\.(?:com|org|net|edu)|voorbeeld\.(?:be|nl|com)|exemple\.(?:fr|be|com)|beispiel\.(?:de|com|at)|domain\.(?:com|tld)"
    r"|domein\.(?:be|nl)|domaine\.(?:fr|com)|yourdomain\.com|company\.com|test\.(?:com|test)|email\.com"
    r"|(?:example|beispiel|voorbeeld|exemple|muster|test|domain|domein|domaine)\.[a-z]{2,10}|foo\.(?:com|bar)|bar\.com|acme\.com)"
)
ALGORITHMS = ("openssh.com", "libssh.org")
"""Behind the @ in names of algorithms (RFC 4250 section 4.6.1)."""
SAID_OF_ANYBODY = re.compile(
    r"(?:jane?|john)\.?(?:doe|smith|jansen|modaal)?|jean\.?dupont|(?:max|erika)\.?muster(?:mann)?|info|max|alice|bob|charlie|admin"
)


@recogniser(
    classes=(DataClass.MAIL,),
    reasons=("format", "role", "example", "public"),
    triggers=("@", "[a", "(a", "{a", "<at", "[ a", "( a"),
    references=("https://www.rfc-editor.org/rfc/rfc5322#section-3.4.1", "https://www.rfc-editor.org/rfc/rfc2142"),
)
def mail(text: Readable, hits: Hits) -> Iterator[Match]:
    past = 0
    for hit in hits:
        found = (_written if hit.word == "@" else _spoken)(text.text, hit.start, past) if hit.start >= past else None
        if found is not None:
            start, past, local, host = found
            reason, score = _said_of(local.lower(), host.lower())
            match = Match(start, past, DataClass.MAIL, "mail", reason, score, value=f"{local}@{host}".lower())
            yield of_nobody(text, match, public=not _names(local.lower()))


def _written(text: str, at: int, past: int) -> tuple[int, int, str, str] | None:
    """(start, end, local part, host) of the address around an @, or None."""
    local = LOCAL.search(text, max(at - 64, past), at)
    host = HOST.match(text, at + 1)
    if local is None or host is None or host[0].rpartition(".")[2].lower() in FILES:
        return None
    name = local[0].lstrip("!#$%&'*+/=?^`{|}~.-").rstrip(".")
    if "/" in name or "=" in name or "|" in name:
        name = re.split(r"[/=|]", name)[-1]
    if name.isdigit() and re.search(r"(?:[\d)][ /.-]?|sips?:\+?)\Z", text[max(at - len(name) - 5, 0) : at - len(name)]):
        return None
    return (at - len(name), host.end(), name, host[0]) if name and local[0].endswith(name) else None


def _spoken(text: str, at: int, past: int) -> tuple[int, int, str, str] | None:
    """The same for one written out, as `jan [at] firm [dot] example`."""
    host = SPOKEN.match(text, at)
    local = SPOKEN_LOCAL.search(text, max(at - 65, past), at) if host else None
    if host is None or local is None:
        return None
    return local.start(), host.end(), local[1], DOT.sub(".", host[1]).replace(" ", "")


def _names(local: str) -> bool:
    """Whether a part of it is a given name, or it stands as an initial before another word: `els.maes`, `j.peeters`, `elsmaes1980`."""
    parts = [part for part in re.split(r"[._+-]|\d+", local) if part]
    if len(parts) > 1 and any(len(part) == 1 for part in parts):
        return True
    known = model()
    facts = facts_of(parts, known.keys, known.facts)
    return any(facts[part] & (FIRST | LAST) for part in parts) or not any(facts[part] & (COMMON | NOUN) for part in parts)


def _said_of(name: str, host: str) -> tuple[str, float]:
    """Whose address it is: (reason, score)."""
    if ANYBODY.fullmatch(name) or (ANY_HOST.fullmatch(host) and SAID_OF_ANYBODY.fullmatch(name)):
        return "example", 0.2
    if host in ALGORITHMS:
        return "role", 0.2
    words = [word for word in re.split(r"[._+-]|\d+", name) if word]
    return ("role", 0.2) if words and all(word in ROLES for word in words) else ("format", 1.0)
