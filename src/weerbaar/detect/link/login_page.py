"""A link calls itself a place to log in or confirm, on a domain that is neither the sender's nor known.

The address says "login", "verify", "webmail" or the like. A firm sends people to log in on its own domain. `_sender` is the
same on the sender's own domain, which is how honest services do it and how a swindler with a domain of his own does it: it says
little. `_alone`: there is no sender to compare with (a pasted link, a chat).

When it is wrong: services that log people in for others (single sign-on of a smaller provider).
"""

from collections.abc import Iterator

from weerbaar.detect._web import is_trusted_place, listed, login_word, web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts


@detector(
    reads=Parts,
    gives={
        "link.login_page": ("word", "host"),
        "link.login_page_sender": ("word", "host"),
        "link.login_page_alone": ("word", "host"),
    },
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1566/002/", "https://attack.mitre.org/techniques/T1056/003/"),
)
def login_page(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    seen = web(parts, organisation)
    told: set[str] = set()
    for link in seen.links:
        if link.host in seen.known or link.host in told:
            continue
        word = login_word(link)
        if not word or is_trusted_place(link) or listed(link, "mail_services"):
            continue
        told.add(link.host)
        variant = "_sender" if seen.is_senders(link) else "" if seen.mail and seen.mail.sender else "_alone"
        yield Finding(f"link.login_page{variant}", link.where, {"word": word, "host": link.host})
