"""`weerbaar audit`: the trail of what was done and the ledger of each organisation, verified; the end of the trails written down elsewhere."""

import argparse
import json
from dataclasses import asdict
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
    """Verify every trail, ledger and anchor, or make an anchor now; 1 when something does not hold.

    The trail notes the end of a ledger with each entry, so that the anchors of the trail hold the ledgers too.

    Raises:
        NotHere: the extra `weerbaar[desk]` is not installed, or the folder cannot be written.
        BrokenSettings: a setting or key is not as it should be.
    """
    ready(chosen)
    from weerbaar.desk.governance import anchor
    from weerbaar.desk.ledger import state

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
    trails, ledgers = anchor.verify_all(checked), state.verify_all()
    if chosen.json:
        print(json.dumps({
            "trails": [asdict(one) for one in trails],
            "ledgers": [asdict(one) for one in ledgers],
            "anchors": {"file": str(anchor.file()), "last": checked.last_at, "stamped": checked.stamped, "problems": checked.problems},
        }))  # fmt: skip
    else:
        for kind, one in [*(("audit.trail", one) for one in trails), *(("audit.ledger", one) for one in ledgers)]:
            name = say(language, kind, n=one.organisation) if one.organisation else say(language, "audit.own")
            if one.broken is None:
                print(say(language, "audit.holds", name=name, lines=one.lines))
            else:
                print(say(language, "audit.broken", name=name, line=one.broken, why=say(language, _word(one.why))))
        for line_number, why in checked.problems:
            print(say(language, "audit.anchor_broken", line=line_number, why=say(language, _word(why))))
        last = say(language, "audit.last", at=checked.last_at) if checked.last_at else say(language, "audit.no_anchor")
        print(say(language, "audit.anchors", file=anchor.file(), last=last))
    return Exit.VERIFY if checked.problems or any(one.broken is not None for one in (*trails, *ledgers)) else Exit.NO_SIGN


def _word(why: str) -> str:
    """The sentence for a word of ours."""
    return f"audit.why_{why.replace(' ', '_')}"
