"""Requests read as a frame and a subject."""

import re
from itertools import chain
from operator import attrgetter
from pathlib import Path

import pytest

from bot.search import frames
from bot.search.frames import Frame, Intent, frame_parser
from bot.search.frames.parser import LONGEST_FRAMED, read_language
from bot.search.frames.pattern_language import Pattern, PatternError, plain


def readings(text: str) -> tuple[Frame, ...]:
    return frame_parser("en").parse(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pros and cons of trams", Frame(Intent.BOTH_SIDES, "trams")),
        ("Are trams any good?", Frame(Intent.BOTH_SIDES, "trams")),
        ("what's the best argument for free buses", Frame(Intent.CASE_FOR, "free buses")),
        ("quotes about money", Frame(Intent.ABOUT, "money")),
        ("did anyone mention the Mayor?", Frame(Intent.ABOUT, "the Mayor")),
        ("something on school streets pls", Frame(Intent.ABOUT, "school streets")),
        ("hi, what about kerbs?", Frame(Intent.ABOUT, "kerbs")),
        ("thanks, and kerbs?", Frame(Intent.ABOUT, "kerbs")),
        ("who is Ann Okafor?", Frame(Intent.SPEAKER, speaker="Ann Okafor")),
        ("What does Okafor think?", Frame(Intent.SPEAKER, speaker="Okafor")),
        ("Okafor’s opinion of trams", Frame(Intent.SPEAKER_ON, "trams", "Okafor")),
        ("Wells' views on trams", Frame(Intent.SPEAKER_ON, "trams", "Wells")),
        ("who disagrees with Ann Okafor?", Frame(Intent.CRITICS, speaker="Ann Okafor")),
        ("what do critics of Okafor say", Frame(Intent.CRITICS, speaker="Okafor")),
        ("what was said in 2020", Frame(Intent.PERIOD, from_="2020")),
        ("between May 2019 and 2021", Frame(Intent.PERIOD, from_="May 2019", to="2021")),
        ("the latest quote on trams", Frame(Intent.NEWEST, "trams")),
        ("trams yay or nay", Frame(Intent.BOTH_SIDES, "trams")),
        ("were trams a flop?", Frame(Intent.BOTH_SIDES, "trams")),
        ("reasons to build trams", Frame(Intent.CASE_FOR, "build trams")),
        ("any good reason not to build trams?", Frame(Intent.CASE_AGAINST, "build trams")),
        ("reasons to oppose trams", Frame(Intent.CASE_AGAINST, "trams")),
        ("who do you have quotes from", Frame(Intent.SPEAKERS)),
        ("pros n cons of trams", Frame(Intent.BOTH_SIDES, "trams")),
        ("i'm torn on trams", Frame(Intent.BOTH_SIDES, "trams")),
        ("critics and fans of trams", Frame(Intent.BOTH_SIDES, "trams")),
        ("who's pro trams", Frame(Intent.CASE_FOR, "trams")),
        ("pro-tram arguments", Frame(Intent.CASE_FOR, "tram")),
        ("anti-tram quotes", Frame(Intent.CASE_AGAINST, "tram")),
        ("why do ppl hate trams", Frame(Intent.CASE_AGAINST, "trams")),
        ("hit me with a quote on trams", Frame(Intent.ABOUT, "trams")),
        ("who is this Okafor guy", Frame(Intent.SPEAKER, speaker="Okafor")),
        ("pushback on Okafor", Frame(Intent.CRITICS, speaker="Okafor")),
        ("thats not what i asked", Frame(Intent.CHAT)),
        ("not a fan of trams", Frame(Intent.CASE_AGAINST, "trams")),
        ("poke holes in trams", Frame(Intent.CASE_AGAINST, "trams")),
        ("why should i care about trams", Frame(Intent.CASE_FOR, "trams")),
        ("does everyone agree with Okafor?", Frame(Intent.CRITICS, speaker="Okafor")),
        ("@bot trams", Frame(Intent.ABOUT, "trams")),
        ("throwback to 2019", Frame(Intent.PERIOD, from_="2019")),
        ("surprise me", Frame(Intent.RANDOM)),
        ("oi bot trams", Frame(Intent.ABOUT, "trams")),
        ("any good lines about trams for my slides", Frame(Intent.ABOUT, "trams")),
        ("smth about trams for my essay its due tonight", Frame(Intent.ABOUT, "trams")),
        ("both sides on trams for homework due tmrw", Frame(Intent.BOTH_SIDES, "trams")),
        ("How have public figures described trams?", Frame(Intent.ABOUT, "trams")),
        ("My pupils are studying trams; is there a quote?", Frame(Intent.ABOUT, "trams")),
        ("Are the fears about trams exaggerated?", Frame(Intent.BOTH_SIDES, "trams")),
        ("I have to argue for trams; whose words can I use?", Frame(Intent.CASE_FOR, "trams")),
        ("reasons to be happy about trams", Frame(Intent.CASE_FOR, "trams")),
        ("reasons we should get rid of trams", Frame(Intent.CASE_AGAINST, "trams")),
        ("How does Okafor see the world?", Frame(Intent.SPEAKER, speaker="Okafor")),
        ("Okafor vs who", Frame(Intent.CRITICS, speaker="Okafor")),
        ("Who holds the contrary view to Okafor?", Frame(Intent.CRITICS, speaker="Okafor")),
        ("Which speakers were active in 2019?", Frame(Intent.PERIOD, from_="2019")),
        ("Who is your owner?", Frame(Intent.CHAT)),
        ("who wrote that?", Frame(Intent.WHO_SAID)),
        ("and the other side?", Frame(Intent.OTHER_SIDE)),
        ("source?", Frame(Intent.WHERE_SAID)),
        ("another one", Frame(Intent.ANOTHER)),
        ("tell me more", Frame(Intent.MORE)),
        ("what can you do?", Frame(Intent.HELP)),
        ("thanks!", Frame(Intent.THANKS)),
        ("Hello there", Frame(Intent.GREETING)),
    ],
)
def test_first_reading_is_the_most_specific(text: str, expected: Frame) -> None:
    assert readings(text)[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "Should the town build its own trams or buy them?",
        "reorganisation",
        "?" * 200,
        "(((",
        "\u202equotes about\u200b money",
    ],
)
def test_last_reading_is_the_whole_request(text: str) -> None:
    assert readings(text)[-1] == Frame(Intent.ABOUT, text.strip())


def test_words_against_may_be_against_a_person_or_a_thing() -> None:
    assert readings("What speaks against road pricing?")[:2] == (
        Frame(Intent.CRITICS, speaker="road pricing"),
        Frame(Intent.CASE_AGAINST, "road pricing"),
    )


def test_names_that_do_not_exist_are_still_readings() -> None:
    asked = Frame(Intent.SPEAKER, speaker="2019")
    assert {asked, Frame(Intent.PERIOD, from_="2019")} <= set(readings("quotes from 2019"))


def test_a_slot_keeps_what_was_typed() -> None:
    assert readings("QUOTES ABOUT “Île-de-France”")[0].subject == "Île-de-France"


def test_a_long_message_has_no_frame() -> None:
    message = "quotes about " + "x" * LONGEST_FRAMED
    assert readings(message) == (Frame(Intent.ABOUT, message),)


def test_plain_text_has_the_same_length() -> None:
    text = "who’s “Ann”, then…?"
    assert plain(text) == "who's  Ann   then  "
    assert len(plain(text)) == len(text)


@pytest.mark.parametrize(
    ("pattern", "wrong"),
    [
        ("(a|b", "a bracket is not closed"),
        ("a|b)", "a bracket too many"),
        ("{nobody}", "no slot is called nobody"),
        ("<nothing>", "no choice is called nothing"),
        ("{sub ject}", "cannot be read"),
    ],
)
def test_a_wrong_pattern_says_so(pattern: str, wrong: str) -> None:
    with pytest.raises(PatternError, match=wrong):
        _ = Pattern(pattern, {}).expression


FILES = sorted(Path(frames.__file__).parent.glob("*.toml"))


@pytest.mark.parametrize("file", FILES, ids=attrgetter("stem"))
def test_every_pattern_that_ships_compiles(file: Path) -> None:
    held = read_language(file)
    texts = (held.wrappings, *held.frames.values())
    words = frozenset(re.findall(r"[^\s()\[\]|{}<>]+", " ".join((*texts, *held.words.values()))))
    lines = chain.from_iterable(map(str.splitlines, texts))
    patterns = [Pattern(one, held.words, held.gap) for one in lines]
    assert [list(one.matches("zzz", words)) for one in patterns] == [[] for _ in patterns]
    assert len(held.months) in (0, 12)
