"""Requests with words that ask for a kind of answer, over a town's quarrel about its streets."""

import pytest
from msgspec.structs import replace

from bot.answers.actions import RandomQuote, Speakers
from bot.answers.desk import Desk
from bot.answers.model import (
    AskAnswer,
    DebateAnswer,
    NotFound,
    QuoteAnswer,
    SpeakerAnswer,
    SpeakersAnswer,
    TopicsAnswer,
)
from bot.commands import BY_NAME
from bot.errors import RequestError
from bot.library.library import Collection, Library, make_library
from bot.library.model import Card, Stance
from bot.search.results import Cause, Miss
from tests.libraries import POINTS, QUOTES, SOURCES, SPEAKERS, TOPICS


@pytest.fixture(scope="module")
def desk(library: Library) -> Desk:
    return Desk(library)


@pytest.mark.parametrize("text", ["Who is Tom Brennan?", "quotes by Brennan", "Brennan's views"])
def test_speaker_page_has_excerpts_of_that_speaker_alone(desk: Desk, text: str) -> None:
    found = desk.request("ask", text)
    assert isinstance(found, SpeakerAnswer)
    assert {excerpt.speaker.id for excerpt in found.excerpts} == {"brennan"}
    assert sum(count for _, count in found.sources) == found.total
    assert "brennan" not in {speaker.id for speaker in found.critics}


def test_year_does_not_answer_a_request_on_something_else(desk: Desk) -> None:
    assert isinstance(desk.request("ask", "quotes about knitting from 2023"), NotFound)


def test_somebody_who_is_not_quoted_is_said_to_be(desk: Desk) -> None:
    found = desk.request("ask", "who is Nobody Quoted?")
    assert isinstance(found, NotFound)
    assert found.miss is Miss.NOT_BY


@pytest.mark.parametrize(
    "text",
    [
        "Who disagrees with Mary Aldous?",
        "who says otherwise than Aldous",
        "who would Mary Aldous argue with?",
    ],
)
def test_critics_of_a_speaker_come_first(desk: Desk, text: str) -> None:
    found = desk.request("ask", text)
    assert isinstance(found, DebateAnswer)
    (first, _), *_ = found.in_turn
    assert first.speaker.id != "aldous"


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("arguments for 20 mph", Stance.FOR),
        ("What speaks against 20 mph?", Stance.AGAINST),
        ("best argument against 20 mph", Stance.AGAINST),
        ("strongest argument for 20 mph", Stance.FOR),
        ("why is 20 mph a bad idea", Stance.AGAINST),
        ("what's wrong with 20 mph?", Stance.AGAINST),
        ("what's good about 20 mph?", Stance.FOR),
        ("convince me that 20 mph is good", Stance.FOR),
        ("convince me 20 mph is a bad idea", Stance.AGAINST),
        ("why not 20 mph?", Stance.AGAINST),
        ("reasons not to have 20 mph", Stance.AGAINST),
        ("what do supporters of 20 mph say", Stance.FOR),
        ("20 mph's critics", Stance.AGAINST),
        ("any dissent on 20 mph?", Stance.AGAINST),
        ("who's sceptical of 20 mph?", Stance.AGAINST),
        ("counterarguments to 20 mph", Stance.AGAINST),
        ("who is enthusiastic about 20 mph?", Stance.FOR),
        ("On what grounds do its advocates justify 20 mph?", Stance.FOR),
        ("how might a champion of 20 mph win over a sceptic", Stance.FOR),
        ("Find a statement condemning 20 mph.", Stance.AGAINST),
        ("why is 20 mph not a good idea?", Stance.AGAINST),
        ("give me the con side of 20 mph", Stance.AGAINST),
        ("a critique of 20 mph", Stance.AGAINST),
        ("who disagreed with 20 mph?", Stance.AGAINST),
        ("what can be said for 20 mph", Stance.FOR),
        ("what makes 20 mph worthwhile?", Stance.FOR),
        ("why might 20 mph be a good thing", Stance.FOR),
        ("who would rather not have 20 mph", Stance.AGAINST),
    ],
)
def test_side_that_is_asked_for_leads_and_shows_more(desk: Desk, text: str, stance: Stance) -> None:
    found = desk.request("ask", text)
    assert isinstance(found, DebateAnswer)
    first, second = found.sides
    assert (found.asked_side, first.stance) == (stance, stance)
    assert len(first.excerpts) >= len(second.excerpts) == 1


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("who thinks that buses should be free to ride?", Stance.FOR),
        ("why would anyone say buses should be free to ride", Stance.FOR),
        ("best argument that the tram should come back", None),
        ("arguments that cyclists should be made to wear helmets", Stance.FOR),
        ("who disagrees that buses should be free to ride?", Stance.AGAINST),
        ("who doesn't think that buses should be free to ride?", Stance.AGAINST),
        ("why is it wrong to say that buses should be free to ride", Stance.AGAINST),
        ("who thinks buses are noisy?", None),
    ],
)
def test_claim_of_a_point_leads_with_those_who_make_it_or_deny_it(
    desk: Desk, text: str, stance: Stance | None
) -> None:
    found = desk.request("ask", text)
    shown = found.asked_side if isinstance(found, DebateAnswer) else None
    assert shown is stance


@pytest.mark.parametrize(
    "text",
    ["money quotes from 2023", "was money discussed in 2023?", "who talked about money in 2023"],
)
def test_topic_of_ordinary_words_without_quotes_from_a_year_is_said_to_have_none(
    desk: Desk, text: str
) -> None:
    found = desk.request("ask", text)
    assert isinstance(found, NotFound)
    assert (found.miss, found.years) == (Miss.NOT_FROM, ("2024",))


@pytest.mark.parametrize(
    "text",
    [
        "find the quote and the roads became no safer for those",
        "do you have the one with the money came from the Active Travel Fund",
    ],
)
def test_long_passage_with_a_name_in_it_is_a_passage(desk: Desk, text: str) -> None:
    found = desk.request("quote", text)
    assert isinstance(found, QuoteAnswer)
    assert found.excerpts[0].quote.id in {"helmet-law", "money-fund"}


def test_random_on_a_topic_keeps_to_the_topic(desk: Desk) -> None:
    found = desk.request("ask", "a random quote about safety")
    assert isinstance(found, QuoteAnswer)
    assert "safety" in found.excerpts[0].quote.topics


def test_how_many_on_a_topic_shows_its_numbers(desk: Desk) -> None:
    found = desk.request("ask", "how many quotes are there about safety?")
    assert isinstance(found, TopicsAnswer)
    assert [one.topic.id for one in found.topics] == ["safety"]


def test_speaker_on_a_topic_is_held_to_that_speaker(desk: Desk) -> None:
    found = desk.request("ask", "Mary Aldous's opinion of 20 mph")
    assert isinstance(found, QuoteAnswer)
    assert {excerpt.speaker.id for excerpt in found.excerpts[:1]} == {"aldous"}


@pytest.mark.parametrize(
    "text",
    [
        "what does Ifeoma Okafor think about buses?",
        "the opinion of Ifeoma Okafor on buses",
        "Why does Okafor oppose buses?",
        "okafor about buses pls",
    ],
)
def test_what_others_say_on_a_topic_is_no_answer_for_a_speaker(desk: Desk, text: str) -> None:
    found = desk.request("ask", text)
    assert isinstance(found, NotFound)
    assert (found.miss, found.excerpts) == (Miss.NOT_BY, ())
    assert {("speaker", "okafor"), ("topic", "buses")} <= {
        (one.kind, one.id) for one in found.suggestions
    }


@pytest.mark.parametrize(
    "text", ["3 quotes by Okafor", "two quotes from Okafor", "why is Okafor quoted?"]
)
def test_a_number_of_quotes_by_a_speaker_is_no_subject(desk: Desk, text: str) -> None:
    found = desk.request("ask", text)
    assert isinstance(found, SpeakerAnswer)
    assert found.speaker.id == "okafor"


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("best argument for parking", "school-parking"),
        ("what speaks against parking?", "charge-for-parking"),
    ],
)
def test_point_of_a_topic_with_the_side_asked_for_is_shown(text: str, point: str) -> None:
    kept = tuple(one for one in QUOTES if one.id not in {"park-turnover", "park-land"})
    card = Card("Parking, with no excerpt for charges")
    library = make_library(Collection(card, TOPICS, POINTS, SPEAKERS, SOURCES, kept))
    found = Desk(library).request("ask", text)
    assert isinstance(found, DebateAnswer)
    assert found.point.id == point


@pytest.mark.parametrize(
    "text",
    [
        "quotes from 2023",
        "Which speakers were active in 2023?",
        "stuff people said in 2023",
        "I am researching 2023 and need a contemporary voice.",
    ],
)
def test_year_is_the_year_of_the_source(desk: Desk, text: str) -> None:
    found = desk.request("quote", text)
    assert isinstance(found, QuoteAnswer)
    assert {excerpt.source.date[:4] for excerpt in found.excerpts} == {"2023"}
    assert [why.cause for why in found.why] == [Cause.DATE]


@pytest.mark.parametrize("text", ["quotes from 1066", "before 1066", "anything from 1066?"])
def test_year_without_quotes_is_said_to_have_none(library: Library, text: str) -> None:
    topics = {**library.topics, "money": replace(library.topics["money"], aliases=("by 1066",))}
    found = Desk(replace(library, topics=topics)).request("quote", text)
    assert isinstance(found, NotFound)
    assert found.miss is Miss.NOT_FROM
    assert found.years
    assert "1066" not in found.years


def with_aliases(library: Library, topic: str, *aliases: str) -> Desk:
    changed = replace(library.topics[topic], aliases=aliases)
    return Desk(replace(library, topics={**library.topics, topic: changed}))


@pytest.mark.parametrize(
    "text",
    [
        "kerbs outside shops",
        "tell me about kerbs outside shops",
        "what about kerbs outside shops?",
        "is kerbs outside shops any good?",
    ],
)
def test_alias_that_is_asked_for_counts_before_quotes_with_its_words(
    library: Library, text: str
) -> None:
    found = with_aliases(library, "trade", "kerbs outside shops").request("ask", text)
    assert isinstance(found, AskAnswer)
    assert found.best.quote.id in library.by_topic["trade"]


def test_alias_by_chance_in_a_request_on_something_else_is_no_answer(library: Library) -> None:
    desk = with_aliases(library, "trade", "people")
    for text in ("how many people work at Google", "how many people read this page"):
        assert isinstance(desk.request("ask", text), NotFound)
    for text in ("people", "quotes about people"):
        assert isinstance(desk.request("ask", text), AskAnswer)


@pytest.mark.parametrize("text", ["2", "12", "2+2", "-1", "7*7=49", "what is 2+2", "why 12?"])
def test_small_numbers_alone_find_nothing(library: Library, text: str) -> None:
    topics = {**library.topics, "money": replace(library.topics["money"], aliases=("2%",))}
    desk = Desk(replace(library, topics=topics))
    assert isinstance(desk.request("ask", text), NotFound)
    assert isinstance(desk.request("ask", "2%"), AskAnswer)


@pytest.mark.parametrize(
    ("text", "miss"),
    [
        ("thanks!", Miss.SMALL_TALK),
        ("hello there", Miss.GREETING),
        ("I am sorry, that was my mistake.", Miss.SMALL_TALK),
        ("Are you a human being or a machine?", Miss.SMALL_TALK),
        ("what can you do?", Miss.SMALL_TALK),
        ("what is your opinion?", Miss.SMALL_TALK),
        ("no clue", Miss.SMALL_TALK),
        ("done", Miss.SMALL_TALK),
        ("everything", Miss.SMALL_TALK),
        ("tell me more", Miss.FOLLOW_UP),
        ("and the other side?", Miss.FOLLOW_UP),
    ],
)
def test_small_talk_gets_no_excerpt(desk: Desk, text: str, miss: Miss) -> None:
    found = desk.request("ask", text)
    assert isinstance(found, NotFound)
    assert (found.miss, found.excerpts) == (miss, ())


def test_the_oldest_of_anything_else_is_no_order_of_quotes(desk: Desk) -> None:
    assert isinstance(desk.request("ask", "who is the oldest person alive"), NotFound)


def test_lists_are_given_for_the_asking(desk: Desk) -> None:
    assert isinstance(desk.request("ask", "what topics are there?"), TopicsAnswer)
    assert isinstance(desk.request("ask", "who is quoted?"), SpeakersAnswer)


def test_words_of_a_quote_in_their_order_find_it(desk: Desk, library: Library) -> None:
    for quote in library.quotes.values():
        words = quote.text.split()
        if len(words) > 6 and "[…]" not in quote.text:
            found = desk.request("quote", " ".join(words[1:7]))
            assert isinstance(found, QuoteAnswer)
            assert " ".join(words[1:7]) in " ".join(found.excerpts[0].quote.text.split())


def test_slip_in_a_passage_of_common_words_does_not_matter() -> None:
    said = replace(
        QUOTES[0], text="We have had all of those and more before, and it was not for us."
    )
    card = Card("With a quote of common words")
    quotes = (said, *QUOTES[1:])
    library = make_library(Collection(card, TOPICS, POINTS, SPEAKERS, SOURCES, quotes))
    found = Desk(library).request("ask", "had all of thsoe and more before")
    assert isinstance(found, AskAnswer)
    assert found.best.quote.id == said.id


def test_words_of_a_quote_count_before_a_question_like_them() -> None:
    asked = {"bus-own": ("Do they want a bus that comes?",)}
    quotes = tuple(replace(one, phrasings=asked.get(one.id, ())) for one in QUOTES)
    card = Card("With a question that has the words of another quote")
    library = make_library(Collection(card, TOPICS, POINTS, SPEAKERS, SOURCES, quotes))
    found = Desk(library).request("ask", "want a bus that comes")
    assert isinstance(found, AskAnswer)
    assert found.best.quote.id == "bus-free-often"


@pytest.mark.parametrize(
    "text", ["interested in 20 mph", "was 20 mph ever mentioned?", "20 mph pro contra"]
)
def test_name_with_words_of_asking_is_the_subject(desk: Desk, text: str) -> None:
    found = desk.request("ask", text)
    assert isinstance(found, AskAnswer)
    assert found.debate
    assert found.debate.point.id == "twenty-everywhere"


def test_name_in_the_library_is_no_frame(desk: Desk) -> None:
    found = desk.request("quote", "Trams")
    assert isinstance(found, NotFound)
    assert found.miss is not Miss.SMALL_TALK


def test_random_order_shows_every_excerpt_once_before_any_comes_again(
    desk: Desk, library: Library
) -> None:
    shown = [desk.follow(RandomQuote("", 7, place)) for place in range(len(library.quotes) + 1)]
    ids = [one.excerpts[0].quote.id for one in shown if isinstance(one, QuoteAnswer)]
    assert sorted(ids[:-1]) == sorted(library.quotes)
    assert ids[-1] == ids[0]
    other = desk.follow(RandomQuote("", 8, 0))
    assert isinstance(other, QuoteAnswer)
    assert other.excerpts[0].quote.id != ids[0]


def test_random_quote_on_a_topic_is_on_that_topic(desk: Desk, library: Library) -> None:
    found = desk.follow(RandomQuote("buses", 1, 0))
    assert isinstance(found, QuoteAnswer)
    assert found.excerpts[0].quote.id in library.by_topic["buses"]
    assert found.total == len(library.by_topic["buses"])


def test_id_of_a_quote_finds_it(desk: Desk) -> None:
    found = desk.request("quote", "kerb-lorry")
    assert isinstance(found, QuoteAnswer)
    assert found.excerpts[0].quote.id == "kerb-lorry"


@pytest.mark.parametrize("text", ["Brennan, Tom", "tom brennan's"])
def test_name_in_another_order_is_that_name(desk: Desk, text: str) -> None:
    found = desk.request("quote", text)
    assert not isinstance(found, NotFound)


def test_speakers_action_leads_to_the_page_of_one(desk: Desk) -> None:
    found = desk.follow(Speakers("brennan"))
    assert isinstance(found, SpeakerAnswer)
    assert isinstance(desk.follow(Speakers()), SpeakersAnswer)
    assert isinstance(desk.follow(Speakers("gone")), NotFound)


def test_options_hold_a_quote_to_a_time(desk: Desk) -> None:
    answer = BY_NAME["quote"].answer
    found = answer(desk, {"topic": "", "from": "2023", "to": "2023"})
    assert isinstance(found, QuoteAnswer)
    assert {excerpt.source.date[:4] for excerpt in found.excerpts} == {"2023"}
    assert isinstance(answer(desk, {"topic": "buses", "to": "1066"}), NotFound)


@pytest.mark.parametrize(
    ("given", "said"),
    [({"from": "soon"}, "can’t read the date “soon”"), ({"from": "2024", "to": "2020"}, "Swap")],
)
def test_dates_that_make_no_period_are_refused_with_advice(
    desk: Desk, given: dict[str, str], said: str
) -> None:
    with pytest.raises(RequestError, match=said):
        BY_NAME["quote"].answer(desk, {"topic": "buses", **given})
