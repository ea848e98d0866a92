"""Where what this message says itself ends and what it quotes of earlier messages begins."""

import re

START = re.compile(
    r"""^(?:
      [ \t]*-{2,}\s*(?:original\ message|oorspronkelijk\ bericht|origineel\ bericht|message\ d['’]origine|ursprüngliche\ nachricht|
          forwarded\ message|doorgestuurd\ bericht|message\ transf[ée]r[ée]|weitergeleitete\ nachricht)\s*-{2,}
    | [ \t]*(?:begin\ forwarded\ message|begin\ doorgestuurd\ bericht|d[ée]but\ du\ message\ transf[ée]r[ée]|anfang\ der\ weitergeleiteten)\b.*:?
    | [ \t]*_{20,}[ \t\r]*\n\s*(?:from|van|de|von)\s?:
    | [ \t]*(?:on|op|le|am)\b[^\n]{6,120}(?:\n[^\n]{0,80})?\b(?:wrote|schreef|a\ [ée]crit|schrieb)\b[^\n]{0,80}:[ \t\r]*$
    | [ \t]*(?:el|il|em)\b[^\n]{6,120}\b(?:escribió|ha\ scritto|escreveu)\s?:[ \t\r]*$
    | [* \t]*(?:from|van|de|von)[*]?\s?:[^\n]{3,200}\n(?:[^\n]{0,200}\n){0,3}?
          [* \t]*(?:sent|date|verzonden|datum|envoyé|gesendet|to|aan|à|an)\b[*]?\s?(?:le\s?)?:
    | >\s?\S
    )""",
    re.I | re.M | re.X,
)


def split_thread(text: str) -> tuple[str, str]:
    """(what this message says, what it quotes). Quoted lines between answers count as quoted."""
    match = START.search(text)
    if not match:
        return text, ""
    if match.group().lstrip().startswith(">"):
        own = [line for line in text.splitlines() if not line.lstrip().startswith(">")]
        quoted = [line.lstrip()[1:].lstrip() for line in text.splitlines() if line.lstrip().startswith(">")]
        return "\n".join(own), "\n".join(quoted)
    own_text, quoted_text = text[: match.start()], text[match.start() :]
    inner = START.search(own_text)
    return (own_text[: inner.start()] if inner else own_text), quoted_text
