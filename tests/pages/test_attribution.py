"""Attributions: speaker, source, date, and certainty."""

import pytest
from msgspec.structs import replace

from bot.answers.actions import Context
from bot.i18n import speaking
from bot.library.model import Excerpt, Part, Quote, Quoting, Source, Speaker, State, Status, Verdict
from bot.pages.attribution import (
    brief_passage,
    buttons_of,
    checked,
    date_named,
    grounds,
    passage,
    state,
    status,
    where,
    who,
)
from bot.pages.page import Button, OpenLink
from tests.pages.answers import ECHO, MARY, an_excerpt

UNNAMED = Speaker("x", "author not named", inferred={"name": "the text carries no name"})


def test_a_speaker_is_named_with_the_role_the_source_gives() -> None:
    assert who(MARY) == "Mary Aldous, councillor"


def test_an_inferred_name_stands_in_square_brackets() -> None:
    assert who(UNNAMED) == "[author not named]"


def test_an_inferred_role_stands_in_square_brackets() -> None:
    assert who(replace(MARY, inferred={"role": "the letterhead"})) == "Mary Aldous, [councillor]"


def test_a_pseudonym_is_said_to_be_one() -> None:
    assert who(Speaker("w", "WheelieBin99", pseudonym=True)) == "WheelieBin99 (pseudonym)"


def test_a_place_is_the_title_the_publication_and_the_date() -> None:
    assert where(an_excerpt()) == "“Lanes of discontent”, Harrowmere Echo, 3 June 2024"


def test_what_is_not_known_of_a_source_is_left_out() -> None:
    assert where(an_excerpt(source=Source("s", "A letter", "mary"))) == "“A letter”"


def test_the_place_within_an_article_follows_the_date() -> None:
    quote = Quote("q", "Words.", "echo", "mary", place="under “Kerbs”")
    assert where(an_excerpt(quote)).endswith("3 June 2024, under “Kerbs”")


@pytest.mark.parametrize(
    ("place", "said"), [("comment 5 of 12", "comment 5 of 12 under “"), ("", "a comment under “")]
)
def test_a_comment_is_said_to_stand_under_its_article(place: str, said: str) -> None:
    quote = Quote("q", "Words.", "echo", "joe", part=Part.COMMENT, place=place)
    assert where(an_excerpt(quote, speaker=Speaker("joe", "Joe"))).startswith(said)


def test_words_in_somebody_elses_article_name_its_author() -> None:
    by_another = an_excerpt(speaker=Speaker("tom", "Tom Brennan"))
    assert where(by_another).startswith("“Lanes of discontent” by Mary Aldous, Harrowmere Echo")


def test_words_passed_on_show_the_whole_chain() -> None:
    quote = Quote("q", "Words.", "note", "mary", quoting=Quoting("x", "an article in the Echo"))
    note = Source("note", "Weeknote", "x", date="2025")
    passed_on = an_excerpt(quote, source=note, author=UNNAMED, writer=UNNAMED)
    assert where(passed_on) == (
        "in an article in the Echo; quoted by [author not named] in “Weeknote”, 2025"
    )


def test_words_passed_on_from_nowhere_named_show_who_passes_them_on() -> None:
    quote = Quote("q", "Words.", "note", "mary", quoting=Quoting("x"))
    assert where(an_excerpt(quote, writer=UNNAMED)).startswith("quoted by [author not named] in “")


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2020-11-03", "3 November 2020"),
        ("2020-11-01", "1 November 2020"),
        ("2020-11", "November 2020"),
        ("2020", "2020"),
        ("", ""),
        ("2020-13", "2020-13"),
        ("long ago", "long ago"),
        ("-", "-"),
    ],
)
def test_a_date_is_said_in_words_as_far_as_it_is_known(date: str, words: str) -> None:
    assert date_named(replace(ECHO, date=date)) == words


def test_the_first_day_of_a_month_may_have_an_ordinal_number() -> None:
    with speaking("fr"):
        assert date_named(replace(ECHO, date="2020-11-01")) == "1er novembre 2020"
        assert date_named(replace(ECHO, date="2020-11-02")) == "2 novembre 2020"


def test_the_curators_words_for_a_date_win() -> None:
    assert date_named(replace(ECHO, date_text="spring 2024")) == "spring 2024"


@pytest.mark.parametrize("field", ["date", "date_text"])
def test_an_inferred_date_stands_in_brackets_whichever_field_says_so(field: str) -> None:
    inferred = replace(ECHO, date_text="spring 2024", inferred={field: "the postmark"})
    assert date_named(inferred) == "[spring 2024]"


def test_an_inferred_title_and_publication_stand_in_brackets() -> None:
    inferred = replace(ECHO, inferred={"title": "first line", "publication": "its address"})
    assert (
        where(an_excerpt(source=inferred))
        == "[Lanes of discontent], [Harrowmere Echo], 3 June 2024"
    )


@pytest.mark.parametrize(
    ("status_", "note", "words"),
    [
        (Status.MISATTRIBUTED, "It is Ogburn’s.", "Misattributed: It is Ogburn’s."),
        (Status.DISPUTED, "She denies it.", "Disputed: She denies it."),
        (Status.DISPUTED, "", "Disputed"),
        (None, "“They” are cyclists.", "Note: “They” are cyclists."),
        (None, "", ""),
    ],
)
def test_what_is_known_against_an_attribution_is_said_in_words(
    status_: Status | None, note: str, words: str
) -> None:
    quote = Quote("q", "Words.", "echo", "mary", status=status_, note=note)
    assert status(an_excerpt(quote)) == words


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (
            Verdict(State.VERIFIED),
            "✓\N{NO-BREAK SPACE}verbatim: found in the source text, letter for letter",
        ),
        (
            Verdict(State.DIFFERS, difference="“lory” there"),
            "Differs from the source text: “lory” there",
        ),
        (Verdict(State.DIFFERS), "Differs from the source text"),
        (Verdict(State.UNCHECKED), "Not checked: the source text isn’t in this library"),
    ],
)
def test_the_verbatim_check_is_said_in_words(verdict: Verdict, words: str) -> None:
    assert state(an_excerpt(verdict=verdict)) == words


def test_an_excerpt_alone_says_that_it_is_verified() -> None:
    assert passage(an_excerpt()).remarks == (
        "✓\N{NO-BREAK SPACE}verbatim: found in the source text, letter for letter",
    )


def test_in_brief_the_attribution_is_who_where_and_the_year() -> None:
    brief = brief_passage(an_excerpt())
    assert (brief.who, brief.where) == ("Mary Aldous", "“Lanes of discontent”, 2024")
    assert brief.remarks == ()


@pytest.mark.parametrize(
    ("excerpt", "where_"),
    [
        (an_excerpt(verdict=Verdict(State.UNCHECKED)), "“Lanes of discontent”, 2024 · unchecked"),
        (
            an_excerpt(verdict=Verdict(State.DIFFERS)),
            "“Lanes of discontent”, 2024 · differs from the source",
        ),
        (
            an_excerpt(Quote("q", "Words.", "echo", "joe", part=Part.COMMENT, place="comment 5")),
            "comment on “Lanes of discontent”, 2024",
        ),
        (
            an_excerpt(Quote("q", "Words.", "e", "m", quoting=Quoting("x")), writer=UNNAMED),
            "quoted by [author not named] in “Lanes of discontent”, 2024",
        ),
        (
            an_excerpt(Quote("q", "Words.", "e", "m", status=Status.MISATTRIBUTED)),
            "“Lanes of discontent”, 2024 · misattributed",
        ),
        (an_excerpt(source=Source("s", "A " * 40, "mary")), f"“{'A ' * 16}A…”"),
    ],
)
def test_in_brief_every_doubt_and_every_hand_is_still_said(excerpt: Excerpt, where_: str) -> None:
    assert brief_passage(excerpt).where == where_


def test_in_brief_a_short_note_is_a_line_before_the_other_remarks() -> None:
    noted = Quote("q", "Words.", "e", "m", note="“They” are cyclists.")
    assert brief_passage(an_excerpt(noted), remarks=("Speaks for it.",)).remarks == (
        "“They” are cyclists.",
        "Speaks for it.",
    )
    long = an_excerpt(Quote("q", "Words.", "e", "m", note="x" * 101))
    assert brief_passage(long).remarks == ()


def test_in_brief_the_role_is_left_out_but_never_the_pseudonym() -> None:
    wheelie = an_excerpt(speaker=Speaker("w", "Wheelie", "a cyclist", pseudonym=True))
    assert brief_passage(wheelie).who == "Wheelie (pseudonym)"


def test_the_text_is_verbatim() -> None:
    text = "  *Paint*   never\n> stopped <@1> a lorry. "
    assert passage(an_excerpt(Quote("q", text, "echo", "mary"))).text == text


def test_the_check_is_said_once_for_many() -> None:
    unchecked = an_excerpt(verdict=Verdict(State.UNCHECKED))
    assert checked((an_excerpt(), an_excerpt())) == "✓\N{NO-BREAK SPACE}verbatim"
    assert "unless noted" in checked((an_excerpt(), unchecked))
    assert checked((unchecked,)) == ""
    assert checked(()) == ""


def test_each_bracketed_part_has_its_ground() -> None:
    source = replace(ECHO, inferred={"publication": "its address", "date": "the postmark"})
    unnamed = an_excerpt(source=source, speaker=UNNAMED, author=UNNAMED)
    assert grounds(unnamed) == (
        "[author not named]: the text carries no name",
        "[Harrowmere Echo]: its address",
        "[3 June 2024]: the postmark",
    )


def test_the_ground_of_who_passes_words_on_is_given_too() -> None:
    passed_on = an_excerpt(writer=UNNAMED)
    assert grounds(passed_on) == ("[author not named]: the text carries no name",)


def test_a_ground_for_a_field_that_is_not_shown_names_the_field() -> None:
    source = replace(ECHO, inferred={"url": "the only page of that title"})
    assert grounds(an_excerpt(source=source)) == ("[url]: the only page of that title",)


def test_each_excerpt_leads_to_its_whole_attribution_and_a_known_address_to_the_source() -> None:
    linked = an_excerpt(link="https://echo.example/#:~:text=Paint")
    assert buttons_of(linked) == (
        Button("In context", Context("paint")),
        Button("Source", OpenLink("https://echo.example/#:~:text=Paint")),
    )
    differs = an_excerpt(verdict=Verdict(State.DIFFERS))
    assert buttons_of(differs) == (Button("Details", Context("paint")),)
