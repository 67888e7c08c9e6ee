"""The table of word vectors that ships."""

from hashlib import sha256
from importlib import resources

import numpy as np
import pytest

from bot.search.index import ragged
from bot.search.meaning import WordVectors, word_vectors
from bot.search.text import stem

TABLE = resources.files("bot.search").joinpath("vectors")
LARGEST_BYTES = 4_000_000


def cosine(one: str, other: str) -> float:
    table = word_vectors()
    first, second = (table.direction(map(stem, text.split())) for text in (one, other))
    return float(first @ second)


def test_the_table_is_the_one_whose_checksum_lies_beside_it() -> None:
    checksum, name = TABLE.joinpath("SHA256SUMS").read_text("ascii").split()
    held = TABLE.joinpath(name).read_bytes()
    assert sha256(held).hexdigest() == checksum
    assert len(held) <= LARGEST_BYTES


def test_its_notice_names_what_it_was_made_from_and_their_licences_lie_there() -> None:
    notice = TABLE.joinpath("NOTICE").read_text("utf-8")
    for name in ("LICENSE.apache.txt", "COPYRIGHT.wordnet.txt"):
        assert name in notice
        assert TABLE.joinpath(name).is_file()
    assert TABLE.joinpath("../wordlist/COPYRIGHT.scowl.txt").is_file()


@pytest.mark.parametrize(
    ("near", "to", "than"),
    [
        ("doctor", "physician", "carpenter"),
        ("cheap fares", "low ticket prices", "low branches"),
        ("spend less", "cut the budget", "cut the hedge"),
        ("cyclists", "people on bikes", "people on ships"),
    ],
)
def test_what_means_the_same_is_nearer_than_what_shares_a_word(
    near: str, to: str, than: str
) -> None:
    assert cosine(near, to) > cosine(near, than) + 0.1


def test_a_text_points_where_the_sum_of_its_words_does() -> None:
    table = small()
    np.testing.assert_allclose(table.direction(["up", "right"]), [2**-0.5, 2**-0.5], atol=1e-6)
    np.testing.assert_allclose(table.direction(["right", "nowhere"]), [1, 0])


def test_a_text_without_a_known_word_points_nowhere() -> None:
    for text in ([], ["nowhere"], ["الشارع"]):
        assert not small().direction(text).any()


def test_many_texts_point_where_each_does() -> None:
    table = word_vectors()
    texts = [["doctor"], [], ["bus", "fare"], ["qqq"], ["bike"] * 12_000, ["doctor", "bus"]]
    rows = ragged(table.rows_of(text).tolist() for text in texts)
    for found, text in zip(table.directions(rows), texts, strict=True):
        np.testing.assert_allclose(found, table.direction(text), atol=1e-4)


def test_the_table_is_read_once() -> None:
    assert word_vectors() is word_vectors()


def small() -> WordVectors:
    """A small table: “right” points along the first axis, “up” along the second."""
    packed = np.array([[15 | 8 << 4], [8 | 15 << 4], [8 | 8 << 4]], dtype=np.uint8)
    return WordVectors({"right": 0, "up": 1}, packed, np.ones(3, dtype=np.float32))
