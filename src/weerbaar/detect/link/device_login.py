"""A link leads to the real page where a code joins a device to an account.

Whoever types a code there that somebody else sent gives that person his account: no password is asked, the page is genuine, and
a password change afterwards does not help. Used against hundreds of firms since 2024 ("device code" fraud).

When it is wrong: someone who sets up a television, a meeting room or a printer starts at that page - with a code from the
device in front of him, not from a message.
"""

from collections.abc import Iterator

from weerbaar.detect._web import is_device_page, web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts


@detector(
    reads=Parts,
    gives={"link.device_login": ("host",)},
    question=Question.ASK,
    references=("https://www.rfc-editor.org/rfc/rfc8628#section-5.4", "https://attack.mitre.org/techniques/T1528/"),
)
def device_login(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    for link in web(parts, organisation).links:
        if is_device_page(link):
            yield Finding("link.device_login", link.where, {"host": link.host})
            return
