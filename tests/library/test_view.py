from collections.abc import Iterable, Sequence
from functools import cache

import pytest
from hypothesis import given, settings, strategies as st
from msgspec.structs import replace

from bot.errors import RequestError
from bot.library.changes import (
    Change,
    Erased,
    HideQuote,
    PutPoint,
    PutQuote,
    PutSource,
    PutSpeaker,
    PutTopic,
    RemoveQuote,
    RestoreQuote,
    Right,
    Shelf,
    ShowQuote,
    Subject,
    Unreadable,
    digest,
)
from bot.library.library import Collection, Library, make_library
from bot.library.model import (
    UNCHECKED,
    Card,
    Kind,
    Point,
    Position,
    Quote,
    Quoting,
    Source,
    Speaker,
    Stance,
    State,
    Status,
    Topic,
)
from bot.library.view import View, view_of
from tests.libraries import nothing, town
from tests.stopwatch import Stopwatch

BUS = Quote("bus", "Buses should be free for all.", "letter", "aldous", topics=("buses",))
TRAM = PutTopic("trolleys", "Trolleybuses", ("trackless trams",))
RAIL = PutPoint(Point("build-trams", "trams", "The town should build trams.", "Build", "Do not"))


def same(one: Library, other: Library) -> None:
    """Assert that two libraries have equal contents in the same order."""
    assert one == other
    for part in ("topics", "points", "speakers", "sources", "quotes"):
        assert list(getattr(one, part)) == list(getattr(other, part)), part


def made_anew(view: View) -> Library:
    """Return the library that a view should have, built from its parts."""
    library = view.library
    return make_library(library.collection, library.verdicts)


def test_without_changes_the_view_is_the_shared_library() -> None:
    view = view_of(town())
    assert view.revision == 0
    assert view.library is view.shared


def test_an_added_quote_is_found_everywhere_it_stands() -> None:
    quote = replace(BUS, positions=(Position("free-buses", Stance.FOR),))
    view = view_of(town()).after([PutQuote(quote)], 1)
    library = view.library
    assert library.quotes["bus"] == quote
    assert library.by_topic["buses"][-1] == "bus"
    assert library.sides("free-buses").for_[-1] == "bus"
    assert library.by_speaker["aldous"][-1] == "bus"
    assert library.by_source["letter"][-1] == "bus"
    assert library.excerpt("bus").speaker.name == "Mary Aldous"
    assert view.revision == 1
    same(library, made_anew(view))


def test_the_shared_library_is_left_as_it_was() -> None:
    shared = town()
    changes = (PutQuote(BUS), HideQuote("chain"), TRAM, RAIL, PutSpeaker(Speaker("twain", "T")))
    view_of(shared).after(changes, 5)
    same(shared, town())


def test_an_edited_quote_leaves_where_it_stood_before() -> None:
    view = view_of(town()).after([PutQuote(BUS)], 1)
    view = view.after([PutQuote(replace(BUS, topics=("trams",), speaker="haddad"))], 2)
    assert "bus" not in view.library.by_topic["buses"]
    assert view.library.by_topic["trams"][-1] == "bus"
    assert "bus" not in view.library.by_speaker["aldous"]
    same(view.library, made_anew(view))


def test_a_removed_quote_is_out_of_the_answers_and_comes_back_as_it_was() -> None:
    before = view_of(town()).after([PutQuote(BUS), PutQuote(replace(BUS, id="second"))], 2)
    removed = before.after([RemoveQuote("bus", "A joke.")], 3)
    assert "bus" not in removed.library.quotes
    assert removed.put["bus"] == BUS
    assert removed.removed == {"bus": "A joke."}
    same(removed.library, made_anew(removed))
    restored = removed.after([RestoreQuote("bus")], 4)
    assert restored == replace(before, revision=4)
    same(restored.library, before.library)


def test_a_hidden_shared_quote_can_be_shown_again() -> None:
    hidden = view_of(town()).after([HideQuote("chain", "Hearsay.")], 1)
    assert "chain" not in hidden.library.quotes
    assert "chain" not in hidden.library.verdicts
    assert hidden.hidden == {"chain": "Hearsay."}
    same(hidden.library, made_anew(hidden))
    same(hidden.after([ShowQuote("chain")], 2).library, town())


def test_a_shared_quote_changed_here_is_the_servers_own() -> None:
    changed = replace(town().quotes["chain"], topics=("trams",), note="Filed again.")
    view = view_of(town()).after([PutQuote(changed)], 1)
    assert view.library.quotes["chain"] == changed
    assert view.library.by_topic["trams"][-1] == "chain"
    assert "chain" not in view.library.by_topic["buses"]
    assert len(view.library.quotes) == len(town().quotes)
    same(view.library, made_anew(view))


def test_a_topic_put_again_keeps_its_points_and_its_place() -> None:
    view = view_of(town()).after([PutTopic("buses", "Omnibuses", ("coaches",))], 1)
    assert view.library.topics["buses"] == Topic(
        "buses", "Omnibuses", ("coaches",), town().topics["buses"].points
    )
    assert list(view.library.topics) == list(town().topics)


def test_a_new_topic_has_an_empty_list_and_a_new_point_is_its_last() -> None:
    view = view_of(town()).after([TRAM, RAIL], 2)
    assert view.library.by_topic["trolleys"] == ()
    assert view.library.topics["trams"].points[-1] == "build-trams"
    assert view.own == {Kind.TOPIC: ("trolleys",), Kind.POINT: ("build-trams",)}
    same(view.library, made_anew(view))


def test_a_servers_quote_is_checked_against_the_shared_text() -> None:
    true = replace(BUS, id="true", text="The town is divided.", source="echo-2024")
    false = replace(true, id="false", text="The town is united.")
    library = view_of(town()).after([PutQuote(true), PutQuote(false), PutQuote(BUS)], 3).library
    assert library.verdicts["true"].state is State.VERIFIED
    assert library.verdicts["false"].state is State.DIFFERS
    assert library.verdicts["bus"] is UNCHECKED


def test_a_quote_put_again_is_checked_again() -> None:
    true = replace(BUS, text="The town is divided.", source="echo-2024")
    view = view_of(town()).after([PutQuote(true)], 1)
    view = view.after([PutQuote(replace(true, text="The town is united."))], 2)
    assert view.library.verdicts["bus"].state is State.DIFFERS
    view = view.after([PutQuote(replace(true, source="letter"))], 3)
    assert view.library.verdicts["bus"] is UNCHECKED


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([PutQuote(replace(BUS, source="nowhere"))], "no source “nowhere”"),
        ([PutQuote(replace(BUS, speaker="nobody"))], "no speaker “nobody”"),
        ([PutQuote(replace(BUS, topics=("bees",)))], "no topic “bees”"),
        ([PutQuote(replace(BUS, positions=(Position("bees", Stance.FOR),)))], "no point “bees”"),
        ([PutQuote(replace(BUS, quoting=Quoting("nobody")))], "no speaker “nobody”"),
        ([PutQuote(replace(BUS, quoting=Quoting("aldous")))], "“aldous” is also the speaker"),
        ([PutQuote(replace(BUS, topics=()))], "has neither a topic nor a position"),
        ([PutQuote(replace(BUS, topics=("buses", "buses")))], "“buses” is listed twice"),
        ([PutQuote(replace(BUS, status=Status.DISPUTED))], "“status” has no note"),
        ([PutSource(Source("news", "News", "nobody"))], "no speaker “nobody”"),
        ([PutPoint(replace(RAIL.point, topic="bees"))], "no topic “bees”"),
        ([RAIL, PutPoint(replace(RAIL.point, topic="buses"))], "leave it under its topic “trams”"),
        ([PutPoint(replace(RAIL.point, id="buses"))], "the id of a topic"),
        ([PutTopic("helmets", "Helmets")], "the id of a point"),
        ([RemoveQuote("bus", "None.")], "no quote “bus”"),
        ([RemoveQuote("chain", "None.")], "shared quote; hide it here"),
        ([PutQuote(BUS), RemoveQuote("bus", "a"), RemoveQuote("bus", "b")], "already removed"),
        ([PutQuote(BUS), RemoveQuote("bus", "a"), PutQuote(BUS)], "restore it before"),
        ([RestoreQuote("bus")], "no removed quote “bus”"),
        ([PutQuote(BUS), HideQuote("bus")], "changed here; remove it"),
        ([HideQuote("bus")], "no quote “bus”"),
        ([HideQuote("chain"), HideQuote("chain")], "already hidden"),
        ([HideQuote("chain"), PutQuote(town().quotes["chain"])], "show it before"),
        ([ShowQuote("chain")], "no hidden quote “chain”"),
        ([RestoreQuote("x" * 100_000)], "no removed quote “x{59}…”"),
        ([PutQuote(replace(BUS, id="Not An Id"))], "“id” is not an id"),
        ([PutQuote(replace(BUS, text=""))], "“text” is blank"),
        ([PutQuote(replace(BUS, text="\u200b \u202e"))], "“text” is blank"),
        ([PutQuote(replace(BUS, text="x" * 100_000))], "“text” has 100,000 characters"),
        ([PutQuote(replace(BUS, text="nul\x00"))], "“text” contains an invisible control"),
        ([PutQuote(replace(BUS, text=" spaced "))], "“text” has white space at its ends"),
        ([PutQuote(replace(BUS, place="two\nlines"))], "“place” runs over several lines"),
        ([PutSpeaker(Speaker("zed", " "))], "“name” is blank"),
        ([PutSpeaker(Speaker("zed", "Zed", inferred={"role": "a"}))], "which is not filled in"),
        (
            [PutSpeaker(Speaker("zed", "Zed", inferred={"shoe size": "a"}))],
            "“shoe size” is not a key of the format",
        ),
        ([PutSource(Source("news", "News", "aldous", date="last spring"))], "“date” is not a date"),
        ([PutSource(Source("news", "News", "aldous", date="2024-02-31"))], "calendar"),
        ([PutSource(Source("news", "News", "aldous", url="javascript:x"))], "“url” is not"),
        ([PutSource(Source("news", "News", "aldous", file="../a"))], "“file” leads out"),
        ([PutTopic("ok", "Fine", ("", "b"))], "“aliases” is blank"),
        ([PutQuote(BUS), RemoveQuote("bus", "  ")], "The reason is blank"),
        ([HideQuote("chain", "x" * 2000)], "The reason has 2,000 characters"),
    ],
)
def test_a_change_that_does_not_hold_is_refused_in_a_sentence(
    changes: Sequence[Change], told: str
) -> None:
    with pytest.raises(RequestError, match=told):
        view_of(town()).preview(changes)


def test_a_preview_sees_the_changes_before_it_and_keeps_the_revision() -> None:
    view = view_of(town()).after([TRAM], 1)
    changes = (
        PutSpeaker(Speaker("zed", "Zed")),
        PutSource(Source("news", "News", "zed")),
        PutQuote(replace(BUS, source="news", speaker="zed", topics=("trolleys",))),
    )
    preview = view.preview(changes)
    assert preview.library.excerpt("bus").author == preview.library.speakers["zed"]
    assert preview.revision == 1
    assert "bus" not in view.library.quotes
    assert replace(preview, revision=4) == view.after(changes, 4)


def test_a_stored_change_that_does_not_hold_any_more_is_stranded() -> None:
    view = view_of(nothing()).after([PutQuote(BUS), TRAM, HideQuote("chain")], 3)
    assert list(view.library.topics) == ["trolleys"]
    assert not view.library.quotes
    assert view.revision == 3
    assert view.stranded == (PutQuote(BUS), HideQuote("chain"))
    assert "bus" in view.taken(Shelf.QUOTE)
    same(view.library, made_anew(view))


def test_an_id_is_taken_for_ever() -> None:
    view = view_of(town()).after(
        [PutQuote(BUS), RemoveQuote("bus", "a"), HideQuote("chain"), TRAM, RAIL], 5
    )
    assert {"bus", "chain", "twain-lies"} <= {
        id_ for id_ in ("bus", "chain", "twain-lies", "free") if id_ in view.taken(Shelf.QUOTE)
    }
    assert "free" not in view.taken(Shelf.QUOTE)
    for id_ in ("trolleys", "build-trams", "buses", "helmets"):
        assert id_ in view.taken(Shelf.TOPIC)
    assert "aldous" in view.taken(Shelf.SPEAKER)
    assert "letter" in view.taken(Shelf.SOURCE)


def test_something_erased_leaves_no_id_and_does_not_come_back_under_it() -> None:
    tombstone = Erased(Shelf.QUOTE, digest("bus"), Right.AUTHOR, "2026-11-29")
    view = view_of(town()).after([tombstone, RAIL], 2)
    assert view.erased == {Subject(Shelf.QUOTE, digest("bus")): tombstone}
    assert "bus" in view.taken(Shelf.QUOTE)
    assert "bus" not in view.taken(Shelf.SOURCE)
    with pytest.raises(RequestError, match="“bus” was erased here"):
        view.preview([PutQuote(BUS)])
    same(view.library, view_of(town()).after([RAIL], 1).library)


def test_the_id_of_a_change_that_cannot_be_read_stays_taken() -> None:
    view = view_of(town()).after([Unreadable(Shelf.QUOTE, "bus"), TRAM], 2)
    assert "bus" in view.taken(Shelf.QUOTE)
    assert "trolleys" in view.library.topics


SMALL = make_library(
    Collection(
        card=Card("Small"),
        topics=(Topic("t-1", "One", (), ("p-1",)), Topic("t-2", "Two")),
        points=(Point("p-1", "t-1", "It is so.", "Yes", "No"),),
        speakers=(Speaker("s-1", "A"), Speaker("s-2", "B")),
        sources=(Source("o-1", "First", "s-1"), Source("o-2", "Second", "s-2")),
        quotes=(
            Quote("q-1", "One here.", "o-1", "s-1", topics=("t-1",)),
            Quote("q-2", "Two here.", "o-2", "s-2", positions=(Position("p-1", Stance.FOR),)),
            Quote("q-3", "Three here.", "o-1", "s-2", topics=("t-1", "t-2")),
        ),
        texts={"o-1": "One here. And three."},
    ),
    {"q-1": UNCHECKED, "q-3": UNCHECKED},
)


def numbered(letter: str, most: int) -> st.SearchStrategy[str]:
    return st.integers(1, most).map(lambda number: f"{letter}-{number}")


QUOTE_IDS = numbered("q", 6)
QUOTES = st.builds(
    Quote,
    id=QUOTE_IDS,
    text=st.sampled_from(["One here.", "And three.", "Something else."]),
    source=numbered("o", 4),
    speaker=numbered("s", 3),
    topics=st.lists(numbered("t", 4), max_size=2).map(tuple),
    positions=st.lists(
        st.builds(Position, numbered("p", 3), st.sampled_from(list(Stance))), max_size=2
    ).map(tuple),
    quoting=st.none() | st.builds(Quoting, numbered("s", 3)),
)
CHANGES = st.lists(
    st.one_of(
        st.builds(PutQuote, QUOTES),
        st.builds(RemoveQuote, QUOTE_IDS, st.just("why")),
        st.builds(RestoreQuote, QUOTE_IDS),
        st.builds(HideQuote, QUOTE_IDS),
        st.builds(ShowQuote, QUOTE_IDS),
        st.builds(PutTopic, numbered("t", 4), st.sampled_from(["Fine", "Good"])),
        st.builds(
            PutPoint,
            st.builds(
                Point,
                numbered("p", 3),
                numbered("t", 4),
                st.just("So."),
                st.just("a"),
                st.just("b"),
            ),
        ),
        st.builds(PutSpeaker, st.builds(Speaker, numbered("s", 3), st.just("Name"))),
        st.builds(PutSource, st.builds(Source, numbered("o", 4), st.just("T"), numbered("s", 3))),
    ),
    max_size=25,
)


def valid(view: View, changes: Iterable[Change]) -> list[Change]:
    """Return the changes that can be applied in turn."""
    held = []
    for change in changes:
        try:
            view = view.preview([change])
        except RequestError:
            continue
        held.append(change)
    return held


@given(CHANGES)
@settings(max_examples=100, deadline=None)
def test_any_changes_give_the_library_that_would_be_made_anew(changes: list[Change]) -> None:
    view = view_of(SMALL).after(changes, 1)
    same(view.library, made_anew(view))
    assert len(view.library.quotes) == len(list(view.library.quotes))
    for id_ in view.library.quotes:
        view.library.excerpt(id_)


@given(CHANGES, CHANGES)
@settings(max_examples=100, deadline=None)
def test_folding_in_two_steps_is_folding_in_one(one: list[Change], two: list[Change]) -> None:
    start = view_of(SMALL)
    step_by_step = start.after(one, 1).after(two, 2)
    at_once = start.after([*one, *two], 2)
    assert step_by_step == at_once
    same(step_by_step.library, at_once.library)


@given(CHANGES)
@settings(max_examples=100, deadline=None)
def test_changes_that_were_previewed_are_never_stranded(changes: list[Change]) -> None:
    start = view_of(SMALL)
    held = valid(start, changes)
    assert start.after(held, 1).stranded == ()
    assert replace(start.preview(held), revision=1) == start.after(held, 1)


@given(CHANGES, QUOTE_IDS)
@settings(max_examples=100, deadline=None)
def test_a_quote_taken_out_comes_back_the_same(changes: list[Change], id_: str) -> None:
    view = view_of(SMALL).after(changes, 1)
    if id_ not in view.library.quotes:
        return
    out, back = (
        (RemoveQuote(id_, "a"), RestoreQuote(id_))
        if id_ in view.put
        else (HideQuote(id_, "a"), ShowQuote(id_))
    )
    assert id_ not in view.after([out], 1).library.quotes
    again = view.after([out], 1).after([back], 1)
    assert again == view
    same(again.library, view.library)


@cache
def hundred_thousand() -> Library:
    return make_library(
        Collection(
            card=Card("Large"),
            topics=tuple(Topic(f"t-{n}", "T", (), (f"p-{n}",)) for n in range(200)),
            points=tuple(Point(f"p-{n}", f"t-{n}", "So.", "a", "b") for n in range(200)),
            speakers=tuple(Speaker(f"s-{n}", "S") for n in range(3000)),
            sources=tuple(Source(f"o-{n}", "O", "s-1") for n in range(1000)),
            quotes=tuple(
                Quote(
                    f"q-{n}",
                    "Words.",
                    f"o-{n % 1000}",
                    f"s-{n % 3000}",
                    positions=(Position(f"p-{n % 200}", Stance.FOR),),
                )
                for n in range(100_000)
            ),
        )
    )


@pytest.mark.parametrize(
    "changes",
    [
        [PutQuote(Quote("new", "New words.", "o-1", "s-1", topics=("t-1",)))],
        [HideQuote("q-5")],
        [PutSpeaker(Speaker("zed", "Zed")), PutTopic("zed", "Zed")],
    ],
)
def test_a_change_over_a_hundred_thousand_quotes_is_seen_in_under_50_ms(
    changes: list[Change],
) -> None:
    view = view_of(hundred_thousand())
    took = []
    for _ in range(5):
        with Stopwatch() as watch:
            view.after(changes, 1)
        took.append(watch.took_s)
    assert min(took) < 0.05
