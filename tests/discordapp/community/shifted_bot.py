"""``python -m tests.discordapp.community.shifted_bot FILE``: run the bot with its clock ahead.

The file holds the number of seconds; it is read at each reading of the clock.
"""

import logging
import sys
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import open_servers
from bot.discordapp.connection import run
from bot.settings import read_settings
from bot.store.records import utc_now


def main() -> int:
    """Run the bot until told to stop; return the exit status."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO)
    ahead = Path(sys.argv[1])

    def shifted() -> datetime:
        return utc_now() + timedelta(seconds=float(ahead.read_text()))

    settings = read_settings()
    with open_servers(settings) as servers:
        return run(servers, settings, shifted)


if __name__ == "__main__":
    raise SystemExit(main())
