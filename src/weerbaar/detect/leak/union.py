"""Membership of a trade union by one person (GDPR, Article 9).

Who belongs to a union has a right to keep it from an employer and from everybody else. Seen is a word for a member or delegate ("gesyndiceerd",
"délégué syndical", "Gewerkschaftsmitglied", "shop steward") or a union with a word for joining it ("lid van het ACV", "adhérente à la CFDT", "bei
ver.di eingetreten"), said of one person. Marked is the union or the word for the member.

When it is wrong: an elected delegate's name is known in the firm, and is found all the same. Left alone, on purpose: unions as a subject, as a
partner in talks, or as a sender ("the union proposes", "accord avec la CGT"). Missed are small unions that are not in the list, unless the sentence
says "union".
"""

import re
from collections.abc import Iterator

from weerbaar.detect.leak._about import named_near, near, said_of, terms
from weerbaar.detect.leak._declaration import Hit, Hits, recogniser
from weerbaar.model.leak import DataClass, Match, Readable

MEMBER = terms("union", "member")
BODY = terms("union", "body")
JOINING = re.compile(
    r"\b(?:lid|leden|lidmaatschap|lidgeld|lidkaart|aangesloten|afgevaardigde|kandidate?|kandidaat|verkozen(?:e)?|kandidatin"
    r"|gewahlt|candidate?"
    r"|elue?|kaderlid|militante?|membre|adherente?|adhere|affiliee?"
    r"|syndiquee?|deleguee?|cotise|cotisation|mitglied|mitgliedschaft"
    r"|beigetreten|eingetreten|organisiert|beitrag|vertrauensmann|member|membership|joined|joining|belongs|dues|rep|delegate|steward)\b"
)
LABEL = re.compile(
    r"\b(?:vakbond(?:slidmaatschap)?|syndicat|affiliation syndicale|gewerkschaft(?:szugehorigkeit)?|(?:trade )?union(?: membership)?"
    r"|vakbondslid|syndique)[\"']?[ \t]{0,3}[:=|][ \t]{0,3}[\"']?$"
)
NEXT = re.compile(rf"[ -](?:{JOINING.pattern})")
OTHER = re.compile(
    r"\b(?:european|europeenne|credit|students?|customs|banking|soviet|rugby|civil|western) union\b|\bunion (?:of|jack)\b|\bunion (?=eu)"
)
"""Unions of another kind."""
CLOSE = 45
GENERIC = frozenset(
    (
        "vakbond",
        "syndicat",
        "gewerkschaft",
        "union",
        "trade union",
        "vakvereniging",
        "sud",
        "cne",
        "verdi",
        "evg",
        "dbb",
        "unite",
        "solidaires",
        "force ouvriere",
        "rmt",
    )
)
"""Words for any union, and names that are words as well."""
ACTS = re.compile(
    r" (?:(?:heeft|hat|has|a|will|wil) )?(?:roept|vraagt|eist|zegt|staakt|voert|onderhandelt|kondigt|appelle\w*|demande\w*"
    r"|exige\w*|propose\w*|negocie\w*|annonce\w*|signe\w*|fordert|streikt|verhandelt|ruft"
    r"|sagt|says|calls|demands|wants|strikes|negotiates|proposes|organises|announced|and|en|et|und|,|website|site|congres"
    r"|kongress|congress|versammlung|bijeenkomst|actie|staking|streik|greve|strike)\b"
)
"""A union that does something itself."""
TALKS = re.compile(
    r"\b(?:accords?|overleg|onderhandel\w+|negociations?|verhandlung\w*|talks|agreement|deal|tarifvertrag|cao|convention|staking"
    r"|greve|streik|strike|website|site|brochure|folder|standpunt|position|communique"
    r"|persbericht|press release|affiche|plakat|poster|congres|logo|geschiedenis|histoire|geschichte|history)(?: [\w']+){0,3} $"
)
IN_BRACKETS = re.compile(r"[\w ]\([A-Z-]+\)")


@recogniser(
    classes=(DataClass.UNION,),
    reasons=("member", "joined", "label"),
    triggers=tuple(sorted(MEMBER | BODY)),
    references=("https://eur-lex.europa.eu/eli/reg/2016/679/oj",),
)
def union(text: Readable, hits: Hits) -> Iterator[Match]:
    past = -1
    for at, hit in enumerate(hits):
        longer = at + 1 < len(hits) and hits[at + 1].start == hit.start and hits[at + 1].whole
        if not hit.whole or hit.start < past or longer or OTHER.search(text.low, max(0, hit.start - 12), hit.end + 4):
            continue
        if reason := _about(text, hit):
            past = hit.end
            yield Match(hit.start, hit.end, DataClass.UNION, "union", reason, 0.85, value=hit.word)


def _about(text: Readable, hit: Hit) -> str:
    """How a word tells of somebody's membership; "" when it does not."""
    before = text.low[max(0, hit.start - CLOSE) : hit.start]
    if hit.word in MEMBER:
        return "member" if said_of(text, hit.start, hit.end) in ("own", "person", "row") else ""
    if LABEL.search(before) and named_near(text, hit.start, hit.end):
        return "label"
    behind = text.low[hit.end : hit.end + CLOSE]
    if JOINING.search(before) and said_of(text, hit.start, hit.end, JOINING):
        return "joined"
    how = said_of(text, hit.start, hit.end)
    aside = how == "row" and NEXT.match(text.low, hit.end)
    if aside or (JOINING.search(behind) and how in ("own", "person")):
        return "joined"
    said = text.text[hit.start : hit.end]
    named = hit.word not in GENERIC and (said.isupper() or (said[0].isupper() and len(said) > 3) or "." in said)
    if not named or ACTS.match(text.low, hit.end) or TALKS.search(text.low, max(0, hit.start - 60), hit.start):
        return ""
    return (
        "joined"
        if near(text, hit.start, hit.end, ahead=False) == "person"
        or IN_BRACKETS.fullmatch(text.text, hit.start - 2, hit.end + 1)
        else ""
    )
