"""A desk as bytes, and back.

The objects are a pickle, the arrays lie behind it as they are in memory. Of what was tried this is
soonest read: JSON rows made into the same objects take twice as long, and reading is all it is for.
A pickle can name code to run, so two things stand before that. It is read from a folder alone that
no one else may write to (:mod:`bot.opening.folder`), as Python reads its own compiled modules. And
the reader makes nothing but classes of the library and of the answers, ``array`` and the two tables
that ship; arrays are of the number types listed here, never of objects.
"""

import importlib
import json
import pickle
from array import array
from collections.abc import Callable, Iterator
from copyreg import dispatch_table
from dataclasses import dataclass, field, fields
from io import BytesIO
from operator import attrgetter
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from bot.answer.collecting import without_collecting
from bot.answer.english import English, english
from bot.answer.meaning.table import WordVectors, word_vectors
from bot.answer.names import Name
from bot.desk import Desk
from bot.library.catalogue import Sides
from bot.library.model import Position, Quote, Span, Verdict

Array = npt.NDArray[Any]
_TYPES = ("<i4", "<i8", "<f4", "<u4", "<u8", "|b1", "|u1")
_OURS = ("bot.library.", "bot.answer.", "bot.desk")
_ALLOWED = {
    ("array", "array"): array,
    ("array", "_array_reconstructor"): array.__reduce_ex__(array("b"), 3)[0],
    ("bot.answer.english", "english"): english,
    ("bot.answer.meaning.table", "word_vectors"): word_vectors,
}
# There are many of these. Made from their fields they are made twice as fast as Python makes frozen
# dataclasses by itself.
_MANY = (Quote, Position, Verdict, Span, Sides, Name)
# Where an array begins, so that it is read as fast as one that was made.
_ALIGNED = 64


class UnfitError(Exception):
    """Bytes that are no desk of ours, or a desk that cannot be bytes."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A desk as bytes: a pickle, and the arrays it numbers with what kind and shape they are."""

    pickle: bytes
    arrays: list[Array] = field(default_factory=list)

    def head(self) -> bytes:
        """How long everything is, for :func:`unpacked`."""
        kinds = [(one.dtype.str, one.shape) for one in self.arrays]
        return json.dumps({"pickle": len(self.pickle), "arrays": kinds}).encode("ascii")

    def body(self) -> Iterator[bytes | memoryview]:
        """The bytes after the head."""
        yield self.pickle
        yield bytes(-len(self.pickle) % _ALIGNED)
        for one in self.arrays:
            yield one.reshape(-1).view(np.uint8).data if one.size else b""
            yield bytes(-one.nbytes % _ALIGNED)


def packed(desk: Desk) -> Packed:
    """A desk over a library that lies over no other. Raises UnfitError where it cannot be."""
    arrays: list[Array] = []

    def numbered(one: Array) -> tuple[Any, tuple[int]]:
        if one.dtype.str not in _TYPES:
            raise UnfitError(f"an array of {one.dtype.str}")
        arrays.append(np.ascontiguousarray(one))
        return _array, (len(arrays) - 1,)

    stream = BytesIO()
    pickler = pickle.Pickler(stream, protocol=5)
    made: dict[type, Callable[[Any], Any]] = {kind: _by_fields(kind) for kind in _MANY}
    made[np.ndarray] = numbered
    made[English] = lambda _: (english, ())
    made[WordVectors] = lambda _: (word_vectors, ())
    pickler.dispatch_table = {**dispatch_table, **made}
    try:
        pickler.dump(desk)
    except (pickle.PicklingError, TypeError, AttributeError, RecursionError) as error:
        raise UnfitError(str(error)) from error
    return Packed(stream.getvalue(), arrays)


def _by_fields(kind: type) -> Callable[[Any], tuple[type, tuple[Any, ...]]]:
    """What says of one of a kind how it is made: from all of its fields."""
    values = attrgetter(*(each.name for each in fields(kind)))
    return lambda one: (kind, values(one))


def unpacked(head: bytes, body: bytearray) -> Desk:
    """The desk of these bytes. Raises UnfitError for any that are none."""
    try:
        told = json.loads(head)
        length = told["pickle"]
        arrays = _arrays(told["arrays"], body, length + -length % _ALIGNED)
        with without_collecting():
            desk = _Reader(BytesIO(memoryview(body)[:length]), arrays).load()
    except (
        pickle.UnpicklingError,
        ArithmeticError,
        AttributeError,
        EOFError,
        ImportError,
        LookupError,
        MemoryError,
        TypeError,
        ValueError,
    ) as error:
        raise UnfitError("these bytes are no desk") from error
    if not isinstance(desk, Desk):
        raise UnfitError("these bytes are something else than a desk")
    return desk


def _arrays(kinds: list[tuple[str, list[int]]], body: bytearray, at: int) -> list[Array]:
    found = []
    for kind, shape in kinds:
        if kind not in _TYPES:
            raise UnfitError(f"an array of {kind}")
        size = int(np.prod(shape, dtype=np.int64))
        one = np.frombuffer(body, dtype=kind, count=size, offset=at) if size else np.empty(0, kind)
        found.append(one.reshape(shape))
        at += one.nbytes + -one.nbytes % _ALIGNED
    return found


def _array(_number: int) -> NoReturn:
    """What stands in a pickle for an array; read as the array of that number."""
    raise UnfitError("an array without its reader")


class _Reader(pickle.Unpickler):
    def __init__(self, stream: BytesIO, arrays: list[Array]) -> None:
        super().__init__(stream)
        self._arrays = arrays

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == (__name__, _array.__name__):
            return self._arrays.__getitem__
        if (module, name) in _ALLOWED:
            return _ALLOWED[module, name]
        if module.startswith(_OURS) and name.isidentifier():
            found = getattr(importlib.import_module(module), name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise UnfitError(f"{module}.{name} has no place in a desk")
