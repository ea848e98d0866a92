"""`weerbaar gateway`: AI models for the programs of a firm, as its agreement allows; with the desk of this machine behind it."""

import argparse
import signal
import sys
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TypeVar

from weerbaar.cli.desk import home, is_here, ready
from weerbaar.cli.exits import Exit
from weerbaar.cli.words import language_of, say
from weerbaar.model.errors import NotHere

P = TypeVar("P", bound=argparse.ArgumentParser)
LIBRARIES = ("starlette", "httpx")


def declare(commands: "argparse._SubParsersAction[P]", language: str) -> None:
    """What can be typed after `weerbaar gateway`."""
    told = partial(say, language)
    command = commands.add_parser("gateway", help=told("help.gateway"), description=told("help.gateway_long"))
    command.add_argument("--host", metavar=told("metavar.ADDRESS"), help=told("help.host"))
    command.add_argument("--port", type=int, metavar="N", help=told("help.gateway_port"))
    home(command, language)


def gateway(chosen: argparse.Namespace) -> int:
    """Serve until told to stop (SIGTERM, Ctrl-C).

    Raises:
        NotHere: the extra `weerbaar[desk,gateway]` is not installed, there is no desk yet, or no checker comes up.
        BrokenSettings: a setting or secret is not as it should be.
    """
    if missing := [name for name in LIBRARIES if not is_here(name)]:
        raise NotHere("no_gateway", names=", ".join(missing))
    ready(chosen)
    from weerbaar.desk.gateway.serve import serve
    from weerbaar.gateway.limits import load

    settings = load()
    settings = replace(settings, host=chosen.host or settings.host, port=chosen.port or settings.port)
    where = settings.public_url or f"http://{settings.host}:{settings.port}"
    print(say(language_of(chosen.lang), "gateway.open", address=where), file=sys.stderr)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):  # who is told to stop has done what was asked
        serve(settings)
    return Exit.NO_SIGN
