"""Requests understood by the names in them, in any wording."""

import pytest
from msgspec.structs import replace

from bot.answers.desk import Desk
from bot.answers.model import AskAnswer, DebateAnswer, NotFound, QuoteAnswer, SpeakerAnswer
from bot.library.library import Library
from bot.library.model import Stance
from bot.search.results import Miss
from bot.terminal.answering import record_of


@pytest.fixture(scope="module")
def desk(library: Library) -> Desk:
    return Desk(library)


@pytest.mark.parametrize(
    "text",
    [
        "show me something Tom Brennan said",
        "In Brennan's own words, please.",
        "could you pull up Tom Brennan for me",
        "Brennan, Tom",
        "Does Tom Brennan have anything to say?",
    ],
)
def test_one_speaker_among_words_of_asking_is_that_speaker(desk: Desk, text: str) -> None:
    found = desk.request("ask", text)
    assert isinstance(found, SpeakerAnswer)
    assert found.speaker.id == "brennan"


@pytest.mark.parametrize(
    "text",
    [
        "anyone think Mary Aldous is wrong?",
        "Mary Aldous opponents",
        "show me a reply to Mary Aldous",
        "counterargument to Aldous",
    ],
)
def test_opposition_to_a_speaker_in_any_words_leads_with_the_others(desk: Desk, text: str) -> None:
    found = desk.request("ask", text)
    assert isinstance(found, DebateAnswer)
    (first, _), *_ = found.in_turn
    assert first.speaker.id != "aldous"


@pytest.mark.parametrize(
    "text", ["Mary Aldous 20 mph", "20 mph - Mary Aldous", "On 20 mph, what is Aldous's view?"]
)
def test_speaker_and_topic_in_any_order_are_one_on_the_other(desk: Desk, text: str) -> None:
    found = desk.request("ask", text)
    assert isinstance(found, QuoteAnswer)
    assert found.excerpts[0].speaker.id == "aldous"


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Which opinions date from 2023?", {"2023"}),
        ("from 2024 onwards", {"2024"}),
        ("anything earlier than 2024", {"2023"}),
        ("pre-2024 quotes", {"2023"}),
        ("quotes not before 2024", {"2024"}),
        ("quotes no later than 2023", {"2023"}),
        ("post 2023", {"2024"}),
        ("2023-2024", {"2023", "2024"}),
        ("2024+", {"2024"}),
        ("quotes from 2024 until now", {"2024"}),
        ("what was said between 2024 and today?", {"2024"}),
        ("nothing before 2024", {"2024"}),
    ],
)
def test_time_is_read_in_any_words(desk: Desk, text: str, years: set[str]) -> None:
    found = desk.request("ask", text)
    assert isinstance(found, QuoteAnswer)
    assert {excerpt.source.date[:4] for excerpt in found.excerpts} <= years


@pytest.mark.parametrize(
    ("text", "stance"), [("anyone against 20 mph?", Stance.AGAINST), ("pro 20 mph", Stance.FOR)]
)
def test_side_is_read_from_the_word_before(desk: Desk, text: str, stance: Stance) -> None:
    found = desk.request("ask", text)
    assert isinstance(found, DebateAnswer)
    assert found.asked_side is stance


@pytest.mark.parametrize(
    "text",
    ["who said “Paint never stopped a lorry”?", "find the quote paint never stopped a lorry"],
)
def test_passage_between_words_of_asking_is_found(desk: Desk, text: str) -> None:
    found = desk.request("quote", text)
    assert isinstance(found, QuoteAnswer)
    assert found.excerpts[0].quote.id == "kerb-lorry"


@pytest.mark.parametrize(
    "text", ["since 2024", "quotes from 2024 on", "2024, 2025", "not before 2024"]
)
def test_year_with_words_of_time_is_no_alias(library: Library, text: str) -> None:
    topics = {**library.topics, "air": replace(library.topics["air"], aliases=("2024",))}
    desk = Desk(replace(library, topics=topics))
    found = desk.request("ask", text)
    assert isinstance(found, QuoteAnswer)
    assert {excerpt.source.date[:4] for excerpt in found.excerpts} == {"2024"}
    for about in ("quotes about 2024", "air quality for 2024"):
        named = desk.request("ask", about)
        assert isinstance(named, AskAnswer)
        assert named.best.quote.id in library.by_topic["air"]


def test_unknown_words_are_never_passed_over(desk: Desk) -> None:
    found = desk.request("ask", "Mary Aldous on zeppelin racing")
    assert not isinstance(found, SpeakerAnswer)
    assert isinstance(desk.request("ask", "zeppelin racing"), NotFound)


@pytest.mark.parametrize("text", ["aldous + money", "money aldous", "money: what Aldous says"])
def test_a_topic_of_ordinary_words_counts_beside_a_speaker(desk: Desk, text: str) -> None:
    found = desk.request("ask", text)
    assert isinstance(found, QuoteAnswer)
    assert found.excerpts[0].quote.id == "money-fund"


@pytest.mark.parametrize("text", ["money 2024", "a quote on money from 2024", "2024 money quotes"])
def test_a_topic_of_ordinary_words_counts_beside_a_year(desk: Desk, text: str) -> None:
    found = desk.request("ask", text)
    assert isinstance(found, QuoteAnswer)
    about_money = desk.library.by_topic["money"]
    assert {excerpt.quote.id for excerpt in found.excerpts} <= set(about_money)


def test_a_topic_of_ordinary_words_that_a_speaker_is_silent_on_does_not_count(desk: Desk) -> None:
    assert isinstance(desk.request("ask", "okafor + money"), SpeakerAnswer)


def test_on_before_a_topic_does_not_leave_the_time_open(desk: Desk) -> None:
    found = desk.request("quote", "gimme a quote on cycle lanes from 2023")
    assert isinstance(found, QuoteAnswer)
    assert {excerpt.source.date[:4] for excerpt in found.excerpts} == {"2023"}


@pytest.mark.parametrize(
    "text", ["mustering quotes about cycle lanes", "yeet some words by Okafor"]
)
def test_strange_words_before_what_is_asked_for_do_not_matter(desk: Desk, text: str) -> None:
    assert not isinstance(desk.request("ask", text), NotFound)


@pytest.mark.parametrize(
    "text", ["how's your day", "next question", "do you have a name", "ok so what"]
)
def test_a_few_words_of_small_talk_in_any_order_get_no_excerpt(desk: Desk, text: str) -> None:
    found = desk.request("ask", text)
    assert isinstance(found, NotFound)
    assert found.miss is Miss.SMALL_TALK


def test_a_message_with_many_years_names_no_period(desk: Desk) -> None:
    found = desk.request("ask", "first it was 2018 then 2020 then 2023 and now they say it is 2024")
    assert not isinstance(found, QuoteAnswer)


@pytest.mark.parametrize(
    "text",
    [
        "Which ward does Tom Brennan represent?",
        "Pull up the Brennan file",
        "I've never heard of Tom Brennan, who are they?",
    ],
)
def test_the_only_name_in_a_short_request_is_answered(desk: Desk, text: str) -> None:
    found = desk.request("ask", text)
    assert isinstance(found, SpeakerAnswer)
    assert found.speaker.id == "brennan"


@pytest.mark.parametrize(
    "text",
    [
        "What did the committee hear about air quality?",
        "Bring me up to speed on air quality",
        "Does air quality deserve its reputation?",
        "How risky is air quality, and what do we stand to gain?",
    ],
)
def test_topic_at_the_end_or_after_a_verb_is_meant_whatever_the_words(
    desk: Desk, text: str
) -> None:
    found = desk.request("ask", text)
    assert isinstance(found, AskAnswer)
    assert found.debate
    assert found.debate.topic.id == "air"


@pytest.mark.parametrize(
    "text",
    [
        "air quality sensors for beginners",
        "air quality in Delhi",
        "What did Einstein say about air?",
    ],
)
def test_topic_inside_another_subject_is_not_meant(desk: Desk, text: str) -> None:
    assert isinstance(desk.request("ask", text), NotFound)


@pytest.mark.parametrize("text", ["accidents are strange", "collisions are strange"])
def test_remark_that_begins_with_an_alias_is_no_request_for_its_topic(
    desk: Desk, text: str
) -> None:
    found = desk.request("ask", text)
    assert isinstance(found, NotFound)
    asked = desk.request("ask", text.replace(" are", ", are they") + "?")
    assert isinstance(asked, AskAnswer)


@pytest.fixture(scope="module")
def with_price(library: Library) -> Desk:
    renamed = replace(library.speakers["aldous"], name="Mary Price")
    return Desk(replace(library, speakers={**library.speakers, "aldous": renamed}))


@pytest.mark.parametrize(
    "text", ["Price on 20 mph", "ask Price about 20 mph", "what did price say about 20 mph"]
)
def test_last_name_that_is_a_word_counts_where_a_person_is_asked_for(
    with_price: Desk, text: str
) -> None:
    found = with_price.request("ask", text)
    assert isinstance(found, QuoteAnswer)
    assert found.excerpts[0].speaker.id == "aldous"


@pytest.mark.parametrize(
    "text", ["quotes by price", "who is price?", "price's views", "who are price's opponents?"]
)
def test_a_last_name_that_is_a_word_counts_where_a_person_is_asked_for(
    with_price: Desk, text: str
) -> None:
    found = with_price.request("ask", text)
    assert isinstance(found, SpeakerAnswer | DebateAnswer)


@pytest.mark.parametrize(
    "text",
    ["half price", "is the price right?", "a fair price", "what a price"],
)
def test_a_last_name_that_is_a_word_is_none_among_other_words(with_price: Desk, text: str) -> None:
    found = with_price.request("ask", text)
    assert not isinstance(found, SpeakerAnswer | DebateAnswer)


@pytest.mark.parametrize("text", ["who is Tom Hanks?", "Tom Hanks on film", "quotes by Tom Hanks"])
def test_a_first_name_before_another_last_name_is_somebody_else(desk: Desk, text: str) -> None:
    assert isinstance(desk.request("ask", text), NotFound)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("agianst 20 mph", "against 20 mph"),
        ("who disagress with Mary Aldous", "who disagrees with Mary Aldous"),
        ("quoets by Tom Brennan", "quotes by Tom Brennan"),
        ("anyhting frmo 2023?", "anything from 2023?"),
    ],
)
def test_slip_in_a_word_of_asking_changes_nothing(desk: Desk, text: str, same: str) -> None:
    typed, right = (record_of(desk.request("ask", each)) for each in (text, same))
    assert typed["excerpts"] == right["excerpts"]


@pytest.mark.parametrize(
    "text",
    [
        "who pushes back against Mary Aldous",
        "Has anybody questioned what Mary Aldous said?",
        "How do others respond to Mary Aldous?",
        "Is there anyone who doesn't share Mary Aldous's opinion?",
        "anyone who wouldn't back Mary Aldous?",
        "clap back at Aldous pls",
        "Mary Aldous debunked?",
    ],
)
def test_verbs_of_opposition_ask_for_the_others(desk: Desk, text: str) -> None:
    found = desk.request("ask", text)
    assert isinstance(found, DebateAnswer)
    assert found.in_turn[0][0].speaker.id != "aldous"


@pytest.mark.parametrize("text", ["What does Mary Aldous argue?", "how did Mary Aldous respond"])
def test_speaker_who_is_the_subject_is_the_one_asked_for(desk: Desk, text: str) -> None:
    found = desk.request("ask", text)
    assert isinstance(found, SpeakerAnswer)
    assert found.speaker.id == "aldous"


@pytest.mark.parametrize(
    "text",
    [
        "well played",
        "what is happening",
        "what's up with you",
        "I'd rather not",
        "How old are you?",
        "Who pays you?",
        "gotta run",
        "You didn't anwser my question.",
    ],
)
def test_words_of_asking_that_ask_for_nothing_are_small_talk(desk: Desk, text: str) -> None:
    found = desk.request("ask", text)
    assert isinstance(found, NotFound)
    assert found.miss is Miss.SMALL_TALK


@pytest.mark.parametrize(
    "text", ["Pick a sentence somebody uttered in 2023", "2023 was wild, quotes?"]
)
def test_year_and_a_word_for_an_excerpt_are_enough(desk: Desk, text: str) -> None:
    found = desk.request("ask", text)
    assert isinstance(found, QuoteAnswer)
    assert {excerpt.source.date[:4] for excerpt in found.excerpts} == {"2023"}


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Has anyone warned about 20 mph?", Stance.AGAINST),
        ("20 mph is bad, who agrees?", Stance.AGAINST),
        ("anyone fond of 20 mph? need a nice quote", Stance.FOR),
        ("the strongest pro-20 mph argument", Stance.FOR),
    ],
)
def test_side_is_read_from_words_of_judgement(desk: Desk, text: str, stance: Stance) -> None:
    found = desk.request("ask", text)
    assert isinstance(found, DebateAnswer)
    assert found.sides[0].stance is stance
