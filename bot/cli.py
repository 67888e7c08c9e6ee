"""The command line: reads the settings, sets up the log, and runs a command or a front end.

Each front end is imported only when it runs: importing discord alone takes longer than an answer
at a terminal.
"""

import json
import logging
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.app import Step, open_local, open_servers
from bot.errors import CounterpointError, ExitStatus
from bot.settings import Settings, fault_of_token, read_settings
from bot.terminal.arguments import read_arguments
from bot.terminal.io import Streams, exit_status_of, opened, standard_streams

if TYPE_CHECKING:
    from bot.moderation.servers import Servers

logger = logging.getLogger(__name__)

# The fields of an interaction and the reference of an error. An argument of a log entry by any
# other name stays out: it could be somebody's text.
FIELDS = ("command", "server", "interaction", "duration_s", "outcome", "reference")


def main(
    arguments: Sequence[str] | None = None,
    streams: Streams | None = None,
    environment: Mapping[str, str] | None = None,
) -> int:
    """Run the command line and return the exit status; the defaults are those of this process."""
    streams = streams or standard_streams()
    given = sys.argv[1:] if arguments is None else arguments
    return exit_status_of(lambda: _run(given, environment, streams), streams)


def _run(arguments: Sequence[str], environment: Mapping[str, str] | None, streams: Streams) -> int:
    asked = read_arguments(arguments) if arguments else None
    settings = read_settings(environment, tolerant=asked is not None and asked.tolerant)
    _set_up_log(settings, streams)
    if asked is not None:
        return int(asked.run(asked, settings, streams))
    if settings.discord_token:
        return _go_live(settings, streams)
    from bot.terminal.prompt import converse

    with opened(open_local, settings, streams) as desk:
        return converse(desk, streams, settings.state_folder)


def _set_up_log(settings: Settings, streams: Streams) -> None:
    logging.basicConfig(
        stream=streams.stderr,
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    if settings.json_log:
        for handler in logging.getLogger().handlers:
            handler.setFormatter(JsonFormatter())
    # The entry for each interaction is for programs: its fields are no sentence to read.
    each = logging.NOTSET if settings.json_log else logging.WARNING
    logging.getLogger("bot.interactions").setLevel(each)
    # Debug messages of other libraries would bury our own.
    logging.getLogger().setLevel(max(settings.log_level, logging.INFO))
    logging.getLogger("bot").setLevel(settings.log_level)
    # Alembic logs each of its plugins when it is imported.
    logging.getLogger("alembic").setLevel(max(settings.log_level, logging.WARNING))


class JsonFormatter(logging.Formatter):
    """Format a log record, ours or that of another library, as a JSON object on one line.

    Each object has ``timestamp`` (ISO 8601, UTC), ``level``, ``logger`` and ``event``, the
    sentence; after an error also ``exception``, its trace; and those of :data:`FIELDS` that the
    entry was given.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="microseconds")
        entry = {name: getattr(record, name) for name in FIELDS if hasattr(record, name)} | {
            "timestamp": moment.replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        # A filter may have formatted the trace, to mask the token in it.
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        if record.exc_text:
            entry["exception"] = record.exc_text
        return json.dumps(entry, ensure_ascii=False, default=str)


def _go_live(settings: Settings, streams: Streams) -> int:
    if fault := fault_of_token(settings.discord_token):
        logger.error("%s", fault)
        return ExitStatus.TOKEN_REFUSED
    from bot.discordapp.connection import run

    # The first process of a container ignores a signal that has no handler.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(ExitStatus.DONE))
    try:
        with opened(_open_all, settings, streams) as servers:
            return run(servers, settings)
    except CounterpointError as error:
        if not settings.json_log:
            raise
        # Programs that read the log expect an object on every line.
        logger.error("%s", error)  # noqa: TRY400 - a trace would tell the operator no more
        return ExitStatus.BAD_USE


@contextmanager
def _open_all(settings: Settings, step: Step) -> "Iterator[Servers]":
    """Open the desks of all servers and index the library, or the first member would wait."""
    with open_servers(settings, step) as servers:
        servers.desk("").prepare()
        yield servers
