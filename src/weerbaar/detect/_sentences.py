"""What a text asks, sentence by sentence, in Dutch, French, German and English.

The frames stand in `_asks/<ask>.toml`, a list of regular expressions per language, each a few pieces with bounded gaps between them; `_frames.py`
finds them, each within one sentence and in linear time. A sentence that warns ("we never ask for your PIN") asks nothing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from weerbaar.detect._frames import LANGUAGES, Frame, sieve, unaccented
from weerbaar.model.finding import Finding
from weerbaar.model.part import Parts, Text, TextKind

MOST_SENTENCES = 300
LONGEST = 500
SHOWN = 160
REASSURING = frozenset({"invites_verification", "no_link_needed", "leaves_time"})
"""What honest messages say; it may stand in a sentence that warns."""
OWN_WORDS = frozenset({TextKind.MAIL, TextKind.CHAT, TextKind.PICTURE, TextKind.SPEECH})
WRAPPED = re.compile(r"\n(?<=[^\n]{58}\n)(?=[^\W\d_A-ZÀ-Þ*•-])")
END = re.compile(r"\s(?:(?<=[.!?]\s)\s*|(?<=\n)\n*|[-–•*·]\s)")
SECRETS = frozenset(
    {"asks_password", "asks_code", "asks_device_code", "asks_login", "asks_install", "asks_data", "asks_secrecy"}
)
OF_THE_READER = frozenset(
    {
        "asks_code", "asks_consent", "asks_data", "asks_device_code", "asks_gift_cards", "asks_install", "asks_password", "asks_secrecy",
        "avoids_contact", "changes_channel", "extortion", "probes_availability", "promises_money", "safe_account", "skips_procedure",
    }
)  # fmt: skip
"""What counts only in a sentence between writer and reader; a story about others ("the secret project was kept quiet") asks nothing."""
BRIEF = 70
"""Characters below which a sentence is a heading or an order, and need not name whom it speaks to."""
SPEAKS_TO = {
    language: re.compile(rf"\b(?:{words})\b", re.I)
    for language, words in {
        "nl": r"u|uw|je|jij|jou|jouw|jullie|gelieve|aub|alstublieft|alsjeblieft|svp|graag|wij|we|ons|onze|ik|mij|me|mijn|moet|dient|beste|geachte",
        "fr": r"vous|votre|vos|tu|toi|te|ton|ta|tes|t|veuillez|merci|svp|s.il|priere|nous|notre|nos|je|j|me|moi|mon|ma|mes|cher|chere|faut|doit"
        r"|doivent|\w+ez",
        "de": r"sie|ihr|ihre\w*|ihnen|du|dich|dir|dein\w*|euch|eu(?:er|re)\w*|bitte|wir|uns\w*|ich|mich|mir|mein\w*|muss\w*|lieber?|sehr geehrte\w*",
        "en": r"you|your|yours|yourself|u|ur|please|pls|plz|kindly|let.?s|we|our|us|i|me|my|need|must|do not|don.t|dear",
    }.items()
}
"""Words by which a sentence stands between writer and reader (letters without accents)."""
OTHER_CODES = re.compile(
    r"\b(?:(?:source|open|machine|error|return|exit|status|zip|postal|area|country|dress|discount|promo(?:tion)?|voucher|coupon|qr|bar|colou?r"
    r"|morse|penal|product|article)[ -]codes?|codes? (?:of conduct|review|base)|(?:write|writing|wrote) (?:the |some |this )?code"
    r"|codes? (?:postal|promo|barres|source|penal|de conduite|de la route|couleur)|broncode|kortingscode|postcode|foutcode|barcode|quellcode"
    r"|rabattcode|gutscheincode|fehlercode)\b",
    re.I,
)
"""Codes that open no door."""
NEAR = 1500
"""Characters between two sentences that belong to one request."""
WARNS = re.compile(
    r"\b(?:nooit|jamais|niemals|never|trap er niet in|klik niet|ne cliquez pas|klicken sie nicht|do not click|don.t click"
    r"|niet (?:gewijzigd|veranderd)|pas change\w*|nicht geandert|(?:not|\w+n.t) changed"
    r"|ne pas repondre|do not reply|nicht auf diese|antwoord niet op"
    r"|bestemd voor|destinee?s? (?:a|au)|bestimmt|intended (?:only|solely|for)|peut contenir|secret professionnel"
    r"|confidentiality notice|privileged (?:and|or|and/or) confidential|confidential,? (?:and|or|and/or|proprietary or) (?:\w+ )?privileged"
    r"|(?:courriel|message|bericht|nachricht|e-?mail)\b.{0,40}\b(?:confidentiels?|vertrouwelijk|vertraulich|confidential))\b",
    re.I,
)
"""A sentence that warns, denies a change or disclaims asks nothing (letters without accents)."""
REFUSES = re.compile(
    r"\b(?:geen|kein\w*|aucune?|no|nobody|no one|niemand\w*|personne|nicht|niet|pas|not|\w+n.t|nor|sans|zonder|ohne|without)\b.{0,40}"
    r"\b(?:\w*wachtwoord\w*|\w*codes?|pin\w*|passw[oe]rt\w*|kennwort\w*|tans?|zugangsdaten|mots? de passe"
    r"|identifiants|passwords?|numeros? de carte|card details)\b"
    r"|\b(?:\w*wachtwoord\w*|\w*codes?|pin\w*|passw[oe]rt|kennwort|zugangsdaten|tans?|mots? de passe|passwords?|kaartnummers?|numeros? de carte)\b.{0,40}"
    r"\b(?:nicht (?:weiter|ich|wir|nach)|niet (?:door|nodig|met)|benotige ich nicht|brauche ich nicht|alstublieft niet|to anyone|with anyone"
    r"|(?:aan|met) niemand|a personne)\b"
    r"|\b(?:not|\w+n.t|pas|niet|nicht|personne|niemand\w*)\b.{0,20}\b(?:share|give|send|communique\w*|partage\w*|donne\w*|deel|geef|weiter)\b.{0,30}"
    r"\b(?:codes?|password|code|passe)\b",
    re.I,
)
"""A sentence that says that a secret is not wanted."""


def sentences(text: str) -> Iterator[str]:
    """The sentences and lines of a text; at most 300, each cut at 500 characters."""
    count = 0
    for piece in END.split(WRAPPED.sub(" ", text)):
        piece = piece.strip()
        if len(piece) > 2:
            yield piece[:LONGEST]
            count += 1
            if count >= MOST_SENTENCES:
                return


# One look asks some fifty times about the same text: found by identity, since a Text is dear to hash.
_kept: dict[int, tuple[Text, Mapping[str, str]]] = {}
MOST_KEPT = 64


def asks_in(text: Text) -> Mapping[str, str]:
    """Ask -> the first sentence that asks it. Subject and own words; never what is quoted, hidden, or noted by who brought it."""
    kept = _kept.get(id(text))
    if kept is not None and kept[0] is text:
        return kept[1]
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    found = _asks_in(text)
    _kept[id(text)] = (text, found)
    return found


def _asks_in(text: Text) -> Mapping[str, str]:
    if text.kind is TextKind.NOTE:
        return MappingProxyType({})
    languages = (text.language,) if text.language in LANGUAGES else LANGUAGES if text.language == "und" else ("en",)
    lines = list(sentences(f"{text.subject}\n{text.text}"))
    plain = [unaccented(line) for line in lines]
    first: dict[str, int] = {}
    for language in languages:
        for number, frame in sieve(language).candidates(plain):
            if first.get(frame.ask, number + 1) <= number:
                continue
            if frame.stands_in(plain[number]) and _means_it(frame, plain[number], language):
                first[frame.ask] = number
    found = {ask: lines[line] for ask, line in sorted(first.items())}
    return MappingProxyType(found)


def _means_it(frame: Frame, line: str, language: str) -> bool:
    if line.startswith(">"):
        return False
    ask = frame.ask
    if ask in REASSURING:
        return True
    if ask in OF_THE_READER and len(line) > BRIEF and not SPEAKS_TO[language].search(line):
        return False
    if ask == "asks_code" and OTHER_CODES.search(line) and not frame.stands_in(OTHER_CODES.sub(" ", line)):
        return False
    return not (WARNS.search(line) or (ask in SECRETS and REFUSES.search(line)))


@dataclass(frozen=True, slots=True)
class Asked:
    """A sentence that asks something, and where it stands."""

    sentence: str
    where: str


def asked(parts: Parts, *asks: str) -> Asked | None:
    """The first of these asks in what the message itself says; documents beside it are left out."""
    for ask in asks:
        for text in parts.of(Text):
            if text.kind in OWN_WORDS and (sentence := asks_in(text).get(ask)):
                return Asked(shown(sentence), text.where)
    return None


def near(parts: Parts, one: Asked, other: Asked) -> bool:
    """Whether two sentences stand close enough to belong to one request; in a long round-up of news they do not."""
    if one.where != other.where:
        return True
    whole = next((f"{text.subject}\n{text.text}" for text in parts.of(Text) if text.where == one.where), "")
    here, there = (whole.find(asked.sentence[: SHOWN // 2]) for asked in (one, other))
    return here < 0 or there < 0 or abs(here - there) <= NEAR


def said(text: Text, ask: str) -> tuple[Finding, ...]:
    """The finding of one ask in a text, with the sentence as evidence; none when it is not asked."""
    sentence = asks_in(text).get(ask)
    return () if sentence is None else (Finding(f"text.{ask}", text.where, {"sentence": shown(sentence)}),)


def shown(sentence: str) -> str:
    """A sentence as it is quoted to the reader: one line, at most 160 characters."""
    line = " ".join(sentence.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1].rstrip() + "\u2026"
