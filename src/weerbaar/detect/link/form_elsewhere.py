"""The message itself holds a form to fill in, and what is typed goes to another domain than the sender's.

Mail clients block most forms; in an attached page they work. What is typed - a password, a card - goes straight to whoever owns
that domain.

When it is wrong: some survey services put the first question into the mail; known services for sending mail and the sender's
own pages are not reported.
"""

from collections.abc import Iterator

from weerbaar.detect._web import domain_of, listed, web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import LinkKind, Parts


@detector(
    reads=Parts,
    gives={"link.form_elsewhere": ("host",)},
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1056/003/",),
)
def form_elsewhere(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    seen = web(parts, organisation)
    for link in seen.links:
        if link.kind is LinkKind.FORM and not seen.is_home(link) and not listed(link, "mail_services") and domain_of(link):
            yield Finding("link.form_elsewhere", link.where, {"host": link.host})
            return
