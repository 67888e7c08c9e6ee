"""Long cards of moderation have pages to turn, over the loopback."""

from tests.discordapp.moderation.desks import add, fields, id_of, suggest
from tests.discordapp.moderation.test_reviewing import FILED, next_of
from tests.discordapp.moderation.test_transfer import row, table
from tests.loopback import Member, Reply
from tests.loopback.interactions import Callback

LONG = "hold on to each other while they sleep, *all* of them. " * 35


def turned(member: Member, reply: Reply, label: str = "Next page") -> Reply:
    """Turn the card by one page."""
    assert not reply.followups
    following = member.click(reply.message, label)
    assert following.kind is Callback.UPDATE
    return following


def whole(member: Member, reply: Reply) -> str:
    """Return the text of all pages of a card."""
    said = reply.text
    while "Next page" in reply.message.labels:
        reply = turned(member, reply)
        said += reply.text
    return said


def test_long_preview_is_turned_and_saved_from_any_page(mo: Member) -> None:
    add(mo, f"Otters {LONG}")
    form = mo.slash("library edit", quote=id_of(mo, "Otters", "library edit")).form
    first = mo.submit(form, fields(f"Sea otters {LONG}"))
    assert "**Before**" in first.text
    assert "Page 1 of 2" in first.text
    second = turned(mo, first)
    assert "Page 2 of 2" in second.text
    assert "nothing is saved yet" in second.text
    assert "**Before**" in turned(mo, second, "Previous page").text
    assert "Changed" in mo.click(second.message, "Save").text


def test_long_suggestion_is_turned_and_accepted_from_any_page(mo: Member, ada: Member) -> None:
    suggest(ada, f"Beavers {'*_' * 990}", **FILED)
    first = next_of(mo, "Beavers")
    second = turned(mo, first)
    assert "Suggestion " in second.text
    assert "Page 2 of 2" in second.text
    assert "Accepted suggestion" in mo.click(second.message, "Accept").text


def test_page_of_a_suggestion_that_another_decided_says_so(
    mo: Member, mia: Member, ada: Member
) -> None:
    suggest(ada, f"Martens {'*_' * 990}", **FILED)
    theirs, mine = next_of(mia, "Martens"), next_of(mo, "Martens")
    mia.click(theirs.message, "Accept")
    assert "Mia accepted suggestion" in turned(mo, mine).text


def test_gaps_are_counted_and_listed_whole(mo: Member) -> None:
    asked = [f"what do {number} newts weigh" for number in range(60)]
    for question in ("thanks!", "?!", "who said that?", *asked):  # the first three are no gaps
        mo.slash("ask", question=question)
    # A question is counted after its answer was sent, so the last may be missing for a moment.
    looks = (mo.slash("library gaps").message for _ in range(100))
    gaps = next(message for message in looks if "All 60 questions" in message.labels)
    every = mo.click(gaps, "All 60 questions")
    assert "Page 1 of 2" in every.text
    said = whole(mo, every)
    assert all(question in said for question in asked)
    assert "Points without both sides" in mo.click(every.message, "All gaps").text


def test_long_plan_of_an_import_is_turned(mo: Member) -> None:
    wrong = [row(f"Stoat {number}.", f"no-such-point-{number}") for number in range(60)]
    first = mo.slash("library import", file=table(*wrong))
    assert "line 2** " in first.text  # the list begins under its heading
    said = whole(mo, first)
    assert all(f"line {number + 2}** " in said for number in range(60))
