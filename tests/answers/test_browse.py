from bot.answers.browse import about, context, speakers, topics
from bot.answers.desk import Desk
from bot.answers.model import (
    AskAnswer,
    ContextAnswer,
    DebateAnswer,
    NotFound,
    QuoteAnswer,
    SpeakerAnswer,
    SpeakersAnswer,
    TopicsAnswer,
)
from bot.search.matcher import Matcher
from bot.search.results import Miss


def test_all_topics_stand_in_the_curators_order(matcher: Matcher) -> None:
    answer = topics("", matcher)
    assert isinstance(answer, TopicsAnswer)
    assert [one.topic.id for one in answer.topics] == list(matcher.library.topics)


def test_a_topic_counts_its_quotes_voices_and_sides(matcher: Matcher) -> None:
    answer = topics("cycle lanes", matcher)
    assert isinstance(answer, TopicsAnswer)
    (tally,) = answer.topics
    assert (tally.quotes, tally.voices) == (9, 6)
    kerbs = tally.points[0]
    assert (kerbs.point.id, kerbs.for_, kerbs.against, kerbs.mixed) == ("kerbs", 2, 2, 1)


def test_a_point_or_words_lead_to_their_topic(matcher: Matcher) -> None:
    for request in ("helmets", "should cyclists wear helmets"):
        answer = topics(request, matcher)
        assert isinstance(answer, TopicsAnswer)
        assert [one.topic.id for one in answer.topics] == ["safety"]


def test_a_topic_that_is_not_there_is_not_found(matcher: Matcher) -> None:
    for request, miss in (
        ("tomatoes", Miss.NOTHING),
        ("🚲", Miss.BLANK),
        ("Tom Brennan", Miss.NOTHING),
    ):
        answer = topics(request, matcher)
        assert isinstance(answer, NotFound)
        assert answer.miss is miss


def test_a_speaker_is_named_like_one_to_quote(matcher: Matcher) -> None:
    for name in ("Tom Brennan", "brennan", "speaker:brennan"):
        answer = speakers(name, matcher)
        assert isinstance(answer, SpeakerAnswer)
        assert answer.speaker.id == "brennan"
    everybody = speakers(" ", matcher)
    assert isinstance(everybody, SpeakersAnswer)
    assert {one.speaker.id for one in everybody.speakers} == set(matcher.library.by_speaker)


def test_a_speaker_who_is_unknown_or_not_quoted_is_not_found(matcher: Matcher) -> None:
    for name, miss in (
        ("Winston Churchill", Miss.NO_SPEAKER),
        ("Nobody Quoted", Miss.NOTHING),
    ):
        answer = speakers(name, matcher)
        assert isinstance(answer, NotFound)
        assert (answer.miss, answer.asked) == (miss, name)


def test_about_counts_what_the_library_holds(matcher: Matcher) -> None:
    tally = about(matcher).tally
    library = matcher.library
    assert (tally.quotes, tally.topics, tally.points) == (
        len(library.quotes),
        len(library.topics),
        len(library.points),
    )
    assert tally.speakers == 7  # two of nine have no quotes
    assert tally.both_sides == 10
    assert 0 < tally.verified < tally.quotes


def test_the_examples_are_three_that_are_answered(matcher: Matcher) -> None:
    desk = Desk(matcher.library)
    examples = dict(about(matcher).examples)
    assert isinstance(desk.quote(examples["quote"]), QuoteAnswer)
    assert isinstance(desk.debate(examples["debate"]), DebateAnswer)
    assert isinstance(desk.ask(examples["ask"]), AskAnswer)


def test_an_empty_library_has_nothing_to_try(empty: Matcher) -> None:
    assert about(empty).examples == ()
    assert about(empty).tally.quotes == 0


def test_an_excerpt_stands_within_its_source(matcher: Matcher) -> None:
    answer = context("kerb-lorry", matcher)
    assert isinstance(answer, ContextAnswer)
    assert answer.marked.startswith("Paint never stopped a lorry")
    assert answer.marked.endswith("A kerb does.")
    assert "divided" in answer.before
    assert "NPfAT" in answer.after


def test_an_excerpt_that_was_not_found_has_no_context(matcher: Matcher) -> None:
    for quote in ("trade-heavy", "kerb-surgery"):
        answer = context(quote, matcher)
        assert isinstance(answer, ContextAnswer)
        assert (answer.before, answer.marked, answer.after) == ("", "", "")


def test_the_context_of_a_removed_quote_is_not_found(matcher: Matcher) -> None:
    answer = context("no-such-quote", matcher)
    assert isinstance(answer, NotFound)
    assert answer.miss is Miss.GONE


def test_the_examples_are_words_and_no_ids(matcher: Matcher) -> None:
    texts = {text for _, text in about(matcher).examples}
    assert texts.isdisjoint({*matcher.library.topics, *matcher.library.points})
