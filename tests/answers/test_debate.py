import pytest
from msgspec.structs import replace

from bot.answers import opposing_views
from bot.answers.debate import PAIR_SIZE, debate, debate_on, side_shown_first
from bot.answers.model import DebateAnswer, NotFound, Side
from bot.library.library import Collection, make_library
from bot.library.model import Card, Point, Position, Quote, Source, Speaker, Stance, Topic
from bot.search.matcher import Matcher
from bot.search.results import Cause, Miss, Why


def _debate(matcher: Matcher, request: str, page: int = 0) -> DebateAnswer:
    answer = debate(request, page, matcher)
    assert isinstance(answer, DebateAnswer), answer
    return answer


def _ids(side: Side) -> list[str]:
    return [excerpt.quote.id for excerpt in side.excerpts]


def _side(answer: DebateAnswer, stance: Stance) -> Side:
    return next(side for side in answer.sides if side.stance is stance)


def test_a_point_has_as_many_excerpts_on_either_side(matcher: Matcher) -> None:
    answer = _debate(matcher, "kerbs")
    assert answer.topic.id == "cycle-lanes"
    assert set(_ids(_side(answer, Stance.FOR))) == {"kerb-lorry", "kerb-surgery"}
    assert set(_ids(_side(answer, Stance.AGAINST))) == {"kerb-ambulance", "kerb-sweeper"}
    assert [side.total for side in answer.sides] == [2, 2]
    assert answer.mixed == ()
    assert [one.point.id for one in answer.others] == ["high-street-lane"]


def test_a_side_is_called_by_its_name(matcher: Matcher) -> None:
    answer = _debate(matcher, "kerbs")
    assert _side(answer, Stance.FOR).name == "Build kerbs"
    assert _side(answer, Stance.AGAINST).name == "Paint is enough"


def test_the_thinner_side_says_how_many_are_shown(matcher: Matcher) -> None:
    answer = _debate(matcher, "in-house-buses")
    assert [len(side.excerpts) for side in answer.sides] == [1, 1]
    assert _side(answer, Stance.FOR).total == 2


def test_a_topic_leads_to_its_most_debated_point(matcher: Matcher) -> None:
    assert _debate(matcher, "buses").point.id == "free-buses"
    assert _debate(matcher, "Parking").point.id == "charge-for-parking"


def test_a_speaker_leads_to_the_most_debated_of_their_points(matcher: Matcher) -> None:
    point = _debate(matcher, "okafor").point.id
    assert point in {"kerbs", "charge-for-parking", "twenty-everywhere"}


def test_words_prefer_a_point_with_both_sides(matcher: Matcher) -> None:
    answer = _debate(matcher, "cyclists on the roads being safer")
    assert all(side.excerpts for side in answer.sides)


@pytest.mark.parametrize("size", [4, 6, 8, 1_000])
def test_words_of_a_quote_lead_to_a_point_that_it_speaks_to(matcher: Matcher, size: int) -> None:
    library = matcher.library
    wrong = []
    for quote in library.quotes.values():
        passage = " ".join(quote.text.split()[:size])
        found = debate(passage, 0, matcher)
        taken = {held.point for held in quote.positions}
        if taken and not (isinstance(found, DebateAnswer) and found.point.id in taken):
            wrong.append(passage)
    assert wrong == []


def test_a_missing_side_is_shown_empty_with_the_mixed_beside(matcher: Matcher) -> None:
    answer = _debate(matcher, "helmets")
    assert _ids(_side(answer, Stance.AGAINST)) == ["helmet-law"]
    assert _ids(_side(answer, Stance.FOR)) == []
    assert [excerpt.quote.id for excerpt in answer.mixed] == ["helmet-seen"]


def test_a_point_nobody_speaks_to_offers_what_is_near(matcher: Matcher) -> None:
    answer = debate("trams-back", 0, matcher)
    assert isinstance(answer, NotFound)
    assert answer.miss is Miss.NOTHING
    assert answer.suggestions
    assert all(one.quotes for one in answer.suggestions)


def test_nothing_and_blank_are_told_apart(matcher: Matcher) -> None:
    nothing, blank = debate("tomatoes", 0, matcher), debate("🚲", 0, matcher)
    assert isinstance(nothing, NotFound)
    assert isinstance(blank, NotFound)
    assert (nothing.miss, blank.miss) == (Miss.NOTHING, Miss.BLANK)


def test_the_order_of_sides_is_fixed_for_a_point_and_even_over_many() -> None:
    assert side_shown_first("kerbs") is side_shown_first("kerbs")
    first = [side_shown_first(f"point-{number}") for number in range(400)]
    assert 160 < first.count(Stance.FOR) < 240


def _crowded(for_: int, against: int) -> Matcher:
    """Return the matcher of a library with one point and this many speakers on each side."""
    stances = [Stance.FOR] * for_ + [Stance.AGAINST] * against
    speakers = tuple(Speaker(f"speaker-{n}", f"Speaker {n}") for n in range(len(stances) + 1))
    quotes = tuple(
        Quote(
            f"quote-{n}",
            f"Opinion number {n} on the fountain.",
            "minutes",
            f"speaker-{n}",
            positions=(Position("fountain", stance),),
        )
        for n, stance in enumerate(stances)
    )
    return Matcher(
        make_library(
            Collection(
                card=Card("Square"),
                topics=(Topic("square", "The square", points=("fountain",)),),
                points=(Point("fountain", "square", "The fountain should run.", "Run", "Dry"),),
                speakers=speakers,
                sources=(Source("minutes", "Minutes", f"speaker-{len(stances)}"),),
                quotes=quotes,
            )
        )
    )


@pytest.mark.parametrize(
    ("for_", "against", "pages"), [(1, 1, 1), (2, 2, 1), (3, 3, 2), (5, 4, 2), (7, 3, 2), (5, 0, 3)]
)
def test_pages_go_on_while_both_sides_have_something(for_: int, against: int, pages: int) -> None:
    matcher = _crowded(for_, against)
    shown: list[str] = []
    for page in range(pages):
        answer = _debate(matcher, "fountain", page)
        assert (answer.page, answer.pages) == (page, pages)
        counts = [len(side.excerpts) for side in answer.sides if side.total]
        assert len(set(counts)) == 1
        assert 1 <= counts[0] <= PAIR_SIZE
        shown += [one for side in answer.sides for one in _ids(side)]
    assert len(shown) == len(set(shown)) == (2 * min(for_, against) if against else for_)


@pytest.mark.parametrize(("page", "shown"), [(2, 0), (3, 1), (-1, 1), (10**9, 0)])
def test_pages_begin_again_after_the_last(page: int, shown: int) -> None:
    assert _debate(_crowded(3, 3), "fountain", page).page == shown


def test_different_speakers_come_first_across_sides(matcher: Matcher) -> None:
    answer = _debate(matcher, "charge-for-parking")
    speakers = [excerpt.speaker.id for side in answer.sides for excerpt in side.excerpts]
    assert len(set(speakers)) >= 3


def test_opponents_come_first_and_the_quote_itself_last(matcher: Matcher) -> None:
    answer = opposing_views.to_quote("kerb-lorry", matcher)
    assert isinstance(answer, DebateAnswer)
    assert answer.sides[0].stance is Stance.AGAINST
    assert _ids(answer.sides[1])[-1] == "kerb-lorry"


@pytest.mark.parametrize("quote", ["school-chaos", "kerb-mixed"])
def test_a_quote_without_opponents_is_reported_as_unopposed(matcher: Matcher, quote: str) -> None:
    answer = opposing_views.to_quote(quote, matcher)
    assert isinstance(answer, NotFound)
    assert answer.miss is Miss.UNOPPOSED


def test_a_quote_that_takes_no_side_leads_to_the_debates_of_its_topics(matcher: Matcher) -> None:
    library = matcher.library
    neutral = [one for one in library.quotes.values() if not one.positions]
    assert neutral
    for quote in neutral:
        answer = opposing_views.to_quote(quote.id, matcher)
        assert isinstance(answer, NotFound)
        assert answer.miss is Miss.NO_SIDE
        topics = {library.points[one.id].topic for one in answer.suggestions}
        assert topics <= set(quote.topics)


def test_a_removed_quote_is_reported_as_gone(matcher: Matcher) -> None:
    answer = opposing_views.to_quote("no-such-quote", matcher)
    assert isinstance(answer, NotFound)
    assert answer.miss is Miss.GONE


def test_every_point_has_a_debate_page(matcher: Matcher) -> None:
    for point in matcher.library.points:
        assert debate_on(point, matcher).point.id == point


def test_a_topic_without_points_leads_to_the_point_most_of_its_quotes_are_on() -> None:
    library = _crowded(2, 1).library
    quotes = tuple(replace(quote, topics=("water",)) for quote in library.quotes.values())
    topics = (*library.topics.values(), Topic("water", "Water"))
    answer = _debate(
        Matcher(make_library(replace(library.collection, topics=topics, quotes=quotes, texts={}))),
        "water",
    )
    assert answer.point.id == "fountain"
    assert Why(Cause.QUOTES, "Water", "The fountain should run.") in answer.why


def test_an_unsure_answer_keeps_the_excerpts_near_it(matcher: Matcher) -> None:
    answer = debate("colour of the kerb", 0, matcher)
    assert isinstance(answer, NotFound)
    assert answer.miss is Miss.UNSURE
    assert 1 <= len(answer.excerpts) <= 6
    nothing = debate("tomatoes", 0, matcher)
    assert isinstance(nothing, NotFound)
    assert nothing.excerpts == ()
