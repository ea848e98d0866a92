"""A bank, help desk or threat goes together with a request for a code or password.

Nobody who helps needs your code: it opens the door or signs the payment. The story only supplies the hurry.

When it is wrong: a service that warns of a sign-in may name the page for changing the password. Go there as you always do.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import asked, near
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts


@detector(
    reads=Parts,
    gives={"text.code_for_helpdesk": ("sentence", "other")},
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1621/",),
)
def code_for_helpdesk(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    what = asked(parts, "asks_code", "asks_password", "asks_device_code")
    story = asked(parts, "safe_account", "threatens")
    if what and story and near(parts, what, story):
        yield Finding("text.code_for_helpdesk", what.where, {"sentence": what.sentence, "other": story.sentence})
