"""Everything that Discord and the network can answer, on every kind of message the bot sends.

Nothing is lost that may pass, nothing comes twice, and a member who waits reads a sentence.
"""

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.discordapp.moderation.desks import POINT, suggest
from tests.discordapp.moderation.test_reviewing import next_of
from tests.loopback import LoopbackDiscord, Member, Permission, Post, Reply, Upload
from tests.loopback.bot_thread import BotThread
from tests.loopback.journal import Way
from tests.loopback.limits import ORDINARY
from tests.loopback.places import Channel
from tests.loopback.server_events import remove_channel
from tests.loopback.troubles import Reset, Trouble

CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
ORIGINAL = f"{WEBHOOK}/messages/@original"
CHANNEL = "/channels/{channel_id}/messages"
THREAD = "/channels/{channel_id}/messages/{message_id}/threads"

# Failures that may pass: discord.py or the bot tries again.
PASSING = {
    "429": Trouble(429, retry_after_s=0.05),
    "429 of a proxy": Trouble(429, html=True, via=False),
    "429 without headers": Trouble(429, retry_after_s=0.05, via=False),
    "429 as a page": Trouble(429, html=True),
    "500": Trouble(500),
    "502 as a page": Trouble(502, html=True),
    "503": Trouble(503),
    "403 of a proxy": Trouble(403, html=True),
    "reset before": Trouble(reset=Reset.BEFORE),
    "reset after": Trouble(reset=Reset.AFTER),
    "slow": Trouble(slow_s=0.2),
}
REFUSED = {
    "50001": Trouble(403, 50001),
    "50013": Trouble(403, 50013),
}
TOO_LATE = {
    "10062": Trouble(404, 10062),
    "40060": Trouble(400, 40060),
}
# Of an answer that is sent but once, Discord's own retries and a reset that lost nothing.
ANSWERED = (
    "429",
    "429 as a page",
    "500",
    "502 as a page",
    "503",
    "reset before",
    "reset after",
    "slow",
)
# Of a message that may come twice, all but a broken connection: nothing came of it.
FOLLOWED = tuple(name for name in PASSING if not name.startswith("reset"))
# Troubles after which only the bot itself, not discord.py, sends a message again.
HARD = {
    name: PASSING[name]
    for name in ("429 as a page", "403 of a proxy", "reset before", "reset after")
}
_number = itertools.count(1)


@pytest.fixture(scope="module")
def bot(loopback: LoopbackDiscord) -> Iterator[BotThread]:
    started = loopback.start_thread()
    yield started
    started.kill()


@dataclass(frozen=True, slots=True)
class Place:
    """A Discord with a bot, and members of it."""

    discord: LoopbackDiscord
    mo: Member
    ada: Member
    lost: list[int] = field(default_factory=list)

    def trouble(self, route: str, *troubles: Trouble | None, method: str = "POST") -> None:
        lost = any(one and one.reset is Reset.AFTER for one in troubles)
        self.lost[:] = [len(self.discord.journal.entries)] if lost else []
        self.discord.trouble_next(method, route, *troubles)

    def settle(self) -> None:
        """Wait until all faults have happened and every request is answered.

        After a lost answer the request comes again. Not for heartbeats: discord.py sends only so
        many a minute.
        """
        troubles = self.discord.http.troubles
        self.discord.until(lambda: troubles.over, "the faults", 8)
        if self.lost:
            self.discord.until(self._again, "the second request", 8)
        self.discord.until(lambda: self.discord.http.under_way == 0, "the answers", 8)

    def _again(self) -> bool:
        entries = self.discord.journal.entries[self.lost[0] :]
        asked = Counter(one.what for one in entries if one.way is Way.REQUEST)
        return any(count > 1 for what, count in asked.items() if not what.startswith("GET"))

    def posted(self, channel: Channel, words: str) -> list[Post]:
        held = [Post(self.discord, self.discord.world.messages[one]) for one in channel.messages]
        mine = [one for one in held if one.message.author is self.discord.world.bot]
        return [one for one in mine if words in one.text]

    def wait_for(self, channel: Channel, words: str) -> list[Post]:
        self.discord.until(
            lambda: bool(self.posted(channel, words)), f"a message with {words!r}", 8
        )
        self.settle()
        return self.posted(channel, words)


@pytest.fixture
def place(loopback: LoopbackDiscord, bot: BotThread) -> Iterator[Place]:
    assert bot.running
    able = ORDINARY | Permission.MANAGE_MESSAGES | Permission.MANAGE_THREADS
    mo = loopback.member("Mo", permissions=able)
    channel = loopback.add_channel(f"room-{next(_number)}")
    loopback.settle()
    ada = loopback.member("Ada", permissions=ORDINARY)
    yield Place(loopback, mo.at(channel), ada.at(channel))
    loopback.http.troubles.coming.clear()
    for thread in [one for one in loopback.world.channels.values() if one.is_thread]:
        remove_channel(loopback, thread)
    # A lost answer leads to a second one, and a thread that was deleted is looked for.
    expected = ("code 40060", "code 160004", "code 10003")
    faults = map(str, loopback.journal.take_faults())
    assert [one for one in faults if not any(code in one for code in expected)] == []


def named(troubles: dict[str, Trouble]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("trouble", troubles.values(), ids=troubles)


def shown(reply: Reply) -> list[str]:
    first = reply.interaction.original
    texts = [Post(reply.server, first).text] if first else []
    return [*texts, *(one.text for one in reply.followups)]


@pytest.mark.parametrize("name", [*PASSING, *REFUSED])
def test_a_callback_is_answered_once_or_apologised_for(place: Place, name: str) -> None:
    place.trouble(CALLBACK, {**PASSING, **REFUSED}[name])
    reply = place.ada.slash("quote", topic="reorganisation")
    place.settle()
    (text,) = shown(reply)
    assert ("reference" in text) == (name not in ANSWERED)
    assert ("years of chaos" in text) == (name in ANSWERED)


@named(TOO_LATE)
def test_a_callback_that_nobody_waits_for_is_not_repeated(place: Place, trouble: Trouble) -> None:
    place.trouble(CALLBACK, trouble)
    place.discord.world.callback_s = 0.3
    asked = len(place.discord.journal.sent)
    with pytest.raises(AssertionError, match="not within"):
        place.ada.slash("quote", topic="reorganisation")
    place.discord.world.callback_s = 3.0
    place.settle()
    place.discord.journal.take_faults()
    assert len(place.discord.journal.sent) == asked


@pytest.mark.parametrize("name", [*PASSING, *REFUSED])
def test_no_text_is_lost_with_a_follow_up(place: Place, name: str) -> None:
    form = place.mo.slash("library add", point=POINT, stance="for").form
    place.trouble(WEBHOOK, {**PASSING, **REFUSED}[name])
    # The form is another member's, so its long text is given back in two messages.
    typed = {"Text": "A long *one*. " * 280, "Speaker": "A B", "Source": "C"}
    reply = place.ada.submit(form, typed)
    place.lost.clear()
    followed = name in FOLLOWED
    place.discord.until(
        lambda: bool(reply.followups if followed else reply.message.attachments), "the rest", 8
    )
    place.settle()
    texts = shown(reply)
    in_file = b"".join(one.upload.content for one in reply.message.attachments).decode()
    assert not any("reference" in text for text in texts)
    # One that Discord had, but did not say so, is in the file too, since nobody can know.
    assert len(texts) == (2 if followed else 1) + (name == "reset after")
    assert bool(in_file) != followed
    assert ("*one*" in in_file) == bool(in_file)
    rest = in_file or texts[1]
    assert texts[0].count("long") + rest.count("long") == 280


@pytest.mark.parametrize("name", [*HARD, "50013"])
def test_an_edit_of_the_original_is_repeated(place: Place, name: str) -> None:
    place.discord.trouble_next("GET", "/attachments", Trouble(slow_s=2.3))
    place.trouble(ORIGINAL, {**PASSING, **REFUSED}[name], method="PATCH")
    file = Upload("quotes.csv", b"text,speaker,source,topic\nA b c.,D E,F,lessons\n")
    reply = place.mo.slash("library import", file=file)
    place.settle()
    *first, last = shown(reply)
    assert ("reference" in last) == (name in REFUSED)
    if name in PASSING:
        assert first == []
        assert "Apply" in reply.message.labels


@named(PASSING)
def test_a_reply_to_a_mention_comes_once(place: Place, trouble: Trouble) -> None:
    place.trouble(CHANNEL, trouble)
    place.ada.say(f"<@{place.discord.world.bot.id}> reorganisation")
    place.discord.until(lambda: place.discord.http.troubles.over, "the fault", 8)
    assert len(place.wait_for(place.ada.channel, "national bodies")) == 1


@named(PASSING)
def test_a_review_notification_comes_once(place: Place, trouble: Trouble) -> None:
    words = f"Suggested words number {next(_number)} of many."
    channel = place.discord.add_channel(f"desk-{next(_number)}")
    place.mo.slash("library settings", review_channel=channel)
    place.wait_for(channel, "announce new suggestions")
    place.trouble(CHANNEL, trouble)
    assert "Thank you" in suggest(place.discord.member("Su"), words, point=POINT).text
    assert len(place.wait_for(channel, words)) == 1
    place.mo.slash("library settings", clear="review channel")


@named(REFUSED)
def test_a_suggestion_is_stored_although_it_cannot_be_announced(
    place: Place, trouble: Trouble
) -> None:
    words = f"Refused words number {next(_number)} of many."
    channel = place.discord.add_channel(f"desk-{next(_number)}")
    place.mo.slash("library settings", review_channel=channel)
    place.wait_for(channel, "announce new suggestions")
    place.trouble(CHANNEL, trouble)
    assert "Thank you" in suggest(place.discord.member("Su"), words, point=POINT).text
    place.settle()
    assert place.posted(channel, words) == []
    assert words in next_of(place.mo, words).text
    place.mo.slash("library settings", clear="review channel")


@pytest.mark.parametrize("route", [CHANNEL, "/users/@me/channels"])
@named(HARD)
def test_a_decision_is_told_once_and_to_its_member_alone(
    place: Place, trouble: Trouble, route: str
) -> None:
    words = f"Decided words number {next(_number)} of many."
    su = place.discord.member("Su").at(place.ada.channel)
    suggest(su, words, point=POINT, stance="for")
    card = next_of(place.mo, words)
    place.trouble(route, trouble)
    place.mo.click(card.message, "Accept")
    assert len(place.wait_for(su.in_private().channel, "was accepted")) == 1
    assert place.posted(su.channel, "was accepted") == []


@named(REFUSED)
def test_a_decision_that_cannot_be_told_directly_is_told_where_it_was_suggested(
    place: Place, trouble: Trouble
) -> None:
    words = f"Closed words number {next(_number)} of many."
    su = place.discord.member("Su").at(place.ada.channel)
    suggest(su, words, point=POINT, stance="for")
    card = next_of(place.mo, words)
    place.trouble(CHANNEL, trouble)
    place.mo.click(card.message, "Accept")
    assert len(place.wait_for(su.channel, "was accepted")) == 1


def threads(place: Place) -> list[Channel]:
    every = place.discord.world.channels.values()
    return [one for one in every if one.is_thread and one.parent_id == place.ada.channel.id]


@pytest.mark.parametrize("at", [0, 1, 2], ids=["thread", "opening", "poll"])
@named(HARD)
def test_a_discussion_is_opened_once_and_whole(place: Place, trouble: Trouble, at: int) -> None:
    card = place.ada.slash("debate", point=POINT).message
    place.trouble(CHANNEL if at else THREAD, *[None] * (at - 1), trouble)
    reply = place.ada.click(card, "Open a discussion")
    place.settle()
    assert [text for text in shown(reply) if "discussion is open" in text] == shown(reply)
    (thread,) = threads(place)
    assert len(thread.messages) == 2


@pytest.mark.parametrize("at", [0, 1, 2], ids=["thread", "opening", "poll"])
@named(REFUSED)
def test_a_discussion_that_is_refused_leaves_nothing(
    place: Place, trouble: Trouble, at: int
) -> None:
    card = place.mo.slash("debate", point=POINT).message
    place.trouble(CHANNEL if at else THREAD, *[None] * (at - 1), trouble)
    reply = place.mo.click(card, "Open a discussion")
    place.settle()
    (text,) = shown(reply)
    assert "Discord refused" in text or "couldn’t finish" in text
    assert ("nothing was opened" in text) == (threads(place) == [])
