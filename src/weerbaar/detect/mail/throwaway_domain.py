"""The sender's domain looks made to be thrown away.

`throwaway_domain`: it stands under an ending that costs next to nothing and is much used for a few days only (.top, .click...).
`_random`: its name looks made by a program. Firms choose a name that can be said over the telephone, and keep it.

When it is wrong: honest firms, clubs and events take such an ending because the name they wanted was free there; abbreviations look
random. Senders the organisation knows, free mailboxes and services for sending mail are not reported.
"""

from collections.abc import Iterator

from weerbaar.detect._domain import is_free_mail, registrable
from weerbaar.detect._lookalike import is_brand_domain
from weerbaar.detect._proof import is_allowed
from weerbaar.detect._random_name import looks_random
from weerbaar.detect._web import below, words
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Mail


@detector(
    reads=Mail,
    gives={"mail.throwaway_domain": ("domain", "ending"), "mail.throwaway_domain_random": ("domain",)},
    question=Question.SENDER,
    references=("https://www.icann.org/octo-ssr/daar", "https://attack.mitre.org/techniques/T1583/001/"),
)
def throwaway_domain(mail: Mail, organisation: Organisation) -> Iterator[Finding]:
    host = mail.sender.domain if mail.sender else ""
    if mail.sender is None or "." not in host or is_allowed(mail.sender, organisation) or organisation.is_known_domain(host):
        return
    if is_free_mail(host) or is_brand_domain(host) or below(host, words("mail_services")):
        return
    domain = registrable(host)
    ending = domain.rpartition(".")[2]
    if looks_random(domain.partition(".")[0]):
        yield Finding("mail.throwaway_domain_random", "header From", {"domain": domain})
    elif ending in words("rare_tlds"):
        yield Finding("mail.throwaway_domain", "header From", {"domain": domain, "ending": ending})
