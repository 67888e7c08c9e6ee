"""Menus of a page as Discord's selects."""

from string import ascii_uppercase

import pytest
from hypothesis import given, settings, strategies as st
from msgspec.structs import replace

from bot.answers.actions import Debate, Topics
from bot.discordapp.buttons import with_choice
from bot.discordapp.limits import OPTIONS_OF_A_SELECT, SELECTS_OF_A_MESSAGE
from bot.discordapp.rendering import render
from bot.pages.page import Button, Choice, Heading, Menu, Page
from tests.discordapp.pages import pages
from tests.loopback.components import interactive, texts
from tests.loopback.message_rules import wrong_in_message

MOST = OPTIONS_OF_A_SELECT * SELECTS_OF_A_MESSAGE


def a_menu(count: int) -> Menu:
    choices = tuple(
        Choice(f"Topic {one}", Topics(f"t{one}"), f"{one} excerpts") for one in range(count)
    )
    return Menu("Open a topic", choices)


def shown(*menus: Menu) -> list[dict[str, object]]:
    (reply,) = render(Page((Heading("Topics"),), menus=menus))
    return list(reply.view.to_components())  # type: ignore[no-untyped-call] # as discord.py has it


@pytest.mark.parametrize("count", [0, 1, 25, 26, MOST, MOST + 1, 1000])
def test_menu_takes_as_many_selects_as_it_needs_and_says_what_they_leave_out(count: int) -> None:
    components = shown(a_menu(count))
    offered = [one for select in interactive(components) for one in select["options"]]
    assert len(offered) <= MOST
    assert [one["value"] for one in offered] == [f"t{one}" for one in range(len(offered))]
    assert len(offered) == count or f"show {len(offered)} of {count}" in "".join(texts(components))


def test_select_says_what_it_opens_and_each_choice_what_it_holds() -> None:
    (select,) = interactive(shown(a_menu(2)))
    assert (select["custom_id"], select["placeholder"]) == ("1:topic", "Open a topic")
    assert [(one["label"], one["description"]) for one in select["options"]] == [
        ("Topic 0", "0 excerpts"),
        ("Topic 1", "1 excerpts"),
    ]


def test_several_selects_of_a_menu_say_what_each_holds() -> None:
    first, second = interactive(shown(a_menu(26)))
    assert first["placeholder"] == "Open a topic 1–13"
    assert second["placeholder"] == "Open a topic 14–26"
    assert (first["custom_id"], second["custom_id"]) == ("1:topic", "1:topic#2")
    choices = a_menu(26).choices
    lettered = (replace(one, label=ascii_uppercase[at]) for at, one in enumerate(choices))
    selects = interactive(shown(Menu("Topics", tuple(lettered))))
    assert [one["placeholder"] for one in selects] == ["Topics A–M", "Topics N–Z"]


@pytest.mark.parametrize(
    ("letters", "named"),
    [
        ("A" * 10 + "M" * 8 + "W" * 10, ["Topics A", "Topics M–W"]),
        ("A" * 3 + "M" * 23 + "W" * 2, ["Topics A", "Topics M–W"]),
        ("B" * 30, ["Topics B", "Topics B"]),
        ("A" * 2 + "B" * 46 + "C" * 2, ["Topics A–B", "Topics B–C"]),
        ("É" + "F" * 25, ["Topics E", "Topics F"]),
    ],
)
def test_parts_of_an_alphabetical_menu_end_between_letters_if_they_can(
    letters: str, named: list[str]
) -> None:
    choices = (Choice(one, Topics(f"t{at}")) for at, one in enumerate(letters))
    selects = interactive(shown(Menu("Topics", tuple(choices))))
    assert [one["placeholder"] for one in selects] == named
    assert sum(len(one["options"]) for one in selects) == len(letters)


@pytest.mark.parametrize("custom_id", ["1:topic", "1:topic#2"])
def test_what_is_chosen_reads_as_the_button_for_it_would(custom_id: str) -> None:
    assert with_choice(custom_id, ("t7",)) == "1:topic:t7"
    assert with_choice("1:topic:t7", ()) == "1:topic:t7"


ids = st.text(max_size=60)
menus = st.one_of(
    [
        st.builds(
            Menu,
            st.text(max_size=300),
            st.lists(
                st.builds(Choice, st.text(max_size=300), st.builds(action, ids), st.text()),
                max_size=60,
            ).map(tuple),
        )
        for action in (Topics, Debate)
    ]
)


@settings(max_examples=40, deadline=None)
@given(pages, menus, st.integers(0, 30))
def test_any_menu_beside_any_page_is_within_the_limits(page: Page, menu: Menu, extra: int) -> None:
    buttons = tuple(Button(f"Way {one}", Topics(f"w{one}")) for one in range(extra))
    for reply in render(Page(page.blocks, buttons, page.tone, (menu,))):
        body = {
            "components": reply.view.to_components(),  # type: ignore[no-untyped-call] # as above
            "flags": 1 << 15,
        }
        names = ("rest-of-the-answer.txt",) if reply.content else ()
        assert list(wrong_in_message(body, files=names)) == []
