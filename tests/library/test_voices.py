"""Who counts as a voice, and which sides of a point anybody takes."""

from msgspec.structs import replace

from bot.library.library import Library, debated, make_library, voices
from bot.library.model import Position, Quote, Stance
from tests.libraries import town

POINT = "free-buses"


def quoted(*quotes: tuple[str, Stance, str]) -> Library:
    """The town with these quotes alone: speaker, stance on POINT, and of whom it is reported."""
    base = town()
    return make_library(
        replace(
            base.collection,
            quotes=tuple(
                Quote(
                    f"q{number}",
                    f"Words no {number}.",
                    "forum-2023",
                    speaker,
                    positions=(Position(POINT, stance, reported),),
                )
                for number, (speaker, stance, reported) in enumerate(quotes)
            ),
            texts={},
        )
    )


def test_a_speaker_is_one_voice_however_often_quoted() -> None:
    library = quoted(("aldous", Stance.FOR, ""), ("aldous", Stance.FOR, ""))
    assert voices(library.quotes, library, POINT) == 1


def test_those_whose_view_is_reported_are_voices_by_their_name() -> None:
    library = quoted(
        ("aldous", Stance.FOR, ""),
        ("aldous", Stance.FOR, "drivers"),
        ("haddad", Stance.FOR, "Drivers"),
        ("haddad", Stance.FOR, "shops"),
    )
    assert voices(library.quotes, library, POINT) == 3


def test_a_report_on_one_point_leaves_the_writer_a_voice_elsewhere() -> None:
    library = quoted(("aldous", Stance.FOR, "drivers"), ("aldous", Stance.AGAINST, ""))
    assert voices(library.quotes, library) == 1
    assert voices(library.quotes, library, POINT) == 2


def test_a_quote_reported_as_a_whole_is_the_holders_on_every_point() -> None:
    library = quoted(("aldous", Stance.FOR, ""), ("aldous", Stance.AGAINST, ""))
    changed = {**library.quotes, "q0": replace(library.quotes["q0"], reported="drivers")}
    library = replace(library, quotes=changed)
    assert voices(library.quotes, library) == 2


def test_a_report_alone_is_no_side_against_its_own_writer() -> None:
    library = quoted(("aldous", Stance.FOR, "drivers"), ("aldous", Stance.AGAINST, ""))
    assert debated(POINT, library).for_ == ()
    assert debated(POINT, library).against == ("q1",)
    assert not debated(POINT, library).both
    turned = quoted(("aldous", Stance.FOR, ""), ("aldous", Stance.AGAINST, "drivers"))
    assert (debated(POINT, turned).for_, debated(POINT, turned).against) == (("q0",), ())


def test_a_report_is_a_side_against_anybody_else() -> None:
    another = (("aldous", Stance.FOR, "drivers"), ("haddad", Stance.AGAINST, ""))
    assert debated(POINT, quoted(*another)).both
    beside = (*another, ("aldous", Stance.AGAINST, ""))
    assert debated(POINT, quoted(*beside)).both


def test_a_report_beside_a_view_of_its_own_makes_a_side() -> None:
    library = quoted(
        ("aldous", Stance.FOR, "drivers"),
        ("haddad", Stance.FOR, ""),
        ("aldous", Stance.AGAINST, ""),
    )
    assert debated(POINT, library).for_ == ("q0", "q1")


def test_two_reports_of_one_writer_are_two_sides() -> None:
    library = quoted(("aldous", Stance.FOR, "drivers"), ("aldous", Stance.AGAINST, "shops"))
    assert debated(POINT, library).both


def test_a_side_of_reports_that_nobody_opposes_stays() -> None:
    assert debated(POINT, quoted(("aldous", Stance.FOR, "drivers"))).for_ == ("q0",)
