"""One event a line, as JSON: when, how grave, which part spoke, what happened. Never what people brought.

log.info("case looked at", extra={"facts": {"case": 7, "band": "fraud", "seconds": 0.4}})
"""

import json
import logging
from datetime import UTC, datetime


class Line(logging.Formatter):
    """Facts as they are; of an error its type and place, since its words may quote what was brought."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "part": record.name,
            "event": record.getMessage(),
        }
        facts = getattr(record, "facts", None)
        if isinstance(facts, dict):
            said |= facts
        if record.exc_info and record.exc_info[0] is not None:
            said["error"] = record.exc_info[0].__name__
            said["where"] = _place(record)
        return json.dumps(said, ensure_ascii=True, default=str)


def _place(record: logging.LogRecord) -> str:
    trace = record.exc_info[2] if record.exc_info else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}" if trace is not None else "?"
