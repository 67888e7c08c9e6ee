"""Parts of an answer too long for one message, and the buttons that turn to them."""

from collections.abc import Mapping
from typing import Any

import pytest
from msgspec.structs import replace

from bot.answers.actions import Context, Topics
from bot.answers.desk import Desk
from bot.discordapp.buttons import selects
from bot.discordapp.rendering import message_layouts, render
from bot.library.library import Library, make_library
from bot.library.model import Topic, Verdict
from bot.library.verify import SourceText
from bot.pages.page import Choice, Heading, Line, ListBlock, Menu, Page, Row
from tests.discordapp.wire import ASKER, OTHER, Bot, Sent, message_payload
from tests.libraries import town
from tests.loopback.components import interactive, texts

MESSAGE, UPDATE, EPHEMERAL = 4, 7, 1 << 6
LONG = " ".join(f"word{number}" for number in range(1200))
HERE = Context("kerb-lorry")


def changed(
    library: Library, verdicts: Mapping[str, Verdict] | None = None, **given: Any
) -> Library:
    """Return the library with some parts replaced."""
    return make_library(replace(library.collection, **{"texts": {}, **given}), verdicts)


def bot_with_long_quotes() -> Bot:
    library = town()
    long = (replace(one, text=LONG) for one in library.quotes.values())
    return Bot(Desk(changed(library, quotes=tuple(long))))


@pytest.fixture
def bot() -> Bot:
    return bot_with_long_quotes()


def labels(sent: Sent) -> list[str]:
    return [one["label"] for one in interactive(sent.components) if one.get("label")]


def state(sent: Sent, label: str) -> str:
    (found,) = [one for one in interactive(sent.components) if one.get("label") == label]
    return str(found["custom_id"])


def press(bot: Bot, sent: Sent, label: str, by: int = ASKER) -> Sent:
    custom_id = state(sent, label)
    row = {"type": 1, "id": 2, "components": [button(custom_id)]}
    message = message_payload(components=[row], asker=ASKER)
    (answer,) = bot.press(custom_id, message=message, by=by)
    return answer


def button(custom_id: str) -> dict[str, object]:
    return {"type": 2, "id": 3, "style": 2, "label": "Go", "custom_id": custom_id}


def test_context_in_a_source_of_one_long_paragraph_opens_at_the_excerpt() -> None:
    quote = town().quotes["kerb-lorry"]
    text = "One _sentence_ of *many*. " * 4000 + quote.text + " And *one* more after it." * 4000
    verdicts = {quote.id: SourceText(text).verify(quote.text)}
    bot = Bot(Desk(changed(town(), texts={quote.source: text}, verdicts=verdicts)))
    row = {"type": 1, "id": 2, "components": [button(f"1:context:{quote.id}")]}
    message = message_payload(components=[row], asker=ASKER)
    (context,) = bot.press(f"1:context:{quote.id}", message=message)
    assert f"**{quote.text}**" in "\n".join(texts(context.components))
    assert "Next page" not in labels(context)


def test_long_answer_is_one_message_that_says_which_page_it_is(bot: Bot) -> None:
    (sent,) = bot.command("quote", topic="kerbs")
    assert "-# Page 1 of 4" in texts(sent.components)
    assert "Next page" in labels(sent)
    assert "Previous page" not in labels(sent)


def test_pages_are_turned_there_and_back_and_the_speaker_is_on_each(bot: Bot) -> None:
    (first,) = bot.command("quote", topic="kerbs")
    second = press(bot, first, "Next page")
    third = press(bot, second, "Next page")
    assert [one.body["type"] for one in (second, third)] == [UPDATE, UPDATE]
    assert "-# Page 3 of 4" in texts(third.components)
    last = press(bot, third, "Next page")
    assert ("Next page" in labels(last), "Previous page" in labels(last)) == (False, True)
    shown = [" ".join(texts(one.components)) for one in (first, second, third)]
    speaker = next(
        line for line in shown[0].split("\n") if line.startswith("-# **") and ":" not in line
    )
    assert all(speaker in one for one in shown)
    back = press(bot, second, "Previous page")
    assert texts(back.components)[0] == texts(first.components)[0]


def test_page_turned_to_has_the_other_ways_on_too(bot: Bot) -> None:
    (first,) = bot.command("quote", topic="kerbs")
    second = press(bot, first, "Next page")
    assert [one for one in labels(first) if "page" not in one] == [
        one for one in labels(second) if "page" not in one
    ]


def test_another_members_page_is_theirs_alone(bot: Bot) -> None:
    (first,) = bot.command("quote", topic="kerbs")
    theirs = press(bot, first, "Next page", by=OTHER)
    assert (theirs.body["type"], theirs.flags & EPHEMERAL) == (MESSAGE, EPHEMERAL)


def test_another_process_turns_the_page_of_an_old_message(bot: Bot) -> None:
    (first,) = bot.command("quote", topic="kerbs")
    assert press(bot_with_long_quotes(), first, "Next page").components


def test_page_of_a_removed_quote_is_a_sentence(bot: Bot) -> None:
    (context,) = bot.press(
        "1:context:kerb-lorry",
        message=message_payload(
            components=[{"type": 1, "id": 2, "components": [button("1:context:kerb-lorry")]}],
            asker=ASKER,
        ),
    )
    left = tuple(one for one in town().quotes.values() if one.id != "kerb-lorry")
    answer = press(Bot(Desk(changed(town(), quotes=left))), context, "Next page")
    assert "That is no longer in the library." in texts(answer.components)[0]


def test_page_beyond_the_last_is_the_last() -> None:
    page = Page((Line(LONG),), here=HERE)
    count = len(message_layouts(page))
    assert count > 2
    assert texts(parts(page, 99)) == texts(parts(page, count))


def parts(page: Page, number: int) -> list[dict[str, Any]]:
    (reply,) = render(page, number)
    made: list[dict[str, Any]] = reply.view.to_components()  # type: ignore[no-untyped-call] # so there
    return made


def test_how_a_question_matched_stands_on_the_first_page_alone() -> None:
    page = Page((Line(LONG), Line("Matched: it", small=True, asked=True)), here=HERE)
    assert "-# Matched: it" in texts(parts(page, 1))
    assert "-# Matched: it" not in texts(parts(page, 2))


def test_pages_begin_where_they_did_for_a_button_that_does_not_know_what_was_asked() -> None:
    asked = Page((Line(LONG), Line("Matched: it", small=True, asked=True)), here=HERE)
    turned = Page((Line(LONG),), here=HERE)
    assert texts(parts(asked, 2)) == texts(parts(turned, 2))


def test_head_begins_every_further_page_and_foot_ends_every_earlier_one() -> None:
    page = Page((Heading("Ann"), Line(LONG)), here=HERE, head="Ann", foot="in a text")
    first, second = (texts(parts(page, number)) for number in (1, 2))
    assert (first[0].startswith("### Ann"), first[-2]) == (True, "-# in a text")
    assert second[0] == "-# Ann"


def test_what_cannot_be_asked_for_again_goes_on_in_further_messages() -> None:
    assert len(render(Page((Line(LONG),)))) == 3


@pytest.mark.parametrize("count", [51, 400])
def test_every_topic_can_be_opened_from_a_menu_on_the_page_it_stands_on(count: int) -> None:
    names = [f"Topic {number}" for number in range(count)]
    choices = tuple(Choice(name, Topics(name.replace(" ", "-").lower())) for name in names)
    rows = ListBlock(tuple(Row(name, "1 excerpt") for name in names))
    page = Page((rows,), menus=(Menu("Open", choices),), here=HERE)
    offered: list[str] = []
    for number in range(1, -(-count // 50) + 1):
        shown = parts(page, number)
        here = [one["label"] for select in interactive(shown) for one in select.get("options", ())]
        said = "\n".join(texts(shown))
        assert all(f"**{name}**" in said for name in here)
        offered += here
    assert offered == names
    assert selects(page.menus)


def test_a_topic_list_is_turned_like_any_answer() -> None:
    topics = (*town().topics.values(), *(Topic(f"t-{one}", f"Topic {one}") for one in range(90)))
    bot = Bot(Desk(changed(town(), topics=topics)))
    (first,) = bot.command("topics")
    assert "-# Page 1 of 2" in texts(first.components)
    second = press(bot, first, "Next page")
    assert texts(second.components)[0] == "-# Topics"
