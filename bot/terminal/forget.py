"""``forget``: erase a member's records, or everything of a server."""

from argparse import Namespace
from collections import Counter

from bot.errors import RequestError
from bot.i18n import plural
from bot.library.changes import Right
from bot.search.spelling import is_ordinary
from bot.settings import PROGRAM, Settings
from bot.store.inspection import health_of
from bot.store.store import Store, open_store
from bot.store.types import PersonalKind
from bot.terminal.io import Streams, confirmed
from bot.terminal.transfer import server_id

# Discord's ids are numbers of 64 bits.
_LONGEST_ID = 20
_KINDS = {
    PersonalKind.WORDS: "record of words from their messages",
    PersonalKind.CHANGE: "change that they made",
    PersonalKind.SUGGESTION: "suggestion of theirs",
    PersonalKind.DECISION: "decision of theirs",
    PersonalKind.SETTING: "setting that names them",
    PersonalKind.MENTION: "record of others that names them",
}
_PLURALS = {
    PersonalKind.WORDS: "records of words from their messages",
    PersonalKind.CHANGE: "changes that they made",
    PersonalKind.SUGGESTION: "suggestions of theirs",
    PersonalKind.DECISION: "decisions of theirs",
    PersonalKind.SETTING: "settings that name them",
    PersonalKind.MENTION: "records of others that name them",
}
_BACKUPS = "Older backups still hold it: see docs/privacy.md.\n"


def forget(asked: Namespace, settings: Settings, streams: Streams) -> int:
    """Erase what is stored about ``asked.member``, or without a member all of ``asked.server``.

    Returns 1 if nothing is stored or the erasure was declined. Raises RequestError for bad use.
    """
    if not (asked.member or asked.server):
        raise RequestError(
            f"Give a member's id, as in {PROGRAM} forget 123456789012345678, or --server ID."
        )
    server = server_id(asked.server) if asked.server else ""
    if not health_of(settings.database).made:
        streams.stdout.write("Nothing is stored yet.\n")
        return 1
    with open_store(settings.database) as store:
        if asked.member:
            return _forget_member(asked, store, server, streams)
        return _forget_server(asked, store, server, streams)


def _forget_member(asked: Namespace, store: Store, server: str, streams: Streams) -> int:
    member, stdout = asked.member, streams.stdout
    if not (member.isascii() and member.isdecimal() and len(member) <= _LONGEST_ID):
        raise RequestError(
            "That is not a member's id, which is a number. In Discord, turn on Developer Mode in "
            "the advanced settings, then right-click the member and copy their id."
        )
    records = store.privacy.records(member, server, is_ordinary)
    if not records and not asked.name:
        stdout.write("Nothing is stored about that member.\n")
        return 1
    counts = Counter(record.kind for record in records)
    for kind in PersonalKind:
        if counts[kind]:
            stdout.write(
                f"{counts[kind]:>8,}  {(_KINDS if counts[kind] == 1 else _PLURALS)[kind]}\n"
            )
    if not (asked.yes or confirmed("Erase their id, their name and their words?", streams)):
        stdout.write("Nothing is erased. Add --yes to erase.\n")
        return 1
    done = store.privacy.forget(member, Right.OPERATOR, server, asked.name, is_ordinary)
    if not done.servers:
        stdout.write("Nothing is stored about that member.\n")
        return 1
    where = f"{plural(done.records, 'record')} in {plural(done.servers, 'server')}"
    stdout.write(f"Erased from {where}. {_BACKUPS}")
    return 0


def _forget_server(asked: Namespace, store: Store, server: str, streams: Streams) -> int:
    stdout, revision = streams.stdout, store.history.revision(server)
    rows = store.rows_of(server)
    if not rows:
        stdout.write("Nothing is stored about that server.\n")
        return 1
    stdout.write(
        f"{plural(rows, 'row')}: the collection, its history, suggestions and settings.\n"
        f"To keep the collection, export it first: {PROGRAM} export --server {server} FOLDER\n"
    )
    if not (asked.yes or confirmed("Erase all of it?", streams)):
        stdout.write("Nothing is erased. Add --yes to erase.\n")
        return 1
    store.forget_server(server, revision)
    stdout.write(f"Erased. {_BACKUPS}")
    return 0
