"""An order, carried out."""

from bot.app import open_servers
from bot.library.load import load_library
from bot.moderation import Servers
from bot.settings import Settings
from bot.store import health_of
from bot.terminal.backup import back_up, move, restore
from bot.terminal.doctor import examine
from bot.terminal.export import send
from bot.terminal.import_ import receive
from bot.terminal.init import begin
from bot.terminal.orders import Backup, Doctor, Export, Import, Init, Move, Order, Restore
from bot.terminal.streams import Streams


def obey(  # noqa: PLR0911 - one return for each order
    order: Order, settings: Settings, streams: Streams
) -> int:
    """Do what was ordered; return 0, or 1 where nothing was done or something needs attention.

    Raises RequestError for bad use, and what opening the library and the database raises.
    """
    match order:
        case Export():
            return _export(order, settings, streams)
        case Import():
            with open_servers(settings) as servers:
                return receive(order, servers, streams)
        case Init():
            return begin(order.folder, streams.stdout)
        case Doctor():
            return examine(settings, streams.stdout)
        case Backup():
            return back_up(order.file, settings.database, streams.stdout)
        case Restore():
            return restore(order.file, settings.database, streams.stdout)
        case Move():
            return move(order.to, settings.database, streams)


def _export(order: Export, settings: Settings, streams: Streams) -> int:
    """Export; a database that is not there is not made for that."""
    if not health_of(settings.database).made:
        return send(order, Servers(load_library(settings.library), None), streams)
    with open_servers(settings) as servers:
        return send(order, servers, streams)
