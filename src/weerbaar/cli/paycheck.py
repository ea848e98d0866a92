"""`weerbaar pay-check FILE.xml`: a payment file, checked line by line against the ledger of the desk on this machine.

0 when everything goes, 1 when something is held, 4 when the file was refused. The report goes to standard output; with `--out` the
released file and the file of what is held are put in a folder. The same file checked again is what it was: nothing is released twice.
"""

import argparse
import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from weerbaar.cli.desk import home, ready
from weerbaar.cli.exits import Exit
from weerbaar.cli.words import language_of, say
from weerbaar.model.errors import NotHere, reason

if TYPE_CHECKING:
    from weerbaar.desk.accounts.models import Organisation
    from weerbaar.desk.payments.models import Run

P = TypeVar("P", bound=argparse.ArgumentParser)
NAME = "pay-check"


def declare(commands: "argparse._SubParsersAction[P]", language: str) -> None:
    """What can be typed after `weerbaar pay-check`."""
    told = partial(say, language)
    command = commands.add_parser(NAME, help=told("help.pay_check"), description=told("help.pay_check_long"))
    command.set_defaults(command="paycheck")
    command.add_argument("file", metavar=told("metavar.FILE"), help=told("help.pay_check_file"))
    command.add_argument("--out", metavar=told("metavar.FOLDER"), help=told("help.pay_check_out"))
    command.add_argument("--of", metavar=told("metavar.NAME"), help=told("help.pay_check_of"))
    command.add_argument("--format", choices=("text", "json"), default="text", help=told("help.pay_check_format"))
    command.add_argument("--lang", choices=("nl", "fr", "de", "en"), default=argparse.SUPPRESS, help=told("help.lang"))
    home(command, language)


def paycheck(chosen: argparse.Namespace) -> int:
    """Check a payment file; what goes is let go once.

    Raises:
        NotHere: no such file or folder, no such organisation, or the extra `weerbaar[desk]` is not installed.
        BrokenSettings: a setting or key is not as it should be.
        Broken: the ledger does not hold, so nothing can be let go.
        TooLarge: more than the setting `max_bytes`.
    """
    file = Path(chosen.file)
    try:
        data = file.read_bytes()
    except OSError:
        raise NotHere("not_here", name=chosen.file) from None
    out = _folder(chosen.out) if chosen.out else None
    ready(chosen)
    from django.utils import translation

    from weerbaar.desk.payments import check
    from weerbaar.desk.payments.models import Run, Way
    from weerbaar.desk.payments.place import place

    organisation = _organisation(chosen.of or "")
    language = language_of(chosen.lang)
    before = Run.objects.filter(organisation=organisation).count()
    run = check.check(organisation, data, name=file.name, way=Way.COMMAND, member=None, into=out)
    if Run.objects.filter(organisation=organisation).count() == before:
        print(say(language, "pay_check.before"), file=sys.stderr)
    files = {}
    if out is not None:
        placed = [place(one) for one in run.releases.select_related("organisation", "run") if Path(one.place).parent == out]
        files = {"released": [one.place for one in placed], "held": _held(run, out)}
    with translation.override(language):
        _tell(run, files, chosen.format, language)
    if run.state == Run.State.REFUSED:
        return Exit.UNREAD
    return Exit.VERIFY if run.lines.filter(round=None).exists() else Exit.NO_SIGN


def _tell(run: "Run", files: dict[str, Any], format: str, language: str) -> None:
    from weerbaar.desk.payments import report

    if format == "json":
        print(json.dumps(report.as_record(run) | {"files": files}, ensure_ascii=True, indent=1))
        return
    sys.stdout.write(report.of_run(run))
    for name in files.get("released", []):
        print(say(language, "pay_check.released", name=name), file=sys.stderr)
    if files.get("held"):
        print(say(language, "pay_check.held", name=files["held"]), file=sys.stderr)


def _held(run: "Run", out: Path) -> str:
    """The file of what is held, put beside the released one; "" where nothing is."""
    from weerbaar.desk.payments.check import file_name

    data = run.waiting
    if not data:
        return ""
    target = out / file_name(run, run.rounds, "-held.xml")
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_bytes(data)
        part.replace(target)
    except OSError as trouble:
        raise NotHere("cannot_write", name=str(target), why=reason(trouble)) from None
    return str(target)


def _folder(name: str) -> Path:
    folder = Path(name).absolute()
    if not folder.is_dir():
        raise NotHere("not_here", name=name)
    return folder


def _organisation(slug: str) -> "Organisation":
    """The organisation that was named, or the only one.

    Raises:
        NotHere: there is none of that name, or there are several and none was named.
    """
    from weerbaar.desk.accounts.models import Organisation

    there = {one.slug: one for one in Organisation.objects.order_by("pk")}
    names = ", ".join(there)
    if slug and slug not in there:
        raise NotHere("pay_check_nobody", name=slug, names=names)
    if not slug and len(there) != 1:
        raise NotHere("pay_check_which", names=names)
    return there[slug] if slug else next(iter(there.values()))
