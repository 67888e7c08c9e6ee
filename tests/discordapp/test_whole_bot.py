"""The whole bot as a process, over the loopback Discord, with the library that ships with it."""

import re

import pytest

from bot.commands import COMMANDS, MESSAGE_COMMANDS, SAVE_MESSAGE
from bot.discordapp.limits import CHOICE, CHOICES
from tests.loopback import LoopbackDiscord, Member, Post
from tests.loopback.interactions import Callback

MENUS = [menu.name for menu in MESSAGE_COMMANDS]
QUESTION = "Should the NHS build its own software or buy it?"
OFF_TOPIC = "when do I plant tomatoes"


@pytest.fixture
def bo(discord: LoopbackDiscord) -> Member:
    return discord.member("Bo")


def test_every_command_of_the_table_and_the_menus_are_offered(ada: Member) -> None:
    table = [command.name for command in COMMANDS]
    assert ada.commands == [*table, "suggest", "privacy", *MENUS, SAVE_MESSAGE]
    assert ada.in_private().commands == [*table, "privacy", *MENUS]


def test_quote_is_answered_with_the_excerpt_and_its_attribution(ada: Member) -> None:
    reply = ada.slash("quote", topic="reorganisation")
    assert not reply.ephemeral
    said = reply.text.split("\n")
    quoted = [number for number, line in enumerate(said) if line.startswith("> ")]
    assert quoted
    assert re.fullmatch(r"-# \*\*.+\*\* · “.+”, \d{4}.*", said[quoted[-1] + 1])


def test_quote_finds_what_was_mistyped(ada: Member) -> None:
    assert "> " in ada.slash("quote", topic="privte sectr").text


def test_debate_shows_both_sides_by_word_and_colour(ada: Member) -> None:
    reply = ada.slash("debate", point="social-care")
    cards = [one for one in reply.components if one["type"] == 17]
    assert len({card["accent_color"] for card in cards}) >= 2
    assert "**For" in reply.text
    assert "**Against" in reply.text


def test_question_is_answered(ada: Member) -> None:
    assert "> " in ada.slash("ask", question=QUESTION).text


def test_question_off_the_topic_is_answered_honestly(ada: Member) -> None:
    reply = ada.slash("ask", question=OFF_TOPIC)
    assert "> " not in reply.text
    assert reply.text


def test_topics_and_about_are_answered(ada: Member) -> None:
    assert "Reorganisation" in ada.slash("topics").text
    assert "Reorganisation" in ada.slash("topics", topic="reorganisation").text
    assert ada.slash("about").text


@pytest.mark.parametrize(
    ("command", "option"),
    [(c.name, o.name) for c in COMMANDS for o in c.options if o.required or o.main],
)
def test_longest_and_strangest_requests_are_answered(
    ada: Member, command: str, option: str
) -> None:
    for text in ("x" * 6000, "🙂", "\u202e@everyone", "<@1> " * 500, "# \n> ```"):
        assert ada.slash(command, **{option: text}).text


def test_private_answer_is_for_the_asker_alone(ada: Member) -> None:
    for command in COMMANDS:
        given = {option.name: "reorganisation" for option in command.options if option.required}
        assert ada.slash(command.name, **given, private=True).ephemeral


@pytest.mark.parametrize(
    ("command", "option"),
    [(c.name, o.name) for c in COMMANDS for o in c.options if o.completes],
)
@pytest.mark.parametrize("typed", ["", "n", "reorgn", "x" * 500, "\u202e"])
def test_completion_offers_what_is_answered_when_sent_back(
    ada: Member, command: str, option: str, typed: str
) -> None:
    choices = ada.complete(command, option, typed)
    assert len(choices) <= CHOICES
    if typed == "" or (typed == "reorgn" and option not in ("speaker", "source")):
        assert choices
    for choice in choices[:2]:
        assert re.search(r" · \w+ · \d+ excerpts?$", choice["name"])
        assert 0 < len(choice["value"]) <= CHOICE
        assert ada.slash(command, **{option: choice["value"]}).text


def buttons_of(post: Post) -> list[str]:
    """Return the custom_ids of the buttons except those that open a discussion or a form."""
    ids = [one["custom_id"] for one in post.buttons if one.get("custom_id")]
    return [one for one in ids if not one.startswith(("1:discuss", "1:suggest"))]


def walk_on(ada: Member, post: Post, pressed: set[str]) -> bool:
    """Press buttons not pressed yet, one after another; return whether there was any."""
    before = len(pressed)
    while fresh := [one for one in buttons_of(post) if one not in pressed]:
        pressed.add(fresh[0])
        reply = ada.click(post, fresh[0])
        assert reply.kind is Callback.UPDATE
        assert reply.text
        if len(pressed) - before > 20:
            break
    return len(pressed) > before


def test_every_topic_opens_from_the_menu_under_topics(ada: Member) -> None:
    card = ada.slash("topics").message
    offered = [one for select in card.selects for one in select["options"]]
    listed = " · ".join(re.findall(r"^\*\*.+?\*\* (.+)", card.text, re.MULTILINE))
    assert [one["label"] for one in offered] == listed.replace("\xa0", " ").split(" · ")
    for select in card.selects:
        card = ada.slash("topics").message
        opened = ada.choose(card, select["placeholder"], [select["options"][-1]["label"]])
        assert opened.kind is Callback.UPDATE
        assert select["options"][-1]["label"] in opened.text


def test_points_of_a_topic_are_opened_from_a_menu_by_asker_and_others(
    ada: Member, bo: Member
) -> None:
    card = ada.slash("topics", topic="funding").message
    (select,) = card.selects
    assert select["placeholder"] == "Read a debate"
    assert all("for, " in one["description"] for one in select["options"])
    name = select["options"][1]["label"]
    theirs = bo.choose(card, "Read a debate", [name])
    assert (theirs.ephemeral, name in theirs.text) == (True, True)
    own = ada.choose(card, "Read a debate", [name])
    assert own.kind is Callback.UPDATE
    assert own.text == theirs.text


def test_every_kind_of_button_is_answered_wherever_it_leads(ada: Member) -> None:
    asked = (
        ("quote", {"topic": "reorganisation"}),
        ("debate", {"point": "social-care"}),
        ("ask", {"question": QUESTION}),
        ("ask", {"question": OFF_TOPIC}),
        ("topics", {"topic": "reorganisation"}),
    )
    pressed: set[str] = set()
    for command, given in asked:
        for _ in range(4):
            if not walk_on(ada, ada.slash(command, **given).message, pressed):
                break
    kinds = {custom_id.split(":")[1] for custom_id in pressed}
    assert kinds >= {"another", "opposing", "context", "debate", "quote"}


def test_askers_click_changes_the_message_and_anothers_answers_that_one_alone(
    ada: Member, bo: Member
) -> None:
    card = ada.slash("quote", topic="reorganisation").message
    before = card.text
    theirs = bo.click(card, "Another")
    assert (theirs.ephemeral, card.text) == (True, before)
    own = ada.click(card, "Another")
    assert own.kind is Callback.UPDATE
    assert card.text != before
    assert theirs.message.text == card.text


def test_private_answer_can_be_followed_by_its_reader(ada: Member, bo: Member) -> None:
    card = ada.slash("quote", topic="reorganisation").message
    theirs = bo.click(card, "Another").message
    assert bo.click(theirs, "Another").kind is Callback.UPDATE


def test_another_shows_no_excerpt_twice_until_all_were_shown(ada: Member) -> None:
    reply = ada.slash("quote", topic="reorganisation")
    counted = re.search(r"1 of (\d+)", reply.text)
    assert counted
    seen = {_quoted(reply.text)}
    for _ in range(int(counted[1]) - 1):
        seen.add(_quoted(ada.click(reply.message, "Another").text))
    assert len(seen) == int(counted[1])


def _quoted(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line.startswith("> "))


def test_mention_with_a_question_is_answered_as_a_reply(ada: Member) -> None:
    post = ada.mention(QUESTION)
    assert "> " in post.text
    assert post.message.reference


@pytest.mark.parametrize("words", ["", "?", "Hi!", "help", "<@1> \N{WAVING HAND SIGN}"])
def test_mention_without_a_question_gets_a_hint(ada: Member, words: str) -> None:
    assert "/ask" in ada.mention(words).text


@pytest.mark.parametrize(
    ("words", "said"), [("topics", "topics"), ("Speakers!", "Speakers"), ("/about", "six pieces")]
)
def test_mention_with_a_command_alone_is_answered_like_it(
    ada: Member, words: str, said: str
) -> None:
    assert said in ada.mention(words).text


@pytest.mark.parametrize("menu", MENUS)
def test_menu_on_a_message_without_words_says_so_to_who_asked_alone(
    ada: Member, bo: Member, menu: str
) -> None:
    for words in ("", "\u202e\u200b", "<@1> \N{GRINNING FACE}"):
        reply = ada.use_message_command(menu, bo.say(words))
        assert reply.ephemeral
        assert "I found no words in that message" in reply.text


def test_question_in_direct_messages_needs_no_mention(ada: Member) -> None:
    alone = ada.in_private()
    assert "> " in alone.hears(alone.say(QUESTION)).text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("another one", "2 of 22 on Reorganisation"),
        ("and the other side?", "Reorganising the national bodies makes"),
        ("source?", "Let’s stop pointless reorganisations"),
    ],
)
def test_reply_to_a_card_is_answered_from_it(
    ada: Member, bo: Member, words: str, said: str
) -> None:
    card = ada.slash("quote", topic="reorganisation").message
    assert said in bo.hears(bo.say(words, answering=card)).text
    mentioned = ada.mention("quote reorganisation")
    assert said in bo.hears(bo.say(words, answering=mentioned)).text


def test_asker_of_a_mention_changes_the_reply_by_its_buttons(ada: Member) -> None:
    post = ada.mention("reorganisation")
    custom_id = buttons_of(post)[0]
    assert ada.click(post, custom_id).kind is Callback.UPDATE


@pytest.mark.parametrize("menu", MENUS)
def test_message_menu_answers_on_the_words_of_a_message(ada: Member, bo: Member, menu: str) -> None:
    assert "> " in ada.use_message_command(menu, bo.say(QUESTION)).text


@pytest.mark.parametrize("menu", MENUS)
def test_message_menu_answers_on_a_message_without_words_too(
    ada: Member, bo: Member, menu: str
) -> None:
    assert ada.use_message_command(menu, bo.say("<@1> 🙂")).text


def test_opposing_view_is_for_the_asker_alone_until_they_show_it(ada: Member, bo: Member) -> None:
    said = bo.say("It was right to merge NHS Digital and NHSX into NHS England.")
    quotes = ada.use_message_command("Quotes on this", said)
    assert not quotes.ephemeral
    opposing = ada.use_message_command("Opposing view", said)
    assert opposing.ephemeral
    point = re.compile(r"-# Point: (.+)")
    assert point.findall(opposing.text) == point.findall(quotes.text)
    assert _sides(opposing.text) == _sides(quotes.text)[::-1]
    shown = ada.click(opposing.message, "Show in the channel")
    assert (shown.kind, shown.ephemeral) == (Callback.MESSAGE, False)
    assert _sides(shown.text) == _sides(opposing.text)
    assert "Show in the channel" not in [button["label"] for button in shown.message.buttons]
    ada.click(opposing.message, "More views")
    assert "Show in the channel" in [button["label"] for button in opposing.message.buttons]


def _sides(text: str) -> list[str]:
    return re.findall(r"^-# \*\*(For|Against)", text, re.MULTILINE)


@pytest.mark.parametrize("menu", MENUS)
def test_message_menu_reads_our_own_cards(ada: Member, menu: str) -> None:
    card = ada.slash("quote", topic="reorganisation").message
    assert "> " in ada.use_message_command(menu, card).text
