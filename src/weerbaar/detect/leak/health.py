"""An illness, a handicap, a pregnancy or a treatment of one person: data concerning health (GDPR, Articles 4(15) and 9).

What somebody suffers from is nobody's business but theirs, and a chatbot keeps what it is told. Seen are some 400 words in nl, fr, de and en, for
illnesses and for being ill, when the sentence says them of one person: "Fatima is sinds maandag ziek met een burn-out", "her chemo", "l'arrêt maladie de
Karim", "Grund der Abwesenheit: Depression" beside a name. Marked is the word itself.

When it is wrong: figures of speech ("sick of it", "this project is my baby and I am addicted") are mostly left alone, some are not. "Jan is ziek" in a
novel looks like Jan next door. Left alone, on purpose: illness as a subject ("write a burn-out policy", "symptoms of diabetes", "employees with
cancer"). Missed are illnesses told in a roundabout way ("he will not come back this year"), rare ones, and those whose person stands in another sentence.
"""

import re
from collections.abc import Iterator

from weerbaar.detect.leak._about import VERB, named_near, said_of, terms
from weerbaar.detect.leak._declaration import Hits, recogniser
from weerbaar.model.leak import DataClass, Match, Readable

ILLNESS = terms("health", "illness")
"""Words that nearly always mean an illness or a treatment."""
STATE = terms("health", "state")
"""Words that mean one only close behind a verb, or in a record of absence."""
SUBJECT = re.compile(
    r"-[a-z]| (?:patients?|patient(?:en|innen|es)|sufferers|research|charity|foundation|awareness|prevention|preventie|pravention|centre|center|clinic"
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
    r"|opmerking(?:en)?|remarque|bemerkung|remarks?|status|note)"
    r"[\"']?[ \t]{0,3}[:=|][ \t]{0,3}[\"']?(?:[\w-]{1,20} ){0,3}$"
)
CLOSE = 34
"""Characters between a person and a word of `STATE`."""


@recogniser(
    classes=(DataClass.HEALTH,),
    reasons=("own", "theirs", "person", "row", "label"),
    triggers=tuple(sorted(ILLNESS | STATE)),
    references=("https://eur-lex.europa.eu/eli/reg/2016/679/oj",),
)
def health(text: Readable, hits: Hits) -> Iterator[Match]:
    past = -1
    for at, hit in enumerate(hits):
        if not hit.whole or hit.start < past or (at + 1 < len(hits) and hits[at + 1].start == hit.start and hits[at + 1].whole):
            continue
        if IDIOM.match(text.low, hit.start) or SUBJECT.match(text.low, hit.end):
            continue
        sure = hit.word in ILLNESS
        how = said_of(text, hit.start, hit.end, VERB, 90 if sure else CLOSE) or _labelled(text, hit.start, hit.end)
        if how:
            past = hit.end
            score = 0.9 if sure else 0.8
            yield Match(hit.start, hit.end, DataClass.HEALTH, "health", how, score, value=hit.word)


def _labelled(text: Readable, start: int, end: int) -> str:
    """`label` where it is the entry of a form or record about somebody."""
    return "label" if LABEL.search(text.low[max(0, start - 90) : start]) and named_near(text, start, end) else ""
