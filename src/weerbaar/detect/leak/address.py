"""Where somebody lives: a street with a house number, with the box, postcode and town that follow.

Somebody's door can be knocked on, watched or written to. Found are the ways addresses are written in Belgium, the Netherlands, France, Germany,
Luxembourg and the United Kingdom: `Kerkstraat 12 bus 3, 9000 Gent`, `12 bis, rue des Lilas, 59000 Lille`, `Hauptstr. 5a, 10115 Berlin`, `14 Mill Lane,
York YO1 7HH`, on one line, over several or in the cells of a row, with boxes, floors and doors, and with the postcode first. A street with its
number and neither postcode nor town counts where somebody is spoken of. A street without a number or a town alone is none; names of streets
that sound like other words ("Am Markt 5", "Zum Hof 3") count only with postcode and town.

When it is wrong: the address of a shop, an office or a museum looks like a home. Where a legal form or a word for such a place stands beside it and
nothing says that somebody lives there, it is told with the reason `public` and a score below `FAINT` (`_published.py`). Farms and hamlets without a
street, and post office boxes, are seen only beside somebody's name; house numbers in words are not.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from weerbaar.detect.leak._context import FIRM, column
from weerbaar.detect.leak._declaration import Hits, recogniser
from weerbaar.detect.leak._digits import in_account
from weerbaar.detect.leak._published import SCORE, names_somebody, of_nobody, said
from weerbaar.model.leak import DataClass, Match, Readable

NUMBER = re.compile(r"(?<![\w.,/:€$£-])[1-9]\d{0,3}(?![\d:%€$£]|[.,]\d\d)")
BEFORE = 64
"""Characters before a number in which the street must stand."""
AFTER = 140

_NAME = r"[^\W\d_][\w'.-]{0,30}"
_SMALL = r"(?:van|de|den|der|het|ter|ten|van de|van der|van den|du|des|la|le|les|l'|d'|de la|de l'|aux?|en|et|von|zu|und|saint|sainte|st\.?) ?"
STRONG = (
    r"(?:straat|straatweg|(?<!s)laan|steenweg|dreef|gracht|singel|plantsoen|plein|kaai|kade|boulevard|straße|strasse|str\.|str|gasse|platz|allee"
    r"|chaussee|ufer)"
)
WEAK = (
    r"(?:weg|lei|hof|park|markt|pad|dijk|baan|ring|wal|berg|veld|heide|einde?|dam|haven|vest|hoek|kouter|dries|akker|donk|burg|gaarde|oord"
    r"|steeg|damm|steig|"
    r"stieg|pfad|graben|garten|wall|zeile|promenade|brucke|feld|wiese|kamp|straatje|laantje|plaats|poort|wijk|kerk|molen|beek|winkel)"
)
_ROMANCE_STRONG = (
    r"(?:rue|avenue|av\.?|ave\.?|boulevard|bd\.?|bld\.?|blvd\.?|chaussee|chee|impasse|ruelle|venelle|dreve|faubourg|fbg)"
)
_ROMANCE = (
    rf"(?:{_ROMANCE_STRONG}|place|pl\.|chemin|ch\.|allees?|quai|route|rte|square|cours|passage|sentier|clos|montee|residence|esplanade|"
    r"rond-point|cite|voie|mail|promenade|hameau|villa|tienne|thier|val|cote|rampe|parc|domaine|mont|galerie|cour|digue|plaine|vallee)"
)
_WORD = r"(?:,? ?(?:nr|n°|nº|no|num|nummer|numero|number|huisnr|huisnummer|hausnr|hausnummer|hnr)\.?:?)?"
"""What may stand between a street and its number."""
_NR = re.compile(rf"{_WORD}[ ,]{{1,2}}$")
ENDINGS = (*re.findall(r"[^\W\d_]+", STRONG.replace("<!s", "") + WEAK), "str.")
ROMANCE_WORDS = (
    frozenset(re.findall(r"[a-z-]{2,}", _ROMANCE))
    | {f"{word}." for word in ("av", "ave", "bd", "bld", "blvd", "pl", "ch")}
    | {"allees", "grand-rue", "grand'rue", "grand"}
)
LETTER_BEFORE = re.compile(r"[^\W_][.'°]?:?[ ,]{1,2}$")
FRENCH_SMALL = frozenset(
    ["de", "la", "le", "les", "du", "des", "aux", "au", "en", "et", "sur", "sous", "saint", "sainte", "st", "à"]
)
STRONG_ROMANCE = re.compile(rf"grand[- ']?rue|{_ROMANCE_STRONG} ")
ENDING = re.compile(
    rf"(?:^|[^\w'-])(?P<name>(?:(?:{_NAME}|[ivx]+) ){{0,4}}?(?:{_NAME}[- ]?)??(?:(?P<strong>{STRONG})|(?P<weak>{WEAK})))"
    rf"{_WORD}[ ,]{{1,2}}$"
)
ROMANCE = re.compile(
    rf"(?:^|[^\w'-])(?P<name>(?:grand[- ']?rue|{_ROMANCE} (?:{_SMALL}){{0,2}}{_NAME}(?: (?:{_SMALL}){{0,2}}{_NAME}){{0,4}}))"
    rf"{_WORD}[ ,]{{1,2}}$"
)
PREPOSED = re.compile(
    r"(?:^|[^\w'-])(?P<name>(?:am|an der|an den|an de|im|in der|in den|auf der|auf dem|auf den|unter den|zum|zur|hinter der|hinter dem"
    r"|vor dem|beim|bei der|"
    rf"op de|op het|'?t|aan de|achter de|onder de|ten|ter|de|het|alt|alter?|neuer?|grosse|kleine"
    rf"|(?:strasse|straße|platz|allee|weg|ring|promenade) (?:des|der|am|an der|im|zum|zur)) {_NAME}(?: {_NAME})?)[ ,]{{1,2}}$"
)
FRENCH = re.compile(
    rf"(?: ?(?:bis|ter|quater|[a-d]))?,? {{0,2}}(?P<name>(?:grand[- ']?rue"
    rf"|{_ROMANCE} (?:{_SMALL}){{0,2}}{_NAME}(?: (?:{_SMALL}){{0,2}}{_NAME}){{0,3}}))"
)
ENGLISH = re.compile(
    r"(?:/\d{1,3})?[a-d]?,? (?P<name>(?:[^\W\d_][\w'.-]{0,20} ){1,3}?(?:street|road|lane|avenue|drive|close|court|crescent|gardens?|terrace|way|place"
    r"|square|hill|grove|"
    r"park|row|mews|walk|green|view|rise|wharf|quay|parade|gate|broadway|mount|bridge|circus|yard|vale|meadows?|fields?|heights|villas|croft|bank|"
    r"esplanade|strand|embankment|approach|boulevard|blvd|alley|cottages|tower|house|buildings|lodge|orchard|path|end|st|rd|ave|ln|dr)\b\.?)"
)
GENERIC = re.compile(
    r"(?:^|[^\w'-])(?P<name>[A-ZÀ-Þ][\w'-]{2,30}(?: (?:(?:van|de|den|der|het|ter|ten|des|du|la|le|am|an|im|op"
    r"|zu) ){0,2}[A-ZÀ-Þ][\w'-]{1,30}){0,3})[ ,]{1,2}$"
)
"""Words with capitals: a street only when postcode and town follow."""
NO_STREET_NAME = re.compile(
    r"(?:factu|faktur|invoice|rechn|order|bestel|command|commande|artikel|article|kapitel|chapitre|hoofdstuk|chapter|seite|page|pagina"
    r"|version|versie|windows|"
    r"office|nummer|number|numero|(?:nr|no|tel|fax|bus|bte|box)\b|postbus|postfach|team|groep|groupe|gruppe|klasse?|classe|class|level"
    r"|niveau|stap|etape|schritt|step|"
    r"(?:januar|februar|maart|marz|mars|march|april|avril|mai|mei|may|jun|juin|jul|juil|aug|aout|sept|okt|oct|nov|dec|dez)(?:uar[iy]?|i|y"
    r"|ember|bre|us|e)?\b)"
)
NAMED = re.compile(r"[a-d]? (?:The )?[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,3}(?=,|\n)")
"""What may follow a house number where a British postcode follows soon."""
_SIDE = r"(?: (?:links|rechts|mitte|midden|droite|gauche|left|right|voor|achter))?"
_UNIT = (
    r"bus|bte|boite|bt|box|b|apt|app?t?s?|appartement|apartment|wohnung|whg|flat|unit|studio|kamer|room|chambre|zimmer|top|stiege|stg|tur|tuer|bat|batiment"
    r"|bloc|block|blok|esc|escalier|etage|et|verdiep|verdieping|verd|stock|og|eg|floor|bel|sonnette|klingel|porte|deur|door|lot|toevoeging|toev|haus|geb|gebouw"
)
_MORE = (
    rf"(?:[ ,;/(]{{0,3}}(?:(?:{_UNIT})\b[ .]{{0,2}}(?:n[°r]\.? ?|nr\.? ?)?(?:[a-z]?\d{{1,4}}[a-z]?|[a-z])\b{_SIDE}\)?"
    rf"|\d{{1,2}}(?:\.|e|er|eme|de|ste|nd|rd|th|st)? ?(?:(?:og|dg|ug|stock|etage|verdiep|verdieping|verd|floor)\b\.?{_SIDE}"
    r"|gauche|droite|links|rechts|left|right)\)?"
    r"|(?:hinterhaus|vorderhaus|seitenflugel|gartenhaus|gelijkvloers|rez-de-chaussee|erdgeschoss|dachgeschoss|souterrain|ground floor|first floor|top floor"
    r"|basement|eg|dg|hh|vh)\b\)?)){0,3}"
)
TAIL = re.compile(_MORE)
BOX = re.compile(
    r"(?: ?(?:[a-z](?![\w'])|bis\b|ter\b|quater\b|hs\b|huis\b|i{1,3}\b|iv\b))?(?: ?[a-z]\d{1,4}\b)?"
    r"(?:(?:[-/]| / |/ )(?:\d{1,4}(?:[a-z]|hs|bis)?|[a-z]{1,2}-?\d{0,3}|hs|huis|i{1,3}|iv|v)(?![\w.])){0,3}" + _MORE
)
"""What follows a house number: a letter, a box, a flat, a floor, a door."""
GAP = r"[ ]?(?:[,;|/(-]|\n|\\n|\t| )[ \n\t]{0,3}"
POSTCODE = re.compile(
    rf"(?:{GAP}|,? (?:te|in|a|zu) )"
    rf"(?:(?P<nl>[1-9]\d{{3}} ?[a-z]{{2}})\b|(?:b-|be-|l-|lu-|a-|at-|ch-|fl-)? ?[1-9]\d{{3}}\b|(?:f-|fr-|d-|de-)? ?\d{{5}}\b)"
    r"(?:[ ;|\t]{1,2}|,(?! )|(?P<apart>, )|\n|$)"
)
BRITISH = re.compile(r"\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b|\b[a-z]\d[\dw] [a-z\d]{4}\b")
"""A postcode of the United Kingdom or Ireland; town and county stand before it."""
COUNTED = re.compile(r",? \d{1,3}\b(?! ?[a-z]{1,2}\d)")
"""A number behind a street that began with one: a list of places with their counts."""
BESIDE = re.compile(r"\d|[^\w ,.'\n-]")
TOWN = re.compile(
    r"(?:(?:St|Ste|Bad)\. ?)?[^\W\d_][\w'-]{1,24}(?:(?: | (?:sur|sous|aan den|an der|de|la|le|les) | (?:am|aan de) "
    r"(?=Main|Rhein|Rijn|Neckar|Inn|See))[A-ZÀ-Þ][\w'-]{1,24}){0,3}"
)
TOWN_AFTER = re.compile(
    r"(?:,|,? (?:in|te|à|zu)) ?(?=[A-ZÀ-Þ])(?!(?:Tel|Tél|Telefo|Télé|Phone|Fax|GSM|Gsm|Mobi|Handy|Natel|IBAN|BTW|TVA|USt|VAT|KvK|Email|Mail|E-)\w*)"
)
SMALL_TOWN = re.compile(r", (?:[a-z]{2,6}-[a-z-]{3,20}|sint [a-z]{3,20}|saint [a-z]{3,20}|bad [a-z]{3,20})(?=[,.;)?!]|$|\n)")
"""A town in small letters, where it can be nothing else."""
LIVES = re.compile(
    r"\b(?:woon|wonen|woont|bewoner|domicil|habit|demeur|resid(?!en[tc]ie\b)|wohn|lives?\b|living|thuis|home\b|chez (?:lui|elle|moi|m\.|mme)|thuisadres"
    r"|prive|privat|dhr|mevr|mw\b|mme\b|mrs?\b|ms\b|madame|monsieur|herrn?\b|frau\b|heer\b|klant\b|klanten\b|cliente?s?\b|kunden?\b|kundin"
    r"|patient|huurder|locataire|mieter|tenant|geboren|nee? le|born|erfgenaam|leerling|eleve|schuler|werknemer|salarie|mitarbeiter|employee|adres klant"
    r"|customer|famille|familie|family)"
)
"""Words that somebody lives there."""
HOME = re.compile(
    LIVES.pattern
    + r"|\b(?:adres|addres|anschrift|ophalen|afhalen|lever|bezorg|breng|stuur|pakje|pakket|livr|enlev|colis|expedi|liefer|abhol|zustell|paket"
    r"|schick|deliver|collect|pick ?up|ship|parcel|send\b|werf|chantier|baustelle|verhui|demenag|umzug|zieht|moves?\b|moved|huis\b|maison|haus\b|house|flat\b"
    r"|appartement|apartment|wohnung|kamer|bij |naar |chez |bei |sent to |going to |langs |t'es |tu es |il est |elle est )|'s,? \Z"
)
"""Words that somebody lives or something is brought there."""
TOWN_BEFORE = re.compile(
    r"(?P<from>(?<![\w-])(?:(?:[A-Za-z]{1,2}-)?[1-9]\d{3,4}(?: ?[A-Z]{2})?) (?:[^\W\d_][\w'-]{1,24})(?:[ -][^\W\d_][\w'-]{1,24}){0,3}),? $"
)
"""Postcode and town before the street: "8310 Assebroek, Bossuytlaan 22"."""
DUMMY = re.compile(
    r"\b(?:muster(?:strasse|straße|weg|stadt|ort|platz|hausen)|beispiel(?:strasse|straße|stadt)|anytown|anywhere|voorbeeldstraat|teststraat"
    r"|testlaan|dorpstad|exempleville"
    r"|villeneuve-exemple|(?:sample|example|test|fake|some) (?:street|road|st)|rue (?:de l')?exemple|nergenshuizen|springfield)\b"
)
DUMMIES = re.compile(
    r"\b(?:jane? doe|john (?:doe|smith|q)|joe bloggs|max mustermann|erika mustermann|mustermann|jean dupont|marie dupont|jan jans+en?s?"
    r"|jan modaal|piet (?:jansen|puk)|jan met de pet"
    r"|lieschen muller|otto normal\w*)\b"
)
INSTANCE = re.compile(
    r"\b(?:voorbeeld\w*|exemple|beispiel\w*|example|template|sjabloon|vorlage|modele|muster|dummy|fictie\w*|fictif|fiktiv\w*|placeholder"
    r"|platzhalter|invul\w*)\b"
)
"""An address that stands for any: in an example with somebody whom nobody is called."""
HOUSE = re.compile(
    r"(?<![\w'-])(?P<name>(?:The )?[A-Z][\w'-]{1,30}(?: [A-Z][\w'-]{1,30}){0,2} (?:Cottage|House|Farm|Lodge|Barn|Villa|Manor|Bungalow|Croft|Rectory|Vicarage"
    r"|Mill|Hall|Grange|Forge|Stables|Oast|Vicarage|Priory|Schoolhouse|Gatehouse))"
    r",? ?\n?(?:[A-Z][\w' -]{2,30}(?:, ?|\n)){0,3}"
)
"""A British house with a name instead of a number."""
HOUSE_OF = re.compile(r"\b(?:address|adres|adresse|lives at|living at|moved to|deliver to|home)\b[\w ]{0,14}[:,]? ?\Z")
SAID_SO = re.compile(r"(?:address|adres|adresse|anschrift|domicile)\b")
VILLAGE = re.compile(
    r", (?:(?:Nr|near) )?[A-Z][\w'-]{2,20}(?: [A-Z][\w'-]{2,20})?(?:, (?:Co\.? )?[A-Z][\w'-]{2,16}(?=[.\n;]|\Z))?"
)
NAMED_STREET = re.compile(
    r"(?:^|[^\w'-])(?P<name>(?:(?:stra(?:ss|ß)e|platz|allee|weg|ring|promenade|ufer) (?:des|der|am|an der|im|zum|zur|von)"
    r"|(?:laan|plein|kade|kaai|weg|straat|dreef|hof|singel|baan|gracht|steenweg|baan) (?:van (?:de|den|der|het)|van|der|den"
    r"|ter|op|naar)) [^\W\d_][\w-]{2,25}(?: [^\W\d_][\w-]{2,25})?)[ ,]{1,2}$"
)
BUILDING = re.compile(
    r"(?:\b(?:R[ée]sidence|R[ée]s\.|B[âa]t(?:iment|\.)?|Appt?\.?|Appartement|Apt\.?|Esc(?:alier|\.)?|Immeuble|Le Clos|Les Jardins|Domaine"
    r"|Villa|Residentie|Flat|Apartment|Unit|Block|Suite|c/o|p/a|Blok)"
    r" ?[^,\n;:]{1,30}(?:, ?|\n| - )|(?:Top|Ground|First|Second|Basement|Garden) (?:Floor )?Flat, ){1,3}$"
)
"""A building or a flat before the number of the street: part of the address."""
LABELLED = re.compile(
    r"(?:\b(?:straat|street|rue|stra(?:ss|ß)e|adres|adresse|address|anschrift|domicile|woonplaats|wohnort|wohnhaft|woonachtig|thuisadres"
    r"|privatanschrift|leveradres"
    r"|lieferadresse|woont (?:in de|op de|op het|in het|op)|habite|lives at|living at|wohnt (?:in der|am|im"
    r"|an der))[\"']?[ \t]{0,2}[:=]?[ \t\"']{0,3})$"
)
"""What makes of a word with a capital and a number an address, also without a word for a street."""
NO_STREET = re.compile(
    r"(?:allerlei|onderweg|vanweg|deswegen|super|parking|verslaan|opslag|paragra|artikel|hoofdstuk|terugweg|heimweg|ausweg|wegens|derdenrekening|rekening\b"
    r"|konto\b|compte\b|standplatz|lagerplatz|stellplatz|sitzplatz|parkplatz|arbeitsplatz|spielplatz|liegeplatz|ladeplatz|tischplatz|staanplaats|laadkade|perron\b"
    r"|opstelplaats|tafel|werkplaats|zitplaats|standplaats|ligplaats|parkeerplaats|rangeerspoor|laadperron|stand\b|quai de chargement|place de parking)"
)
ALONE = re.compile(
    r"(?:platz|plein|place|weg|hof|park|markt|ring|berg|dam|tor|square|kade|kaai|quai|plaats|cour|cours|parc|val|cote|voie|mail|passage)\Z"
)
"""Words for a street that are no name of one when they stand alone: "Platz 2", "Place 3"."""


POST_BOX = re.compile(
    r"(?<!\w)(?:[Pp]ostbus|[Pp]ostfach|B\.?P\.?|[Bb]oîte postale|P\.?O\.? [Bb]ox|[Aa]ntwoordnummer|GPO Box) (?:n° ?)?\d[\d ]{0,8}\d(?!\d)"
)
HAMLET = re.compile(r"(?<!\w)[Ll]ieu-?dit [\w' -]{3,40}, \d{5} [A-ZÀ-Þ][\w'-]+")
CODE = re.compile(
    r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|(?<=, )(?:(?:[A-Z]{1,2}-)?\d{4,5}|[1-9]\d{3} ?[A-Z]{2}) [A-ZÀ-Þ][\w'-]{2,24}|(?<=, )Co\.? [A-Z][a-z]{2,12}\b"
)
"""What ends an address: a postcode of the United Kingdom, one with its town, an Irish county."""
BEFORE_CODE = re.compile(
    r"(?:(?:[A-ZÀ-Þ]|l[ae']|les? |(?:rue|route|chemin|allée|impasse|place|avenue|quai) )(?:[^\W\d_]|['’ -]){2,34}(?:, ?|\n)){1,3}"
    r"(?:[A-ZÀ-Þ](?:[^\W\d_]|['’ .-]){2,24}(?:, ?|\n| )){0,2}\Z"
)
"""What stands before one: a house or a number with a street, a village, a town."""
PART = re.compile(r"(?:\A|(?<=, )|(?<=,)|(?<=\n))(?=[A-ZÀ-Þ]|l[ae' ]|les )")
IRISH = re.compile(
    r"(?<![\w,])[A-Z][\w']+(?: [A-Z][\w']+){0,3}, (?:[A-Z][\w']+(?: [A-Z][\w']+){0,2}, )?(?:Co\.? [A-Z]\w+|Dublin(?: \d{1,2})?|Cork|Galway|Limerick),? "
    r"[AC-FHKNPRTV-Y]\d[\dW] ?[0-9AC-FHKNPRTV-Y]{4}(?!\w)"
)
ROW = re.compile(
    r"(?:^|(?<=[;|\t,\"\n]))[ \"]?(?P<street>[^\W\d_][^;|\t,\n\d\"]{2,40})[ \"]?(?P<sep>[;|\t,]) ?\"?(?P<nr>\d{1,4} ?[a-z]{0,3}(?: ?(?:bus|bte|/) ?\w{1,4})?)"
    r"[\" ]?(?P=sep)[ \"]{0,2}(?:[a-z]{1,2}-)?[1-9]\d{3,4}(?: ?[a-z]{2})?[\" ]?(?:(?P=sep)[ \"]{0,2}| )(?P<town>[^\W\d_][^;|\t,\n\d\"]{1,30})"
)
TOWN_AT_END = re.compile(r"\d\w{0,3}(?:,| (?:in|te|à)) ?[A-ZÀ-Þ][\w'-]+\W*\Z")
STREET_HEAD = re.compile(r"straat|street|\brue\b|voie|strasse|straße|adres|anschrift")
AFTER_NAME = re.compile(
    r"(?<=[a-zA-Z]), (?P<address>\d{1,4}[a-z]? [A-Z][\w']+(?: [A-Z][\w']+){0,2}, [A-Z][\w'-]{3,20})(?=[.,;)\n]|\Z)"
)
KEYED = re.compile(
    r"\b(?:straat|straatnaam|street|rue|voie|strasse|straße|adres|adresse)[\"']?\s?[:=]\s?[\"']?(?P<street>[^\W\d][^\"'\n,;{}=:]{2,40})[\"']?[,;]?\s{0,4}[\"']?"
    r"(?:nr|nummer|huisnummer|huisnr|hausnummer|hausnr|number|numero|house_?no|house_?number|num)[\"']?\s?[:=]\s?[\"']?(?P<nr>\d{1,4}\w?)"
)
NUMBER_IN = re.compile(
    rf"\b(?P<all>(?:nr|nummer|n°|hausnummer|numero|number)\.? ?\d{{1,4}}[a-z]? (?:in|van|op|der|de|of|on|im|am)(?: de| het| la| der| den| the)?"
    rf" (?:[a-z][\w-]{{2,30}}{STRONG}|{_ROMANCE_STRONG} [\w' -]{{3,30}}|[a-z][\w']{{2,20}} (?:street|road|lane|avenue|drive))\b)"
)


@recogniser(classes=(DataClass.ADDRESS,), reasons=("postcode", "street", "public", "example"))
def address(text: Readable, hits: Hits) -> Iterator[Match]:
    past = 0
    taken: list[tuple[int, int]] = []
    for number in NUMBER.finditer(text.text):
        if number.start() < past or in_account(text.text, number.start()):
            continue
        found = _around(text, number.start(), number.end(), past)
        if found is None or found[0] < past:
            continue
        start, end, full = found
        if not full and not _is_somebodys(text, start, end):
            continue
        near = max(start - 80, past, 0)
        past = end
        taken.append((start, end))
        if (building := BUILDING.search(text.text[near:start])) is not None:
            start = near + building.start()
        yield _judged(text, start, end, full)
    for start, end in _others(text):
        taken.append((start, end))
        yield _judged(text, start, end, True)
    for house in HOUSE.finditer(text.text):
        code = BRITISH.match(text.low, house.end()) or BRITISH.search(text.low, house.end(), house.end() + 40)
        if code is not None and not BESIDE.search(text.low[house.end() : code.start()]):
            taken.append((house.start(), code.end()))
            yield _judged(text, house.start(), code.end(), True)
        elif HOUSE_OF.search(text.low, max(house.start() - 30, 0), house.start()) or (
            text.text[house.start() - 2 : house.start()] == ", "
            and names_somebody(text, max(house.start() - 30, 0), house.start() - 2)
        ):
            village = VILLAGE.match(text.text, house.end("name"))
            yield _judged(text, house.start(), village.end() if village else house.end("name"), False)
    for alone in CODE.finditer(text.text):
        line = BEFORE_CODE.search(text.text, max(alone.start() - 90, 0), alone.start())
        begin = (
            None
            if line is None or any(start < alone.end() <= end for start, end in taken)
            else _after_names(text, line.start(), alone.start())
        )
        if begin is not None:
            yield _judged(text, begin, alone.end(), True)


def _is_somebodys(text: Readable, start: int, end: int) -> bool:
    """Whether a street with a number and no postcode is where somebody lives: somebody is spoken of, a town follows, or it fills its line."""
    low = text.low
    if HOME.search(low, max(start - 40, 0), start) or TOWN_AT_END.search(text.text[start:end]):
        return True
    if low[start - 1 : start] in ("", "\n") and low[end : end + 1] in ("", "\n", ","):
        return True
    if names_somebody(text, start - 80, end + 40) or STREET_HEAD.search(column(text, start)):
        return True
    if LABELLED.search(low, max(start - 60, 0), start):
        return True
    return any(said(low, name, start - 80, end + 50) for name in ("owned", "role", "caller"))


def _after_names(text: Readable, start: int, end: int) -> int | None:
    """Where the parts of an address begin behind the name of who lives there; None where nobody does."""
    parts = [found.start() + start for found in PART.finditer(text.text[start:end])]
    named = next((at for at in parts if not names_somebody(text, at, end)), None)
    if named is None:
        return None
    lives = (
        LIVES.search(text.low, max(start - 60, 0), named)
        or SAID_SO.match(text.low, named)
        or HOUSE_OF.search(text.low, max(named - 40, 0), named)
    )
    return named if lives or names_somebody(text, max(named - 60, 0), named) else None


def _others(text: Readable) -> Iterator[tuple[int, int]]:
    """Addresses that no house number beside a street tells: a post office box, a hamlet, an Irish postcode, cells of a row, "number 27 in"."""
    for box in POST_BOX.finditer(text.text):
        if HOME.search(text.low, max(box.start() - 40, 0), box.start()) or names_somebody(
            text, max(box.start() - 60, 0), box.end() + 40
        ):
            last, _ = _town(text, box.end())
            yield box.start(), last
    for found in HAMLET.finditer(text.text):
        yield found.span()
    for found in IRISH.finditer(text.text):
        begin = _after_names(text, *found.span())
        yield found.start() if begin is None else begin, found.end()
    for found in ROW.finditer(text.low):
        if (
            found["street"].endswith(ENDINGS)
            or not ROMANCE_WORDS.isdisjoint(found["street"].split())
            or STREET_HEAD.search(column(text, found.start("street")))
        ):
            yield found.start("street"), found.end("town")
    for found in KEYED.finditer(text.low):
        yield found.start("street"), found.end("nr")
    for found in AFTER_NAME.finditer(text.text):
        if names_somebody(text, max(found.start() - 30, 0), found.start()):
            yield found.span("address")
    for found in NUMBER_IN.finditer(text.low):
        yield found.span("all")


def _around(text: Readable, start: int, end: int, past: int) -> tuple[int, int, bool] | None:
    """(start, end, whether postcode and town follow) of the address a number is the house number of."""
    near = max(start - BEFORE, past)
    first = max(near, text.low.rfind("\n", near, start) + 1)
    before, low = text.low[first:start], text.low[end : end + AFTER]
    if LETTER_BEFORE.search(before) is None:
        return _numbered(text, start, end, low)
    box = BOX.match(low)
    stop = end + (box.end() if box else 0)
    last, full = _town(text, stop)
    french = FRENCH.match(low)
    if (
        french is not None
        and STRONG_ROMANCE.match(french["name"])
        and (first_numbered := _numbered(text, start, end, low)) is not None
    ):
        return first_numbered
    for form in _forms(before, full):
        found = form.search(before)
        if found is None or NO_STREET.search(found["name"]):
            continue
        street, named = first + found.start("name"), first + found.end("name")
        if form is ENDING:
            street = _begin(text, street, named)
        town = TOWN_BEFORE.search(text.text, near, street)
        if not full and town is None and not _is_street(text, found, form, street, named):
            continue
        if not full and last == stop and _goes_on(text, stop):
            continue
        return street if town is None else town.start("from"), last, full or town is not None
    numbered = _numbered(text, start, end, low) or (_generic(text, first, start, stop) if full else None)
    return numbered or (None if full or _goes_on(text, stop) else _labelled(text, first, start, last))


def _labelled(text: Readable, first: int, start: int, last: int) -> tuple[int, int, bool] | None:
    """An address that only its label tells: "Straat: Meir 58"."""
    found = GENERIC.search(text.text[first:start])
    if found is None or NO_STREET_NAME.match(text.low, first + found.start("name")):
        return None
    street = first + found.start("name")
    return (street, last, False) if LABELLED.search(text.low, first, street) else None


def _forms(before: str, full: bool) -> Iterator[re.Pattern[str]]:
    """The forms worth trying on what stands before a number."""
    if not ROMANCE_WORDS.isdisjoint(re.split(r"[ '(\":;|-]", before)):
        yield ROMANCE
    if _NR.sub("", before).endswith(ENDINGS):
        yield ENDING
    if before.rstrip(" ,").count(" "):
        yield NAMED_STREET
        yield PREPOSED


def _is_street(text: Readable, found: re.Match[str], form: re.Pattern[str], street: int, end: int) -> bool:
    """Whether this is a street also without postcode and town."""
    home = HOME.search(text.low, max(street - 40, 0), street) is not None
    if form is NAMED_STREET:
        return text.text[street].isupper()
    if form is PREPOSED:
        return (
            home
            and text.text[found["name"].rfind(" ") + 1 + street].isupper()
            and text.text[end] == " "
            and ". " not in found["name"]
        )
    if form is ROMANCE:
        if found["name"].endswith((" le", " la", " du", " au", " les", " the")):
            return False
        if STRONG_ROMANCE.match(found["name"]) is not None:
            return True
        small = [word for word in text.text[street:end].split()[1:] if word[0].islower() and not word.startswith(("l'", "d'"))]
        return any(c.isupper() for c in text.text[street + 1 : end]) and FRENCH_SMALL.issuperset(small)
    if ALONE.match(found["name"]) is not None:
        return False
    return (found["strong"] is not None and (text.text[street].isupper() or home)) or _capital(text, street, end)


def _generic(text: Readable, first: int, start: int, stop: int) -> tuple[int, int, bool] | None:
    """An address whose street has no word for one: "Meir 12, 2000 Antwerpen"."""
    found = GENERIC.search(text.text[first:start])
    if found is None or NO_STREET_NAME.match(text.low, first + found.start("name")):
        return None
    last, _ = _town(text, stop)
    closed = POSTCODE.match(text.low, stop)
    capital = closed is not None and text.text[closed.end() : closed.end() + 1].isupper()
    apart = text.text[stop : stop + 2].strip(" ")[:1]
    return (first + found.start("name"), last, True) if capital and apart and apart in ",;|-(\n" else None


def _capital(text: Readable, street: int, end: int) -> bool:
    """Whether the last word before the number has a capital and more than the ending: "Molenweg", not "weg"."""
    word = text.text[street:end].split()[-1].strip(",")
    return word[:1].isupper() and len(word) > 6


def _begin(text: Readable, start: int, end: int) -> int:
    """Where the street's name begins: words with a capital (and small ones between them) before its last word."""
    words = [(m.start() + start, m[0]) for m in re.finditer(r"\S+", text.text[start:end])]
    begin = len(words) - 1
    n = begin - 1
    while n >= 0:
        word = words[n][1]
        if LIVES.match(word.lower()):
            break
        if word[0].isupper() and word[-1] not in ",:;":
            begin = n
        elif word.lower() not in ("van", "de", "den", "der", "ter", "ten", "von", "du", "la", "des"):
            break
        n -= 1
    return words[begin][0] if words else start


def _numbered(text: Readable, start: int, end: int, low: str) -> tuple[int, int, bool] | None:
    """An address that begins with its number, in French or English."""
    found = FRENCH.match(low)
    if found is not None:
        stop = end + _cut(text.text[end : end + found.end()])
        more = TAIL.match(text.low, stop)
        last, full = _town(text, more.end() if more else stop)
        if COUNTED.match(text.low, stop):
            return None
        strong = STRONG_ROMANCE.match(found["name"]) is not None or any(c.isupper() for c in text.text[end:stop])
        return (start, last, full) if full or strong else None
    found = ENGLISH.match(low)
    if found is None:
        named = NAMED.match(text.text, end)
        british = _british(text, named.end()) if named else 0
        return (start, british, True) if british else None
    stop = end + found.end()
    british = _british(text, stop)
    if british:
        return start, british, True
    name = text.text[end + found.start("name") : stop]
    if COUNTED.match(text.low, stop):
        return None
    lives = HOME.search(text.low, max(start - 40, 0), start) is not None and len(name.split()) < 4
    if not lives and not all(word[0].isupper() for word in name.split()):
        return None
    last, full = _town(text, stop)
    return start, last, full


def _cut(written: str) -> int:
    """How much of "rue des Lilas est en travaux" is the street: up to its last word with a capital, where there is one."""
    end = len(written)
    words = list(re.finditer(r"\S+", written))
    capitals = [n for n, word in enumerate(words) if word[0].lstrip("ld'")[:1].isupper()]
    if capitals and len(capitals) < len(words):
        last = next((n for n in capitals if n + 1 not in capitals and n > 0), capitals[-1])
        follows = [
            n
            for n in capitals
            if n > last and n - last <= 3 and all(w[0].islower() and len(w[0]) < 4 for w in words[last + 1 : n])
        ]
        last = follows[-1] if follows else last
        end = words[last].end()
    return end


def _british(text: Readable, stop: int) -> int:
    """Where a postcode that follows within two lines ends, 0 when none does."""
    found = BRITISH.search(text.low, stop, stop + 80)
    if found is None:
        return 0
    between = text.low[stop : found.start()]
    return found.end() if between.count("\n") < 3 and not BESIDE.search(between) else 0


def _town(text: Readable, stop: int) -> tuple[int, bool]:
    """(where the address ends, whether a postcode follows the street)."""
    found = POSTCODE.match(text.low, stop, stop + AFTER)
    if found is not None:
        town = TOWN.match(text.text, found.end())
        if (
            town
            and found["apart"]
            and (town[0].count(" ") or text.text[town.end() : town.end() + 1] not in ("", ".", ",", ")", "\n"))
        ):
            town = None
        return (town.end() if town else found.start("apart") if found["apart"] else found.end(), True)
    british = _british(text, stop)
    if british:
        return british, True
    near = TOWN_AFTER.match(text.text, stop)
    town = TOWN.match(text.text, near.end()) if near else SMALL_TOWN.match(text.text, stop)
    return (town.end(), False) if town else (stop, False)


def _goes_on(text: Readable, stop: int) -> bool:
    """Whether the number counts what follows: "Stationsstraat 3 winkels", "rue Neuve 12 000"."""
    return (
        re.match(
            r" ?(?:%|€|euro|km|m\b|m2|uur|h\b|jaar|ans\b|jahre|years|stuks|dagen|jours|tage|days|\d{3}\b"
            r"|\.? ?(?:jan|feb|fev|maart|mars|marz|apr|avr|mei\b|mai\b|may\b|jun|juin|jul|juil|aug|aout|sep|okt|oct|nov|dec|dez)[a-z.]{0,7}(?: |$|,))",
            text.low[stop : stop + 12],
        )
        is not None
    )


def _judged(text: Readable, start: int, end: int, full: bool) -> Match:
    """The match, faint where it is an example, a firm's, or a place that is open to everybody, unless somebody lives there."""
    written = " ".join(text.low[start:end].split())
    match = Match(
        start, end, DataClass.ADDRESS, "address", "postcode" if full else "street", 0.95 if full else 0.75, value=written
    )
    around = text.low[max(start - 90, 0) : start + 70]
    if DUMMY.search(around) or (DUMMIES.search(around) and INSTANCE.search(around)):
        return replace(match, reason="example", score=SCORE)
    near = max(start - 160, 0)
    line = text.low.rfind("\n", near, start)
    above = max(text.low.rfind("\n", near, line) + 1 if line > near else 0, near)
    lives = LIVES.search(text.low, above, start) is not None or LIVES.search(column(text, start)) is not None
    match = of_nobody(text, match, public=not lives)
    firm = None if lives or match.score <= SCORE or column(text, start) else FIRM.search(text.text, above, start)
    if firm is not None and not names_somebody(text, firm.end(), end, match):
        return replace(match, reason="public", score=SCORE)
    return match
