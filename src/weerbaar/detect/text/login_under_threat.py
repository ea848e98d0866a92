"""Log in or click, or else: and the link leads to a domain that is neither the sender's nor known.

Access that stops, a fine, a closed account: the threat is there so that the address of the page is not read.

When it is wrong: services do warn before they close an account, and some send from another domain than the one they log in on. Go
there by your own bookmark.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import asked
from weerbaar.detect._web import domain_of, is_trusted_place, listed, web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts


@detector(
    reads=Parts,
    gives={"text.login_under_threat": ("sentence", "other", "domain")},
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1598/003/",),
)
def login_under_threat(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    what = asked(parts, "asks_login", "asks_click")
    threat = asked(parts, "threatens") if what else None
    if what is None or threat is None:
        return
    seen = web(parts, organisation)
    if seen.is_crowd:
        return
    for link in seen.abroad:
        if not is_trusted_place(link) and not listed(link, "mail_services"):
            yield Finding(
                "text.login_under_threat",
                link.where,
                {"sentence": what.sentence, "other": threat.sentence, "domain": domain_of(link)},
            )
            return
