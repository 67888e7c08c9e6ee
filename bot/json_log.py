"""The log as one JSON object a line, for programs that collect logs."""

import logging

import structlog
from structlog.typing import EventDict

# The fields of an interaction and the reference of an error. An argument of a log entry by any
# other name stays out: it could be somebody's text.
FIELDS = ("command", "server", "interaction", "duration_s", "outcome", "reference")


def json_formatter() -> logging.Formatter:
    """Return a formatter of log records, ours and those of other libraries.

    Each object has ``timestamp`` (ISO 8601, UTC), ``level``, ``logger`` and ``event``, the
    sentence; after an error also ``exception``, its trace; and those of :data:`FIELDS` that the
    entry was given.
    """
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            _keep_trace,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(FIELDS),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def _keep_trace(_logger: object, _method: str, entry: EventDict) -> EventDict:
    """Take a trace that a filter has formatted, since the filter has masked the token in it."""
    trace = entry["_record"].exc_text
    if trace:
        entry["exception"] = trace
        entry.pop("exc_info", None)
    return entry
