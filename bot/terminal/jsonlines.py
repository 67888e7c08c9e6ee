"""Records as JSON Lines."""

import json
from typing import TextIO

from bot.records import Record
from bot.terminal.safety import escaped_in_json


def write_record(record: Record, stdout: TextIO) -> None:
    """Write the record as one line of JSON, at once."""
    line = json.dumps(record, ensure_ascii=False, allow_nan=False)
    stdout.write(f"{escaped_in_json(line)}\n")
    stdout.flush()
