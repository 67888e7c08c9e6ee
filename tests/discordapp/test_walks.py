"""Chains of buttons: each excerpt comes once, then the end is announced, then they repeat."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from hypothesis import given, settings, strategies as st
from msgspec.structs import replace

from bot.answers.actions import Action, Another, Context, DebatePage, Opposing
from bot.answers.desk import Desk
from bot.answers.model import Answer, DebateAnswer, NotFound, QuoteAnswer
from bot.discordapp.buttons import decode, encode
from bot.library.library import Collection, Library, make_library
from bot.library.model import Card, Kind, Point, Position, Quote, Source, Speaker, Stance, Topic
from bot.pages import page_of
from bot.pages.page import Line, Page, ServerAction
from bot.search.scope import Scope, quotes_in

Walk = TypeVar("Walk", bound=Another | DebatePage)
POINTS = ("bells", "clock")
TOPIC = "tower"
patient = settings(max_examples=60, deadline=None)

positions = st.dictionaries(st.sampled_from(POINTS), st.sampled_from(Stance), max_size=2)
# Few speakers and few lengths, so that there are ties.
quotes = st.lists(
    st.tuples(st.integers(0, 3), positions, st.sampled_from((3, 30))), min_size=1, max_size=24
)


def library_of(drawn: Sequence[tuple[int, dict[str, Stance], int]]) -> Library:
    return make_library(
        Collection(
            card=Card("Tower"),
            topics=(Topic(TOPIC, "The tower", (), POINTS),),
            points=(
                Point("bells", TOPIC, "The bells should ring at night.", "Ring", "Hush"),
                Point("clock", TOPIC, "The clock should be mended.", "Mend it", "Leave it"),
            ),
            speakers=tuple(Speaker(f"voice-{number}", f"Voice {number}") for number in range(4)),
            sources=(Source("minutes", "Minutes", "voice-0"),),
            quotes=tuple(
                Quote(
                    f"quote-{number}",
                    f"Number {number}. " + "Word " * length,
                    "minutes",
                    f"voice-{speaker}",
                    topics=(TOPIC,),
                    positions=tuple(Position(point, stance) for point, stance in held.items()),
                )
                for number, (speaker, held, length) in enumerate(drawn)
            ),
        )
    )


def without(library: Library, gone: Iterable[str]) -> Library:
    left = set(library.quotes) - set(gone)
    return make_library(
        replace(
            library.collection,
            quotes=tuple(library.quotes[one] for one in library.quotes if one in left),
            texts={},
        )
    )


def of_type(page: Page, kind: type[Walk]) -> list[Walk]:
    return [button.action for button in page.buttons if isinstance(button.action, kind)]


def pressed(desk: Desk, action: Action) -> Answer:
    """Return the answer to the button of an action, from its custom_id alone."""
    decoded = decode(encode(action))
    assert not isinstance(decoded, ServerAction)
    return desk.follow(decoded)


def shown(answer: Answer) -> list[str]:
    """Return the ids of the excerpts that an answer shows in full."""
    match answer:
        case QuoteAnswer():
            return [answer.excerpts[0].quote.id]
        case DebateAnswer():
            sides = [excerpt for side in answer.sides for excerpt in side.excerpts]
            return [excerpt.quote.id for excerpt in (*sides, *answer.mixed)]
        case _:
            return []


def says_the_end(page: Page) -> bool:
    return any(button.label in ("From the first", "First views") for button in page.buttons)


def round_from(
    desk: Desk, answer: Answer, kind: type[Another] | type[DebatePage]
) -> tuple[list[Answer], Answer]:
    """Return the answers up to the first that announces the end, and the one after it."""
    met = [answer]
    for _ in range(200):
        page = page_of(met[-1])
        (way,) = of_type(page, kind)
        following = pressed(desk, way)
        if says_the_end(page):
            return met, following
        met.append(following)
    raise AssertionError("this walk has no end")


def starts(desk: Desk) -> list[QuoteAnswer]:
    scopes = [(Kind.TOPIC, TOPIC), *((Kind.POINT, point) for point in POINTS)]
    scopes += [(Kind.SPEAKER, f"voice-{number}") for number in range(4)]
    scopes.append((Kind.SOURCE, "minutes"))
    found: list[Answer] = [desk.follow(Another(Scope(kind, one), "", 0)) for kind, one in scopes]
    found += [desk.quote("tower"), desk.quote("bells"), desk.quote("", speaker="voice-1")]
    return [answer for answer in found if isinstance(answer, QuoteAnswer)]


@patient
@given(quotes)
def test_another_shows_each_of_a_scope_once_says_the_end_and_begins_again(
    drawn: list[tuple[int, dict[str, Stance], int]],
) -> None:
    desk = Desk(library_of(drawn))
    for first in starts(desk):
        if first.total == 1:
            assert not of_type(page_of(first), Another)
            continue
        met, again = round_from(desk, first, Another)
        ids = [one for answer in met for one in shown(answer)]
        assert len(ids) == len(set(ids)) == first.total
        assert shown(again) == shown(first)
        assert isinstance(again, QuoteAnswer)
        assert again.shown == 1


def debates(desk: Desk) -> list[DebateAnswer]:
    found: list[Answer] = [desk.debate(point) for point in POINTS]
    found += [desk.follow(Opposing(quote)) for quote in desk.library.quotes]
    return [answer for answer in found if isinstance(answer, DebateAnswer)]


@patient
@given(quotes)
def test_more_views_shows_every_pair_once_says_the_end_and_begins_again(
    drawn: list[tuple[int, dict[str, Stance], int]],
) -> None:
    desk = Desk(library_of(drawn))
    for first in debates(desk):
        if first.pages == 1:
            assert not of_type(page_of(first), DebatePage)
            continue
        met, again = round_from(desk, first, DebatePage)
        ids = [one for answer in met for one in shown(answer)]
        sides = desk.library.sides(first.point.id)
        paired = 2 * min(len(sides.for_), len(sides.against))
        alone = len(sides.for_) + len(sides.against) + len(sides.mixed)
        assert len(ids) == len(set(ids)) == (paired or alone)
        assert shown(again) == shown(first)


@patient
@given(quotes)
def test_what_has_no_partner_is_counted_and_met_one_by_one(
    drawn: list[tuple[int, dict[str, Stance], int]],
) -> None:
    desk = Desk(library_of(drawn))
    for first in debates(desk):
        last, paired = first, list[str]()
        for page in range(first.pages):
            if first.opposed:
                turned = desk.follow(DebatePage(first.point.id, page, first.opposed))
            else:
                turned = desk.debate(first.point.id, page)
            assert isinstance(turned, DebateAnswer)
            last = turned
            paired += shown(turned)
        one, other = (side.total for side in last.sides)
        alone = of_type(page_of(last), Another)
        assert len(alone) == (1 if one and other and one != other else 0)
        for way in alone:
            walk = pressed(desk, way)
            assert isinstance(walk, QuoteAnswer)
            side = quotes_in(walk.scope, desk.library)
            met = [one for one in paired if one in side] + list(shown(walk))
            while walk.shown < walk.total:
                (following,) = of_type(page_of(walk), Another)
                walk = pressed(desk, following)
                assert isinstance(walk, QuoteAnswer)
                met += shown(walk)
            assert sorted(met) == sorted(side)


@patient
@given(quotes, st.data())
def test_walk_on_while_a_quote_is_removed_repeats_none_and_leaves_one_for_later_at_most(
    drawn: list[tuple[int, dict[str, Stance], int]], data: st.DataObject
) -> None:
    library = library_of(drawn)
    desk = Desk(library)
    first = data.draw(st.sampled_from(starts(desk)))
    steps = data.draw(st.integers(0, max(first.total - 2, 0)))
    met: list[Answer] = [first]
    for _ in range(steps):
        (way,) = of_type(page_of(met[-1]), Another)
        met.append(pressed(desk, way))
    gone = data.draw(st.sampled_from(sorted(library.quotes)))
    left = Desk(without(library, [gone]))
    for way in of_type(page_of(met[-1]), Another):
        following = pressed(left, way)
        if not isinstance(following, QuoteAnswer) or following.shown == 1:
            continue
        rest, _ = round_from(left, following, Another)
        ids = [one for answer in (*met, *rest) for one in shown(answer)]
        assert len(ids) == len(set(ids))
        assert first.total - len({*ids, gone}) <= 1


@patient
@given(quotes)
def test_button_on_a_removed_quote_gets_a_sentence(
    drawn: list[tuple[int, dict[str, Stance], int]],
) -> None:
    library = library_of(drawn)
    gone = next(iter(library.quotes))
    left = Desk(without(library, [gone]))
    for action in (Opposing(gone), Context(gone), DebatePage("bells", 1, gone)):
        answer = pressed(left, action)
        assert isinstance(answer, NotFound)
        first = page_of(answer).blocks[0]
        assert first == replace(Line(""), text="That is no longer in the library.")
