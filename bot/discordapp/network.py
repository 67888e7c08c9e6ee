"""Send to Discord over a network that fails: limits of time, retries, one set of errors.

Every function that sends raises :data:`NETWORK_ERRORS`, unless it says otherwise.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping, Sequence
from hashlib import blake2b
from typing import Any, TypeVar

import aiohttp
import discord

from bot.discordapp.limits import CALLBACK_LIMIT_S, REQUEST_LIMIT_S
from bot.discordapp.metrics import RETRIES
from bot.discordapp.rendering import OutgoingMessage, in_one, render
from bot.pages.page import Page

logger = logging.getLogger(__name__)

_WAITS_S = (0.5, 2.0)
NETWORK_ERRORS = (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError)
"""Every error of a request to Discord: refused, reset, cut off, unreachable, too slow."""
# "Unknown interaction", "Unknown Webhook", "Invalid Webhook Token", "Interaction has already been
# acknowledged": https://docs.discord.com/developers/topics/opcodes-and-status-codes
_DONE_ALREADY = 40060
_TOO_LATE = frozenset({10062, 10015, 50027, _DONE_ALREADY})
_T = TypeVar("_T")


class NotDiscords(aiohttp.ClientPayloadError):
    """An answer that is not Discord's but the page of a proxy before it."""


async def in_time(request: Awaitable[_T], limit_s: float = REQUEST_LIMIT_S) -> _T:
    """Wait for a request. Raises TimeoutError after the limit, NotDiscords for a proxy's page."""
    try:
        async with asyncio.timeout(limit_s):
            return await request
    except (TypeError, KeyError) as error:
        # discord.py takes the page of a proxy for JSON.
        raise NotDiscords(f"not an answer of Discord's: {error!r}") from error


async def persist(send: Callable[[], Awaitable[_T]], *, repeatable: bool = True) -> _T:
    """Send a request up to three times while the failure may pass.

    An edit is ``repeatable``, and so is a message with a nonce. Any other request is sent again
    only if it certainly had no effect.
    """
    again = _passes_soon if repeatable else _turned_away
    for wait_s in _WAITS_S:
        try:
            return await in_time(send())
        except NETWORK_ERRORS as error:
            if not again(error):
                raise
            RETRIES.inc()
            logger.info("a request is sent again: %s", type(error).__name__)
        await asyncio.sleep(wait_s)
    return await in_time(send())


def passes(error: BaseException) -> bool:
    """Whether a failure may be over later: no network, no answer, or a fault of Discord's."""
    match error:
        case discord.HTTPException():
            return error.status >= 500 or error.status == 429
        case discord.GatewayNotFound() | aiohttp.ClientError() | OSError():
            return True
        case _:
            return False


def _passes_soon(error: Exception) -> bool:
    """Whether a failure may be over in a moment. A proxy refuses without a code of Discord's."""
    return passes(error) or (isinstance(error, discord.Forbidden) and not error.code)


def _turned_away(error: Exception) -> bool:
    """Whether a request was refused for the moment, so that nothing came of it."""
    if isinstance(error, discord.HTTPException):
        return error.status < 500 and _passes_soon(error)
    return isinstance(error, NotDiscords)


async def call_back(
    send: Callable[[], Awaitable[object]], limit_s: float = CALLBACK_LIMIT_S
) -> None:
    """Answer an interaction; once more if the connection broke.

    If Discord then says that it was answered already, that counts as done.
    """
    try:
        await in_time(send(), limit_s)
    except discord.HTTPException:
        raise
    except NETWORK_ERRORS as error:
        RETRIES.inc()
        logger.info("an answer is sent again: %s", type(error).__name__)
        try:
            await in_time(send(), limit_s)
        except discord.HTTPException as second:
            if second.code != _DONE_ALREADY:
                raise


def is_too_late(error: BaseException) -> bool:
    """Whether Discord no longer waits for an answer, or has had one."""
    return isinstance(error, discord.HTTPException) and error.code in _TOO_LATE


async def send_rest(
    interaction: discord.Interaction,
    messages: Sequence[OutgoingMessage],
    *,
    private: bool,
    in_a_file: bool,
) -> None:
    """Send all messages but the first, which is the original response.

    If one fails and ``in_a_file``, its text and all after it go into a file of the original
    response: a message may have arrived although its answer was lost, but an edit may be repeated.
    """
    first, *rest = messages
    for number, message in enumerate(rest):
        try:
            await follow_up(interaction, message, private=private)
        except NETWORK_ERRORS as error:
            if is_too_late(error) or not in_a_file:
                raise
            logger.info("the rest is sent in a file: %s", type(error).__name__)
            await edit_first(interaction, in_one(first, rest[number:]))
            return


async def edit_first(interaction: discord.Interaction, message: OutgoingMessage) -> None:
    """Put the message in the place of the original response."""
    edit = interaction.edit_original_response
    await persist(lambda: edit(view=message.view, attachments=message.files()))


async def follow_up(
    interaction: discord.Interaction, message: OutgoingMessage, *, private: bool
) -> None:
    """Send one more message, again only if it did not arrive."""
    send = interaction.followup.send
    await persist(
        lambda: send(view=message.view, files=message.files(), ephemeral=private), repeatable=False
    )


Postable = discord.TextChannel | discord.Thread | discord.DMChannel | discord.PartialMessageable


async def post(channel: Postable, page: Page, occasion: str) -> None:
    """Send a page to a channel, once for an ``occasion`` if the attempts come within minutes."""
    for number, message in enumerate(render(page)):
        await send_once(channel.send, message, f"{channel.id} {occasion} {number}")


async def post_in(client: discord.Client, channel: str, page: Page, occasion: str) -> bool:
    """Send a page to a channel by its id, as :func:`post` does; log a failure and return False."""
    if not channel.isdecimal():
        return False
    try:
        await post(client.get_partial_messageable(int(channel)), page, occasion)
    except NETWORK_ERRORS as error:
        logger.warning("a notification failed in channel %s: %s", channel, error)
        return False
    return True


async def send_directly(client: discord.Client, member: str, page: Page, occasion: str) -> None:
    """Send a page to a member in a direct message. Raises ValueError for an id of no number."""
    person = discord.Object(int(member))
    await post(await persist(lambda: client.create_dm(person)), page, occasion)


async def send_once(
    send: Callable[..., Coroutine[Any, Any, object]], message: OutgoingMessage, occasion: str
) -> None:
    """Send a message to a channel, once for an ``occasion``."""
    tag = nonce(occasion)
    await persist(lambda: send(view=message.view, files=message.files(), nonce=tag))


def nonce(occasion: str) -> str:
    """Return the nonce of a message; of those with one nonce Discord makes only the first.

    The bot's nonces count across channels, and have 25 characters at most.
    """
    return blake2b(occasion.encode(), digest_size=10).hexdigest()


def limit_requests(client: discord.Client) -> None:
    """Give every request a minute: aiohttp's five would hold all connections as long."""
    # discord.py has no setting for this.
    send = client.http.request
    client.http.request = lambda *route, **given: in_time(send(*route, **given))  # type: ignore[method-assign] # see above


def guard_events(client: discord.Client) -> None:
    """Make a malformed event of the gateway a line in the log; it would end the process."""
    # discord.py has no setting for this.
    parsers: MutableMapping[str, Callable[[Any], Any]] = client._connection.parsers  # noqa: SLF001
    for name, parser in parsers.items():
        parsers[name] = _guarded(name, parser)


def _guarded(name: str, parser: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def parse(event: Any) -> Any:
        try:
            return parser(event)
        except Exception as error:  # noqa: BLE001 - any error means that the event is malformed
            # Its content may hold what members wrote.
            logger.error("a gateway event %s could not be read: %s", name, type(error).__name__)  # noqa: TRY400
            return None

    return parse
