"""An illness, a handicap, a pregnancy or a treatment of one person: data concerning health (GDPR, Articles 4(15) and 9).

What somebody suffers from is nobody's business but theirs, and a chatbot keeps what it is told. Seen are some 1,100 words in nl, fr, de and en, for
illnesses and for being ill, when the sentence says them of one person: "Fatima is sinds maandag ziek met een burn-out", "her chemo", "l'arrêt maladie de
Karim", "Grund der Abwesenheit: Depression" beside a name, and in notes under a name ("Naima Bouzid, inpak. Thuis na een miskraam.").
Marked is the word with what says which ("beginnende
dementie", "Diabetes Typ 2", "broken left wrist").

When it is wrong: figures of speech ("sick of it", "this project is my baby and I am addicted") are mostly left alone, some are not. "Jan is ziek" in a
novel looks like Jan next door. Left alone, on purpose: illness as a subject ("write a burn-out policy", "symptoms of diabetes", "employees with
cancer"). Missed are illnesses told in a roundabout way ("he will not come back this year"), rare ones, and those whose person stands in another sentence.
"""

import re
from collections.abc import Iterator

from weerbaar.detect.leak._about import VERB, named_near, noted, said_of, terms
from weerbaar.detect.leak._declaration import Hit, Hits, recogniser
from weerbaar.model.leak import DataClass, Match, Readable

ILLNESS = terms("health", "illness")
"""Words that nearly always mean an illness or a treatment."""
STATE = terms("health", "state")
"""Words that mean one only close behind a verb, or in a record of absence."""
LETTERS = terms("health", "letters")
"""Names of illnesses that are words as well: only in capitals."""
MEDICINE = terms("health", "medicine")
"""Medicines: with a dose, or close behind a verb."""
INJURY = terms("health", "injury")
"""What happened to a part of the body; counts only beside one."""
_BODY = "|".join(sorted(terms("health", "body"), key=len, reverse=True))
_SIDE = r"(?:links|rechts|linke[rns]?|rechte[rns]?|linker|rechter|gauche|droite?|left|right)"
BODY_BEFORE = re.compile(
    rf"\b(?:{_SIDE} )?(?:{_BODY})(?: {_SIDE})?(?: (?:is|was|war|ist|doppelt|zweifach|dubbel|op \d plaatsen))? $"
)
BODY_AFTER = re.compile(
    rf" (?:(?:du |de la |de l'|des |d'un |d'une |aux? |of (?:the|his|her) |le |la |l'|les |un |une |his |her |my |their |zijn |haar |mijn "
    rf"|den |die |das |einen? )?(?:{_SIDE} )?(?:{_BODY})\b(?: {_SIDE}\b)?)"
)
DOSE = re.compile(
    r" ?(?:\d+(?:[.,]\d+)?(?: ?(?:mg|mcg|ug|ml|g))?\b)(?: ?\d(?:-\d){2,3}\b| ?\d ?x ?(?:per dag|par jour|am tag|a day|daags))?"
)
QUALITY = re.compile(
    r"(?:\b(?:type \d|typ \d|(?:beginnende?[rns]?|lichte|leichte[rns]?|ernstige|zware|schwere[rns]?|acute|akute[rns]?|chronische[rns]?|gevorderde"
    r"|fortgeschrittene[rns]?|metastasierte[rsn]?|uitgezaaide?|vasculaire|vaskulare|ongeneeslijke|unheilbare[rn]?|terminale"
    r"|debut d'|debut de|early|late|mild|severe|acute|chronic|advanced|vascular|terminal|metastatic|postnatal|breast|lung|skin|bowel|prostate"
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
    r"-[a-z]| (?:patients?|patient(?:en|innen|es)|sufferers|research|charity|foundation|awareness|prevention|preventie|pravention|centre"
    r"|center|clinic"
    r"|ward|department|drugs?|onderzoek|afdeling|stichting|fonds|forschung|stiftung|beratung|leave policy|policy|beleid|politique|access|ramp)\b"
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
    r"|coach|training|workshop|specialist|risico|risk|test)|cancer (?:research|charity|ward|council)|allergie[- ]?info|blind[- ](?:test|copy)"
    r"|(?:medication|medicatie) (?:list|policy|rounds?|lijst|beleid))"
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
    references=("https://eur-lex.europa.eu/eli/reg/2016/679/oj",),
)
def health(text: Readable, hits: Hits) -> Iterator[Match]:
    past = -1
    for at, hit in enumerate(hits):
        if not hit.whole or hit.start < past or (at + 1 < len(hits) and hits[at + 1].start == hit.start and hits[at + 1].whole):
            continue
        if IDIOM.match(text.low, hit.start) or SUBJECT.match(text.low, hit.end):
            continue
        start, end, sure = _whole(text, hit)
        if start < past or (not sure and hit.word not in STATE | MEDICINE):
            continue
        how = (
            said_of(text, start, end, VERB, 90 if sure else CLOSE)
            or _labelled(text, start, end)
            or (noted(text, start, end) if sure else "")
        )
        if how:
            past = end
            yield Match(start, end, DataClass.HEALTH, "health", how, 0.9 if sure else 0.8, value=text.low[start:end])


def _whole(text: Readable, hit: Hit) -> tuple[int, int, bool]:
    """Where an illness begins and ends with the words that say which it is, and whether it is surely one."""
    low, start, end = text.low, hit.start, hit.end
    if hit.word in INJURY:
        if behind := BODY_AFTER.match(low, end):
            return start, behind.end(), True
        if before := BODY_BEFORE.search(low, max(0, start - 40), start):
            return before.start(), end, True
    if hit.word in MEDICINE:
        dose = DOSE.match(low, end)
        return start, dose.end() if dose else end, dose is not None
    if hit.word in LETTERS:
        capitals = text.text[start:end].isupper() and not text.text[max(0, start - 12) : end + 12].isupper()
        if capitals or hit.word not in ILLNESS | STATE:
            return start, end, capitals
    if hit.word not in ILLNESS:
        return start, end, False
    if before := QUALITY.search(low, max(0, start - 24), start):
        start = before.start()
    behind = KIND.match(low, end)
    return start, behind.end() if behind else end, True


def _labelled(text: Readable, start: int, end: int) -> str:
    """`label` where it is the entry of a form or record about somebody."""
    return "label" if LABEL.search(text.low[max(0, start - 90) : start]) and named_near(text, start, end) else ""
