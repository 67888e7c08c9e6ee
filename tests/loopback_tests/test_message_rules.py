from typing import Any

import pytest

from tests.loopback.errors import Json
from tests.loopback.message_rules import is_empty, mentions_nobody, says_anything, wrong_in_message

V2 = 1 << 15


def text(length: int) -> Json:
    return {"type": 10, "content": "x" * length}


def button(**more: Any) -> Json:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": "go", **more}


def row(*components: Json) -> Json:
    return {"type": 1, "components": list(components)}


def buttons(count: int) -> list[Json]:
    return [button(custom_id=str(number)) for number in range(count)]


def select(count: int, **more: Any) -> Json:
    options = [{"label": str(number), "value": str(number)} for number in range(count)]
    return {"type": 3, "custom_id": "pick", "options": options, **more}


def v2(*components: Json, **more: Any) -> Json:
    return {"flags": V2, "components": list(components), **more}


def legacy(*components: Json) -> Json:
    return {"content": "x", "components": list(components)}


LINK = {"type": 2, "style": 5, "label": "Read", "url": "https://example.org"}
PICTURE = {"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]}
FILE = {"type": 13, "file": {"url": "attachment://a.txt"}}

PAIRS: list[tuple[str, Json, Json]] = [
    ("v2 components need the flag", v2(text(1)), legacy(text(1))),
    ("containers need the flag", v2({"type": 17, "components": [text(1)]}), legacy({"type": 17})),
    ("no content beside v2", v2(text(1)), v2(text(1), content="x")),
    ("no embeds beside v2", v2(text(1)), v2(text(1), embeds=[{"title": "x"}])),
    ("40 components", v2(*[text(1)] * 40), v2(*[text(1)] * 41)),
    (
        "nested components are counted",
        v2({"type": 17, "components": [text(1)] * 39}),
        v2({"type": 17, "components": [text(1)] * 40}),
    ),
    ("4000 characters shown", v2(text(2000), text(2000)), v2(text(2000), text(2001))),
    ("each custom_id once", v2(row(*buttons(2))), v2(row(button(), button()))),
    (
        "custom_id of 100",
        v2(row(button(custom_id="x" * 100))),
        v2(row(button(custom_id="x" * 101))),
    ),
    ("button has something to do", v2(row(button())), v2(row(button(custom_id=None)))),
    ("link has an address", v2(row(LINK)), v2(row({**LINK, "url": None}))),
    ("link has no custom_id", v2(row(LINK)), v2(row({**LINK, "custom_id": "a"}))),
    ("button has no address", v2(row(button())), v2(row(button(url="https://example.org")))),
    ("button has a face", v2(row(button())), v2(row(button(label="")))),
    ("label of 80", v2(row(button(label="x" * 80))), v2(row(button(label="x" * 81)))),
    ("5 buttons in a row", v2(row(*buttons(5))), v2(row(*buttons(6)))),
    ("5 rows without v2", legacy(*[row(LINK)] * 5), legacy(*[row(LINK)] * 6)),
    ("25 options", v2(row(select(25))), v2(row(select(26)))),
    ("an option at least", v2(row(select(1))), v2(row(select(0)))),
    ("select fills its row", v2(row(select(1))), v2(row(select(1), button()))),
    ("as many as there are", v2(row(select(2, max_values=2))), v2(row(select(2, max_values=3)))),
    ("2000 characters", {"content": "x" * 2000}, {"content": "x" * 2001}),
    (
        "6000 characters in embeds",
        {"embeds": [{"description": "x" * 3000}] * 2},
        {"embeds": [{"description": "x" * 3000}, {"description": "x" * 3001}]},
    ),
    ("flags of an application", {"content": "x", "flags": 4}, {"content": "x", "flags": 1}),
    (
        "parse and list exclude each other",
        {"content": "x", "allowed_mentions": {"parse": ["users"], "roles": ["1"]}},
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
    ),
    ("each id once", v2({**text(1), "id": 1}, text(1)), v2(*[{**text(1), "id": 1}] * 2)),
]


@pytest.mark.parametrize(("good", "bad"), [pair[1:] for pair in PAIRS], ids=[p[0] for p in PAIRS])
def test_rule_accepts_and_refuses(good: Json, bad: Json) -> None:
    assert list(wrong_in_message(good)) == []
    assert list(wrong_in_message(bad)) != []


def test_file_component_needs_its_file() -> None:
    assert list(wrong_in_message(v2(FILE), files=["a.txt"])) == []
    assert list(wrong_in_message(v2(FILE), files=["b.txt"])) != []


def test_ephemeral_is_for_answers_to_interactions() -> None:
    assert list(wrong_in_message({"content": "x", "flags": 64}, interaction=True)) == []
    assert list(wrong_in_message({"content": "x", "flags": 64})) != []


def test_edit_of_a_v2_message_stays_v2() -> None:
    assert list(wrong_in_message({"components": [text(1)]}, flags=V2)) == []
    assert list(wrong_in_message({"content": "x"}, flags=V2)) != []


def poll(**more: Any) -> Json:
    answers = [{"poll_media": {"text": "x"}}]
    return {"poll": {"question": {"text": "?"}, "answers": answers, **more}}


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ({"question": {"text": "x" * 300}}, {"question": {"text": "x" * 301}}),
        ({"answers": [{"poll_media": {"text": "x" * 55}}]}, {"answers": []}),
        ({"duration": 768}, {"duration": 769}),
        (
            {"answers": [{"poll_media": {"text": "x"}}] * 10},
            {"answers": [{"poll_media": {"text": "x" * 56}}]},
        ),
    ],
)
def test_rules_of_a_poll(good: Json, bad: Json) -> None:
    assert list(wrong_in_message(poll(**good))) == []
    assert list(wrong_in_message(poll(**bad))) != []


@pytest.mark.parametrize(
    ("allowed", "silent"),
    [
        ({"parse": []}, True),
        ({"parse": [], "replied_user": False}, True),
        (None, False),
        ({}, False),
        ({"parse": ["users"]}, False),
        ({"parse": [], "users": ["1"]}, False),
        ({"parse": [], "replied_user": True}, False),
    ],
)
def test_mentions_nobody_means_nobody(allowed: Json | None, *, silent: bool) -> None:
    assert mentions_nobody({"allowed_mentions": allowed}) is silent


def test_text_is_found_wherever_it_stands() -> None:
    assert says_anything({"content": "x"})
    assert says_anything(v2({"type": 17, "components": [text(1)]}))
    assert says_anything({"embeds": [{"title": "x"}]})
    assert not says_anything(v2(row(button())))


def test_nothing_to_show_is_empty() -> None:
    assert is_empty({"content": "", "components": []})
    assert not is_empty({}, files=["a"])
