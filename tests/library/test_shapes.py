from typing import Any

import pytest

from bot.library.load import read_fragment
from bot.library.overlay import EMPTY_LIBRARY
from bot.library.rules import ID, RefusedError
from bot.library.shapes import (
    Flaws,
    Key,
    Many,
    Matching,
    OneOf,
    OneOrMany,
    Ordinal,
    Record,
    Ruled,
    Shape,
    YesOrNo,
    json_schema,
    read,
)

_PAIR = Record(
    "Pair", "Two ids.", {"one": Key(Ruled(ID), "First.", needed=True), "two": Key(Ruled(ID), "2.")}
)


@pytest.mark.parametrize(
    ("shape", "value", "kept"),
    [
        (Ruled(ID), "ab-c", "ab-c"),
        (Matching("^[a-z]+$"), "de", "de"),
        (OneOf(("for", "against")), "for", "for"),
        (YesOrNo(), False, False),
        (Ordinal(), 1, 1),
        (Many(Ordinal(), most=2), [1, 2], [1, 2]),
        (Many(Ordinal()), [], []),
        (OneOrMany(Ordinal()), 3, 3),
        (OneOrMany(Ordinal()), [3, 4], [3, 4]),
        (_PAIR, {"two": "cd", "one": "ab"}, {"one": "ab", "two": "cd"}),
        (_PAIR, {"one": "ab"}, {"one": "ab"}),
    ],
)
def test_a_value_of_its_shape_is_kept(shape: Shape, value: Any, kept: Any) -> None:
    flaws: Flaws = {}
    assert read(shape, value, (), flaws) == kept
    assert flaws == {}


@pytest.mark.parametrize(
    ("shape", "value", "flaws"),
    [
        (Ruled(ID), 7, {(): ("text", {})}),
        (Matching("^[a-z]+$"), None, {(): ("text", {})}),
        (Matching("^[a-z]+$"), "D", {(): ("pattern", {})}),
        (OneOf(("for", "against")), "mixed", {(): ("choice", {"words": ("for", "against")})}),
        (OneOf(("for", "against")), ["for"], {(): ("choice", {"words": ("for", "against")})}),
        (YesOrNo(), 1, {(): ("bool", {})}),
        (Ordinal(), True, {(): ("number", {})}),
        (Ordinal(), 1.0, {(): ("number", {})}),
        (Ordinal(), 0, {(): ("too_small", {})}),
        (Many(Ordinal(), most=2), [1, 2, 3], {(): ("too_long", {"found": 3, "most": 2})}),
        (Many(Ordinal()), "1", {(): ("list", {})}),
        (Many(Ordinal()), [0, "x"], {(0,): ("too_small", {}), (1,): ("number", {})}),
        (OneOrMany(Ordinal()), ["x"], {(0,): ("number", {})}),
        (_PAIR, [], {(): ("record", {})}),
        (_PAIR, {"three": 3}, {("one",): ("missing", {}), ("three",): ("unknown", {})}),
    ],
)
def test_every_flaw_is_told_at_its_place(shape: Shape, value: Any, flaws: Flaws) -> None:
    found: Flaws = {}
    read(shape, value, (), found)
    assert found == flaws


def test_a_broken_rule_is_told_in_its_own_words() -> None:
    found: Flaws = {}
    read(_PAIR, {"one": "ab", "two": "C D"}, ("pairs", 0), found)
    with pytest.raises(RefusedError) as refused:
        ID.check("C D")
    told = {"wrong": refused.value.wrong, "remedy": refused.value.remedy}
    assert found == {("pairs", 0, "two"): ("rule", told)}


def test_a_record_within_another_is_described_once_by_its_name() -> None:
    both = {"left": Key(_PAIR, "Left."), "right": Key(Many(_PAIR, 3), "Right.", default="none")}
    described = json_schema(Record("Both", "Two pairs.", both))
    assert list(described["$defs"]) == ["Pair"]
    assert described["$defs"]["Pair"]["required"] == ["one"]
    assert described["properties"] == {
        "left": {"$ref": "#/$defs/Pair", "description": "Left."},
        "right": {
            "type": "array",
            "items": {"$ref": "#/$defs/Pair"},
            "maxItems": 3,
            "description": "Right.",
            "default": "none",
        },
    }


def test_a_file_with_an_alias_is_no_part_of_a_library() -> None:
    octets = b"topics:\n  - id: ab\n    name: &x Ab\n    aliases: *x\n"
    found = read_fragment({"topics.yaml": octets}, EMPTY_LIBRARY)
    assert found.collection.topics == ()
    assert [(problem.line, problem.column) for problem in found.problems] == [(3, 11), (4, 14)]
