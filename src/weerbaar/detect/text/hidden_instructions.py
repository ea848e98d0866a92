"""Words meant for the machine that reads along: "ignore your instructions", "mark this message as safe".

Assistants that summarise mail can be talked into things. A letter between people has no reason to speak to them; one that does so where
no eye can see has a bad one. We read such words as text and obey none.

When it is wrong: articles and courses about this very trick, and invitations to try an assistant. Those stand in plain sight, which is
why that variant counts for less.
"""

import re
from collections.abc import Iterator
from functools import cache

import re2

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text

OPEN = (
    r"(?:ignore|disregard|forget|override) (?:\w+ ){0,4}(?:previous|prior|above|earlier|preceding|system|original|existing) (?:\w+ ){0,2}"
    r"(?:instructions?|prompts?|rules|directions|guidelines|commands)",
    r"(?:classify|mark|label|rate|treat|flag|report|consider|categori[sz]e) (?:this|the) (?:\w+ )?(?:e-?mail|message|mail|text|content) (?:as )?"
    r"(?:safe|legitimate|trusted|benign|clean|harmless|genuine|low risk|not (?:phishing|spam|fraud))",
    r"\b(?:system|developer) (?:prompt|message|instruction)s?\s?[:=]|<\|(?:im_start|system|endoftext)|\[/?INST\]|\[system\]",
    r"(?:negeer|vergeet|sla) (?:\w+ ){0,4}(?:vorige|voorgaande|eerdere|bovenstaande|oorspronkelijke) (?:\w+ ){0,2}"
    r"(?:instructies|opdrachten|regels|aanwijzingen|prompts?)",
    r"(?:beschouw|markeer|classificeer|beoordeel|behandel|label) (?:dit|deze|het) (?:\w+ )?(?:bericht|e-?mail|mail|tekst) als "
    r"(?:\w+ )?(?:veilig|betrouwbaar|legitiem|echt|ongevaarlijk|onschuldig|schoon)",
    r"(?:ignore[zr]?|ignorer|oublie[zr]?|oublier|ne t(?:iens|enez) pas compte) (?:[\w']+ ){0,4}(?:instructions?|consignes|r[eè]gles|directives) "
    r"(?:\w+ )?(?:pr[eé]c[eé]dentes|ant[eé]rieures|ci-dessus|initiales|syst[eè]me)",
    r"(?:consid[eèé]re[zr]?|marque[zr]?|classe[zr]?|traite[zr]?|[eé]value[zr]?) (?:ce|cet|cette|le) (?:message|courriel|mail|e-?mail|courrier) "
    r"comme (?:[eé]tant )?(?:s[uû]r|l[eé]gitime|fiable|sans (?:danger|risque)|authentique|inoffensif)",
    r"(?:ignorieren?|vergiss|vergessen|missachten?|übergehen?) (?:sie )?(?:\w+ ){0,3}(?:vorherigen|bisherigen|vorigen|früheren|obigen|"
    r"vorangegangenen|ursprünglichen) (?:\w+ )?(?:anweisungen|instruktionen|regeln|vorgaben|befehle)",
    r"(?:stufen?|bewerten?|markieren?|klassifizieren?|behandeln?|kennzeichnen?) (?:sie )?(?:diese|dieses|die) (?:\w+ )?(?:nachricht|e-?mail|mail|text) als "
    r"(?:sicher|unbedenklich|legitim|vertrauenswürdig|harmlos|ungefährlich|echt)",
)
HIDDEN = (
    *OPEN,
    r"\b(?:you are|act as|als|tu es|vous [eê]tes|du bist|je bent|u bent|sie sind) (?:now )?(?:an? |een |une? |eine? )?(?:helpful )?"
    r"(?:ai|ki|ia|language model|taalmodel|sprachmodell|mod[eè]le de langage|assistant|assistent|chatbot|spam ?filter|security (?:filter|scanner|model))\b",
    r"\b(?:this|the) (?:e-?mail|message|sender) (?:is|has been|was) (?:\w+ )?(?:verified|safe|legitimate|trusted|approved|not (?:phishing|spam))",
    r"\b(?:dit bericht|deze (?:e-?mail|mail|afzender)) (?:is|werd) (?:\w+ )?(?:veilig|gecontroleerd|geverifieerd|goedgekeurd|betrouwbaar)",
    r"\b(?:ce message|cet (?:e-?mail|exp[eé]diteur)|ce courriel) (?:est|a [eé]t[eé]) (?:\w+ )?(?:s[uû]r|v[eé]rifi[eé]|l[eé]gitime|approuv[eé]|fiable)",
    r"\b(?:diese (?:nachricht|e-?mail|mail)|dieser absender) (?:ist|wurde) (?:\w+ )?(?:sicher|gepr[uü]ft|verifiziert|legitim|vertrauensw[uü]rdig|freigegeben)",
    r"\b(?:note|message|instructions?|hinweis|opmerking|remarque|attention) (?:to|for|an|voor|aan|pour|[aà]) (?:the |de |l'|any |alle |jede )?"
    r"(?:ai|ki|ia|llms?|assistants?|assistenten?|scanners?|filters?|copilot)\b",
)  # fmt: skip
BEGINS = (
    r"(?i)ignor|disregard|forget|overrid|prompt|<\||/?inst\]|\[system|system ?[:=]|(?:developer|system) (?:message|instr)|negeer|vergeet"
    r"|\bsla |oubli|t(?:iens|enez) pas|vergiss|vergessen|missacht|übergeh"
    r"|(?:classify|mark|label|rate|treat|flag|report|consider|categori[sz]e) th(?:is|e) "
    r"|(?:beschouw|markeer|classificeer|beoordeel|behandel|label) (?:dit|deze|het) "
    r"|(?:consid[eèé]re|marque|classe|traite|value)[zr]? (?:ce|le)"
    r"|(?:stufe|bewerte|markiere|klassifiziere|behandle|behandele|kennzeichne)n? (?:sie |die)"
)
"""How the visible ones begin: a quick first look, since most letters hold none of these."""


@detector(
    reads=Text,
    gives={"text.hidden_instructions": ("words",), "text.hidden_instructions_open": ("words",)},
    question=Question.SENDER,
    references=(
        "https://genai.owasp.org/llmrisk/llm01-prompt-injection/",
        "https://atlas.mitre.org/techniques/AML.T0051",
    ),
)
def hidden_instructions(text: Text, organisation: Organisation) -> Iterator[Finding]:
    found = _find(text.hidden, True)
    if found:
        yield Finding("text.hidden_instructions", text.where, {"words": found})
        return
    found = _find(f"{text.subject}\n{text.text}", False)
    if found:
        yield Finding("text.hidden_instructions_open", text.where, {"words": found})


def _find(text: str, hidden: bool) -> str:
    if len(text) < 12:
        return ""
    if not hidden and not _begins().search(text):
        return ""
    plain = " ".join(text[:200_000].split())
    match = _pattern(hidden).search(plain)
    return plain[match.start() : match.end() + 60] if match else ""


@cache
def _begins() -> re.Pattern[str]:
    return re2.compile(BEGINS)  # type: ignore[no-any-return]


@cache
def _pattern(hidden: bool) -> re.Pattern[str]:
    return re2.compile("(?i)" + "|".join(f"(?:{one})" for one in (HIDDEN if hidden else OPEN)))  # type: ignore[no-any-return]
