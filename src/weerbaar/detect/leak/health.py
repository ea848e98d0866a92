"""An illness, a handicap, a pregnancy or a treatment of one person: data concerning health (GDPR, Articles 4(15) and 9).

What somebody suffers from is nobody's business but theirs, and a chatbot keeps what it is told. Seen are some 3,300 words in nl, fr, de and en, for
illnesses, symptoms, aids, absences and treatments, words that are put together (`_ailments.py`: *schouderoperatie*, *kidney stones*, *Bisoprolol 5 mg*,
*temp 38.9*), codes of diagnoses beside a word for one, and whatever stands behind *Allergies:* or *Diagnosis:* in a record; when the sentence says them of one
person: "Fatima is sinds maandag ziek met een burn-out", "her chemo", "l'arrêt maladie de Karim", "Grund der Abwesenheit: Depression" beside a name, when one
stands in the same sentence and nothing between makes a subject of it, and in notes under a name ("Naima Bouzid, inpak. Thuis na een miskraam.").
Marked is the word with what says which ("beginnende dementie", "Diabetes Typ 2", "broken left wrist", "lung cancer that has spread to the liver").

When it is wrong: figures of speech ("sick of it", "this project is my baby and I am addicted") are mostly left alone, some are not. "Jan is ziek" in a
novel looks like Jan next door, and so does somebody famous. Left alone, on purpose: illness as a subject ("write a burn-out policy", "symptoms of diabetes",
"employees with cancer"), in lessons, stories and examples, of animals, and as somebody's trade ("she sells hearing aids"). Missed are illnesses told in a
roundabout way ("he will not come back this year"), rare ones, and names in small letters that nothing tells to be names.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from weerbaar.detect.leak._about import VERB, invented, named_near, near, noted, said_of, terms
from weerbaar.detect.leak._ailments import made, names
from weerbaar.detect.leak._declaration import Hit, Hits, recogniser
from weerbaar.model.leak import DataClass, Match, Readable

ILLNESS = terms("health", "illness")
"""Words that nearly always mean an illness or a treatment."""
STATE = terms("health", "state")
"""Words that mean one only close behind a verb, or in a record of absence."""
LETTERS = terms("health", "letters")
"""Names of illnesses that are words as well: only in capitals."""
MEDICINE = frozenset(
    name
    for word in terms("health", "medicine") | names()
    for name in (word, word.removesuffix("e"), word + "e" if word[-1] in "nlmt" else word)
)
"""Medicines: with a dose, or close behind a verb."""
INJURY = terms("health", "injury")
"""What happened to a part of the body; counts only beside one."""
_BODY = "|".join(sorted(terms("health", "body"), key=len, reverse=True))
_SIDE = r"(?:links|rechts|linke[rns]?|rechte[rns]?|linker|rechter|gauche|droite?|left|right)"
BODY_BEFORE = re.compile(
    rf"\b(?:{_SIDE} )?(?:{_BODY})(?: {_SIDE})?(?: (?:is|was|war|ist|doppelt|zweifach|dubbel|op \d plaatsen))? $"
)
BODY_AFTER = re.compile(
    rf" (?:(?:du |de la |de l'|des |d'un |d'une |aux? |of (?:the|his|her|a|an) |le |la |l'|les |un |une |an? |een |his |her |my |their "
    rf"|zijn |haar |mijn "
    rf"|den |die |das |einen? )?(?:{_SIDE} )?(?:{_BODY})\b(?: {_SIDE}\b)?)"
)
_DAILY = r"(?: ?\d(?:-\d){2,3}\b| ?\d ?(?:x|keer|fois|mal|times) ?(?:per dag|par jour|am tag|taglich|a day|daags|daily|dd)\b)"
GIVEN = re.compile(
    r"\b(?:stopt|stop|gestopt|start|gestart|opgestart|krijgt|kreeg|neemt|nam|slikt|gebruikt|afbouwen|opbouwen|gegeven|toegediend"
    r"|voorgeschreven|bijwerkingen|op(?= [a-z]+ )|prend|prenait"
    r"|recoit|arrete|donnee?s?|sous|administre|prescrit|nimmt|nahm|bekommt|bekam|erhalt|abgesetzt|angesetzt|gegeben|verordnet"
    r"|verabreicht|auf(?= [a-z]+ )|mit(?= [a-z]+ )|takes|took|taking"
    r"|given|stopped|started|prescribed|increased|reduced|on|erhoht|reduziert|verhoogd|verlaagd|augmente|diminue)\b"
)
DOSE = re.compile(
    rf" ?(?:\d+(?:[.,]\d+)?(?: ?(?:mg|mcg|ug|ml|g|ie|i\.e\.|iu|eenheden|einheiten|units|unites|retard|cp|comprimes?))?\b){_DAILY}?|{_DAILY}"
)
CODE = re.compile(r"\b[A-TV-Z]\d\d(?:\.\d{1,2})?(?:[ ]?[GVALRB])?(?![\w/-])")
"""A code of the International Classification of Diseases."""
CERTIFIED = re.compile(r"\bAU(?= (?:bis|seit|vom|ab|liegt|fehlt|eingereicht|vorgelegt|verlangert|verlängert)\b)")
"""A German certificate that somebody cannot work."""
CODED = re.compile(
    r"\b(?:icd(?:-?10)?|cim(?:-?10)?|diagnos\w*|certificat|attest|bescheinigung|krankmeldung|krankschreibung|au|arret|code|kode"
    r"|dx|hauptdiagnose|nebendiagnose|befund)\b"
)
SPREAD = re.compile(
    r" (?:met|avec|mit|with|that has|die) (?:(?:spread|lymfeklier|lever|bot|leber|knochen|hersen|hirn|lung|long"
    r"|lungen)?-?(?:uitzaaiingen|metastas\w+|spread|uitgezaaid)(?: is)?)"
    r"(?: (?:in|to|naar|in die|aux?|hepatiques?|osseuses?|cerebrales?|pulmonaires?)(?: (?:de|het|the|her|his|die|der"
    r"|den))?(?: [a-z]{3,14})?)?"
)
PLACE = re.compile(
    rf" (?:(?:in|aan|van|op|im|am|an|of|on|to|dans|a|au|aux) )?(?:(?:de|het|zijn|haar|mijn|der|den|dem|das|die|the|his|her|my|le"
    rf"|la|les|l'|son|sa) ?)?(?:{_SIDE} )?(?:{_BODY})"
    rf"(?: {_SIDE})?(?![\w-])"
)
"""Where in the body it is, behind its name: marked with it."""
QUALITY = re.compile(
    r"(?:\b(?:type \d|typ \d|(?:beginnende?[rns]?|lichte|leichte[rns]?|ernstige|zware|schwere[rns]?|acute|akute[rns]?"
    r"|chronische[rns]?|gevorderde"
    r"|fortgeschrittene[rns]?|metastasierte[rsn]?|uitgezaaide?|vasculaire|vaskulare|ongeneeslijke|unheilbare[rn]?|terminale"
    r"|debut d'|debut de|early|late|mild|severe|acute|chronic|advanced|vascular|terminal|metastatic|postnatal|breast|lung|skin"
    r"|bowel|prostate"
    r"|brain|bladder|ovarian"
    r"|cervical|testicular|throat|pancreatic|stomach|liver|kidney|thyroid)|vask\.) ?)$"
)
"""How an illness is, before its name: marked with it."""
KIND = re.compile(
    r" (?:(?:de )?type? ?(?:\d|[ivx]{1,3})\b|(?:graad|grad|grade|stadium|stade|stage|gdb|gir|fase|phase) ?(?:\d{1,3}|[ivx]{1,3})\b"
    r"|(?:du|de la|de l'|des) ?(?:sein|poumon|prostate|peau|colon|foie|pancreas|rein|estomac|ovaires?|uterus|gorge|thyroide|vessie|hanche"
    r"|genou|cerveau)"
    rf"(?: {_SIDE}\b)?|{_SIDE}\b|\d\b)"
)
"""Which illness it is, behind its name: marked with it."""
SUBJECT = re.compile(
    r"-[a-z]|'s? (?:law|principle)| (?:office|shop|info|hotline|desk|line|opening|group|patients?|patient(?:en|innen|es)"
    r"|sufferers|research|charity|foundation|awareness|prevention|preventie|pravention|centre"
    r"|center|clinic"
    r"|ward|department|drugs?|onderzoek|afdeling|stichting|fonds|forschung|stiftung|beratung|leave policy|policy|beleid|politique"
    r"|access|ramp)\b"
)
"""What makes of a word for an illness a subject, a place or a group."""
IDIOM = re.compile(
    r"(?:sick (?:at|beat|burn|move|trick)|(?:sick|ill) (?:of|and tired|to my|at ease)|(?:sick|ill) day policy|ziek van (?!de stress|het)"
    r"|doof voor|blind (?:voor|vertrouwen"
    r"|date|spot|trust|to)|krank vor|taub fur|malade de (?:rire|voir|jalousie|honte)"
    r"|aveugle (?:a|aux)|depression (?:over|der 30er|economique)|stroke of|addicted to (?:coffee|chocolate|work)|opgenomen (?:in (?:het"
    r"|de) (?!ziekenhuis|kliniek)|met|door|op|als)"
    r"|gebroken (?:link|been in)|operation (?:commerciale|portes|speciale|manual)|arret (?!maladie|de travail|jusqu|depuis)|(?:burn-?out"
    r"|depression|stress)[- ]?(?:preventie|policy|prevention|beleid"
    r"|coach|training|workshop|specialist|risico|risk|test)|cancer (?:research|charity|ward|council)|allergie[- ]?info"
    r"|blind[- ](?:test|copy)"
    r"|(?:medication|medicatie) (?:list|policy|rounds?|lijst|beleid))"
)
REPORTS = ("me ziek", "mij ziek", "me suis blesse")
"""Words for oneself in what is said."""
TECHNICAL = re.compile(
    r"memory|disabled|back|head|infect|fail|depend|virus|inject|depress|allergi|break|broken|gebroken|gebrochen|casse|operation"
    r"|operatie|degenerat"
)
MACHINE = re.compile(
    r"\b(?:server|laptop|pc|computer|software|apps?|code|database|printer|machine|router|netwerk|network|netzwerk|account|feature"
    r"|function|javascript|plug-?in|ram|javas?|api|module|screen|scherm"
    r"|bildschirm|ecran|ordinateur|imprimante|telefoon|phone|telephone|handy|kabel|cable|link|backup|windows|macro|button|bouton|knop)\b"
)
WITHIN_A_NAME = re.compile(
    r"(?:[A-Z][\w-]+ ){1,3}(?:Raad|Stichting|Vereniging|Bond|Fonds|Liga|Council|Trust|Society|Association|Foundation|Federation"
    r"|Charity|Research|UK|Fondation|Ligue|Verband|Stiftung"
    r"|Verein|Gesellschaft|Bund|Hilfe|Zentrum|Centre|Center|Institut\w*)\b|\b(?:Stichting|Fondation|Ligue|Association|Deutsche"
    r"|Nederlandse|Vlaamse|British|Société) (?:[\w'-]+ ){0,3}[A-Z]?[\w-]+"
)
CODES = re.compile(r" ?[-_/.]?\d|-[a-z]|/[a-z]|_")
"""What makes of capitals a code of goods."""
HOSPITAL = re.compile(
    r"(?:in |im |ins )?(?:krankenhaus|ziekenhuis|hospitaal|hospital|hopital|klinik|clinique|spital|psychiatrie)"
)
INTO = re.compile(
    r"\b(?:opgenomen|opname|ligt|lag|liegt|admitted|taken|rushed|brought|hospitalise[e]?|kam|gebracht|belandde|overgebracht"
    r"|transportee?|emmenee?|eingeliefert)(?: [\w'-]+){0,5}? $"
)
EPONYM = frozenset(
    (
        "pfeiffer",
        "hodgkin",
        "huntington",
        "kahler",
        "graves",
        "down",
        "asperger",
        "tourette",
        "parkinson",
        "crohn",
        "lyme",
        "alzheimer",
    )
)
"""Illnesses called as people are."""
ALLERGY = re.compile(
    r"(?:^|[\n;|,{])[ \t\"'*-]{0,6}(?:allergien?|allergieen|allergies|allergie(?:s|en)?(?: / intoleranties)?|intoleran(?:ties"
    r"|ties|zen|ces)|unvertraglichkeiten"
    r"|diagnos(?:e|en|is|es|tic|tics|estellung)|hauptdiagnose|nebendiagnosen?|dx|aandoening(?:en)?|antecedents(?: medicaux)?"
    r"|pathologies?|vorerkrankung(?:en)?|erkrankung(?:en)?"
    r"|(?:existing )?medical conditions?|health conditions?|medical history|medicatie|medication|medikation|medikamente"
    r"|medicijnen|traitement|medische bijzonderheden"
    r"|gesundheitliche besonderheiten|ziektebeeld|krankheitsbild|handicap|beperking|behinderung|disability|grund der (?:au"
    r"|krankmeldung)|au-grund|reden (?:ziekte)?verzuim)"
    r"[\"']?[ \t]{0,3}[:=|][ \t]{0,3}[\"']?(?=[a-z])"
)
"""The entry of a record whose every value concerns health."""
VALUE = re.compile(r"[a-z][^,;|\n\"{}.]{2,60}")
NOTHING = re.compile(
    r"(?:geen|keine?|aucune?|neant|none|no|nee|non|nein|ja|oui|yes|nil|nvt|n\.v\.t|n/a|nicht|onbekend|unbekannt|unknown|inconnue?"
    r"|zie|siehe|see|voir|not applicable|rien|nichts|niets"
    r"|string|text|null|true|false|naam|name|optional|verplicht|required|[x_.-]+|\[)\b"
)
GENITIVE = r"(?:s|en|n|e|er|em|es)?"
LABEL = re.compile(
    r"(?:diagnose|diagnosis|diagnostic|ziektebeeld|aandoening(?:en)?|reden (?:van )?(?:de )?afwezigheid|afwezigheidsreden|reden verzuim"
    r"|verzuimreden|medische (?:klachten|voorgeschiedenis"
    r"|gegevens|info(?:rmatie)?|toestand|situatie)|gezondheidstoestand|klachten|motif (?:de l'|d')absence|antecedents(?: medicaux)?"
    r"|pathologie|etat de sante|raison medicale|grund der abwesenheit"
    r"|abwesenheitsgrund|fehlgrund|vorerkrankung(?:en)?|erkrankung(?:en)?|krankheitsbild|befund|reason (?:for|of) absence|absence reason"
    r"|medical (?:history|condition|conditions|notes|reason)"
    r"|health condition|condition|allergie(?:en|s|n)?|allergies|medicatie|medication|medikation|traitement|behandeling|behandlung"
    r"|opmerking(?:en)?|remarque|bemerkung|remarks?|status|note|\breden|\bmotif|\bgrund|\breason|\boorzaak|\bcause|\bursache)"
    r"[\"']?[ \t]{0,3}[:=|][ \t]{0,3}[\"']?(?:[\w-]{1,20} ){0,3}$"
)
CLOSE = 34
"""Characters between a person and a word of `STATE`."""


@recogniser(
    classes=(DataClass.HEALTH,),
    reasons=("own", "theirs", "person", "row", "label", "noted"),
    triggers=tuple(sorted(ILLNESS | STATE | LETTERS | MEDICINE | INJURY)),
    always=True,
    references=("https://eur-lex.europa.eu/eli/reg/2016/679/oj",),
)
def health(text: Readable, hits: Hits) -> Iterator[Match]:
    past = -1
    for start, end, sure in _apart(_said(text, hits)):
        if (
            start < past
            or IDIOM.match(text.low, start)
            or SUBJECT.match(text.low, end)
            or _of_a_machine(text.low, start, end)
            or _in_a_name(text, start, end)
        ):
            continue
        how = (
            ("own" if text.low.startswith(REPORTS, start) else "")
            or said_of(text, start, end, VERB, 90 if sure else CLOSE)
            or _labelled(text, start, end)
            or ((noted(text, start, end) or near(text, start, end)) if sure else "")
        )
        if how and not (how not in ("own", "label") and invented(text, start, end)):
            past = end
            yield Match(start, end, DataClass.HEALTH, "health", how, 1.0 if sure else 0.8, value=text.low[start:end])


def _of_a_machine(low: str, start: int, end: int) -> bool:
    """Whether it is rather a machine, an account or a program that is ill."""
    return TECHNICAL.search(low, start, end) is not None and MACHINE.search(low, max(0, start - 70), end + 50) is not None


def _in_a_name(text: Readable, start: int, end: int) -> bool:
    """Whether it stands within the name of a body or a firm: "Nederlandse Reanimatie Raad"."""
    return WITHIN_A_NAME.search(text.text, max(0, start - 30), end + 30) is not None and any(
        found.start() <= start and found.end() >= end and found.end() - found.start() > end - start
        for found in WITHIN_A_NAME.finditer(text.text, max(0, start - 30), end + 30)
    )


class _Said(NamedTuple):
    """Where something about health is said, and whether it is surely that."""

    start: int
    end: int
    sure: bool


def _apart(said: Iterable[_Said]) -> Iterator[_Said]:
    """What is said in order, with what overlaps put together."""
    last: _Said | None = None
    for one in sorted(said):
        if last is not None and one.start < last.end:
            last = _Said(last.start, max(last.end, one.end), last.sure or one.sure)
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


def _said(text: Readable, hits: Hits) -> Iterator[_Said]:
    """Words of the lists, words put together, and codes of diagnoses, with the words that say which; they overlap."""
    for hit in hits:
        if hit.whole and not (hit.word in EPONYM and text.low[hit.start - 1 : hit.start] == "-"):
            start, end, sure = _whole(text, hit)
            if sure or hit.word in STATE | MEDICINE:
                yield _Said(start, end, sure)
    for one in made(text.low):
        if one.medicine:
            yield _Said(*_medicine(text.low, one.start, one.end))
        else:
            yield _Said(*_grown(text.low, one.start, one.end), True)
    for label in ALLERGY.finditer(text.low):
        value = VALUE.match(text.low, label.end())
        if value is not None and not NOTHING.match(text.low, label.end()) and len(value[0].split()) < 8:
            yield _Said(value.start(), value.start() + len(value[0].rstrip()), True)
    for form in CERTIFIED.finditer(text.text):
        yield _Said(*form.span(), True)
    for code in CODE.finditer(text.text):
        if CODED.search(text.low, max(0, code.start() - 60), min(len(text.low), code.end() + 40)):
            yield _Said(*code.span(), True)


def _whole(text: Readable, hit: Hit) -> tuple[int, int, bool]:
    """Where an illness begins and ends with the words that say which it is, and whether it is surely one."""
    low, start, end = text.low, hit.start, hit.end
    if hit.word in INJURY:
        if behind := BODY_AFTER.match(low, end):
            return start, behind.end(), True
        if before := BODY_BEFORE.search(low, max(0, start - 40), start):
            return before.start(), end, True
    if hit.word in MEDICINE:
        return _medicine(low, start, end)
    if hit.word in LETTERS:
        capitals = (
            text.text[start:end].isupper()
            and not text.text[max(0, start - 12) : end + 12].isupper()
            and not CODES.match(low, end)
            and low[start - 1 : start] not in ("-", "/", "_")
        )
        if capitals or hit.word not in ILLNESS | STATE:
            return start, end, capitals
    if hit.word not in ILLNESS:
        return *(_grown(low, start, end) if HOSPITAL.match(low, start) else (start, end)), False
    return *_grown(low, start, end), True


def _medicine(low: str, start: int, end: int) -> tuple[int, int, bool]:
    """A medicine with its dose, sure where it has one or is given, taken or stopped."""
    if dose := DOSE.match(low, end):
        return start, dose.end(), True
    line = max(low.rfind("\n", 0, start) + 1, start - 40)
    return start, end, bool(GIVEN.search(low, line, start) or GIVEN.search(low, end, end + 24))


def _grown(low: str, start: int, end: int) -> tuple[int, int]:
    """Where an illness begins and ends with the words beside it that say which it is."""
    if before := QUALITY.search(low, max(0, start - 24), start):
        start = before.start()
    if HOSPITAL.match(low, start) and (before := INTO.search(low, max(0, start - 60), start)):
        start = before.start()
    if (behind := KIND.match(low, end)) or (behind := SPREAD.match(low, end)) or (behind := PLACE.match(low, end)):
        end = behind.end()
    return start, end


def _labelled(text: Readable, start: int, end: int) -> str:
    """`label` where it is the entry of a form or record about somebody."""
    return "label" if LABEL.search(text.low[max(0, start - 90) : start]) and named_near(text, start, end) else ""
