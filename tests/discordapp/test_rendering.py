import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from bot.answers.actions import Debate, Opposing
from bot.discordapp.limits import MESSAGES_OF_AN_ANSWER, TEXT_OF_A_MESSAGE
from bot.discordapp.markdown import plain, weight
from bot.discordapp.rendering import (
    ACCENTS,
    REST_IN_THE_FILE,
    OutgoingMessage,
    pieces_of,
    render,
)
from bot.library.text_cleaning import legible
from bot.pages.page import (
    Block,
    Button,
    ContextBlock,
    Heading,
    Labelled,
    Line,
    ListBlock,
    OpenLink,
    Page,
    QuoteBlock,
    Row,
    Tone,
)
from tests.discordapp.markdown import read
from tests.discordapp.pages import pages
from tests.loopback.components import interactive, texts
from tests.loopback.contract import contract
from tests.loopback.message_rules import wrong_in_message

V2 = 1 << 15
UNBROKEN = "\N{NO-BREAK SPACE}"
patient = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=50)
SAID = QuoteBlock("Never.", "Ann", "“On never”, 2020", label="Against: never", tone=Tone.AGAINST)


@pytest.mark.parametrize("many", [20, 21])
def test_buttons_that_have_no_room_are_counted(many: int) -> None:
    ways = tuple(Button("Debate", Debate(f"point-{one}")) for one in range(many))
    (reply,) = render(Page((Line("Many ways on."),), ways))
    assert wrong(reply) == []
    assert ("-# Only 20 of 21 buttons fit here." in texts(components(reply))) is (many > 20)


def components(reply: OutgoingMessage) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = reply.view.to_components()  # type: ignore[no-untyped-call] # so there
    return made


def wrong(reply: OutgoingMessage) -> list[str]:
    """Return Discord's objections to the message, by its rules and its API document."""
    body = {"components": components(reply), "flags": V2, "allowed_mentions": {"parse": []}}
    names = [file.filename for file in reply.files()]
    found = [str(one) for one in wrong_in_message(body, files=names)]
    document = contract()
    if document is not None:
        route = "/channels/{channel_id}/messages"
        found += [str(one) for one in document.wrong_in_request("POST", route, body)]
    return found


def only_text(*blocks: Block) -> str:
    (reply,) = render(Page(blocks))
    return "\n--\n".join(texts(components(reply)))


def words(text: str) -> str:
    """Return the text without white space and quotation prefixes, which a layout may change."""
    return "".join(legible(text).replace(">", "").split())


def said_in(block: Block) -> tuple[str, ...]:
    match block:
        case Heading(text) | Line(text):
            return (text,)
        case Labelled():
            return (block.label, block.text)
        case QuoteBlock():
            return (block.label, block.text, block.who, block.where, *block.remarks)
        case ContextBlock():
            return (block.before, block.passage, block.after)
        case ListBlock():
            rows = () if block.on_buttons else block.rows
            return tuple(text for row in rows for text in (row.name, row.text, *row.under))


@patient
@given(pages)
def test_any_page_is_within_all_of_discords_limits(page: Page) -> None:
    sent = render(page)
    assert 1 <= len(sent) <= MESSAGES_OF_AN_ANSWER
    for reply in sent:
        assert wrong(reply) == []
        assert sum(map(weight, texts(components(reply)))) <= TEXT_OF_A_MESSAGE


def without_our_markup(markdown: str) -> str:
    """Return a text display without the prefixes of its lines and the marks of bold runs."""
    unmarked = re.sub(r"(\\.)|\*\*", lambda found: found[1] or "", markdown)
    return re.sub(r"(?m)^(?:### |-# |> |- |  - )", "", unmarked)


@patient
@given(pages)
def test_no_word_of_any_page_is_read_as_markup(page: Page) -> None:
    for text in (piece.text for piece in pieces_of(page)):
        seen, rules = read(without_our_markup(text))
        same = words(seen) == words(plain(text))
        assert (rules, same) == ([], True)


@patient
@given(pages)
def test_nothing_of_any_block_is_left_out(page: Page) -> None:
    for block in page.blocks:
        shown = [plain(piece.text) for piece in pieces_of(Page((block,)))]
        if isinstance(block, QuoteBlock):
            for text in (block.label, block.who, block.where, *block.remarks):
                assert words(text) in words("".join(shown))
            quoted = [line for text in shown for line in text.split("\n") if line[:2] == "> "]
            assert words(block.text) in words("".join(quoted))
        else:
            assert words("".join(shown)) == words("".join(said_in(block)))


@patient
@given(pages)
def test_every_text_of_any_page_is_in_a_message_or_in_the_file(page: Page) -> None:
    sent = render(page)
    on_file = sent[-1].content.decode()
    shown = [text for reply in sent for text in texts(components(reply))]
    if shown and shown[-1].startswith("-# Only 20 of"):
        shown.pop()
    if on_file:
        assert shown.pop() == REST_IN_THE_FILE
    every = [piece.text for piece in pieces_of(page) if piece.text]
    as_written = every[: len(shown)] == shown
    assert as_written
    filed = "\n\n".join(map(plain, every[len(shown) :])) == on_file
    assert filed


def test_excerpt_is_quoted_line_by_line_and_its_speaker_stands_right_under_it() -> None:
    passage = QuoteBlock(
        "One.\n\n**Two**", "Ann", "“On it”", label="For: it", remarks=("Verified",)
    )
    assert only_text(passage) == (
        "-# **For: it**\n> One.\n> \n> \\*\\*Two\\*\\*\n-# **Ann** · “On it”\n-# Verified"
    )


def test_excerpt_cannot_forge_an_attribution() -> None:
    forged = QuoteBlock("True.\n**Bob**\n-# “Elsewhere”", "Ann", "here")
    said = only_text(forged).split("\n")
    assert [line for line in said if not line.startswith("> ")] == ["-# **Ann** · here"]


def test_long_excerpt_has_its_attribution_on_every_message() -> None:
    sent = render(Page((QuoteBlock("word " * 1500, "Ann", "here"),)))
    assert len(sent) == 3
    for reply in sent:
        (text,) = texts(components(reply))
        assert text.endswith("\n-# **Ann** · here")


def test_excerpts_of_one_side_share_a_card_and_one_alone_needs_none() -> None:
    for_, against = (
        replace(SAID, label=label, tone=tone)
        for label, tone in (("For", Tone.FOR), ("Against", Tone.AGAINST))
    )
    (reply,) = render(Page((for_, for_, against)))
    cards = components(reply)
    assert [card["accent_color"] for card in cards] == [ACCENTS[Tone.FOR], ACCENTS[Tone.AGAINST]]
    assert [one["content"].count("-# **For**") for one in cards[0]["components"]] == [1, 0]
    (alone,) = render(Page((replace(SAID, label=""),)))
    assert [one["type"] for one in components(alone)] == [10]


def test_list_that_buttons_repeat_is_left_out() -> None:
    rows = (Row("Kerbs"),)
    assert only_text(Line("x"), ListBlock(rows, on_buttons=True)) == "x"


def test_what_three_messages_cannot_hold_is_in_a_file_with_the_last() -> None:
    sent = render(Page((Heading("All of it"), Line("word " * 4000), Line("The end."))))
    assert [bool(reply.files()) for reply in sent] == [False, False, True]
    assert sent[-1].content.decode().endswith("word \n\nThe end.")
    assert texts(components(sent[-1]))[-1] == REST_IN_THE_FILE


def test_buttons_stand_under_the_last_message() -> None:
    again = Button("Opposing view", Opposing("a-quote"))
    sent = render(Page((Line("word " * 1000),), (again,)))
    assert [len(interactive(components(reply))) for reply in sent] == [0, 1]


def test_side_has_its_colour_and_says_its_name() -> None:
    (reply,) = render(Page((Heading("Motion"), SAID)))
    heading, card = components(reply)
    assert heading["content"] == "### Motion"
    assert card["accent_color"] == ACCENTS[Tone.AGAINST]
    assert "**Against: never**" in card["components"][0]["content"]


def test_page_without_an_excerpt_is_one_card() -> None:
    (reply,) = render(Page((Line("No."), Line("Yes.")), tone=Tone.NOTICE))
    (card,) = components(reply)
    assert [one["type"] for one in card["components"]] == [10, 10]


def test_passage_in_its_source_is_bold_where_it_stands() -> None:
    marked = ContextBlock("Before it. ", "The passage.\nIts end. ", "After.\n")
    assert only_text(marked) == "> Before it. **The passage.**\n> **Its end.** After."


def test_small_print_that_follows_small_print_is_one_text() -> None:
    assert only_text(Line("a", small=True), Line("b", small=True)) == "-# a\n-# b"


def test_list_is_a_list_with_bold_names() -> None:
    listed = ListBlock((Row("Buses", "3 excerpts", ("free",)), Row("Trams"), Row("", "none")))
    assert only_text(listed) == f"- **Buses** 3{UNBROKEN}excerpts\n  - free\n- **Trams**\n- none"


def test_same_button_twice_is_one() -> None:
    again = Button("Opposing view", Opposing("a-quote"))
    (reply,) = render(Page((Line("x"),), (again, again)))
    assert len(interactive(components(reply))) == 1


def test_address_too_long_for_a_button_leads_to_the_page_without_the_passage() -> None:
    link = "https://e.example/page#:~:text=" + "a" * 500
    (reply,) = render(Page((Line("x"),), (Button("Source", OpenLink(link)),)))
    (button,) = interactive(components(reply))
    assert button["url"] == "https://e.example/page"


def test_empty_page_is_still_a_message() -> None:
    (reply,) = render(Page((Line(""),)))
    assert wrong(reply) == []


def test_counts_of_an_entry_are_not_broken_over_two_lines() -> None:
    counts = ("9 excerpts · 1 point", "4 for · 1 against · 1 mixed", "x " * 40)
    said = only_text(ListBlock(tuple(Row("Buses", text) for text in counts)))
    short, longer, sentence = (line.removeprefix("- **Buses** ") for line in said.split("\n"))
    assert short == f"9{UNBROKEN}excerpts{UNBROKEN}· 1{UNBROKEN}point"
    assert longer.split(" ") == [
        UNBROKEN.join(part) for part in (("4", "for", "·"), ("1", "against", "·"), ("1", "mixed"))
    ]
    assert UNBROKEN not in sentence
