"""What a learned model may see of a text: never whose address, number or link it is."""

import re

LINKS = re.compile(r"(?:https?://|www\.)\S+", re.I)
ADDRESSES = re.compile(r"(?<!\S)(?=\S+@\S)\S+")
IBANS = re.compile(r"[A-Z](?<!\w.)[A-Z]\d{2}(?: ?[A-Z0-9]){10,30}\b")
NUMBERS = re.compile(r"\d+(?:[.,/:\- ]\d+)*")
MOST = 4000


def mask(subject: str, text: str) -> str:
    """Lower-case text with links, addresses, accounts and numbers replaced by one sign each; at most 4,000 characters."""
    if len(text) > MOST:
        text = text[: MOST * 3 // 4] + " " + text[-MOST // 4 :]
    text = f"{subject} \n {text}"
    if "://" in text or "www." in text.lower():
        text = LINKS.sub(" \u2460 ", text)
    if "@" in text:
        text = ADDRESSES.sub(" \u2461 ", text)
    text = IBANS.sub(" \u2462 ", text)
    text = NUMBERS.sub("0", text)
    return " ".join(text.split()).lower()
