"""Adding and changing quotes, topics and points, over the loopback."""

import re

import pytest

from bot.library.rules import LONGEST_PASSAGE
from tests.discordapp.moderation.desks import (
    OTHER_POINT,
    POINT,
    SHARED,
    add,
    fields,
    id_of,
    preview,
    shown as is_shown,
)
from tests.loopback import LoopbackDiscord, LoopbackError, Member
from tests.loopback.interactions import Callback


def test_every_command_of_moderators_is_offered_to_them(mo: Member, ada: Member) -> None:
    assert "library" in mo.commands
    assert "library" not in ada.commands
    assert "library" not in mo.in_private().commands


def test_preview_is_for_the_moderator_alone_and_saves_nothing(mo: Member, ada: Member) -> None:
    words = "Nothing is saved before it is saved."
    looked = preview(mo, words)
    assert looked.ephemeral
    assert f"> {words}" in looked.text
    assert looked.message.labels == ["Save", "Change", "Topic and point", "Cancel"]
    assert not is_shown(ada, words)


def test_what_is_saved_is_in_the_next_answer(mo: Member, ada: Member) -> None:
    words = "Whoever waits for the next answer waits for nothing."
    saved = add(mo, words)
    assert saved.kind is Callback.UPDATE
    assert is_shown(ada, words)


def test_cancelled_form_changes_nothing(mo: Member, ada: Member) -> None:
    words = "Some sentences are better left alone."
    looked = preview(mo, words)
    assert "Nothing was saved" in mo.click(looked.message, "Cancel").text
    assert not is_shown(ada, words)


def test_change_opens_the_form_with_what_was_typed(mo: Member) -> None:
    looked = preview(mo, "What is typed stays typed.", Link="https://example.org/talk")
    form = mo.click(looked.message, "Change").form
    assert form.values["Text"] == "What is typed stays typed."
    assert form.values["Link"] == "https://example.org/talk"
    again = mo.submit(form, {"Text": "What is typed anew is shown anew."})
    assert again.kind is Callback.UPDATE
    assert "> What is typed anew is shown anew." in looked.message.text


def test_second_form_says_where_a_quote_stands(mo: Member, ada: Member) -> None:
    words = "A sentence without a place finds one."
    looked = mo.submit(mo.slash("library add").form, fields(words))
    assert "Save" not in looked.message.labels
    form = mo.click(looked.message, "Topic and point").form
    filed = mo.submit(form, {"Point": OTHER_POINT, "Stance": ["against"]})
    mo.click(filed.message, "Save")
    assert is_shown(ada, words)


def test_form_that_is_sent_twice_is_saved_once(mo: Member) -> None:
    words = "Twice sent is once saved."
    form = mo.slash("library add", point=POINT, stance="for").form
    first, second = (mo.submit(form, fields(words)) for _ in range(2))
    mo.click(first.message, "Save")
    mo.click(second.message, "Save")
    assert id_of(mo, words)


def test_the_same_words_are_known_again(mo: Member) -> None:
    add(mo, "The same words cannot be new twice.")
    again = preview(mo, "The same words cannot be new twice!")
    assert "something like it" in again.text
    assert "alike" in again.text or "the same words" in again.text


HOSTILE = [
    ("Text", " \u200b\u2060 ", "empty"),
    ("Text", "🙂 … ¿?", "no words"),
    ("Date", "the day after tomorrow's tomorrow " * 8, "date"),
    ("Link", "javascript:alert(1)", "address"),
    ("Link", "no link", "address"),
    ("Speaker", "🙂", "letter"),
    ("Speaker", "<@1>", "mention"),
]


@pytest.mark.parametrize(("field", "typed", "told"), HOSTILE)
def test_what_cannot_be_taken_is_a_sentence_and_nothing_is_lost(
    mo: Member, field: str, typed: str, told: str
) -> None:
    looked = mo.submit(
        mo.slash("library add", point=POINT, stance="for").form,
        fields("Whatever stands beside it is kept.") | {field: typed},
    )
    assert told in looked.text
    assert "Save" not in looked.message.labels
    assert mo.click(looked.message, "Change").form.values[field] == typed


@pytest.mark.parametrize(
    "words",
    [
        "@everyone **bold** <@1> [a](https://e.example) ```",
        "\u202eesrever nettirw \u200b\u2067 and onwards",
        "x" * (LONGEST_PASSAGE - 1) + "y",
        "# heading\n> quote\n- list that goes on",
        "مرحبا بالعالم والناس",
    ],
)
def test_hostile_words_are_shown_as_they_are_and_call_nobody(
    mo: Member, discord: LoopbackDiscord, words: str
) -> None:
    looked = preview(mo, words)
    discord.settle()
    # The rest that does not fit into one message is in the next, which has the buttons.
    saved = mo.click([looked.message, *looked.followups][-1], "Save")
    assert "Saved" in saved.text
    discord.assert_mentions_nobody()


def test_more_than_a_form_holds_cannot_be_typed(mo: Member) -> None:
    with pytest.raises(LoopbackError, match="4000"):
        preview(mo, "x" * 100_000)


def test_longest_that_a_form_holds_is_told_to_be_too_long_and_given_back(
    mo: Member, discord: LoopbackDiscord
) -> None:
    looked = preview(mo, "x" * 4000)
    discord.settle()
    assert "4,000 characters" in looked.text
    last = [looked.message, *looked.followups][-1]
    assert mo.click(last, "Change").form.values["Text"] == "x" * 4000


def test_edited_quote_is_shown_before_and_after(mo: Member, ada: Member) -> None:
    add(mo, "Yesterday this sentence praised penguins.")
    quote = id_of(mo, "Yesterday this sentence praised penguins.")
    form = mo.slash("library edit", quote=quote).form
    assert form.values["Speaker"] == "Ann Example"
    looked = mo.submit(form, {"Text": "Today this sentence praises flamingos."})
    assert "**Before**" in looked.text
    assert "**After" in looked.text
    mo.click(looked.message, "Save")
    assert is_shown(ada, "Today this sentence praises flamingos.")


def test_shared_quote_is_edited_in_this_server_alone(mo: Member, ada: Member) -> None:
    form = mo.slash("library edit", quote=SHARED).form
    noted = mo.slash("library edit", quote=SHARED, status="disputed", note="Who knows.").form
    assert noted.values == form.values
    looked = mo.submit(noted, {})
    mo.click(looked.message, "Save")
    assert "Who knows" in ada.slash("quote", topic=form.values["Text"][:80]).text


def test_second_moderator_sees_what_the_first_changed(mo: Member, mia: Member) -> None:
    add(mo, "Two people change one sentence.")
    quote = id_of(mo, "Two people change one sentence.")
    forms = [one.slash("library edit", quote=quote).form for one in (mo, mia)]
    first = mo.submit(forms[0], {"Text": "One of two changed this sentence."})
    second = mia.submit(forms[1], {"Text": "The other changed that sentence too."})
    mo.click(first.message, "Save")
    clash = mia.click(second.message, "Save")
    assert "Mo" in clash.text
    assert "One of two changed this sentence." in clash.text
    over = mia.click(clash.message, "Save mine over it")
    assert "The other changed that sentence too." in over.text


def test_removed_quote_comes_back_as_it_was(mo: Member, ada: Member) -> None:
    words = "Out of sight is not out of the world."
    add(mo, words)
    quote = id_of(mo, words)
    form = mo.slash("library remove", quote=quote).form
    removed = mo.submit(form, {"Why?": "It belongs elsewhere."})
    assert "It belongs elsewhere." in removed.text
    assert not is_shown(ada, words)
    assert quote in [one["value"] for one in mo.complete("library restore", "quote", "sight")]
    mo.click(removed.message, "Restore")
    assert is_shown(ada, words)


def test_buttons_of_what_was_saved_lead_on(mo: Member) -> None:
    saved = add(mo, "From here there are ways on.")
    assert mo.click(saved.message, "Edit").form.values["Text"] == "From here there are ways on."
    form = mo.click(saved.message, "Remove").form
    assert "removed" in mo.submit(form, {"Why?": "Just so."}).text.lower()
    assert "Restore" in saved.message.labels


def test_hidden_quote_is_gone_until_it_is_shown_again(mo: Member, ada: Member) -> None:
    quote = mo.complete("library hide", "quote", "")[3]["value"]
    words = mo.slash("library edit", quote=quote).form.values["Text"]
    assert is_shown(ada, words)
    assert mo.slash("library hide", quote=quote, reason="Not here.").ephemeral
    assert not is_shown(ada, words)
    assert [one["value"] for one in mo.complete("library show", "quote", "")] == [quote]
    assert quote not in [one["value"] for one in mo.complete("library hide", "quote", "")]
    mo.slash("library show", quote=quote)
    assert mo.complete("library show", "quote", "") == []
    assert is_shown(ada, words)


def test_history_says_who_did_what_and_goes_on(mo: Member) -> None:
    for number in range(11):
        add(mo, f"History is long, part {number} of it.")
    first = mo.slash("library history")
    assert first.ephemeral
    assert re.search(r"\*\*Mo · <t:\d+:f>\*\* added “History is long, part 10 of it\.”", first.text)
    before = first.text
    assert "Older" in first.message.labels
    assert mo.click(first.message, "Older").text != before


def test_history_of_a_quote_is_its_own(mo: Member) -> None:
    add(mo, "This one has a past of its own.")
    quote = id_of(mo, "This one has a past of its own.")
    said = mo.slash("library history", quote=quote).text
    assert said.count("added") == 1


def test_topic_and_point_are_added_and_changed(mo: Member, ada: Member) -> None:
    made = mo.submit(
        mo.slash("library topic").form, {"Name": "Gardens", "Other names": "parks, greens"}
    )
    assert "Gardens" in made.text
    topic = mo.complete("library topic", "topic", "gardens")[0]["value"]
    form = mo.slash("library point", topic=topic).form
    said = mo.submit(
        form,
        {
            "Sentence": "Every house should have a garden.",
            "Who says yes": "Dig",
            "Who says no": "Pave",
            "Questions": "Do we need gardens?\nWhy dig?",
        },
    )
    assert "Every house should have a garden." in said.text
    point = mo.complete("library point", "point", "every house should have")[0]["value"]
    again = mo.slash("library point", point=point).form
    assert again.values["Questions"] == "Do we need gardens?\nWhy dig?"
    assert "Gardens" in ada.slash("topics", topic="greens").text


def test_unfit_point_can_be_changed_as_it_was_typed(mo: Member) -> None:
    form = mo.slash("library point", topic="funding").form
    typed = {"Sentence": "It is so.", "Who says yes": "Funding", "Other names": "funding"}
    unfit = mo.submit(form, typed | {"Who says no": "No"})
    again = mo.click(unfit.message, "Change").form
    assert again.values["Sentence"] == "It is so."


def test_point_without_a_topic_is_refused_before_anything_is_typed(mo: Member) -> None:
    assert "belongs under a topic" in mo.slash("library point").text
    assert "no topic called" in mo.slash("library point", topic="no such topic at all").text


def test_shared_quote_cannot_be_removed_and_nobody_is_asked_why(mo: Member) -> None:
    shared = mo.complete("library hide", "quote", "")[-1]["value"]
    assert "hide it here instead" in mo.slash("library remove", quote=shared).text


def test_quote_that_is_not_there_is_a_sentence(mo: Member) -> None:
    for command in ("edit", "remove", "restore", "hide", "show", "history"):
        reply = mo.slash(f"library {command}", quote="no-such-quote")
        assert reply.ephemeral
        assert "Traceback" not in reply.text
        assert "reference" not in reply.text


def test_completion_names_the_first_words_and_the_speaker(mo: Member) -> None:
    add(mo, "First words are what one remembers of it.")
    (choice,) = mo.complete("library edit", "quote", "remembers first words")
    assert choice["name"].startswith("First words are what one remembers")
    assert choice["name"].endswith("Ann Example")
    assert len(mo.complete("library edit", "quote", "")) == 25
