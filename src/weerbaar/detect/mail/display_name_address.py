"""The name of the sender is itself an address, of another domain than the real one.

On a phone only the name is shown: "els@our-firm.example" stands where the reader looks, the true address is hidden behind
it.

When it is wrong: mailing lists and form services put the address of the first writer in the name ("anna@firm.example via
list").
"""

import re
from collections.abc import Iterator

from weerbaar.detect._domain import same_owner
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Mail

ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,6})")
DOMAIN = re.compile(r"(?<![\w@.-])((?:[\w-]{2,63}\.){1,4}(?:com|net|org|eu|be|nl|fr|de|lu|ie|uk|at|ch|example))(?![\w-])", re.I)


@detector(
    reads=Mail,
    gives={"mail.display_name_address": ("shown", "address"), "mail.display_name_address_ours": ("shown", "address")},
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1656/",),
)
def display_name_address(mail: Mail, organisation: Organisation) -> Iterator[Finding]:
    if mail.sender is None or not mail.sender.domain or mail.bulk:
        return
    name = mail.sender.name[:300].lower()
    shown = ADDRESS.search(name) or DOMAIN.search(name)
    if shown is None or same_owner(shown[1], mail.sender.domain):
        return
    variant = "_ours" if organisation.is_ours(shown[1]) else ""
    yield Finding(
        f"mail.display_name_address{variant}", "header From", {"shown": shown.group(), "address": mail.sender.address}
    )
