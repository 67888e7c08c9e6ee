"""A desk as bytes, and back."""

import json
import os
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from bot.answer.engine import engine_of
from bot.desk import Desk
from bot.library.load import load_library
from bot.opening.form import UnfitError, packed, unpacked
from tests.libraries import nothing, town

REQUESTS = ("parking", "LTN", "should we have bike lanes", "smog", "privte cars", "", "xyzzy")


def through(desk: Desk) -> Desk:
    form = packed(desk)
    return unpacked(form.head(), bytearray(b"".join(form.body())))


def read(pickled: bytes, arrays: tuple[Any, ...] = (), body: bytes = b"") -> Desk:
    head = json.dumps({"pickle": len(pickled), "arrays": arrays}).encode()
    return unpacked(head, bytearray(pickled + body))


@pytest.mark.parametrize("meaning", [True, False])
def test_a_desk_read_back_answers_as_before(*, meaning: bool) -> None:
    desk = Desk(town(), meaning=meaning)
    other = through(desk)
    assert other.library == desk.library
    for request in REQUESTS:
        assert other.ask(request) == desk.ask(request)
        assert other.quote(request) == desk.quote(request)
        assert other.debate(request) == desk.debate(request)
        for option in ("topic", "point", "speaker", "source"):
            assert other.complete(option, request) == desk.complete(option, request)


def test_a_desk_that_has_answered_is_kept_as_well() -> None:
    desk = Desk(town())
    for request in REQUESTS:
        desk.ask(request)
    assert through(desk).ask("parking") == desk.ask("parking")


def test_a_desk_over_an_empty_library_is_kept_as_well() -> None:
    desk = Desk(nothing())
    assert through(desk).ask("parking") == desk.ask("parking")


@pytest.mark.parametrize(
    "harmful", [os.system, eval, getattr, load_library, engine_of, np.frombuffer, Desk.ask]
)
def test_nothing_is_called_that_has_no_place_in_a_desk(harmful: Callable[..., Any]) -> None:
    class Named:
        def __reduce__(self) -> tuple[Any, tuple[str]]:
            return harmful, ("exit 1",)

    with pytest.raises(UnfitError):
        read(pickle.dumps(Named()))


def test_nothing_that_a_module_of_ours_imported_is_called() -> None:
    # protocol 0, by hand: `os.stat` reached through a module of ours
    for named in (b"cbot.library.load.files\nos.stat\n", b"cbot.library.load.files\nPath\n"):
        with pytest.raises(UnfitError, match="has no place in a desk"):
            read(named + b".")


@pytest.mark.parametrize("kind", ["|O", "<f8", "<M8[s]", "V8", ""])
def test_an_array_of_other_kinds_is_not_read(kind: str) -> None:
    with pytest.raises(UnfitError):
        read(pickle.dumps(None), ((kind, (1,)),), bytes(64))


@pytest.mark.parametrize("shape", [(1000,), (-1,), (2, 1 << 62), ("many",), None])
def test_an_array_that_is_not_there_is_not_read(shape: Any) -> None:
    with pytest.raises(UnfitError):
        read(pickle.dumps(None), (("<i4", shape),), bytes(64))


def test_what_is_no_desk_is_refused() -> None:
    with pytest.raises(UnfitError, match="something else"):
        read(pickle.dumps(5))
    for head in (b"", b"5", b"{}", b"\xff", b'{"pickle": -1, "arrays": []}'):
        with pytest.raises(UnfitError):
            unpacked(head, bytearray())
