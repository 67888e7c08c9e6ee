"""The command line; picks the front end.

Each front end is imported only when it is wanted: discord alone takes longer to import than an
answer at a terminal takes in all.
"""

import logging
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

from bot.app import open_local, open_servers
from bot.errors import CounterpointError, RequestError
from bot.settings import Settings, read_settings
from bot.terminal.arguments import Check, Evaluate, Front, Many, Once, Request, read_arguments
from bot.terminal.batch import answer_many
from bot.terminal.check import check
from bot.terminal.faults import BAD_USE, INTERRUPTED, PIPE_CLOSED, recorded
from bot.terminal.safety import fit_for_terminal
from bot.terminal.streams import Streams, standard_streams


def main(
    arguments: Sequence[str] | None = None,
    streams: Streams | None = None,
    environment: Mapping[str, str] | None = None,
) -> int:
    """Do what the command line asks for; return the exit status.

    What is not given is that of this process.
    """
    streams = streams or standard_streams()
    try:
        request = read_arguments(sys.argv[1:] if arguments is None else arguments)
        status = _done(request, _settings(environment, streams), streams)
        streams.stdout.flush()
    except KeyboardInterrupt:
        if streams.interactive:
            # What is typed next, at the shell, begins a line.
            streams.stderr.write("\n")
        return INTERRUPTED
    except BrokenPipeError:
        _write_no_more(streams.stdout)
        return PIPE_CLOSED
    except CounterpointError as error:
        streams.stderr.write(f"{fit_for_terminal(str(error))}\n")
        return BAD_USE
    except Exception as error:  # noqa: BLE001 - what nobody foresaw becomes a sentence here
        reference = recorded(error)
        streams.stderr.write(
            f"Something went wrong here: reference {reference}. "
            "With COUNTERPOINT_LOG=debug the log shows where.\n"
        )
        return BAD_USE
    return status


def _settings(environment: Mapping[str, str] | None, streams: Streams) -> Settings:
    """The settings, the log set up as they say."""
    settings = read_settings(environment)
    logging.basicConfig(
        stream=streams.stderr,
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    # Other libraries' details are not what somebody looking for a fault of ours needs.
    logging.getLogger().setLevel(max(settings.log_level, logging.INFO))
    logging.getLogger("bot").setLevel(settings.log_level)
    # It tells of each of its plugins as it is imported.
    logging.getLogger("alembic").setLevel(max(settings.log_level, logging.WARNING))
    return settings


def _done(  # noqa: PLR0911 - one return for each request
    request: Request, settings: Settings, streams: Streams
) -> int:
    match request:
        case Once():
            from bot.terminal.one_shot import answer_once  # noqa: PLC0415 - only when it is wanted

            with open_local(settings) as desk:
                return answer_once(request, desk, streams.stdout)
        case Many(path):
            return _many(path, settings, streams)
        case Check(folder):
            return check(Path(folder) if folder else settings.library, streams.stdout)
        case Evaluate():
            from bot.terminal.evaluating import evaluate  # noqa: PLC0415 - only when it is wanted

            asked_of = Path(request.folder or settings.library)
            return evaluate(asked_of, request, streams.stdout, meaning=settings.meaning)
        case Front() if settings.discord_token:
            from bot.discordapp import run  # noqa: PLC0415 - only when it is wanted

            with open_servers(settings) as servers:
                return run(servers, settings)
        case Front():
            from bot.terminal.prompt import converse  # noqa: PLC0415 - only when it is wanted

            with open_local(settings) as desk:
                return converse(desk, streams, settings.state_folder)
        case _:
            from bot.terminal.operator_commands import obey  # noqa: PLC0415 - only when it is wanted

            return obey(request, settings, streams)


def _many(path: str, settings: Settings, streams: Streams) -> int:
    if path == "-":
        with open_local(settings) as desk:
            return answer_many(streams.stdin.buffer, desk, streams.stdout)
    try:
        requests = Path(path).open("rb")  # noqa: SIM115 - closed below, errors of opening are told apart
    except OSError as error:
        raise RequestError(f"{path} cannot be read: {(error.strerror or '').lower()}.") from error
    with requests, open_local(settings) as desk:
        return answer_many(requests, desk, streams.stdout)


def _write_no_more(stdout: TextIO) -> None:
    """Let Python's own last flush go nowhere: whoever read this has gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stdout.fileno())
    os.close(nowhere)
