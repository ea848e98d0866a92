"""What one person believes, votes or loves, and where their family comes from: the special categories that are nobody's business at work.

Religion and conviction, political party, sexual orientation, ethnic origin (GDPR, Article 9). Seen when it is said of one person: "Karim is moslim", "elle
vote RN", "Herr Schulz ist konfessionslos", "she is of Nigerian descent", "Religie: katholiek" in somebody's record. Marked is the word itself.

When it is wrong: "he is orthodox in his methods" looks like a faith. Left alone, on purpose: faiths, parties and origins as a subject, of a school, a feast, a
kitchen or a group ("Catholic school", "Muslim customers", "the AfD won"). Missed is what only follows from something else (a marriage, a holiday).
"""

import re
from collections.abc import Iterator

from weerbaar.detect.leak._about import invented, named_near, near, said_of, terms
from weerbaar.detect.leak._declaration import Hit, Hits, recogniser
from weerbaar.model.leak import DataClass, Match, Readable

FAITH = terms("belief", "faith")
PRACTICE = terms("belief", "practice")
PARTY = terms("belief", "party")
ORIENTATION = terms("belief", "orientation")
ORIGIN = terms("belief", "origin")
BEING = re.compile(
    r"\b(?:is|was|ben|wordt|werd|est|suis|etait|sera|devenue?|ist|war|bin|wurde|wird|am|became|be|been|as|als|comme)\b(?!.{0,40}\b(?:at|in"
    r"|for|on|op|voor|bij|naar|aan|au|aux"
    r"|pour|dans|an|auf|fur|im|zu|with|met|by|a la|a l'|from|uit|het|the|der|le|la|les|welcome|welkom|tegen|against)\b)|'s\b|'m\b|\bn'est\b"
)
DOING = re.compile(
    r"\b(?:draagt|droeg|houdt|doet|volgt|gaat|ging|bidt|viert|eet|wil|mag|porte|portait|fait|va|allait|prie|celebre|mange|veut|tragt|trug"
    r"|fastet|halt|geht|ging|betet|isst|feiert|wears"
    r"|wore|observes|goes|went|prays|celebrates|keeps|fasting|fasts|eats|wants|attends|mochte|besucht|souhaite|assiste|jeune"
    r"|bezoekt|would like"
    r"|vraagt of (?:hij|ze|zij)|asks (?:if|whether) (?:he|she)"
    r"|demande s'il|demande si elle|fragt, ob (?:er|sie))\b"
)
SIDING = re.compile(
    r"\b(?:stemt|stemde|stemmer|lid|lidkaart|militant|kandidaat|aanhanger|sympathis\w+|actief|vote|voted|votes|voter|vote|votait|membre"
    r"|adherente?|encartee?|candidate?|militante?|wahlt"
    r"|wahlte|wahler|mitglied|kandidiert|parteimitglied|eingetreten|member|joined|supports|supporter|campaigns|campaigned|candidate"
    r"|sympathizes|soutient)\b"
)
DOWN_FROM = re.compile(
    r"\b(?:van|de|d'origine|of|[a-z]+(?:er|isch\w*|se|ische)) ?(?:[a-z]+(?:se|aanse|ische?|enne|aine|oise|aise|ischer|ian|ese|ish|an|i|eens"
    r"|aans|ens|er|ien|ain|ais|ois) )?$"
)
NATION_BEFORE = re.compile(r"[a-z-]{4,24} $")
NATION_AFTER = re.compile(
    r" [a-z-]{2,20}(?:enne|aine?|oise?|aise?|ien|que|cque|ane?|ole?|ese|mande|landaise|onne|on|ique|te)\b"
)
ATTRIBUTE = re.compile(
    r" ?-?(?:school|scholen|kerk|church|ecole|schule|college|universit\w+|feest\w*|holiday|fete|fest|kalender|calendar|keuken|food|cuisine"
    r"|kuche|gemeen\w+|community|communaute"
    r"|gemeinde|partij|party|parti|partei|ziekenhuis|hospital|hopital|krankenhaus|organisatie|organisation|verein|customers|klanten|clients"
    r"|kunden|art|kunst|kunde|wiki|values|waarden|werten"
    r"|minister|regering|government|gouvernement|regierung|bar|pride|parade|club|friendly|rights|rechten|kiesdrempel|energie|energy|stroom"
    r"|beton|kleur\w*)\b"
)
FAITHFUL = re.compile(
    r" (?:faith|belief|geloof|achtergrond|background|foi|glaube|religion|upbringing|opvoeding|roots|family|familie|famille"
    r"|parents|ouders)\b"
)
LABEL = re.compile(
    r"\b(?:religie|kirchensteuer|steuerkonfession|godsdienst|geloof|geloofsovertuiging|levensbeschouwing|religion|confession"
    r"|konf(?:ession|\.)?|culte|kirchensteuer(?:merkmal)?"
    r"|religionszugehorigkeit|bekenntnis|partij(?:lidmaatschap)?"
    r"|parti(?: politique)?|partei(?:zugehorigkeit)?|political affiliation|politieke (?:overtuiging|voorkeur)|opinions? politiques?"
    r"|seksuele (?:geaardheid|voorkeur|orientatie)"
    r"|geaardheid|orientation sexuelle|sexuelle orientierung|sexual orientation|etniciteit|etnische afkomst|ethnicity|ethnic origin"
    r"|origine ethnique|ethnische herkunft)"
    r"[\"']?[ \t]{0,3}(?:[:=|]|(?<=konf\.))[ \t]{0,3}[\"']?(?:[\w-]{1,20} )?$"
)
CLOSE = 40
DOUBTFUL = frozenset(
    (
        "christian",
        "christ",
        "christen",
        "christin",
        "jude",
        "orthodox",
        "orthodoxe",
        "croyant",
        "croyante",
        "laique",
        "gay",
        "devout",
        "practising",
        "pratiquant",
        "pratiquante",
        "queer",
        "homo",
        "a l'eglise",
        "to church",
        "naar de kerk",
        "in die kirche",
        "de mis",
        "la messe",
        "to mass",
        "zur messe",
        "au temple",
        "gottesdienst",
        "prie",
        "prier",
        "pray",
        "prays",
        "prayers",
        "bidt",
        "bidden",
        "beten",
        "betet",
        "gebet",
        "priere",
        "prieres",
        "synagoge",
        "synagogue",
        "mosquee",
        "la mosquee",
        "moskee",
        "mosque",
        "moschee",
        "kippa",
        "voile",
        "confession",
        "turban",
        "tulband",
        "kommunion",
        "konfirmation",
        "holi",
        "eid",
        "koran",
        "rk",
    )
)
OF_A_PLACE = re.compile(
    r"\b(?:ecole|lycee|college|hopital|clinique|universite|enseignement|onderwijs|eglise|cimetiere|association|mouvement"
    r"|organisation|mutualite|kerk|scholen|school|foulard|communaute|culte|feest|fete"
    r"|menu|plats?|cuisine|viande|vlees|fleisch|meat|repas|catering|guests?|clients?|invites) $"
)
"""Names and words of other uses: they need a verb of being."""


@recogniser(
    classes=(DataClass.BELIEF,),
    reasons=("religion", "politics", "orientation", "origin", "label"),
    triggers=tuple(sorted(FAITH | PRACTICE | PARTY | ORIENTATION | ORIGIN)),
    references=("https://eur-lex.europa.eu/eli/reg/2016/679/oj",),
)
def belief(text: Readable, hits: Hits) -> Iterator[Match]:
    past = -1
    for at, hit in enumerate(hits):
        longer = at + 1 < len(hits) and hits[at + 1].start == hit.start and hits[at + 1].whole
        if not hit.whole or hit.start < past or longer or ATTRIBUTE.match(text.low, hit.end):
            continue
        if reason := _about(text, hit):
            start, end = _descent(text, hit) if reason == "origin" else (hit.start, hit.end)
            past = end
            yield Match(start, end, DataClass.BELIEF, "belief", reason, 0.85, value=text.low[start:end])


def _descent(text: Readable, hit: Hit) -> tuple[int, int]:
    """A word for descent with the word that says whose."""
    if hit.word.startswith("d'") and (after := NATION_AFTER.match(text.low, hit.end)) is not None:
        return hit.start, after.end()
    before = NATION_BEFORE.search(text.low, max(0, hit.start - 40), hit.start)
    return before.start() if before else hit.start, hit.end


def _near(text: Readable, hit: Hit) -> bool:
    """Whether a telling word stands in a sentence about one person, and not in the name of a school, a project or a place."""
    if (
        hit.word in DOUBTFUL
        or text.low[hit.end : hit.end + 1] == "-"
        or OF_A_PLACE.search(text.low, max(0, hit.start - 24), hit.start)
    ):
        return False
    return near(text, hit.start, hit.end, ahead=False) == "person" and not invented(text, hit.start, hit.end)


def _about(text: Readable, hit: Hit) -> str:
    """What a word says of one person; "" when it says nothing."""
    before = text.low[max(0, hit.start - 60) : hit.start]
    if LABEL.search(before) and named_near(text, hit.start, hit.end):
        return "label"
    if hit.word in PARTY and SIDING.search(before[-CLOSE:]):
        return "politics" if said_of(text, hit.start, hit.end, SIDING) else ""
    if hit.word in PRACTICE:
        done = DOING.search(before[-CLOSE:]) and said_of(text, hit.start, hit.end, DOING, CLOSE) in ("own", "person")
        return "religion" if done or said_of(text, hit.start, hit.end, DOING) in ("own", "theirs") or _near(text, hit) else ""
    if hit.word in ORIGIN:
        descends = NATION_AFTER.match(text.low, hit.end) if hit.word.startswith("d'") else DOWN_FROM.search(before)
        return "origin" if descends and said_of(text, hit.start, hit.end) in ("own", "person") else ""
    if hit.word not in FAITH | ORIENTATION:
        return ""
    if _near(text, hit):
        return "religion" if hit.word in FAITH else "orientation"
    how = said_of(text, hit.start, hit.end, BEING, CLOSE)
    if how in ("person", "row") or (how in ("own", "theirs") and (BEING.search(before) or FAITHFUL.match(text.low, hit.end))):
        return "religion" if hit.word in FAITH else "orientation"
    return ""
