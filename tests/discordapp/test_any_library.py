"""Discord accepts every answer from any library, and nothing of it is lost to the reader."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from bot.answers.desk import Desk
from bot.answers.model import Answer, DebateAnswer
from bot.commands import COMMANDS
from bot.discordapp.buttons import decode, split_page, with_choice
from bot.discordapp.community.discussions import poll_on, thread_name
from bot.discordapp.limits import MESSAGE_ECHO
from bot.discordapp.markdown import plain, shortened, weight
from bot.discordapp.rendering import Layout, OutgoingMessage, message_layouts, plain_of, render
from bot.discordapp.slash_commands import choices_of
from bot.library.model import Stance
from bot.pages import error_page, hint_page, on_a_message, page_of, request_page
from bot.pages.community import ballot, daily_page, discussion_page, result_page
from bot.pages.page import Page, QuoteBlock, ServerAction
from tests.discordapp.hostile import Drawn, Texts, drawn, library_of
from tests.discordapp.test_rendering import said_in, words
from tests.discordapp.wire import ASKER, OTHER, Bot, Sent, message_payload
from tests.loopback.components import interactive, texts, walk
from tests.loopback.contract import contract
from tests.loopback.limits import Kind
from tests.loopback.message_rules import mentions_nobody, wrong_in_message

Json = dict[str, Any]
# ``pytest --hypothesis-profile=large`` searches longer, by hand.
EXAMPLES = settings().max_examples if settings.get_current_profile_name() == "large" else 6
patient = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
MOST_STATES = 12
HOSTILE = "@everyone <@1> **x** 😀" * 400
ASKED: dict[str, list[dict[str, str]]] = {
    "quote": [{"topic": "Topic 0"}, {"speaker": "Voice 1"}, {"source": "Text 0"}],
    "debate": [{"point": "motion 0"}, {"point": "Topic 0"}],
    "ask": [{"question": "Number 1"}, {"question": HOSTILE[:6000]}, {"question": "alias 0"}],
    "topics": [{}, {"topic": "alias 0"}],
    "speakers": [{}],
    "random": [{}, {"topic": "Topic 0"}],
    "about": [{}],
}


LONGEST = {"label": 80, "custom_id": 100, "url": 512, "placeholder": 150}
LONGEST_OF_AN_OPTION = {"label": 100, "value": 100, "description": 100}


def too_long(one: Json, longest: dict[str, int]) -> Iterator[str]:
    return (key for key, most in longest.items() if weight(str(one.get(key) or "")) > most)


def beyond(components: list[Json]) -> Iterator[str]:
    """Yield the limits exceeded when text is counted in UTF-16 code units, as the clients do."""
    every = [component for _, component in walk(components)]
    if sum(map(weight, texts(components))) > 4000:
        yield "text of a message"
    if len(every) > 40:
        yield "components of a message"
    for one in every:
        if one["type"] == Kind.ACTION_ROW and len(one["components"]) > 5:
            yield "buttons of a row"
        yield from too_long(one, LONGEST)
        options = one.get("options") or ()
        if len(options) > 25:
            yield "options"
        for option in options:
            yield from too_long(option, LONGEST_OF_AN_OPTION)


def wrong(body: Json, files: list[str], route: str) -> list[str]:
    message = body.get("data", body)
    found = [str(one) for one in wrong_in_message(message, files=files, interaction=True)]
    found += beyond(message.get("components") or [])
    document = contract()
    if document is not None:
        found += map(str, document.wrong_in_request("POST", route, body))
    return found


def wrong_as_sent(sent: Sent) -> list[str]:
    """Return Discord's objections to a request that was sent."""
    if sent.path.endswith("/callback"):
        route = "/interactions/{interaction_id}/{interaction_token}/callback"
    else:
        route = "/webhooks/{webhook_id}/{webhook_token}"
    return wrong(sent.body, list(sent.files), route)


def components(reply: OutgoingMessage) -> list[Json]:
    made: list[Json] = reply.view.to_components()  # type: ignore[no-untyped-call] # so there
    return made


def states_in(shown: list[Json]) -> Iterator[str]:
    """Yield the custom_ids of all buttons, and of the first two options of each select."""
    for one in interactive(shown):
        if one.get("options"):
            for option in one["options"][:2]:
                yield with_choice(one["custom_id"], (option["value"],))
        elif one.get("custom_id"):
            yield one["custom_id"]


def turned(page: Page) -> list[OutgoingMessage]:
    """Return all messages of a page; of a page with parts, the first two and the last."""
    first = render(page)
    if len(first) > 1 or "Page 1 of" not in " ".join(texts(components(first[0]))):
        return list(first)
    count = len(message_layouts(page))
    every = []
    for number in {1, 2, count}:
        (reply,) = render(page, number)
        every.append(reply)
        assert f"-# Page {number} of {count}" in texts(components(reply))
        to = {split_page(one)[1] for one in states_in(components(reply)) if "@" in one}
        assert to == {one for one in (number - 1, number + 1) if 1 <= one <= count}
    return every


def quoted_in(layout: Layout) -> Iterator[str]:
    """Yield the lines that Discord shows as quoted; others with that beginning are escaped."""
    for text in (piece.text for piece in layout):
        pairs = zip(text.split("\n"), plain(text).split("\n"), strict=True)
        yield from (said for shown, said in pairs if shown.startswith("> "))


def check(page: Page) -> list[OutgoingMessage]:
    """Check that Discord accepts every message of a page, and that nothing of it is left out."""
    said = turned(page)
    for reply in said:
        body = {
            "components": components(reply),
            "flags": 1 << 15,
            "allowed_mentions": {"parse": []},
        }
        files = [file.filename for file in reply.files()]
        assert wrong(body, files, "/channels/{channel_id}/messages") == []
    told = [
        plain_of(layout).removeprefix(page.head if number else "")
        for number, layout in enumerate(message_layouts(page))
    ]
    quoted = words("".join(line for layout in message_layouts(page) for line in quoted_in(layout)))
    every = words("".join(told))
    for block in page.blocks:
        if isinstance(block, QuoteBlock):
            assert words(block.text) in quoted
            assert words(block.who) in every
            assert words(block.where) in every
        elif sum(map(weight, said_in(block))) < 400 and not getattr(block, "asked", False):
            assert all(words(text) in every for text in said_in(block))
    names = [words(block.who)[:3] for block in page.blocks if isinstance(block, QuoteBlock)]
    for layout in message_layouts(page):
        held = any(quoted_in(layout))
        assert not held or not names or any(name in words(plain_of(layout)) for name in names)
    return said


def answers(desk: Desk) -> Iterator[tuple[str, dict[str, str], Answer]]:
    for command in COMMANDS:
        for asked in ASKED[command.name]:
            yield command.name, asked, command.answer(desk, asked)


@patient
@given(drawn)
@example(({"name": Texts("😀", 1.0), "passage": Texts("😀", 1.0)}, (60, 30, 4), (Stance.FOR,)))
@example(({"name": Texts("`", 1.0), "passage": Texts("\n", 1.0)}, (3, 2, 2), tuple(Stance)))
def test_every_answer_that_buttons_lead_to_is_taken_by_discord_and_nothing_is_lost(
    made: Drawn,
) -> None:
    desk = Desk(library_of(*made), meaning=False)
    waiting: list[str] = []
    met: set[str] = set()
    for _, _, answer in answers(desk):
        check(on_a_message(page_of(answer), shortened(made[0]["passage"].of(400), MESSAGE_ECHO)))
        waiting += [
            state for reply in check(page_of(answer)) for state in states_in(components(reply))
        ]
    while waiting and len(met) < MOST_STATES:
        state = split_page(waiting.pop())[0]
        if state in met or state.startswith(("1:discuss", "1:suggest")):
            continue
        met.add(state)
        action = decode(state)
        assert not isinstance(action, ServerAction)
        said = check(page_of(desk.follow(action)))
        waiting += [one for reply in said for one in states_in(components(reply))]


@patient
@given(drawn)
def test_completions_of_any_library_are_within_the_limits(made: Drawn) -> None:
    library = library_of(*made)
    desk = Desk(library, meaning=False)
    for option in ("topic", "point", "speaker", "source"):
        for typed in ("", "t", "Voice", HOSTILE[:100]):
            offered = choices_of(desk.complete(option, typed, 25), desk)
            assert len(offered) <= 25
            for choice in offered:
                assert 1 <= weight(choice.name) <= 100
                assert 1 <= weight(str(choice.value)) <= 100


def wrong_in_thread(debate: DebateAnswer) -> list[str]:
    """Return Discord's objections to the name of the thread and to its poll."""
    name, poll = thread_name(debate), poll_on(debate)
    body: Json = {"poll": poll._to_dict()}  # what discord.py sends
    found = [str(one) for one in wrong_in_message(body)]
    texts_of = [(name, 100), (poll.question, 300), *((one.text, 55) for one in poll.answers)]
    found += [text for text, most in texts_of if not 0 < weight(text) <= most]
    # Every cut is marked, and all answers differ.
    whole = " ".join(debate.point.sentence.split())
    found += [name] if not name.endswith("…") and words(name) != words(whole) else []
    answers = {one.text for one in poll.answers}
    found += [] if len(answers) == len(poll.answers) else [str(answers)]
    document = contract()
    if document is not None:
        thread: Json = {"name": name, "type": 11}
        for route, sent in (("messages", body), ("threads", thread)):
            found += map(
                str, document.wrong_in_request("POST", f"/channels/{{channel_id}}/{route}", sent)
            )
    return found


@patient
@given(drawn)
def test_discussions_results_and_daily_points_of_any_library_are_taken(made: Drawn) -> None:
    library = library_of(*made)
    desk = Desk(library, meaning=False)
    for point in list(library.points)[:3]:
        debate = desk.debate(point)
        if not isinstance(debate, DebateAnswer):
            continue
        assert wrong_in_thread(debate) == []
        tallied = tuple((one, 3) for one in ballot(debate))
        for page in (
            discussion_page(debate),
            daily_page(debate),
            result_page(debate.point.sentence, tallied, debate),
        ):
            assert "Page 1 of" not in " ".join(
                text for reply in check(page) for text in texts(components(reply))
            )


@given(st.text(max_size=6000))
def test_a_fault_a_refusal_and_a_hint_are_taken_whatever_they_say(said: str) -> None:
    for page in (error_page(said), request_page(said), hint_page()):
        check(page)


ENORMOUS = library_of(
    {"name": Texts("a_b <@1> 😀", 0.1), "passage": Texts("**Word** 😀\n> ", 0.1)},
    (1200, 300, 3000),
    (Stance.FOR, Stance.AGAINST, None, Stance.MIXED),
)


@pytest.fixture(scope="module")
def enormous() -> Desk:
    return Desk(ENORMOUS, meaning=False)


@pytest.mark.parametrize(
    ("command", "asked"), [(name, one) for name, many in ASKED.items() for one in many]
)
def test_an_enormous_library_is_shown_page_by_page(
    enormous: Desk, command: str, asked: dict[str, str]
) -> None:
    bot = Bot(enormous)
    for by in (ASKER, OTHER):
        (sent,) = bot.command(command, **asked)
        seen = set()
        for _ in range(4):
            assert wrong_as_sent(sent) == []
            assert mentions_nobody(sent.body["data"])
            assert "Something went wrong" not in " ".join(texts(sent.components))
            onward = [one for one in states_in(sent.components) if split_page(one)[1] > 1]
            following = max(onward, key=lambda one: split_page(one)[1], default="")
            if not following or following in seen:
                break
            seen.add(following)
            message = message_payload(components=sent.components, asker=ASKER)
            message["components"] = [{"id": 1, **one} for one in message["components"]]
            (sent,) = bot.press(following, message=message, by=by)
            assert sent.body["type"] == (7 if by == ASKER else 4)
            assert (sent.flags & 64 == 64) is (by == OTHER)
