"""Values typed into forms, including malformed ones: one clear sentence for each error."""

from datetime import date

import pytest

from bot.errors import RequestError
from bot.library.model import State
from bot.moderation.form_values import Form
from bot.moderation.service import ModerationService
from bot.moderation.typed_fields import read_date
from tests.moderation.making import FORM, TEXT, form, looked, said

TODAY = date(2026, 3, 1)
HOW = "Write 2025, 2025-03 or 2025-03-24, as much as you know, or leave it empty."
NO_TEXT = "The text is empty. Paste the words exactly as the source has them."
NO_LINK = "is not the address of a web page. Write it from https:// on, as a browser shows it."
HOSTILE: tuple[tuple[str, str, str], ...] = (
    ("text", "", NO_TEXT),
    ("text", " \n\t\u00a0\u2003 ", NO_TEXT),
    ("text", "\u200b\u2060\ufeff\u202e\u200f", NO_TEXT),
    ("text", "🦊 … !!", "The text has no words. Paste the words exactly as the source has them."),
    (
        "text",
        "a" * 100_000,
        "The text has 100,000 characters; the limit is 2,000. Keep the part that matters, with […] "
        "for words you leave out.",
    ),
    (
        "text",
        "bell\x07",
        "The text contains an invisible control character (U+0007). Take it out.",
    ),
    (
        "link",
        "https://127.0.0.1/",
        "“https://127.0.0.1/” leads to a private network. Write the address of a page that "
        "everybody can open.",
    ),
    ("link", "https://ann:secret@a.org/", f"“https://ann:secret@a.org/” {NO_LINK}"),
    ("speaker", "", "Who said it? Write the speaker’s name as the source gives it."),
    ("speaker", "\u200f \u200b", "Who said it? Write the speaker’s name as the source gives it."),
    ("speaker", "🦊", "The speaker is “🦊”, which has no letter in it. Write the name in words."),
    ("speaker", "<@123456789>", "The speaker is a mention. Write the name as people read it."),
    ("speaker", "@everyone", "The speaker is a mention. Write the name as people read it."),
    (
        "speaker",
        "b" * 100_000,
        "The speaker has 100,000 characters, more than the 120 allowed. Shorten it.",
    ),
    (
        "speaker",
        "A\x00B",
        "The speaker contains an invisible control character (U+0000). Take it out.",
    ),
    ("source", "", "Where is it from? Write the title of the text, talk or page."),
    ("source", "<#42>", "The source is a mention. Write the name as people read it."),
    ("date", "last spring", f"“last spring” is not a date. {HOW}"),
    ("date", "31 February 2024", f"“31 February 2024” is not on the calendar. {HOW}"),
    ("date", "2024-13", f"“2024-13” is not on the calendar. {HOW}"),
    ("date", "0000", f"“0000” is not on the calendar. {HOW}"),
    ("date", "2027", f"“2027” is in the future. {HOW}"),
    ("date", "2020 or 2021", f"“2020 or 2021” is not a date. {HOW}"),
    (
        "date",
        "3/4/2020",
        "“3/4/2020” can be read two ways. Write 2020-04-03 or 2020-03-04.",
    ),
    ("link", "see the paper", f"“see the paper” {NO_LINK}"),
    ("link", "javascript:alert(1)", f"“javascript:alert(1)” {NO_LINK}"),
    ("link", "https://ann:secret@walk.example/", f"“https://ann:secret@walk.example/” {NO_LINK}"),
    ("link", "ftp://walk.example/", f"“ftp://walk.example/” {NO_LINK}"),
    (
        "link",
        "https://walk.example/" + "a" * 3000,
        "The link has 3,021 characters, more than the 2,000 allowed. Leave out what the page does "
        "not need.",
    ),
    (
        "point",
        "xyzzy",
        "There is no point called “xyzzy”. Choose one of those offered, or add the point first.",
    ),
    (
        "point",
        "Parking",
        "“Parking” is a topic, not a point. Its points: “Drivers should pay to "
        "park in the centre.”, “Parents should be kept from parking at the school gates.”.",
    ),
    ("stance", "for", "Which point is that stance on? Name the point."),
    ("topic", "Kerbs", "“Kerbs” is a point, not a topic. Write it in the field for the point."),
    ("topic", "Bussies", "There is no topic called “Bussies”. Did you mean “Buses”?"),
    (
        "topic",
        "Buses, frogs, qwerty",
        "There is no topic called “frogs”. Choose one of those "
        "offered, or add the topic first. There is no topic called “qwerty”. Choose one of those "
        "offered, or add the topic first.",
    ),
    ("topic", "", "Name a point with a stance, or a topic."),
    (
        "note",
        "n" * 100_000,
        "The note has 100,000 characters, more than the 1,000 allowed. Shorten it.",
    ),
    ("status", "odd", "“odd” is not a status. Write disputed or misattributed, or leave it empty."),
    ("status", "disputed", "The note does not say why it is disputed. Write the reason into it."),
)


@pytest.mark.parametrize(("name", "typed", "sentence"), HOSTILE)
def test_what_cannot_be_taken_is_told_in_one_sentence_that_says_what_to_do(
    service: ModerationService, name: str, typed: str, sentence: str
) -> None:
    preview = looked(service, form(**{name: typed}))
    assert said(preview) == [sentence]
    assert preview.problems
    assert preview.form == form(**{name: typed})


def test_everything_wrong_is_told_at_once_in_the_order_of_the_form(
    service: ModerationService,
) -> None:
    typed = Form(" ", "🦊", "@here", "soon", "javascript:x", "xyzzy", "maybe", "frogs", "n" * 2000)
    fields = [trouble.field for trouble in looked(service, typed).problems]
    assert fields == ["text", "speaker", "source", "date", "link", "point", "topic", "note"]


def test_a_hundred_thousand_characters_in_every_field_are_refused_at_once(
    service: ModerationService,
) -> None:
    long = "x " * 50_000
    preview = looked(service, Form(*([long] * 9)))
    assert {trouble.field for trouble in preview.problems} >= {"text", "speaker", "source", "date"}
    assert all(len(sentence) < 400 for sentence in said(preview))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (f"“{TEXT}”", TEXT),
        (f"\u200b{TEXT}\ufeff\n", TEXT),
        (f"\u202e{TEXT}", TEXT),
        ("He said “no” and “never” to it.", "He said “no” and “never” to it."),
        ("“No” is what he said, and “never”", "“No” is what he said, and “never”"),
        ("**Bold** words <@77> stay @everyone", "**Bold** words <@77> stay @everyone"),
        ("one\r\ntwo words\tmore", "one\ntwo words more"),
        ("هذا ما قاله الناس في المدينة", "هذا ما قاله الناس في المدينة"),
        ("می‌خواهم این را بگویم", "می‌خواهم این را بگویم"),
    ],
)
def test_the_words_are_kept_but_for_what_nobody_sees(
    service: ModerationService, typed: str, kept: str
) -> None:
    excerpt = looked(service, form(text=typed)).excerpt
    assert excerpt is not None
    assert excerpt.quote.text == kept


def test_marks_that_stand_in_the_source_itself_are_kept(service: ModerationService) -> None:
    held = "“Paint never stopped a lorry,” said Mary Aldous. “A kerb does.”"
    excerpt = looked(service, form(text=held, source="Lanes of discontent", date="", link=""))
    assert excerpt.excerpt is not None
    assert excerpt.excerpt.quote.text == held
    assert excerpt.excerpt.verdict.state is State.VERIFIED


@pytest.mark.parametrize(
    ("typed", "figures", "words"),
    [
        ("", "", ""),
        ("2024", "2024", ""),
        ("2024-3", "2024-03", ""),
        ("2024-02-29", "2024-02-29", ""),
        ("13 November 2020", "2020-11-13", ""),
        ("Nov 13th, 2020", "2020-11-13", ""),
        ("sept. 2020", "2020-09", ""),
        ("13.4.2020", "2020-04-13", ""),
        ("5/5/2020", "2020-05-05", ""),
        ("4/13/2020", "2020-04-13", ""),
        ("2024-05-03T10:15:00Z", "2024-05-03", ""),
        ("2024-05-03 10:15", "2024-05-03", ""),
        ("3 May 2024 at 10:15", "2024-05-03", ""),
        ("2024/05/03", "2024-05-03", ""),
        ("Friday, 3 May 2024", "2024-05-03", ""),
        ("Fri May 3, 2024", "2024-05-03", ""),
        ("0180", "0180", ""),
        ("c. 180 AD", "0180", "c. 180 AD"),
        ("44 BC", "", "44 BC"),
        ("spring 2024", "2024", "spring 2024"),
        ("week commencing 24 March 2025", "2025", "week commencing 24 March 2025"),
        ("2026-03-02", "2026-03-02", ""),  # it may already be tomorrow in some time zone
        ("\u200e2024\u200b", "2024", ""),
    ],
)
def test_a_date_is_read_where_it_can_mean_one_thing(typed: str, figures: str, words: str) -> None:
    assert read_date(typed, TODAY) == (figures, words)


@pytest.mark.parametrize("typed", ["10/6/2023", "10/6/2023 10:00"])
def test_a_date_that_can_be_read_two_ways_is_refused_with_a_time_too(typed: str) -> None:
    with pytest.raises(RequestError, match="can be read two ways"):
        read_date(typed, TODAY)


def test_a_date_after_tomorrow_is_refused() -> None:
    with pytest.raises(RequestError, match="in the future"):
        read_date("2026-03-03", TODAY)


def test_a_link_in_angle_brackets_is_the_link(service: ModerationService) -> None:
    excerpt = looked(service, form(link=f"<{FORM.link}>")).excerpt
    assert excerpt is not None
    assert excerpt.source.url == FORM.link
