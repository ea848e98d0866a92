"""What can be typed, explained in the reader's language. Commands, options and their values are the same in every language."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import NoReturn

from weerbaar.cli import audit, backup, credentials, desk, gateway, paycheck, restore, worker
from weerbaar.cli.exits import Exit, meaning
from weerbaar.cli.words import say, words

LANGUAGES = ("nl", "fr", "de", "en")
MOST_WORKERS = 256


class Parser(argparse.ArgumentParser):
    """Says what was not understood and leaves with status 64, since 2 means fraud here."""

    language = "en"

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(Exit.USAGE, say(self.language, "usage", prog=self.prog, message=message) + "\n")


class Version(argparse.Action):
    """`--version`, read only when asked."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str | None = None) -> None:
        super().__init__(option_strings, dest, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *rest: object) -> NoReturn:
        from importlib.metadata import version

        print(f"weerbaar {version('weerbaar')}")
        parser.exit()


def typed_language(arguments: Sequence[str]) -> str | None:
    """The value of `--lang` wherever it stands, before anything else is understood; help and errors are told in it."""
    for index, word in enumerate(arguments):
        name, _, value = word.partition("=")
        if len(name) > 2 and "--lang".startswith(name):
            value = value or "".join(arguments[index + 1 : index + 2])
            return value if value in LANGUAGES else None
    return None


def parse(arguments: Sequence[str], language: str) -> argparse.Namespace:
    """What was typed. Help is printed, and what is not understood is said, in `language`; both leave (SystemExit)."""
    with _speaking(language):
        return parser(language).parse_args(arguments)


@contextmanager
def _speaking(language: str) -> Iterator[None]:
    """argparse's own words in our language while it is at work.

    It looks them up as `_` and `ngettext` in its module; the official way, gettext, needs compiled catalogues on disk and takes
    the language from the machine, not from `--lang`.
    """
    ours = words(language)
    before = {name: vars(argparse)[name] for name in ("_", "ngettext")}
    vars(argparse)["_"] = lambda text: ours.get(f"argparse.{text}", text)
    vars(argparse)["ngettext"] = lambda one, many, n: ours.get(f"argparse.{one if n == 1 else many}", one if n == 1 else many)
    try:
        yield
    finally:
        vars(argparse).update(before)


def parser(language: str = "en") -> Parser:
    """The parser of the whole command line."""
    told = partial(say, language)
    top = Parser(
        prog="weerbaar",
        description=told("help.top"),
        epilog=_statuses(language),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action=Version, help=told("help.version"))
    top.add_argument("--lang", choices=LANGUAGES, help=told("help.lang"))
    commands = top.add_subparsers(dest="command", required=True, metavar=told("metavar.COMMAND"))
    _check(commands, language)
    _explain(commands, language)
    _learn(commands, language)
    _doctor(commands, language)
    desk.declare(commands, language)
    worker.declare(commands, language)
    gateway.declare(commands, language)
    audit.declare(commands, language)
    backup.declare(commands, language)
    restore.declare(commands, language)
    paycheck.declare(commands, language)
    credentials.declare(commands, language)
    for one in (top, *commands.choices.values()):
        one.language = language
    return top


def _statuses(language: str) -> str:
    return "\n".join((say(language, "help.exits"), *(f"  {exit:>3}  {meaning(exit, language)}" for exit in Exit)))


def _check(commands: "argparse._SubParsersAction[Parser]", language: str) -> None:
    told = partial(say, language)
    check = commands.add_parser(
        "check",
        help=told("help.check"),
        description=told("help.check_long"),
        epilog=told("help.examples") + _statuses(language),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    check.add_argument("what", nargs="*", metavar=told("metavar.WHAT"), help=told("help.what"))
    _language(check, language)
    _organisation(check, language)
    check.add_argument("--format", choices=("text", "json", "jsonl", "html"), default="text", help=told("help.format"))
    check.add_argument("--output", metavar=told("metavar.FILE"), help=told("help.output"))
    check.add_argument("--explain", action="store_true", help=told("help.weights"))
    check.add_argument("--fail-on", choices=("fraud", "verify", "never"), default="verify", help=told("help.fail_on"))
    check.add_argument("--workers", type=partial(_count, language), metavar="N", help=told("help.workers"))
    check.add_argument("--in-process", action="store_true", help=told("help.in_process"))
    check.add_argument("--said", action="store_true", help=told("help.said"))
    check.add_argument("--quiet", action="store_true", help=told("help.quiet"))
    _colour(check, language)


def _explain(commands: "argparse._SubParsersAction[Parser]", language: str) -> None:
    told = partial(say, language)
    explain = commands.add_parser("explain", help=told("help.explain"), description=told("help.explain_long"))
    explain.add_argument("what", metavar=told("metavar.WHAT"), help=told("help.explain_what"))
    explain.add_argument("finding", nargs="?", metavar=told("metavar.FINDING"), help=told("help.finding"))
    _language(explain, language)
    _organisation(explain, language)
    explain.add_argument("--in-process", action="store_true", help=argparse.SUPPRESS)
    _colour(explain, language)


def _learn(commands: "argparse._SubParsersAction[Parser]", language: str) -> None:
    told = partial(say, language)
    learn = commands.add_parser("learn", help=told("help.learn"), description=told("help.learn_long"))
    learn.add_argument("mailbox", nargs="*", metavar=told("metavar.MAILBOX"), help=told("help.mailbox"))
    _language(learn, language)
    _organisation(learn, language)
    learn.add_argument("--show", action="store_true", help=told("help.show"))
    learn.add_argument("--forget", action="append", default=[], metavar=told("metavar.WHAT"), help=told("help.forget"))
    learn.add_argument("--quiet", action="store_true", help=told("help.learn_quiet"))
    _colour(learn, language)


def _doctor(commands: "argparse._SubParsersAction[Parser]", language: str) -> None:
    told = partial(say, language)
    doctor = commands.add_parser("doctor", help=told("help.doctor"), description=told("help.doctor_long"))
    _language(doctor, language)
    _organisation(doctor, language)
    doctor.add_argument("--settings", action="store_true", help=told("help.settings"))
    doctor.add_argument("--json", action="store_true", help=told("help.json"))


def _language(command: Parser, language: str) -> None:
    # Without a default of its own a command keeps what was typed before it: `weerbaar --lang fr check`.
    command.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=say(language, "help.lang"))


def _organisation(command: Parser, language: str) -> None:
    command.add_argument("--organisation", metavar=say(language, "metavar.FILE"), help=say(language, "help.organisation"))


def _colour(command: Parser, language: str) -> None:
    command.add_argument("--no-colour", "--no-color", action="store_true", help=say(language, "help.no_colour"))


def _count(language: str, value: str) -> int:
    if not (value.isascii() and value.isdigit()) or not 1 <= int(value) <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(say(language, "workers", value=value))
    return int(value)
