"""A PDF that says little but "open the document" and carries a link or code.

The link is put in a PDF because few filters look there, and the true document is said to wait behind it.

When it is wrong: tickets, posters and sign-up sheets are short and carry a code as well, but do not speak of documents to view.
"""

import re
from collections.abc import Iterator

from weerbaar.detect._programs import is_inside
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Code, Document, Link, Part, Parts, Text

SHORT = 90
"""Words up to which a PDF is a signpost rather than a letter."""
LURE = re.compile(
    r"\b(?:(?:view|open|review|access|download|sign|unlock)\s+(?:\w+\s+){0,3}(?:document|file|pdf|invoice|message|fax|contract|statement)s?"
    r"|(?:secure|protected|encrypted|shared|confidential)\s+(?:\w+\s+){0,2}(?:document|file|message|pdf)"
    r"|(?:document|bestand|bericht|factuur|pdf|contract)\w*\s+(?:\w+\s+){0,3}(?:bekijken|openen|inzien|downloaden|ondertekenen)"
    r"|(?:bekijk|open|download|onderteken)\s+(?:\w+\s+){0,3}(?:document|bestand|bericht|factuur|pdf|contract)\w*|beveiligd\s+(?:document|bestand|bericht)"
    r"|(?:consulte[rz]|ouvr(?:ir|ez)|afficher|visualise[rz]|t[ée]l[ée]charge[rz]|signe[rz])\s+(?:\w+\s+){0,3}(?:document|fichier|facture|message|pdf|contrat)s?"
    r"|(?:document|fichier|message)\s+(?:s[ée]curis[ée]|prot[ée]g[ée]|chiffr[ée]|partag[ée]|confidentiel)"
    r"|(?:dokument|datei|nachricht|rechnung|pdf|vertrag)\w*\s+(?:\w+\s+){0,3}(?:öffnen|ansehen|anzeigen|einsehen|herunterladen|unterzeichnen)"
    r"|(?:sicheres|geschütztes|geschützte|verschlüsseltes?|vertrauliches?|freigegebenes?)\s+(?:dokument|datei|nachricht))\b",
    re.I,
)


@detector(
    reads=Parts,
    gives={"document.pdf_link_lure": ("name", "words", "target")},
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1566/001/",),
)
def pdf_link_lure(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    for document in parts.of(Document):
        if document.kind != "pdf":
            continue
        words = " ".join(text.text for text in parts.of(Text) if _within(text, document, parts))[:20_000]
        lure = LURE.search(words) if words.count(" ") < SHORT else None
        if lure is None:
            continue
        links = [link.domain or link.host for link in parts.of(Link) if _within(link, document, parts) and link.host]
        codes = [code.payload[:80] for code in parts.of(Code) if _within(code, document, parts) and "://" in code.payload]
        targets = [domain for domain in links if not organisation.is_known_domain(domain)] + codes
        if targets:
            saw = {"name": document.name, "words": lure.group(), "target": targets[0]}
            yield Finding("document.pdf_link_lure", document.where, saw)
            return


def _within(part: Part, document: Document, parts: Parts) -> bool:
    return part.where == document.where or is_inside(part, document, parts)
