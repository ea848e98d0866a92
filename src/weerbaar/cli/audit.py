"""`weerbaar audit`: the trail of what was done, verified, and its end written down elsewhere."""

import argparse
import json
from functools import partial
from typing import TypeVar

from weerbaar.cli.desk import home, ready
from weerbaar.cli.exits import Exit
from weerbaar.cli.words import language_of, say

P = TypeVar("P", bound=argparse.ArgumentParser)


def declare(commands: "argparse._SubParsersAction[P]", language: str) -> None:
    """What can be typed after `weerbaar audit`."""
    told = partial(say, language)
    command = commands.add_parser("audit", help=told("help.audit"), description=told("help.audit_long"))
    command.add_argument("what", choices=("verify", "anchor"), metavar=told("metavar.WHAT"), help=told("help.audit_what"))
    command.add_argument("--json", action="store_true", help=told("help.json"))
    home(command, language)


def audit(chosen: argparse.Namespace) -> int:
    """Verify every trail and anchor, or make an anchor now; 1 when something does not hold.

    Raises:
        NotHere: the extra `weerbaar[desk]` is not installed, or the folder cannot be written.
        BrokenSettings: a setting or key is not as it should be.
    """
    ready(chosen)
    from weerbaar.desk.governance import anchor

    language = language_of(chosen.lang)
    if chosen.what == "anchor":
        line = anchor.anchor()
        print(
            json.dumps(line)
            if chosen.json
            else say(language, "audit.anchored", n=len(line["anchor"]["heads"]), file=anchor.file())
        )
        return Exit.NO_SIGN
    checked = anchor.check()
    trails = anchor.verify_all(checked)
    if chosen.json:
        print(json.dumps({
            "trails": [{"organisation": one.organisation, "lines": one.lines, "broken": one.broken, "why": one.why} for one in trails],
            "anchors": {"file": str(anchor.file()), "last": checked.last_at, "stamped": checked.stamped, "problems": checked.problems},
        }))  # fmt: skip
    else:
        for one in trails:
            name = say(language, "audit.trail", n=one.organisation) if one.organisation else say(language, "audit.own")
            if one.broken is None:
                print(say(language, "audit.holds", name=name, lines=one.lines))
            else:
                print(say(language, "audit.broken", name=name, line=one.broken, why=say(language, _word(one.why))))
        for line_number, why in checked.problems:
            print(say(language, "audit.anchor_broken", line=line_number, why=say(language, _word(why))))
        last = say(language, "audit.last", at=checked.last_at) if checked.last_at else say(language, "audit.no_anchor")
        print(say(language, "audit.anchors", file=anchor.file(), last=last))
    return Exit.VERIFY if checked.problems or any(one.broken is not None for one in trails) else Exit.NO_SIGN


def _word(why: str) -> str:
    """The sentence for a word of ours."""
    return f"audit.why_{why.replace(' ', '_')}"
