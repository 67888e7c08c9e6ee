import json
import math

import pytest
from hypothesis import given, strategies as st

from bot.library.load.yaml_nodes import resolve


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("", None),
        ("~", None),
        ("Null", None),
        ("true", True),
        ("FALSE", False),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("12", 12),
        ("-3", -3),
        ("007", 7),
        ("0o17", 15),
        ("0xfF", 255),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("1.5e3", 1500.0),
        (".5", 0.5),
        ("+.inf", math.inf),
        ("2025-03-24", "2025-03-24"),
        ("2025-03", "2025-03"),
        ("-", "-"),
        (".", "."),
        ("1.2.3", "1.2.3"),
        ("٣", "٣"),
    ],
)
def test_an_unquoted_word_means_what_yaml_1_2_says(word: str, value: object) -> None:
    found = resolve(word)
    assert found == value
    assert type(found) is type(value)


def test_not_a_number_is_a_number() -> None:
    assert math.isnan(resolve(".nan"))  # type: ignore[arg-type] # it is a float


def test_a_number_of_a_million_figures_is_read_at_once() -> None:
    assert resolve("9" * 1_000_000) == math.inf


@given(st.integers() | st.booleans() | st.none())
def test_json_values_mean_the_same(value: int | bool | None) -> None:
    assert resolve(json.dumps(value)) == value
