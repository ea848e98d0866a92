"""A marking that says who may see a document: confidential, internal only, restricted, privileged, TLP.

Whoever wrote the marking asked that the text stay inside; that holds for a copy in a chatbot too. Seen is a marking where markings stand: alone on
a line, beside a page number or a firm's name, in square brackets, behind "Classification:", before the subject of a mail, and a sentence that says
so of the document itself. In nl, fr, de, en, with the markings of governments (VS-NfD, Diffusion Restreinte, RESTREINT UE, OFFICIAL-SENSITIVE) and
TLP:RED and TLP:AMBER (FIRST TLP 2.0; GREEN and CLEAR may be passed on).

When it is wrong: a template with a marking but without content is found. Not found, on purpose: the words inside a sentence ("is this confidential?",
"we treat your data confidentially"), the disclaimers below mails ("this message is confidential..."), which stand below everything and say nothing,
and single words such as "Internal" or "Geheim" that are not in capitals.
"""

import re
from collections.abc import Iterator

from weerbaar.detect.leak._declaration import Hits, recogniser
from weerbaar.model.leak import DataClass, Match, Readable

NL = (
    r"(?:strikt|streng|zeer|uiterst|commercieel|bedrijfs|dep(?:artementaal|\.)?)[ -]{0,1}vertrouwelijk|vertrouwelijk(?: document| verslag| rapport)?",
    r"(?:strikt )?persoonlijk (?:en|&) vertrouwelijk",
    r"(?:strikt|uitsluitend|alleen|enkel)(?: voor)? intern(?: gebruik)?|(?:(?:strikt|uitsluitend|alleen|enkel) )?voor intern gebruik|intern document",
    r"niet (?:voor verspreiding|verspreiden|verder verspreiden|doorsturen)|beperkte verspreiding|zeer geheim|bedrijfsgeheim|stg\.? (?:zeer )?geheim",
    r"(?:alleen|uitsluitend|enkel) voor (?:de )?(?:directie|raad van bestuur|bestuur|management)|onder embargo(?: tot [\w :.-]{4,30})?",
)
FR = (
    r"(?:strictement |tres |hautement |ultra[ -])?confidentiel(?:le)?(?: (?:entreprise|defense|industrie|client|medical|personnel|direction|rh))?",
    r"document (?:strictement )?(?:confidentiel|interne)|personnel et confidentiel|confidentiel et personnel",
    r"diffusion (?:restreinte|limitee|interne)|(?:a |pour )?usage (?:strictement )?interne(?: uniquement| exclusivement)?"
    r"|strictement (?:interne|personnel)",
    r"ne pas (?:diffuser|transmettre|transferer)|secret (?:des affaires|industriel|defense)|tres secret|sous embargo(?: jusqu'au [\w :.-]{4,30})?",
    r"reserve(?:e)? (?:a la direction|au comite de direction|au conseil d'administration)",
)
DE = (
    r"(?:streng|strikt|hochst|besonders|firmen|betriebs|vs)?[ -]?vertraulich(?:es dokument)?|personlich(?: und | / |/)vertraulich|streng geheim",
    r"vs ?- ?(?:nfd|nur fur den dienstgebrauch)|nur fur den (?:dienstgebrauch|internen gebrauch)|verschlusssache",
    r"(?:nur|ausschlie(?:ss|ß)lich) (?:zur internen verwendung|fur (?:den )?internen? (?:gebrauch|zwecke)|intern)|interner gebrauch|internes dokument",
    r"nicht (?:zur weitergabe(?: bestimmt)?|weitergeben|weiterleiten|fur die offentlichkeit(?: bestimmt)?)|betriebsgeheimnis|geschaftsgeheimnis",
    r"nur fur (?:die )?(?:geschaftsfuhrung|geschaftsleitung|den vorstand|den aufsichtsrat)|sperrfrist(?: bis [\w :.-]{4,30})?",
)
EN = (
    r"(?:strictly |highly |company |commercially |commercial in |commercial-in-|business |most |private (?:and|&) |proprietary (?:and|&) )?confidential"
    r"(?: (?:information|document|draft|and proprietary|& proprietary|- do not distribute))?",
    r"(?:strictly |company )?internal(?: use)? only|for internal (?:use|eyes|circulation)(?: only)?|(?:strictly|company) internal|in[ -]confidence",
    r"(?:not for|no) (?:further )?(?:distribution|release|circulation)|do not (?:distribute|forward|share|circulate)(?: externally| outside [\w ]{2,30})?",
    r"(?:attorney|lawyer|solicitor)[ -]client (?:privilege(?:d)?|communication)(?: communication| (?:and|&) confidential| material)?",
    r"(?:legally )?privileged(?: (?:and|&) confidential)|confidential (?:and|&) privileged|legally privileged|attorney work product",
    r"top secret|trade secret|company secret|official[ -]sensitive|for (?:board|management|directors?'?) (?:only|eyes only)"
    r"|(?:for )?your eyes only|board only",
    r"(?:nato |eu )?(?:restricted|secret)|restreint ue(?: ?/ ?eu restricted)?|eu confidential|nato confidential|under nda|covered by nda"
    r"|under embargo(?: until [\w :.-]{4,30})?|embargoed(?: until [\w :.-]{4,30})?",
)
ALONE = r"intern|internal|interne|geheim|restricted|secret|proprietary|privileged|sensitive|beschrankt"
"""Words that are a marking only in capitals or behind a label."""
MARK = re.compile("|".join((*NL, *FR, *DE, *EN)))
LONE = re.compile(ALONE)
LABEL = re.compile(
    r"(?:(?:document|data|information|informatie|niveau de|security|sicherheits|vertrouwelijkheids)[ -]?)?(?:classificatie"
    r"|classification|klassering|rubricering"
    r"|vertrouwelijkheid|vertrouwelijkheidsniveau|confidentialite|confidentiality|niveau|einstufung|klassifizierung|klassifikation|vertraulichkeit"
    r"|sensitivity|gevoeligheid|marking|markering|marquage|sensibilite|label)[ \t]{0,3}[:=][ \t]{0,3}"
)
SUBJECT = re.compile(
    r"(?:(?:onderwerp|betreft|betreff|objet|subject|betr|re|fw|fwd|aw|wg|tr|titel|title|titre)[ \t]{0,2}:[ \t]{0,3}){1,3}"
)
TLP = re.compile(r"TLP[ ]?:[ ]?(?:RED|AMBER(?:\+STRICT)?)\b|TLP[ -](?:RED|AMBER)\b")
EXPLAINED = re.compile(
    r"\b(?:betekent|betekenis|leg uit|uitleg|signifie|explique\w*|definition|bedeutet|bedeutung|erklar\w*|means|meaning|explain\w*|difference"
    r"|verschil|unterschied)\b"
)
SAYS = re.compile(
    r"(?:dit is een|this is an?|ceci est un|dies ist ein) (?:strikt |strictly |highly |streng )?"
    r"(?:vertrouwelijke?|confidential|internal|intern|vertrauliches|internes) (?:document|rapport|verslag|report|memo|dokument|bericht)\b"
    r"|(?:ceci est un|c'est un) document (?:strictement )?(?:confidentiel|interne)\b|"
    r"(?:dit|deze|ce|cette|cet|dieses|diese|dieser|this|the present|le present|voorliggend|het voorliggende)[ ](?:document|rapport"
    r"|verslag|nota|presentatie|bestand|dossier"
    r"|offerte|note|presentation|fichier|compte rendu|dokument|bericht|prasentation|unterlage|datei|vermerk|report|file|memo|paper|deck|proposal|contract)"
    r"[ ](?:is|bevat|est|contient|ist|enthalt|contains)[ ](?:strikt |strictement |streng |strictly |highly )?"
    r"(?:vertrouwelijk|confidentiel|vertraulich|confidential|bestemd voor intern gebruik|reserve a un usage interne|nur fur den internen gebrauch bestimmt"
    r"|for internal use only|legally privileged)"
)
AROUND = " \t*_#=~-+|<>()[]{}«»\"'`.,:;!/\\•·©"
SPLIT = re.compile(r"[ \t]{1,8}-{1,2}[ \t]{1,8}|[|•;()]|[ \t]{4}|\t|:[ \t]")
BRACKETED = re.compile(r"[\[\u3010]{1,3}[ \t*]{0,4}([^\[\]\n]{4,60}?)[ \t*]{0,4}[\]\u3011]{1,3}")
ITEM = re.compile(r"[ \t]{0,12}(?:[-*+•]|\d{1,2}[.)]|[a-z]\))[ \t]{1,4}(?!\*)")
"""An item of a list: rather the name of a level than a marking."""
LEVELS = re.compile(
    r"\b(?:openbaar|publiek|public|publique|publics|offentlich|intern|interne|internal|confidential|vertrouwelijk|confidentiel"
    r"|vertraulich|restricted|geheim|secret)\b"
)
CAPITALS = re.compile(r"[ \t]{0,12}([A-ZÀ-Ý][A-ZÀ-Ý /&-]{8,60}[A-ZÀ-Ý])(?![\w-])")
CAPITALS_LAST = re.compile(r"(?<![\w-])([A-ZÀ-Ý][A-ZÀ-Ý /&-]{8,60}[A-ZÀ-Ý])[ \t.]{0,12}$")
LONG_LINE = 480
MOST_IN_LINE = 120
MOST_WORDS = 9
"""Words of what may stand beside a marking: a firm, a title, a date, a page."""
STARTS = (
    "vertrouwelijk", "persoonlijk en", "persoonlijk &", "intern", "niet v", "niet d",
    "geheim", "verspreiding", "embargo", "confidenti", "diffus", "usage interne",
    "usage strict", "ne pas", "secret", "reserve", "vertraulich", "dienstgebrauch", "nfd", "verschlusssache", "nicht w", "nicht z", "nicht f", "sperrfrist",
    "geschaftsgeheimnis", "betriebsgeheimnis", "bedrijfsgeheim", "bedrijfsvertrouwelijk", "firmenvertraulich", "betriebsvertraulich", "not for", "no further",
    "no distribution", "do not", "attorney", "lawyer", "solicitor", "privileged", "restri", "restreint", "official", "tlp", "eyes only", "board", "directie",
    "bestuur", "management", "direction", "conseil", "geschaftsfuhrung",
    "geschaftsleitung", "vorstand", "aufsichtsrat", "under nda", "covered by", "strictement",
    "proprietary", "sensitive", "beschrankt", "in confidence", "in-confidence", "directors",
)  # fmt: skip
"""What every marking has at the beginning of one of its words."""


@recogniser(
    classes=(DataClass.MARKING,),
    reasons=("line", "bracket", "label", "subject", "tlp", "says"),
    triggers=STARTS,
    references=("https://www.first.org/tlp/", "https://www.bsi.bund.de/", "https://eur-lex.europa.eu/eli/dec/2013/488/oj"),
)
def marking(text: Readable, hits: Hits) -> Iterator[Match]:
    done = -1
    for hit in hits:
        if hit.start < done:
            continue
        begin = max(done, text.low.rfind("\n", max(0, hit.start - LONG_LINE), hit.start) + 1, hit.start - LONG_LINE)
        stop = text.low.find("\n", hit.end, hit.end + LONG_LINE)
        done = stop if stop >= 0 else min(len(text.low), hit.end + LONG_LINE)
        for start, end, reason in _in_line(text.text[begin:done], text.low[begin:done]):
            sure = 0.8 if reason == "says" else 0.95
            value = text.low[begin + start : begin + end]
            yield Match(begin + start, begin + end, DataClass.MARKING, "marking", reason, sure, value=value)


def _in_line(cased: str, low: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, reason) of the markings in one line; a question has none."""
    if low.rstrip(" *_\"')").endswith("?"):
        return
    found = TLP.search(cased)
    if found is not None and EXPLAINED.search(low) is None:
        yield (*found.span(), "tlp")
        return
    for found in BRACKETED.finditer(low):
        if MARK.fullmatch(found[1]) or LONE.fullmatch(found[1]):
            yield (*found.span(), "bracket")
            return
    if (says := SAYS.search(low)) is not None:
        yield (*says.span(), "says")
        return
    if len(low.strip()) > MOST_IN_LINE:
        return
    subject = SUBJECT.match(low)
    if subject is not None:
        start, end = _trim(low, subject.end(), next(_segments(low, subject.end()))[1])
        if MARK.fullmatch(low, start, end) or (LONE.fullmatch(low, start, end) and cased[start:end].isupper()):
            yield start, end, "subject"
        return
    label = LABEL.search(low)
    if label is not None:
        start, end = _trim(low, label.end(), next(_segments(low, label.end()))[1])
        if MARK.fullmatch(low, start, end) or LONE.fullmatch(low, start, end):
            yield start, end, "label"
        return
    yield from _alone(cased, low)


def _alone(cased: str, low: str) -> Iterator[tuple[int, int, str]]:
    """A marking that has its line to itself, or shares it with a firm, a title, a date or a page."""
    if ITEM.match(low) or low.rstrip().endswith((":", ",")) or len(LEVELS.findall(low)) > 1:
        return
    segments = [_trim(low, start, end) for start, end in _segments(low, 0)]
    marks = [
        (start, end)
        for start, end in segments
        if MARK.fullmatch(low, start, end) or (LONE.fullmatch(low, start, end) and cased[start:end].isupper())
    ]
    if marks and all(len(low[start:end].split()) <= MOST_WORDS for start, end in segments):
        yield (*marks[0], "line")
        return
    edge = CAPITALS.match(cased) or CAPITALS_LAST.search(cased)
    if edge is not None and not cased.isupper() and MARK.fullmatch(low, *edge.span(1)) and len(low.split()) <= MOST_WORDS:
        yield (*edge.span(1), "line")


def _segments(low: str, at: int) -> Iterator[tuple[int, int]]:
    """What stands between the signs that part a line."""
    for sign in SPLIT.finditer(low, at):
        yield at, sign.start()
        at = sign.end()
    yield at, len(low)


def _trim(low: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the signs around it."""
    inner = low[start:end]
    left = len(inner) - len(inner.lstrip(AROUND))
    return start + left, max(start + left, start + len(inner.rstrip(AROUND)))
