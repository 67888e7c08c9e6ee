import pytest
from msgspec.structs import replace

from bot.answers.model import NotFound, QuoteAnswer
from bot.answers.quote import another, quote
from bot.library.changes import PutQuote
from bot.library.library import Collection, Library, make_library
from bot.library.model import Card, Kind, Quote, Source, Speaker, Topic
from bot.library.view import view_of
from bot.search.matcher import Matcher
from bot.search.results import Cause, Miss
from bot.search.scope import Scope


def _quote(matcher: Matcher, topic: str = "", speaker: str = "", source: str = "") -> QuoteAnswer:
    answer = quote(topic, speaker, source, matcher)
    assert isinstance(answer, QuoteAnswer), answer
    return answer


def _missed(matcher: Matcher, topic: str = "", speaker: str = "", source: str = "") -> NotFound:
    answer = quote(topic, speaker, source, matcher)
    assert isinstance(answer, NotFound), answer
    return answer


def _speakers(answer: QuoteAnswer) -> list[str]:
    return [excerpt.speaker.id for excerpt in answer.excerpts]


def test_a_named_topic_gives_its_quotes_and_no_others(matcher: Matcher) -> None:
    answer = _quote(matcher, "parking")
    assert answer.scope == Scope(Kind.TOPIC, "parking")
    assert answer.scope_name == "Parking"
    assert {one.quote.id for one in answer.excerpts} <= set(matcher.library.by_topic["parking"])
    assert (answer.shown, answer.total) == (1, len(matcher.library.by_topic["parking"]))


def test_another_speaker_comes_second_and_an_opponent_among_the_first_six(matcher: Matcher) -> None:
    answer = _quote(matcher, "parking")
    assert _speakers(answer)[0] != _speakers(answer)[1]
    assert answer.opposed
    assert answer.point


def test_quotes_that_say_the_name_come_before_those_that_do_not(matcher: Matcher) -> None:
    assert "free" in _quote(matcher, "free-buses").excerpts[0].quote.text.lower()


def test_words_of_a_text_find_it(matcher: Matcher) -> None:
    answer = _quote(matcher, "blackbirds on Mill Row")
    assert answer.excerpts[0].quote.id == "ltn-quiet"
    assert answer.scope == Scope(Kind.POINT, "close-side-streets")


@pytest.mark.parametrize(
    "typed", ["NPfAT", "npfat", "N.P.f.A.T.", "national program for active travel"]
)
def test_a_short_form_and_its_phrase_find_the_same(matcher: Matcher, typed: str) -> None:
    assert _quote(matcher, typed).excerpts[0].quote.id == "money-programme"


def test_one_word_of_a_text_is_enough(matcher: Matcher) -> None:
    assert _quote(matcher, "gearboxes").excerpts[0].quote.id == "ltn-quiet"


@pytest.mark.parametrize("words", ["café on the corner", "cafe tables", "الشارع لنا"])
def test_accents_and_other_scripts_are_found(matcher: Matcher, words: str) -> None:
    assert _quote(matcher, words).excerpts[0].quote.id in {"trade-gain", "rtl"}


@pytest.mark.parametrize(
    "speaker", ["Tom Brennan", "brennan", "tom brenan", "Brennan", "TOM BRENNAN", "bre\u200bnnan"]
)
def test_a_speaker_filter_holds_every_excerpt_to_them(matcher: Matcher, speaker: str) -> None:
    answer = _quote(matcher, "parking", speaker=speaker)
    assert set(_speakers(answer)) == {"brennan"}
    assert answer.scope == Scope(Kind.TOPIC, "parking", speaker="brennan")
    assert Cause.SPEAKER in {why.cause for why in answer.why}


def test_a_speaker_alone_gives_what_they_said(matcher: Matcher) -> None:
    answer = _quote(matcher, speaker="okafor")
    assert set(_speakers(answer)) == {"okafor"}
    assert answer.total == len(matcher.library.by_speaker["okafor"])


@pytest.mark.parametrize(
    "request_",
    [
        "brennan on parking",
        "parking, by Tom Brennan",
        "what does Tom Brenan say about parking?",
        "Tom Brennan's views on parking",
        "parking according to brennan",
    ],
)
def test_a_speaker_named_in_the_topic_is_a_filter(matcher: Matcher, request_: str) -> None:
    answer = _quote(matcher, request_)
    assert [one.quote.id for one in answer.excerpts] == ["park-mall"]


def test_a_speaker_as_the_topic_is_enough(matcher: Matcher) -> None:
    assert set(_speakers(_quote(matcher, "Gutierrez"))) == {"gutierrez"}


@pytest.mark.parametrize(
    "source", ["Lanes of discontent", "lanes of discontant", "echo-2024", "discontent"]
)
def test_a_source_filter_holds_every_excerpt_to_it(matcher: Matcher, source: str) -> None:
    answer = _quote(matcher, "buses", source=source)
    assert {one.source.id for one in answer.excerpts} == {"echo-2024"}


def test_speaker_and_source_hold_together(matcher: Matcher) -> None:
    answer = _quote(matcher, speaker="brennan", source="echo-2024")
    assert {(one.speaker.id, one.source.id) for one in answer.excerpts} == {
        ("brennan", "echo-2024")
    }
    missed = _missed(matcher, speaker="brennan", source="council-2024")
    assert missed.miss is Miss.NOTHING


def test_an_unknown_speaker_is_never_ignored(matcher: Matcher) -> None:
    missed = _missed(matcher, "parking", speaker="Winston Churchill")
    assert missed.miss is Miss.NO_SPEAKER
    assert {one.kind for one in missed.suggestions} == {Kind.SPEAKER}
    assert all(one.quotes for one in missed.suggestions)


def test_an_unknown_source_is_never_ignored(matcher: Matcher) -> None:
    missed = _missed(matcher, "parking", source="The Times of Nowhere")
    assert missed.miss is Miss.NO_SOURCE
    assert {one.kind for one in missed.suggestions} == {Kind.SOURCE}


def test_the_nearest_speaker_is_offered_first(matcher: Matcher) -> None:
    missed = _missed(matcher, "parking", speaker="Mary Alder")
    assert missed.miss is Miss.UNSURE
    assert missed.suggestions[0].id == "aldous"


def test_a_speaker_with_nothing_on_the_topic_is_not_found(matcher: Matcher) -> None:
    missed = _missed(matcher, "buses", speaker="okafor")
    assert missed.miss is Miss.NOTHING
    assert [one.id for one in missed.suggestions][:2] == ["okafor", "buses"]


def test_a_speaker_nobody_quotes_has_nothing(matcher: Matcher) -> None:
    assert _missed(matcher, speaker="Nobody Quoted").miss is Miss.NOTHING


def test_a_topic_without_quotes_is_an_honest_nothing(matcher: Matcher) -> None:
    missed = _missed(matcher, "trams")
    assert missed.miss is Miss.NOTHING
    assert all(one.quotes for one in missed.suggestions)


@pytest.mark.parametrize("topic", ["", " ", "🚲", "…", "\u200b"])
def test_a_blank_request_is_reported_as_blank(matcher: Matcher, topic: str) -> None:
    assert _missed(matcher, topic, speaker=topic, source=topic).miss is Miss.BLANK


def test_a_quote_without_opponents_is_not_opposed(matcher: Matcher) -> None:
    answer = _quote(matcher, "forty engines idling")
    assert answer.point
    assert answer.point.id == "school-parking"
    assert not answer.opposed


def test_a_quote_on_no_point_has_none(matcher: Matcher) -> None:
    assert _quote(matcher, "the two depots").point is None


@pytest.mark.parametrize(
    "scope",
    [
        Scope(Kind.TOPIC, "cycle-lanes"),
        Scope(Kind.POINT, "kerbs"),
        Scope(Kind.SPEAKER, "aldous"),
        Scope(Kind.SOURCE, "letter"),
        Scope(Kind.POINT, "clean-air-zone"),
    ],
)
def test_a_walk_shows_all_once_and_starts_again(matcher: Matcher, scope: Scope) -> None:
    first = another(scope, "", 0, matcher)
    assert isinstance(first, QuoteAnswer)
    begin = first.excerpts[0].quote.id
    walked = [begin]
    for shown in range(1, first.total + 1):
        answer = another(scope, begin, shown, matcher)
        assert isinstance(answer, QuoteAnswer)
        assert answer.shown == shown % first.total + 1
        assert answer.first == (begin if answer.shown > 1 else "")
        walked.append(answer.excerpts[0].quote.id)
    assert walked[-1] == begin
    assert len(set(walked)) == first.total == len(walked) - 1


def test_a_walk_goes_on_from_the_quote_shown_first(matcher: Matcher) -> None:
    answer = _quote(matcher, "blackbirds on Mill Row")
    begin = answer.excerpts[0].quote.id
    walked = {begin}
    for shown in range(1, answer.total):
        following = another(answer.scope, begin, shown, matcher)
        assert isinstance(following, QuoteAnswer)
        walked.add(following.excerpts[0].quote.id)
    assert len(walked) == answer.total


def test_a_walk_through_a_removed_scope_is_gone(matcher: Matcher) -> None:
    answer = another(Scope(Kind.TOPIC, "no-such-topic"), "kerb-lorry", 1, matcher)
    assert isinstance(answer, NotFound)
    assert answer.miss is Miss.GONE


def test_a_last_name_of_two_speakers_names_neither() -> None:
    library = make_library(
        Collection(
            card=Card("Two Smiths"),
            topics=(Topic("rain", "Rain"),),
            speakers=(Speaker("ann", "Ann Smith"), Speaker("bob", "Bob Smith")),
            sources=(Source("diary", "A diary", "ann"),),
            quotes=(
                Quote("wet", "It rained.", "diary", "ann", topics=("rain",)),
                Quote("dry", "It did not rain.", "diary", "bob", topics=("rain",)),
            ),
        )
    )
    matcher = Matcher(library)
    assert _missed(matcher, "rain", speaker="Smith").miss is not Miss.BLANK
    assert _speakers(_quote(matcher, "rain", speaker="Bob Smith")) == ["bob"]


def test_a_topic_begins_with_a_quote_on_a_point_of_its_own(matcher: Matcher) -> None:
    for topic in ("buses", "money", "trade", "safety", "air"):
        points = {held.point for held in _quote(matcher, topic).excerpts[0].quote.positions}
        assert points & set(matcher.library.topics[topic].points)


def test_an_unsure_answer_keeps_the_excerpts_near_it(matcher: Matcher) -> None:
    missed = _missed(matcher, "colour of the kerb")
    assert missed.miss is Miss.UNSURE
    assert 1 <= len(missed.excerpts) <= 6
    assert _missed(matcher, "tomatoes").excerpts == ()


def test_a_topic_opens_with_a_point_of_its_own(matcher: Matcher) -> None:
    library = matcher.library
    spoken_for = {
        topic.id: topic
        for topic in library.topics.values()
        if any(library.sides(point).for_ for point in topic.points)
    }
    assert len(spoken_for) == 8
    for topic in spoken_for.values():
        point = _quote(matcher, topic.name).point
        assert point is not None, topic.id
        assert point.id in topic.points


@pytest.mark.parametrize("typed", ["Tom Brennan's words", "brennan’s views", "okafor's quotes"])
def test_a_speakers_words_are_their_quotes(matcher: Matcher, typed: str) -> None:
    assert _quote(matcher, typed).scope.kind is Kind.SPEAKER


def test_a_topic_without_quotes_shows_those_that_say_its_name(library: Library) -> None:
    said = replace(library.quotes["rtl"], text="The trams came back to Harrowmere.")
    matcher = Matcher(view_of(library).after([PutQuote(said)], 1).library)
    assert _quote(matcher, "trams").excerpts[0].quote.id == "rtl"
