"""Whether a sentence says something of one person: the special categories of data concern persons, not subjects (GDPR, Articles 9 and 4(1)).

"Fatima is sinds maandag ziek" and "her burn-out" say it of somebody; "write a burn-out policy" and "employees with cancer" do not. Somebody is a
name, a title with a name, a pronoun of one person, or *my / our / his / her* with a word for a person. Something is said of them when, in one
sentence, a verb of being, having or undergoing stands between, when it is theirs (*his depression*, *Fatima's burn-out*, *the illness of Karim*), or
when both stand in one row of a table.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from weerbaar.detect.leak._names import FIRST, WELL_KNOWN, named, read
from weerbaar.model.leak import Readable

BEFORE = 200
AFTER = 120
"""Characters of a sentence that are read before and after what is looked at."""
REACH = 90
"""Characters between a person and what is said of them."""
NAMED = 0.5
"""How sure the model of names must be."""
GIVEN = FIRST | WELL_KNOWN
"""A capital and a usual given name are enough beside a word that is said of persons, also where the model of names is not sure."""
WORDS_TOO = frozenset(
    (
        "an", "april", "art", "august", "bea", "bill", "chance", "chase", "christian", "dawn", "des", "else", "ernst", "eve", "faith",
        "frank", "gay", "glen",
        "grace", "gray", "guy", "hope", "iris", "jack", "joy", "jude", "june", "juste", "klein", "la", "lea", "les", "lente", "lily",
        "mai", "marine", "mark",
        "mars", "max", "may", "mei", "miles", "modeste", "olive", "page", "pat", "paris", "penny", "pierre", "prudence", "ray", "rich",
        "rob", "robin", "roos",
        "rose", "ruby", "sage", "sky", "sol", "sue", "ton", "victor", "viola", "violet", "wil", "will", "wim",
    )
)  # fmt: skip
"""Given names that are common words as well: these need the model."""
ENDS = re.compile(
    r"(?<!\b[a-z])(?<!\bdr)(?<!\bmr)(?<!\bms)(?<!\bmrs)(?<!\bdhr)(?<!\bmevr)(?<!\bmme)(?<!\bprof)(?<!\bst)(?<!\bnr)[.!?](?=[\s\"')]|$)"
    r"|\n\s*\n|[\u2026;](?= )"
)

NOUNS = (
    "collega medewerker medewerkster werknemer werkneemster bediende arbeider kandidaat sollicitant stagiair stagiaire baas chef directeur manager "
    "zoon dochter man vrouw echtgenoot echtgenote partner moeder vader kind broer zus oma opa schoonmoeder schoonvader vriend vriendin "
    "buurman buurvrouw "
    "patient patiente client cliente bewoner bewoonster huurder huurster leerling student klant receptionist receptioniste secretaris secretaresse "
    "boekhouder boekhoudster "
    "collegue employe employee salarie salariee collaborateur collaboratrice ouvrier ouvriere candidat candidate directrice responsable "
    "fils fille mari "
    "femme epouse epoux compagnon compagne mere pere enfant frere soeur ami amie voisin voisine patiente residente resident locataire eleve "
    "etudiant etudiante comptable cheffe "
    "kollege kollegin kollegen mitarbeiter mitarbeiterin angestellte angestellter angestellten bewerber bewerberin azubi chefin sohn "
    "tochter mann frau ehemann "
    "ehefrau mutter vater bruder schwester freund freundin nachbar nachbarin patientin kunde kundin mieter mieterin schuler schulerin buchhalter "
    "buchhalterin vorgesetzte vorgesetzter leiter leiterin "
    "chauffeur poetsvrouw poetshulp schoonmaker schoonmaakster verpleegkundige leraar lerares juf kok kelner serveerster verkoper "
    "verkoopster magazijnier technieker elektricien loodgieter "
    "schilder metser dakwerker lasser monteur ploegbaas teamleider concierge koerier bezorger kapster kapper onthaalmedewerkster "
    "zaakvoerder vennoot nicht neef tante oom "
    "schoonzoon schoondochter kleinzoon kleindochter stiefzoon stiefdochter pleegkind verloofde vriendje leverancier tandarts huisarts "
    "livreur livreuse vendeur vendeuse infirmier infirmiere enseignant enseignante cuisinier cuisiniere serveur serveuse technicien "
    "technicienne electricien plombier peintre macon couvreur "
    "soudeur mecanicien magasinier aide-soignante concierge coursier coiffeuse coiffeur gerant gerante associe associee apprenti apprentie "
    "cousin cousine tante oncle gendre belle-fille "
    "beau-pere belle-mere beau-frere belle-soeur petit-fils petite-fille neveu niece fiance fiancee facteur femme-de-menage "
    "fahrer fahrerin putzfrau reinigungskraft krankenschwester pfleger pflegerin lehrer lehrerin erzieherin koch kochin kellner kellnerin "
    "verkaufer verkauferin lagerist techniker elektriker "
    "installateur maler maurer dachdecker schweisser monteur schichtleiter teamleiter hausmeister bote friseurin friseur inhaber teilhaber "
    "lehrling cousin cousine tante onkel schwiegersohn "
    "schwiegertochter schwiegermutter schwiegervater schwager schwagerin enkel enkelin stiefsohn stieftochter pflegekind verlobte verlobter "
    "lebensgefahrte lebensgefahrtin lieferant "
    "driver cleaner nurse teacher cook waiter waitress salesman saleswoman storeman technician electrician plumber painter bricklayer "
    "roofer welder fitter foreman supervisor caretaker courier "
    "hairdresser receptionist owner partner apprentice trainee cousin aunt uncle son-in-law daughter-in-law mother-in-law father-in-law "
    "brother-in-law sister-in-law grandson granddaughter "
    "stepson stepdaughter fiance fiancee boyfriend girlfriend ex-husband ex-wife flatmate lodger landlord landlady pupil carer bookkeeper chef "
    "colleague worker coworker co-worker staff-member teammate candidate applicant intern boss son daughter husband wife mother father mum mom dad "
    "child brother sister friend neighbour neighbor tenant pupil customer accountant assistant director"
)
_NOUNS = frozenset(NOUNS.split())
_OURS = (
    r"mijn|m'n|onze|ons|my|our|mon|ma|notre|meine?[rmns]?|unsere?[rmns]?|unser|zijn|haar|his|her|son|sa|seine?[rmns]?|ihre?[rmns]?"
    r"|een van onze|one of our|une? de nos|eine?r? unserer"
)
PERSON = re.compile(
    rf"\b(?P<ours>(?:{_OURS}) )(?=(?P<one>[a-z-]{{2,24}})(?: (?P<other>[a-z-]{{2,24}}))?)"
    r"|\b(?P<noun>(?:de|la|le|der|die|the) (?:patient(?:e|in)?|bewoner|bewoonster))\b"
    r"|\b(?P<they>hij|he|she|elle|er)\b"
    r"|\b(?P<she>(?:ze|zij)(?= (?:is|was|heeft|had|werd|wordt|kreeg|krijgt|lijdt|ligt|zit|blijft|komt|gaat|kan|moet|meldde|viel|volgt"
    r"|neemt|onderging|ondergaat|kampt|wil|vraagt|draagt|bidt|stemt|verdient|gebruikt))"
    r"|sie(?= (?:ist|war|hat|hatte|wurde|wird|leidet|liegt|bleibt|muss|kommt|geht|nimmt|kampft|befindet|fehlt|mochte|wunscht|tragt|wahlt|betet"
    r"|verdient|sitzt|braucht))"
    r"|il(?= (?:a|est|avait|etait|souffre|suit|prend|reste|sera|subi|lutte|attend|traverse|doit|vit|vient|gagne|gagnait|touche|percoit|porte"
    r"|vote|prie|demande|souhaite|veut|utilise|s'est|ne|n'a|n'est)\b(?! (?:ete )?"
    r"(?:important|possible|impossible|interdit|necessaire|temps|conseille|recommande|utile|obligatoire|prevu|rappele|question|y|essentiel"
    r"|normal))))\b"
    r"|(?<![\w.])(?P<own>(?:ik|i|ich)(?![\w.-])|je(?= (?:suis|souffre|prends|fais|vois|reste|serai|dois|vis|gagne|touche|vote|porte|prie"
    r"|mange|n'))|j'(?=ai|etais|avais))"
    r"|\b(?P<title>(?:mevrouw|mevr\.?|mw\.?|dhr\.?|meneer|de heer|mme|madame|mlle|monsieur|herrn?|frau|mrs?\.?|ms\.?"
    r"|miss) [a-z]'?[a-z-]{1,30}(?: [a-z]'?[a-z-]{1,30})?)"
)
VERB = re.compile(
    r"\b(?:is|was|ben|wordt|werd|heeft|had|heb|kreeg|krijgt|lijdt|leed|kampt|viel|valt|zit|ligt|blijft|raakte|meldde|meldt|onderging"
    r"|ondergaat|volgt|neemt|slikt"
    r"|herstelt|moet|gaat|ging|zou|blijkt|sukkelt|bevallen|gediagnosticeerd|afwezig|uitgevallen|thuis|overleed|overleden|verloor"
    r"|est|etait|a|ai|avait|suis|souffre|souffrait|suit|prend|reste|sera|fait|lutte|subi|subit|traverse|vit|attend|absente?|arretee?"
    r"|hospitalisee?|atteinte?"
    r"|diagnostiquee?|doit|part|decedee?|perdu"
    r"|ist|war|bin|hat|habe|hatte|leidet|litt|leide|wurde|wird|bekam|bekommt|nimmt|nehme|liegt|kampft|bleibt|fehlt|fiel|fallt|muss"
    r"|macht|unterzieht|erlitt|sei|befindet"
    r"|am|has|have|suffers?|suffered|suffering|takes?|took|got|gets|went|been|diagnosed|developed|underwent|needs|struggles|struggling"
    r"|recovering|battling"
    r"|found|declared|verklaard|declaree?|reconnue?|erklart|sitzt|tragt|braucht|benotigt|hort|nutzt|draagt|gebruikt|hoort|porte|utilise|entend"
    r"|marche|wears|uses|hears|walks|erwartet|verwacht|expects"
    r"|died|called|off|lives|living|undergoing|undergoes|seeing|became|will be|absent)\b|'s(?= )|'m\b|'ve\b|'est\b|\bn'a\b"
)
TOPIC = re.compile(
    r"\b(?:over|about|on the topic|rond|inzake|omtrent|regarding|concerning|against|tegen|contre|gegen|sur|concernant|uber|zum thema"
    r"|thema|topic|sujet|beleid|policy"
    r"|politique|richtlij?nie?|training|opleiding|formation|schulung|workshop|webinar|lezing|vortrag|conference|presentati[eo]n?"
    r"|prasentation|artikel|article|blog|boek|book|livre"
    r"|buch|campagne|campaign|kampagne|preventie|prevention|pravention|onderzoek(?:t|er)?|research|recherche|studie|study|etude|verzekering"
    r"|insurance|assurance"
    r"|versicherung|symptome?n?s?|symptoms|voorbeeld|example|exemple|beispiel|mensen met|people with|personnes|menschen mit"
    r"|patienten met|patients with|patients"
    r"|employees with|werknemers met|specialist|expert|arts|doctor|medecin|arzt|arztin|nurse|verpleegkundige|infirmiere?|schrijf"
    r"|write|ecris|schreib|stichting|foundation"
    r"|fondation|stiftung|vragen?|question|frage|als|if|si|wenn|falls|geen|not|no|pas|kein|keine|nicht|niet|never|nooit|jamais|nie|nobody"
    r"|niemand|personne)\b"
)
LAST = re.compile(
    r"(?: [\w-]{1,14}){0,2}? (?:is|was|heeft|had|heb|ben|kreeg|werd|wordt|zit|lijdt|verdient|verdiende|hat|hatte|habe|bin|ist|war|wurde|wird"
    r"|leidet|bekommt|liegt|fehlt)\b"
)
JOINS = re.compile(r"\b(?:dat|omdat|doordat|aangezien|sinds|nu|terwijl|die|dass|weil|da|seit|nachdem)\b")
RELATIVE = re.compile(r"(?: van \d{1,3}|, \d{1,3})?,? ?(?:die|der) ")
ASKS = re.compile(r"\b(?:dat|dass|omdat|weil|wat|hoe|waarom|wanneer|of|welke?|was|wie|warum|wann|ob|welche[rs]?)\b")
THEIRS = re.compile(
    r"\b(?:mijn|m'n|zijn|haar|my|his|her|mon|ma|mes|son|sa|ses|meine?[rmns]?|seine?[rmns]?|ihre?[rmns]?) (?:[\w-]{2,20} ){0,2}$"
)
OF = re.compile(r"[\w -]{0,20}?\b(?:van|de|du|d'|of|von|bei|bij|chez|for|voor|pour|fur|door|par) ?(?:de heer |d'|l')?$")
BELONGS = re.compile(r"'?s? (?:[\w-]{2,20} ){0,2}$")
ASIDE = re.compile(r"(?:'s)? ?(?:\(|- |: )(?:[\w-]{2,20} ){0,3}$")
APPOSED = re.compile(r", (?:(?:en|in een|in|im|met|mit|with|avec)(?: (?:een|einer?|einem|an?|une?))? )?")
ROW = re.compile(r"[;|\t]|,(?=\S)|, ?\d")
ADDRESSED = re.compile(r"\b(?:ihre?[rmns]?) ")


NOTE = re.compile(r"(?:[\w.,'/()-]+ ){0,6}$")
"""What stands before a word in a note: a few words of the same sentence."""
CAUSED = re.compile(
    r"\b(?:wegens|vanwege|wegen|aufgrund|infolge|because of|due to|owing to|following|en raison d[eu']|pour cause d[e']|suite a|(?:after|apres"
    r"|nach|na|met|mit|with|avec)"
    r"(?= (?:an?|een|einer?|einem|une?) )) ?(?:(?:an?|een|einer?|einem|une?|la|le|de|der|l'|his|her|zijn|haar|seiner|ihrer) ?)?$"
)
MANY = re.compile(
    r"\b(?:employees|workers|people|patients|children|medewerkers|werknemers|mensen|kinderen|personeel|mitarbeiter(?:innen)?|menschen|kinder|personal"
    r"|regelung\w*|regeling\w*|reglement\w*|procedure|formulier\w*|formular\w*|formulaire|vorlage|sjabloon|modele|template|form|folder|brochure"
    r"|catalog\w*|salaries|employes|enfants|gens|everybody|everyone|iedereen|chacun|jeder|staff|you|u|je|jij|vous|sie|one|men|man|on|we|wij"
    r"|wir|nous)\b"
)
"""Words for many or for anybody: what is said with them is no note about one person."""
ASKING = re.compile(
    r"\b(?:vraagt|vroeg|weet|denkt|vindt|zegt dat een|vertelt|leest|schrijft|verkoopt|levert|demande|sait|pense|explique|vend|ecrit|fragt|weiss"
    r"|denkt|meint|erklart|verkauft"
    r"|liefert|schreibt|asks?|asked|knows|thinks|explains|sells|writes|wrote|wat|waarom|hoe|what|why|how|quoi|pourquoi|comment|was ist|warum|wie)\b"
)
ENTRY = re.compile(r"(?:[\w./()-]+ ){0,2}$")
ENTRY_ENDS = re.compile(r"\s*(?:[,.;)\n]|$)")
SUBJECT_OF_NOTE = 400
"""Characters of a paragraph in which somebody is still its subject."""


class Person(NamedTuple):
    """Where somebody stands in a sentence, and how: `own` (I), `name`, or another word for one person."""

    start: int
    end: int
    kind: str


@cache
def terms(name: str, sort: str) -> frozenset[str]:
    """The words of a recogniser and sort in `_terms.toml`, of all four languages."""
    with files("weerbaar.detect.leak").joinpath("_terms.toml").open("rb") as file:
        lists: dict[str, str] = tomllib.load(file)[name][sort]
    return frozenset(word for words in lists.values() for word in words.replace("\n", " ").strip().split(", "))


def said_of(text: Readable, start: int, end: int, verb: "re.Pattern[str]" = VERB, reach: int = REACH) -> str:
    """How a stretch is said of one person: `own`, `theirs`, `person`, `row`; "" when it is not."""
    first, last = sentence(text.low, start, end)
    before, low = text.low[first:start], text.low
    theirs = THEIRS.search(before)
    if theirs is not None and not TOPIC.search(theirs[0]) and not _addressed(text, first + theirs.start()):
        return "own" if theirs[0].startswith(("mijn", "m'n", "my", "mon", "ma ", "mes", "mein")) else "theirs"
    for persons in (_told(text), _named(text)):
        for at in range(bisect_left(persons, (first, 0, "")), len(persons)):
            person = persons[at]
            if person.start >= last:
                break
            if person.start < start < person.end:
                person = person._replace(end=start)  # "Frau Meier Krebs": a noun after a name has a capital in German as well
            if person.end <= start:
                if how := _before(low, person, low[person.end : start], verb, reach, first):
                    return how
                if (
                    person.kind in ("name", "title")
                    and APPOSED.fullmatch(low, person.end, start)
                    and low[end : end + 1] in (",", ")")
                ):
                    return "person"
                if start - person.end <= reach and _verb_last(low, first, person, start, end):
                    return "own" if person.kind == "own" else "person"
            elif end <= person.start <= end + 40 and person.kind != "own" and OF.fullmatch(low[end : person.start]):
                return "theirs"
    return ""


def _before(low: str, person: Person, gap: str, verb: "re.Pattern[str]", reach: int, first: int) -> str:
    """How something behind a person is said of them, by what stands between."""
    if len(gap) > reach or TOPIC.search(gap):
        return ""
    if person.kind == "own":
        return "own" if len(gap.split()) <= 6 and verb.search(gap) else ""
    if person.kind != "they" and BELONGS.fullmatch(gap) and gap[:1] in ("'", "s"):
        return "theirs"
    if verb.search(gap) or (len(gap) <= 30 and verb.search(low[max(first, person.start - 25) : person.start])):
        return "person"
    if ROW.search(gap) or ASIDE.fullmatch(gap):
        return "row"
    return ""


def _verb_last(low: str, first: int, person: Person, start: int, end: int) -> bool:
    """Whether the verb stands last, as in Dutch and German subordinate clauses: "omdat Fatima een burn-out heeft"."""
    gap = low[person.end : start]
    joined = JOINS.search(low, first, person.start) or RELATIVE.match(gap)
    return bool(joined and LAST.match(low, end)) and not (TOPIC.search(gap) or ASKS.search(gap))


def _addressed(text: Readable, at: int) -> bool:
    """Whether it is the German *Ihr* of politeness, which is everybody's."""
    return ADDRESSED.match(text.low, at) is not None and text.text[at] == "I" and at > 1 and text.text[at - 2] not in ".!?:\n"


def sentence(low: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a stretch, as far as it is read."""
    first = max(0, start - BEFORE)
    for stop in ENDS.finditer(low, first, start):
        first = stop.end()
    found = ENDS.search(low, end, end + AFTER)
    return first, found.start() if found else min(len(low), end + AFTER)


def noted(text: Readable, start: int, end: int) -> str:
    """`noted` where it stands in a short note, or as the cause of something, in the paragraph of somebody named before it."""
    low = text.low
    first, last = sentence(low, start, end)
    first = max(first, low.rfind("\n", first, start) + 1)
    stop = low.find("\n", end, last)
    last = stop if stop >= 0 else last
    said = low[first:last]
    if low[last : last + 1] == "?" or TOPIC.search(said) or MANY.search(said) or ASKING.search(said):
        return ""
    comma = max(low.rfind(sign, first, start) for sign in (", ", ": ", "; "))
    before = low[max(comma + 2, first) : start].lstrip(" -*")
    floor = max(0, start - SUBJECT_OF_NOTE)
    floor = max(floor, low.rfind("\n\n", floor, start))
    if (NOTE.fullmatch(before) or CAUSED.search(before)) and names_between(text, floor, first):
        return "noted"
    in_a_list = comma >= first and ENTRY.fullmatch(before) and ENTRY_ENDS.match(low, end)
    return "noted" if in_a_list and names_between(text, first, comma) else ""


def names_between(text: Readable, start: int, end: int) -> bool:
    """Whether somebody is named between."""
    return any(
        person.kind in ("name", "title") and person.end <= end
        for persons in (_told(text), _named(text))
        for person in persons[bisect_left(persons, (start, 0, "")) : bisect_left(persons, (end, 0, ""))]
    )


@lru_cache(maxsize=1)
def _told(text: Readable) -> tuple[Person, ...]:
    """Everybody who is told by a word for a person, in order."""
    return tuple(_words(text.text, text.low))


@lru_cache(maxsize=1)
def _named(text: Readable) -> tuple[Person, ...]:
    """Everybody who is told by name, in order."""
    words, spans = named(text)
    found = {Person(words[span.first].start, words[span.last - 1].end, "name") for span in spans if span.score >= NAMED}
    facts = read(text)[1]
    for word in words:
        given = word.kind == "word" and facts[word.low] & GIVEN == GIVEN and word.low not in WORDS_TOO
        if given and text.text[word.start].isupper():
            found.add(Person(word.start, word.end, "name"))
    return tuple(sorted(found))


def _words(written: str, low: str) -> Iterator[Person]:
    for match in PERSON.finditer(low):
        if match["ours"]:
            if match["one"] in _NOUNS:
                yield Person(match.start(), match.end("one"), "noun")
            elif match["other"] in _NOUNS and 3 <= len(match["one"]) <= 14:
                yield Person(match.start(), match.end("other"), "noun")
            continue
        kind = match.lastgroup or "they"
        if kind == "title" and not written[match.end() - len(match[0].split()[-1])].isupper():
            continue
        if kind == "own" and match[0] == "i" and written[match.start()] != "I":
            continue
        yield Person(match.start(), match.end(), kind)


def named_near(text: Readable, start: int, end: int, reach: int = 300) -> bool:
    """Whether a person's name stands in the lines around a stretch."""
    for persons in (_told(text), _named(text)):
        for at in range(bisect_left(persons, (start - reach, 0, "")), len(persons)):
            if persons[at].start > end + reach:
                break
            if persons[at].kind in ("name", "title"):
                return True
    return False
