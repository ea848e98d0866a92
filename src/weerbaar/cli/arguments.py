"""What can be typed."""

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from weerbaar.cli.exits import MEANING, Exit

LANGUAGES = ("nl", "fr", "de", "en")
EPILOGUE = "exit status (the worst answer wins):\n" + "\n".join(f"  {exit:>3}  {meaning}" for exit, meaning in MEANING.items())
EXAMPLES = """examples:
  weerbaar check invoice.eml                     one mail: the full answer
  weerbaar check --lang fr export.mbox           a whole mailbox: one line per message
  weerbaar check https://bank-login.example      a link; it is read, never opened
  weerbaar check "Hi mum, this is my new number" a text
  weerbaar check --format jsonl mails/ > out.jsonl

"""


class Parser(argparse.ArgumentParser):
    """Says what was not understood and leaves with status 64, since 2 means fraud here."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(Exit.USAGE, f"{self.prog}: {message}. Try `{self.prog} --help`.\n")


class Version(argparse.Action):
    """`--version`, read only when asked."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str | None = None) -> None:
        super().__init__(option_strings, dest, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *rest: object) -> NoReturn:
        from importlib.metadata import version

        print(f"weerbaar {version('weerbaar')}")
        parser.exit()


def parser() -> Parser:
    """The parser of the whole command line."""
    top = Parser(
        prog="weerbaar",
        description="Bring anything you doubt, get an answer you can act on. Nothing leaves this machine.",
        epilog=EPILOGUE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action=Version, help="show the version and leave")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _check(commands)
    _explain(commands)
    _learn(commands)
    _doctor(commands)
    return top


def _check(commands: "argparse._SubParsersAction[Parser]") -> None:
    check = commands.add_parser(
        "check",
        help="judge mails, chats, links, codes, documents, or a whole mailbox",
        description="Judge what you bring: files, folders, mailboxes, links or a text between quotation marks.",
        epilog=EXAMPLES + EPILOGUE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    check.add_argument("what", nargs="*", metavar="WHAT", help="a file, folder, mailbox, link or text; - reads standard input")
    _language(check)
    _organisation(check)
    check.add_argument(
        "--format", choices=("text", "json", "jsonl", "html"), default="text", help="how to answer (default: text)"
    )
    check.add_argument("--output", metavar="FILE", help="write the answer to a file")
    check.add_argument("--explain", action="store_true", help="show every finding with its weight, adding up to the verdict")
    check.add_argument(
        "--fail-on",
        choices=("fraud", "verify", "never"),
        default="verify",
        help="which answers change the exit status (default: verify, that is every answer but no sign of fraud)",
    )
    check.add_argument(
        "--workers", type=_count, metavar="N", help="processes that read (default: one per core; 1 for one item)"
    )
    check.add_argument(
        "--in-process", action="store_true", help="read without worker process: for what you trust, and debugging"
    )
    check.add_argument("--quiet", action="store_true", help="no progress and no remarks, only answers")
    _colour(check)


def _explain(commands: "argparse._SubParsersAction[Parser]") -> None:
    explain = commands.add_parser(
        "explain",
        help="why an item got its answer, or what a detector looks for",
        description="The expert view of one item, or the help page of a detector or finding such as mail.reply_elsewhere.",
    )
    explain.add_argument("what", metavar="WHAT", help="a file, link or text as for check; or the name of a detector or finding")
    explain.add_argument("finding", nargs="?", metavar="FINDING", help="tell about this finding only")
    _language(explain)
    _organisation(explain)
    explain.add_argument("--in-process", action="store_true", help=argparse.SUPPRESS)
    _colour(explain)


def _learn(commands: "argparse._SubParsersAction[Parser]") -> None:
    learn = commands.add_parser(
        "learn",
        help="remember who usually writes to this organisation; counts, no content",
        description="Learn from a mailbox who writes to this organisation, where replies go and which accounts were used. "
        "Counts are kept beside the organisation file; no content is.",
    )
    learn.add_argument("mailbox", nargs="*", metavar="MAILBOX", help="an mbox, Maildir or folder of mails you trust as a whole")
    _language(learn)
    _organisation(learn)
    learn.add_argument("--show", action="store_true", help="print what is remembered")
    learn.add_argument("--forget", action="append", default=[], metavar="WHAT", help="forget an address or domain, or all")
    learn.add_argument("--quiet", action="store_true", help="no progress and no remarks")
    _colour(learn)


def _doctor(commands: "argparse._SubParsersAction[Parser]") -> None:
    doctor = commands.add_parser(
        "doctor",
        help="what is installed, which doors are open, what is wrong with the organisation file",
        description="What is installed, which doors to the network are open, and what is wrong with the organisation file.",
    )
    _organisation(doctor)
    doctor.add_argument("--settings", action="store_true", help="show every setting: value, default, explanation")
    doctor.add_argument("--json", action="store_true", help="as JSON")


def _language(command: argparse.ArgumentParser) -> None:
    command.add_argument("--lang", choices=LANGUAGES, help="language of the answer (default: the organisation's first)")


def _organisation(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--organisation",
        metavar="FILE",
        help="the organisation file (default: $WEERBAAR_ORGANISATION, ./organisation.toml, ~/.config/weerbaar/organisation.toml)",
    )


def _colour(command: argparse.ArgumentParser) -> None:
    command.add_argument("--no-colour", "--no-color", action="store_true", help="no colours; NO_COLOR does the same")


def _count(value: str) -> int:
    if not value.isdigit() or not 1 <= int(value) <= 256:
        raise argparse.ArgumentTypeError(f"{value!r} is no number of workers; use 1 to 256")
    return int(value)
