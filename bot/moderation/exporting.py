"""A server's own part of its collection as one attachment: a .zip of the folder."""

import io
import zipfile
from collections.abc import Mapping

from bot.errors import RequestError
from bot.library.collection import own_part
from bot.library.export import exported
from bot.library.view import View
from bot.moderation.importing.archive import MOST_BYTES

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say; the same content, the same bytes
_PLAIN_FILE = 0o100644 << 16
_UNIX = 3


def archive_of(view: View) -> bytes:
    """What a server added and changed, as :func:`bot.library.collection.own_part` has it, zipped.

    The same collection is always the same bytes. Raises RequestError where it is larger than an
    import may be.
    """
    octets = zipped(exported(own_part(view)))
    if len(octets) > MOST_BYTES:
        raise RequestError(
            "This collection is too large to be sent here. Whoever hosts the bot can export it at "
            "the terminal."
        )
    return octets


def zipped(files: Mapping[str, str]) -> bytes:
    """Files in an archive, in their order, all of one time; the same files, the same bytes."""
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w") as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _PLAIN_FILE
            entry.create_system = _UNIX
            archive.writestr(entry, text.encode())
    return octets.getvalue()
