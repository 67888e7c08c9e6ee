"""The command line: reads the settings, sets up the log, and runs a command or a front end.

Each front end is imported only when it runs: importing discord alone takes longer than an answer
at a terminal.
"""

import logging
import sys
from collections.abc import Mapping, Sequence

from bot.app import open_local, open_servers
from bot.settings import Settings, read_settings
from bot.terminal.arguments import read_arguments
from bot.terminal.io import Streams, exit_status_of, standard_streams


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
    settings = read_settings(environment)
    _set_up_log(settings, streams)
    if asked is not None:
        return int(asked.run(asked, settings, streams))
    return _run_front_end(settings, streams)


def _set_up_log(settings: Settings, streams: Streams) -> None:
    logging.basicConfig(
        stream=streams.stderr,
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    if settings.json_log:
        from bot.json_log import json_formatter

        for handler in logging.getLogger().handlers:
            handler.setFormatter(json_formatter())
    # The entry for each interaction is for programs: its fields are no sentence to read.
    each = logging.NOTSET if settings.json_log else logging.WARNING
    logging.getLogger("bot.interactions").setLevel(each)
    # Debug messages of other libraries would bury our own.
    logging.getLogger().setLevel(max(settings.log_level, logging.INFO))
    logging.getLogger("bot").setLevel(settings.log_level)
    # Alembic logs each of its plugins when it is imported.
    logging.getLogger("alembic").setLevel(max(settings.log_level, logging.WARNING))


def _run_front_end(settings: Settings, streams: Streams) -> int:
    if settings.discord_token:
        from bot.discordapp import run

        with open_servers(settings) as servers:
            return run(servers, settings)
    from bot.terminal.prompt import converse

    with open_local(settings) as desk:
        return converse(desk, streams, settings.state_folder)
