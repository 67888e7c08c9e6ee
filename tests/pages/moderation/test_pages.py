"""Pages of moderation, from the real service over the town of ``tests.libraries``."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.moderation.form_values import TopicForm
from bot.moderation.outcomes import DecisionMade, EditConflict, InvalidForm
from bot.moderation.servers import Preferences, Servers
from bot.moderation.service import ModerationService
from bot.pages.moderation import moderation_page_of, notice_page
from bot.pages.moderation.changes import erase_page, saved_message_page
from bot.pages.moderation.overview import gaps_page, settings_page
from bot.pages.moderation.suggestions import own_suggestions_page
from bot.pages.page import (
    ActionKind,
    Button,
    Heading,
    Line,
    ListBlock,
    Page,
    QuoteBlock,
    Row,
    ServerAction,
    Tone,
)
from bot.store.store import open_store
from tests.clocks import ManualClock
from tests.libraries import town
from tests.moderation.making import ANN, BEN, CLEO, FORM, HERE, MESSAGE, added, form, looked, token

LONGEST_CUSTOM_ID = 100


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def service(tmp_path: Path, clock: ManualClock) -> Iterator[ModerationService]:
    with open_store(f"sqlite:///{tmp_path}/counterpoint.db", clock) as store:
        yield ModerationService(Servers(town(), store), clock)


def lines(page: Page) -> list[str]:
    return [block.text for block in page.blocks if isinstance(block, Line | Heading)]


def rows(page: Page) -> list[Row]:
    return [row for block in page.blocks if isinstance(block, ListBlock) for row in block.rows]


def passages(page: Page) -> list[QuoteBlock]:
    return [block for block in page.blocks if isinstance(block, QuoteBlock)]


def actions(page: Page) -> list[ServerAction]:
    found = [one.action for one in page.buttons if isinstance(one.action, ServerAction)]
    assert len(found) == len(page.buttons)
    for action in found:
        assert len(":".join(("1", action.kind.value, *action.target))) <= LONGEST_CUSTOM_ID
    return found


def kinds(page: Page) -> list[ActionKind]:
    return [action.kind for action in actions(page)]


def labels(page: Page) -> list[str]:
    return [button.label for button in page.buttons]


def test_a_preview_is_the_card_what_to_know_and_four_ways_on(service: ModerationService) -> None:
    page = moderation_page_of(looked(service, form(date="spring 2024", link="")))
    (card,) = passages(page)
    assert card.remarks == (
        "Filed under Road safety",
        "Not checked: the source text isn’t in this library",
    )
    assert lines(page) == [
        "New speaker: Rosa Lindqvist.",
        "New source: “A walk through town”.",
        "Missing: a link, a point.",
        "The date is kept in your words, and sorted by the year in them.",
        "Only you can see this. Nothing is saved yet.",
    ]
    assert labels(page) == ["Save", "Change", "Topic and point", "Cancel"]


def test_a_passage_that_differs_stands_beside_the_nearest(service: ModerationService) -> None:
    typed = form(text="Paint never stopped a lory.", source="Lanes of discontent", date="", link="")
    page = moderation_page_of(looked(service, typed))
    assert passages(page)[0].remarks[1].startswith("Differs from the source text")
    assert "The nearest passage in the source: “Paint never stopped a lorry”" in lines(page)


def test_what_is_nearly_there_already_is_listed_with_its_id(service: ModerationService) -> None:
    added(service)
    (row,) = rows(moderation_page_of(looked(service, form(speaker="Another Voice"))))
    assert row.name == "give-every-street-a-bench-and"
    assert row.text == "the same words · under another name, Rosa Lindqvist"
    typed = form(text="You cannot carry a wardrobe home on a bike", speaker="haddad")
    (row,) = rows(moderation_page_of(looked(service, typed)))
    assert (row.name, row.text.partition("%")[2]) == ("trade-heavy", " alike")


def test_a_changed_name_says_whom_it_changes_too(service: ModerationService) -> None:
    preview = looked(service, form(speaker="Mark Twain", role="a humorist"))
    assert "Changes the speaker Mark Twain. This changes 1 other quote too." in lines(
        moderation_page_of(preview)
    )


def test_an_edit_shows_before_and_after_and_all_it_stands_on(service: ModerationService) -> None:
    filled = replace(
        service.bind(HERE, ANN).quotes.form_of("kerb-surgery"), point="helmets", stance="mixed"
    )
    page = moderation_page_of(service.bind(HERE, ANN).previews.make(filled, token()))
    assert [card.label for card in passages(page)] == ["Before", "After"]
    assert lines(page)[0].startswith("Speaks partly for, partly against “Cyclists")
    assert lines(page)[1] == "Also under Road safety."


def test_a_form_that_is_wrong_says_everything_and_offers_to_change_it(
    service: ModerationService,
) -> None:
    page = moderation_page_of(looked(service, form(speaker="", link="javascript:x")))
    assert lines(page) == ["Not saved yet: please change 2 things. The text you typed is kept."]
    assert len(rows(page)) == 2
    assert [block.text for block in passages(page)] == [FORM.text]
    assert (labels(page), page.tone) == (["Change", "Topic and point", "Cancel"], Tone.NOTICE)


def test_a_topic_that_cannot_be_taken_says_why(service: ModerationService) -> None:
    answer = service.bind(HERE, ANN).topics.put(TopicForm("Buses"), token())
    assert isinstance(answer, InvalidForm)
    page = moderation_page_of(answer, "7")
    assert actions(page) == [ServerAction(ActionKind.CHANGE, ("7",))]
    assert [row.name for row in rows(page)] == [
        "“Buses” is already a name of the topic “Buses”. Choose another one."
    ]


def test_what_was_done_is_said_with_the_way_back(service: ModerationService) -> None:
    saved = added(service)
    id_ = saved.subject.id
    page = moderation_page_of(saved)
    assert lines(page) == ["Saved. This server’s answers now include it.", f"Id: {id_}"]
    assert kinds(page) == [ActionKind.EDIT, ActionKind.REMOVE, ActionKind.HISTORY]
    page = moderation_page_of(service.bind(HERE, ANN).quotes.remove(id_, "A joke.", token()))
    assert lines(page)[1:] == ["Reason: A joke.", f"Id: {id_}"]
    assert kinds(page) == [ActionKind.RESTORE, ActionKind.HISTORY]
    page = moderation_page_of(service.bind(HERE, ANN).quotes.restore(id_, token()))
    assert lines(page)[0] == "Restored. This server’s answers include it again."
    page = moderation_page_of(service.bind(HERE, ANN).quotes.hide("chain", token()))
    assert kinds(page) == [ActionKind.SHOW, ActionKind.HISTORY]
    page = moderation_page_of(service.bind(HERE, ANN).quotes.show("chain", token()))
    assert kinds(page) == [ActionKind.HIDE, ActionKind.HISTORY]
    page = moderation_page_of(service.bind(HERE, ANN).topics.put(TopicForm("Ferries"), token()))
    assert lines(page)[1:] == ["“Ferries”", "Id: ferries"]
    assert kinds(page) == []


def test_who_takes_their_message_out_is_told_that_it_stays_out(service: ModerationService) -> None:
    id_ = added(service, replace(MESSAGE, topic="trams")).subject.id
    page = moderation_page_of(service.for_member(HERE, CLEO).withdraw(id_, token()))
    assert lines(page) == [
        "Erased. The words of the message are gone from this server’s answers, history and "
        "exports. It can’t be added again."
    ]
    assert kinds(page) == []


def test_a_removed_message_can_be_erased_and_the_history_says_why(
    service: ModerationService,
) -> None:
    id_ = added(service, replace(MESSAGE, topic="trams")).subject.id
    quotes = service.bind(HERE, ANN).quotes
    page = moderation_page_of(quotes.remove(id_, "Cleo asked.", token()))
    assert kinds(page) == [ActionKind.RESTORE, ActionKind.HISTORY, ActionKind.ERASE]
    page = moderation_page_of(quotes.history(id_))
    assert kinds(page) == [ActionKind.RESTORE, ActionKind.ERASE]
    page = erase_page(quotes.erasable(id_))
    assert kinds(page) == [ActionKind.ERASE, ActionKind.HISTORY]
    quotes.erase(id_, token())
    told = [row.text for row in rows(moderation_page_of(quotes.history()))]
    assert told[:2] == ["erased on 1 March 2026, as the author of the message wanted"] * 2


def test_a_clash_says_who_was_first_and_shows_both(
    service: ModerationService, clock: ManualClock
) -> None:
    id_ = added(service).subject.id
    filled = replace(service.bind(HERE, BEN).quotes.form_of(id_), text="Every street a bench.")
    mine = service.bind(HERE, BEN).previews.make(filled, token())
    clock.turn(timedelta(minutes=5))
    theirs = replace(filled, text="Every bench a tree.")
    service.bind(HERE, ANN).save(service.bind(HERE, ANN).previews.make(theirs, token()))
    clash = service.bind(HERE, BEN).save(mine)
    assert isinstance(clash, EditConflict)
    page = moderation_page_of(clash)
    assert lines(page) == [
        "Ann was first, on 2026-03-01 12:05 UTC: changed “Every bench a tree”.",
        "Your change isn’t saved, but it isn’t lost either.",
    ]
    assert [(card.label, card.text) for card in passages(page)] == [
        ("Now", "Every bench a tree."),
        ("Yours", "Every street a bench."),
    ]
    assert kinds(page) == [ActionKind.SAVE, ActionKind.CHANGE, ActionKind.CANCEL]
    service.bind(HERE, ANN).quotes.remove(id_, "A joke.", token())
    page = moderation_page_of(service.bind(HERE, BEN).save(mine))
    assert lines(page)[0].endswith(": removed “Every bench a tree”.")
    assert kinds(page) == []


def test_a_history_is_a_row_a_change(service: ModerationService) -> None:
    id_ = added(service).subject.id
    filled = replace(
        service.bind(HERE, BEN).quotes.form_of(id_), text="Every street a bench.", note="New."
    )
    service.bind(HERE, BEN).save(service.bind(HERE, BEN).previews.make(filled, token()))
    service.bind(HERE, ANN).quotes.remove(id_, "A joke.", token())
    page = moderation_page_of(service.bind(HERE, ANN).quotes.history(id_))
    assert passages(page)[0].label == "Removed here"
    assert [(row.name, row.text, row.under[1:]) for row in rows(page)] == [
        ("Ann · 2026-03-01 12:00 UTC", "removed “Every street a bench.”", ("Reason: A joke.",)),
        (
            "Ben · 2026-03-01 12:00 UTC",
            "changed “Every street a bench.”",
            ("Changed: the text, the note",),
        ),
        (
            "Ann · 2026-03-01 12:00 UTC",
            "added “Give every street a bench and every bench a tree.”",
            (),
        ),
    ]
    assert kinds(page) == [ActionKind.RESTORE]
    for number in range(4):
        added(service, form(text=f"Number {number} of several.", speaker=f"Speaker no {number}"))
    page = moderation_page_of(service.bind(HERE, ANN).quotes.history())
    assert kinds(page) == [ActionKind.HISTORY]
    assert {row.text.partition(" “")[0] for row in rows(page)} >= {"added", "added the speaker"}
    empty = moderation_page_of(service.bind("elsewhere", ANN).quotes.history())
    assert lines(empty) == ["History", "Nothing has been changed here yet."]


def test_suggestions_are_thanked_for_and_limited(service: ModerationService) -> None:
    page = moderation_page_of(service.for_member(HERE, CLEO).suggest(FORM, token()))
    assert lines(page)[0].startswith("Thank you!")
    for _ in range(4):
        service.for_member(HERE, CLEO).suggest(FORM, token())
    page = moderation_page_of(service.for_member(HERE, CLEO).suggest(FORM, token()))
    assert lines(page)[1] == "You can send the next one at 2026-03-01 13:00 UTC."


def test_a_review_offers_to_accept_only_what_is_sound(service: ModerationService) -> None:
    service.for_member(HERE, CLEO).suggest(FORM, token())
    service.for_member(HERE, CLEO).suggest(form(topic="", point="xyzzy"), token())
    page = moderation_page_of(service.bind(HERE, ANN).suggestions.review(token()))
    assert labels(page) == ["Accept", "Change first", "Topic and point", "Decline", "Next"]
    assert lines(page)[-1] == "1 other suggestion is waiting."
    page = moderation_page_of(service.bind(HERE, ANN).suggestions.review(token(), 2))
    assert labels(page) == ["Change first", "Topic and point", "Decline", "Next"]
    assert "Please change this before you accept it:" in lines(page)


def test_a_decision_is_told_to_the_moderators_and_to_the_member(service: ModerationService) -> None:
    for _ in range(2):
        service.for_member(HERE, CLEO).suggest(FORM, token())
    accepted = service.bind(HERE, ANN).suggestions.accept(1, token())
    declined = service.bind(HERE, ANN).suggestions.decline(2, "We have it.", token())
    assert isinstance(accepted, DecisionMade)
    assert isinstance(declined, DecisionMade)
    assert lines(moderation_page_of(accepted)) == [
        "Accepted suggestion 1. It’s in the answers now, and I’ll tell Cleo."
    ]
    assert lines(moderation_page_of(declined)) == [
        "Declined suggestion 2. I’ll tell Cleo why.",
        "Reason: We have it.",
        "No other suggestions are waiting.",
    ]
    assert ActionKind.REVIEW in kinds(moderation_page_of(accepted))
    assert ActionKind.REVIEW not in kinds(moderation_page_of(declined))
    assert len(passages(notice_page(accepted))) == 1
    assert lines(notice_page(declined))[-1] == "Reason: We have it."
    assert "declined" in lines(notice_page(declined))[0]
    late = moderation_page_of(service.bind(HERE, BEN).suggestions.decline(1, "No.", token()))
    assert lines(late) == [
        "Ann accepted suggestion 1 on 2026-03-01 12:00 UTC. Nothing else was done.",
        "No other suggestions are waiting.",
    ]
    fates = own_suggestions_page(service.for_member(HERE, CLEO).suggestions())
    assert [row.name for row in rows(fates)] == ["Declined", "Accepted"]
    assert rows(fates)[0].under == ("Reason: We have it.",)


def test_gaps_are_listed_and_a_whole_collection_is_praised(service: ModerationService) -> None:
    service.servers.note_unanswered(HERE, "When do I plant tomatoes?", date(2026, 3, 1))
    page = moderation_page_of(service.bind(HERE, ANN).gaps())
    assert Row("when do i plant tomatoes", "asked once") in rows(page)
    assert rows(page)[0].text == "2 voices for, none against"
    service.bind(HERE, ANN).put_settings(Preferences(note_questions=False))
    page = moderation_page_of(service.bind(HERE, ANN).gaps())
    assert lines(page)[-1] == "Not counted in this server. Turn it on with /library settings."
    whole = replace(service.bind(HERE, ANN).gaps(), one_sided=(), one_voice=(), noted=True)
    assert lines(moderation_page_of(whole))[1::2] == [
        "Every point has both sides.",
        "Every topic has several voices.",
        "None so far.",
    ]


def test_a_long_list_of_gaps_leads_to_all_of_it_and_back(service: ModerationService) -> None:
    gaps = service.bind(HERE, ANN).gaps()
    assert gaps_page(gaps).buttons == ()
    gaps = replace(gaps, one_sided=gaps.one_sided * 4)
    page = gaps_page(gaps)
    assert len(gaps.one_sided) == 12
    assert len(rows(page)) == 10 + len(gaps.one_voice)
    (more,) = page.buttons
    assert more == Button("All 12 points", ServerAction(ActionKind.GAPS, ("points",)))
    every = gaps_page(gaps, "points")
    assert len(rows(every)) == 12
    assert [action.target for action in actions(every)] == [("",)]
    assert gaps_page(gaps, "of another version") == page


def test_settings_are_named_or_said_to_be_gone(service: ModerationService) -> None:
    page = moderation_page_of(service.bind(HERE, ANN).settings())
    assert [row.text.partition(":")[0] for row in rows(page)] == [
        "none",
        "none",
        "counted, without noting who asked",
        "that of the library",
    ]
    shown = service.bind(HERE, ANN).put_settings(Preferences("7", "8"))
    assert lines(moderation_page_of(shown)) == [
        "Settings",
        "Saved.",
        "To let members with the role see /library, allow it under Server Settings, Integrations.",
    ]
    assert [row.text for row in rows(moderation_page_of(shown))][:2] == [
        "a role that no longer exists (7)",
        "a channel that no longer exists (8)",
    ]
    named = rows(settings_page(shown, "@curators", "#review"))
    assert [row.text for row in named][:2] == ["@curators", "#review"]


@pytest.mark.parametrize("many", [2, 7])
def test_several_excerpts_from_one_message_are_menus_with_all_of_them(
    service: ModerationService, many: int
) -> None:
    excerpts = tuple(added(service, form(text=f"Words {one}.")).excerpt for one in range(many))
    held = tuple(excerpt for excerpt in excerpts if excerpt)
    page = saved_message_page(held, own=True, may_curate=True)
    assert page.buttons == ()
    ids = [one.quote.id for one in held]
    assert [[one.action for one in menu.choices] for menu in page.menus] == [
        [ServerAction(ActionKind.WITHDRAW, (id_,)) for id_ in ids],
        [ServerAction(ActionKind.HISTORY, (id_, "0")) for id_ in ids],
    ]
    assert not saved_message_page(held, own=False, may_curate=False).menus
