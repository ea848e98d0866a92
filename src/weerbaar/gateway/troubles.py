"""What becomes of an error: a refusal in words, and of one that nobody foresaw its type and place in the log, never its content."""

import logging
import traceback

from starlette.requests import ClientDisconnect

from weerbaar.gateway.answers import Refusal
from weerbaar.gateway.limits import Refused
from weerbaar.gateway.operation import ProviderError
from weerbaar.gateway.port import Unavailable, UpstreamFailed

log = logging.getLogger(__name__)


def refusal_of(trouble: BaseException) -> Refusal:
    """What to say about an error."""
    match trouble:
        case Refusal():
            return trouble
        case ClientDisconnect():
            return Refusal("too_slow", 408)
        case Refused():
            return Refusal(trouble.why, trouble.status, wait=trouble.wait)
        case Unavailable():
            return Refusal("busy" if trouble.why == "busy" else "unavailable", 503, "unavailable")
        case UpstreamFailed():
            return Refusal(f"upstream_{trouble.why}", 504 if trouble.why == "slow" else 502)
        case ProviderError():
            return Refusal("upstream_error", 502)
        case _:
            name("request failed", trouble)
            return Refusal("failed", 500, "failed")


def name(what: str, trouble: BaseException) -> None:
    """Log that it happened."""
    log.error("%s: %s at %s", what, type(trouble).__name__, place(trouble))


def place(trouble: BaseException) -> str:
    """Where it happened, in our own code; never what stood in its variables."""
    frames = [frame for frame, _ in traceback.walk_tb(trouble.__traceback__)]
    ours = [frame for frame in frames if str(frame.f_globals.get("__name__", "")).startswith("weerbaar.")]
    if not ours:
        return "elsewhere"
    return f"{ours[-1].f_globals['__name__']}.{ours[-1].f_code.co_name}:{ours[-1].f_lineno}"
