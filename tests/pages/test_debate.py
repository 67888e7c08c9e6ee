"""The page of a point and both its sides."""

from msgspec.structs import replace

from bot.answers.actions import Context, Debate, DebatePage
from bot.library.model import Stance
from bot.pages import page_of
from bot.pages.page import ActionKind, Button, Labelled, ServerAction, Tone
from bot.search.results import Cause, Why
from tests.pages.answers import a_debate, a_tally, follow_ups, passages, said, taking

FOR_1 = taking(Stance.FOR, "A kerb saves lives.", "for-1")
FOR_2 = taking(Stance.FOR, "A kerb is cheap.", "for-2")
AGAINST_1 = taking(Stance.AGAINST, "A kerb traps buses.", "against-1")
AGAINST_2 = taking(Stance.AGAINST, "A kerb gathers leaves.", "against-2")


def test_the_point_is_labelled() -> None:
    page = page_of(a_debate((AGAINST_1,), (FOR_1,)))
    assert page.blocks[0] == Labelled("Point", "Lanes should have kerbs.")


def test_each_side_stands_together_in_the_order_given_under_its_name() -> None:
    page = page_of(a_debate((AGAINST_1, AGAINST_2), (FOR_1, FOR_2)))
    assert [(one.label, one.text, one.tone) for one in passages(page)] == [
        ("Against · Paint is enough", "A kerb traps buses.", Tone.AGAINST),
        ("Against · Paint is enough", "A kerb gathers leaves.", Tone.AGAINST),
        ("For · Build kerbs", "A kerb saves lives.", Tone.FOR),
        ("For · Build kerbs", "A kerb is cheap.", Tone.FOR),
    ]


def test_it_says_how_many_there_are_on_either_side_and_that_they_are_verified() -> None:
    words = said(page_of(a_debate((AGAINST_1,), (FOR_1, FOR_2))))
    assert "2 voices for, 1 against · ✓\N{NO-BREAK SPACE}verbatim" in words


def test_a_missing_side_is_said_in_plain_words() -> None:
    words = said(page_of(a_debate((), (FOR_1,))))
    assert "Nobody in this library speaks against this point." in words


def test_a_point_nobody_speaks_to_says_so_of_both_sides() -> None:
    words = said(page_of(a_debate()))
    assert "Nobody in this library speaks for or against this point." in words


def test_those_who_take_neither_side_whole_follow_where_a_side_is_missing() -> None:
    mixed = taking(Stance.MIXED, "It depends.")
    page = page_of(a_debate((), (FOR_1,), mixed=(mixed,)))
    assert [one.label for one in passages(page)] == [
        "For · Build kerbs",
        "Partly for, partly against",
    ]
    counted = page_of(replace(a_debate((), (FOR_1,), mixed=(mixed,)), mixed_voices=1))
    assert "1 voice for, none against · 1 mixed · " in said(counted)


def test_parts_are_counted_and_lead_on() -> None:
    page = page_of(a_debate((AGAINST_1,), (FOR_1,), pages=3))
    assert " · part 1 of 3 · " in said(page)
    assert follow_ups(page) == {"More views": DebatePage("kerbs", 1)}


def test_after_the_last_views_come_the_first() -> None:
    page = page_of(a_debate((AGAINST_1, AGAINST_2), (FOR_1, FOR_2), pages=2, page=1))
    assert "part 2 of 2" in said(page)
    assert follow_ups(page) == {"First views": DebatePage("kerbs", 0)}


def test_other_points_are_a_menu_those_with_both_sides_first() -> None:
    others = (
        a_tally("Paint is dear.", for_=2),
        a_tally("Buses are free.", for_=1, against=1),
        a_tally("Cars are loud."),
        a_tally("Trams are slow.", for_=1, against=3),
    )
    page = page_of(a_debate((AGAINST_1,), (FOR_1,), others=others))
    menu = page.menus[-1]
    assert menu.label == "Other points of this topic"
    assert [(one.label, one.action, one.note) for one in menu.choices] == [
        ("Buses are free.", Debate("buses"), "1 voice for, 1 against"),
        ("Trams are slow.", Debate("trams"), "1 voice for, 3 against"),
        ("Paint is dear.", Debate("paint"), "2 voices for, none against"),
    ]


def test_a_single_other_point_is_a_button() -> None:
    page = page_of(
        a_debate(
            (AGAINST_1,),
            (FOR_1,),
            others=(a_tally("Buses are free.", for_=1), a_tally("Cars are loud.")),
        )
    )
    assert [menu.label for menu in page.menus] == ["Read one in context"]
    assert page.buttons[-1] == Button("Buses are free.", Debate("buses"))


def test_each_excerpt_can_be_read_in_context_and_leads_back_to_this_page() -> None:
    page = page_of(a_debate((AGAINST_1,), (FOR_1,), pages=3, page=2))
    (menu,) = page.menus
    assert menu.label == "Read one in context"
    ids = [excerpt.quote.id for excerpt in (AGAINST_1, FOR_1)]
    assert [one.action for one in menu.choices] == [
        Context(id_, DebatePage("kerbs", 2)) for id_ in ids
    ]


def test_discussion_of_the_point_can_be_opened() -> None:
    page = page_of(a_debate((AGAINST_1,), (FOR_1,)))
    assert Button("Open a discussion", ServerAction(ActionKind.DISCUSS, ("kerbs",))) in page.buttons


def test_a_long_point_is_cut_after_a_word_on_its_button() -> None:
    others = (a_tally("Sentence " + "after sentence " * 20, for_=1),)
    (label,) = follow_ups(page_of(a_debate(others=others)))
    assert len(label) <= 80
    assert label.endswith(("sentence…", "after…"))


def test_the_point_named_by_its_id_or_sentence_is_no_news() -> None:
    why = (Why(Cause.NAME, "kerbs", "kerbs"),)
    assert "Matched" not in said(page_of(a_debate((AGAINST_1,), (FOR_1,), why=why)))


def test_only_an_alias_of_the_topic_is_called_another_name_for_it() -> None:
    debate = a_debate((AGAINST_1,), (FOR_1,))
    of_topic = replace(debate, why=(Why(Cause.ALIAS, "bike lanes", "Bike Lanes"),))
    of_point = replace(debate, why=(Why(Cause.ALIAS, "kerbstones", "kerbstones"),))
    assert "“Bike Lanes” is another name for Cycle lanes." in said(page_of(of_topic))
    assert "another name" not in said(page_of(of_point))


def test_several_excerpts_of_one_voice_are_told() -> None:
    answer = a_debate((AGAINST_1,), (FOR_1, FOR_2))
    against, for_ = answer.sides
    words = said(page_of(replace(answer, sides=(against, replace(for_, voices=1)))))
    assert "\n1 voice for, 1 against, in 3 excerpts" in words


def test_a_side_that_is_only_reported_by_the_other_is_missing() -> None:
    answer = a_debate((), (FOR_1,))
    against, for_ = answer.sides
    words = said(page_of(replace(answer, sides=(replace(against, reports=1), for_))))
    assert (
        "Nobody in this library speaks against this point. "
        "The other side only reports that some do." in words
    )


def test_a_card_says_of_whom_a_view_is_reported() -> None:
    reported = replace(FOR_1, quote=replace(FOR_1.quote, reported="bus drivers"))
    page = page_of(a_debate((AGAINST_1,), (reported,)))
    assert [one.who for one in passages(page)] == [
        "Mary Aldous",
        "Mary Aldous reports the view of bus drivers",
    ]
