"""Speakers found by parts of their names."""

import pytest

from bot.library.model import Speaker
from bot.search.speaker_names import SpeakerNames

NAMES = SpeakerNames(
    Speaker(name.casefold().replace(" ", "-"), name)
    for name in (
        "Martin Luther King Jr.",
        "Dr Marcus Baw",
        "Ludwig van Beethoven",
        "Ann Okafor",
        "Ann Lee",
        "José Gutiérrez",
        "WheelieBin99",
        "The author of the column",
        "Will Shaw",
        "Prof. Jean-Luc de la Tour",
        "Rosa Lund-Marsh",
        "Bea D’Angelo",
    )
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("King", "martin-luther-king-jr."),
        ("Martin King", "martin-luther-king-jr."),
        ("MLK", "martin-luther-king-jr."),
        ("Martin Luther King", "martin-luther-king-jr."),
        ("Baw", "dr-marcus-baw"),
        ("Dr Baw", "dr-marcus-baw"),
        ("marcus", "dr-marcus-baw"),
        ("M. Baw", "dr-marcus-baw"),
        ("Marcus B.", "dr-marcus-baw"),
        ("van Beethoven", "ludwig-van-beethoven"),
        ("Beethoven", "ludwig-van-beethoven"),
        ("gutierrez", "josé-gutiérrez"),
        ("de la Tour", "prof.-jean-luc-de-la-tour"),
        ("Lund-Marsh", "rosa-lund-marsh"),
        ("lund marsh's", "rosa-lund-marsh"),
        ("R. Lund-Marsh", "rosa-lund-marsh"),
        ("Marsh", "rosa-lund-marsh"),
        ("D'Angelo", "bea-d’angelo"),
        ("Okafor", "ann-okafor"),
        ("wheeliebin99", "wheeliebin99"),
        ("the author of the column", "the-author-of-the-column"),
        ("the", ""),
        ("Will", ""),
        ("Shaw", "will-shaw"),
        ("Ann", ""),
        ("Dr", ""),
        ("", ""),
        ("nobody", ""),
    ],
)
def test_part_that_only_one_has_finds_them(typed: str, found: str) -> None:
    assert NAMES.find(typed) == found
