"""The name of the sender claims a brand, a supplier or our own firm; the domain is somebody else's.

`_brand`: a bank, carrier, software house or authority people know. `_supplier`: a firm we deal with, from a domain it never
confirmed. `_us`: our own firm's name ("Van Hove IT helpdesk") from outside.

When it is wrong: resellers and partners name the brand they sell; signing and invoicing services write "Firm via Service".
"""

import re
from collections.abc import Iterator
from functools import cache

from weerbaar.detect._domain import is_free_mail, same_owner
from weerbaar.detect._lookalike import brands, is_brand_domain, ordinary_names
from weerbaar.detect._names import has_office, names_firm, on_behalf, words_of
from weerbaar.detect._proof import is_allowed
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Mail

SQUEEZED = 6
"""Letters from which on the words of a brand count without the spaces between them."""


@detector(
    reads=Mail,
    gives={
        "mail.display_name_brand": ("name", "address", "brand"),
        "mail.display_name_brand_supplier": ("name", "address", "known"),
        "mail.display_name_brand_us": ("name", "address"),
    },
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1656/",),
)
def display_name_brand(mail: Mail, organisation: Organisation) -> Iterator[Finding]:
    sender = mail.sender
    if sender is None or not sender.domain or not sender.name or is_allowed(sender, organisation):
        return
    if organisation.is_ours(sender.domain) or organisation.supplier_of(sender.domain) or on_behalf(sender.name, sender.domain):
        return
    saw = {"name": sender.name, "address": sender.address}
    if organisation.name and names_firm(sender.name, organisation.name, organisation.domains):
        yield Finding("mail.display_name_brand_us", "header From", saw)
        return
    for supplier in organisation.parties:
        if not supplier.domains and supplier not in organisation.suppliers:
            continue  # the ledger pays them; from where they write it does not know
        if names_firm(sender.name, supplier.name, supplier.domains):
            known = ", ".join(supplier.domains[:3]) or supplier.name
            yield Finding("mail.display_name_brand_supplier", "header From", {**saw, "known": known})
            return
    brand = None if is_brand_domain(sender.domain) and not is_free_mail(sender.domain) else _brand_in(sender.name)
    if brand and not any(same_owner(sender.domain, d) for d in brands()[brand]):
        yield Finding("mail.display_name_brand", "header From", {**saw, "brand": brand})


def _brand_in(name: str) -> str | None:
    seen = words_of(name)
    for length in range(min(len(seen), 4), 0, -1):
        for start in range(len(seen) - length + 1):
            words = seen[start : start + length]
            brand = _by_words().get(words) or _squeezed().get("".join(words))
            if brand is None or (len(brand) <= 4 and brand.isupper() and not re.search(rf"\b{re.escape(brand)}\b", name)):
                continue
            if brand not in ordinary_names() or (has_office(name) and length < len(seen)):
                return brand
    return None


@cache
def _by_words() -> dict[tuple[str, ...], str]:
    return {words_of(brand): brand for brand in brands()}


@cache
def _squeezed() -> dict[str, str]:
    """Brands by their words written together ("laposte"), where these are long enough not to be another word by chance."""
    return {joined: brand for words, brand in _by_words().items() if len(joined := "".join(words)) >= SQUEEZED}
