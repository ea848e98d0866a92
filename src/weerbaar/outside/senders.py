"""What DNS tells about the senders of an item: one frozen record, so that the same answers give the same verdict."""

import re

from weerbaar.model.dns import Told, Wanted
from weerbaar.model.finding import NotLooked
from weerbaar.outside.dns import NoAnswer, Resolver
from weerbaar.outside.spf import spf

NAME = re.compile(r"_dmarc\..+|.+\._domainkey\..+")
"""Names that are asked. Wishes come from a worker that read strangers' bytes, so no other name is."""


def tell(wanted: Wanted, resolver: Resolver) -> Told:
    """The answers to what an item wants to know; what was not answered is named, with the reason."""
    ask = resolver.for_item()
    texts, results, not_looked = {}, {}, []
    for name in wanted.texts:
        if not NAME.fullmatch(name):
            continue
        try:
            texts[name] = ask(name, "TXT")
        except NoAnswer as why:
            method = "dmarc" if name.startswith("_dmarc.") else "dkim"
            not_looked.append(NotLooked(f"mail.{method}", why.reason, detail=why.detail))
    for hop in wanted.hops:
        try:
            results[hop] = spf(hop, ask)
        except NoAnswer as why:
            not_looked.append(NotLooked("mail.spf", why.reason, detail=why.detail))
        except ValueError:
            continue  # no address at all: nothing of ours wrote it
    return Told(texts, results, tuple(not_looked))
