"""A link leads to a domain under an ending that costs next to nothing and is much used for throw-away pages (.top, .xyz,
.click...).

When it is wrong: honest firms, clubs and events take such an ending because the name they wanted was free there. Weak alone.
"""

from collections.abc import Iterator

from weerbaar.detect._web import domain_of, listed, web, words
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts


@detector(
    reads=Parts,
    gives={"link.rare_tld": ("host", "ending")},
    question=Question.SENDER,
    references=("https://www.icann.org/octo-ssr/daar",),
)
def rare_tld(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    seen = web(parts, organisation)
    if seen.is_crowd:
        return
    for link in seen.hosts:
        ending = domain_of(link).rpartition(".")[2]
        if ending in words("rare_tlds") and link.host not in seen.known and not listed(link, "mail_services"):
            yield Finding("link.rare_tld", link.where, {"host": link.host, "ending": ending})
            return
