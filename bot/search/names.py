"""The names of topics, points, speakers and sources, and questions, found exactly or nearly.

Compared with ``rapidfuzz.fuzz.ratio`` over the whole of both (0 to 100; 100 is equal). Not with
``WRatio``, which compares parts too: at the same cutoff it answers 39 % of questions on other
subjects, ``ratio`` none.

Requests, forms, imports and ``check`` all ask here whether two names are the same. A name that is
spelled alike beats one that is folded alike, so "Bär", "C#" and "Бой" are found beside "Bar", "C"
and "Бои":

- spelled alike: the same letters with the same accents, and the same signs such as # and +. Case,
  white space, punctuation, kinds of dashes and quotation marks, full or half width, and the
  encoding of accents (Unicode NFC or NFD) do not count;
- folded alike: as a search compares words (:func:`bot.search.text.plain_key`), so without accents
  and signs, and with British and American spelling as one.

A name that is looked up (a topic, a point, what a question is about) may be folded alike. A speaker
or source that would be added must be spelled like a known one to be the same; one that is only
folded alike is offered as a near one.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import TypeVar

import regex
from msgspec import Struct
from rapidfuzz import fuzz, process

from bot.library.model import Kind, Point, Quote, Source, Speaker, Topic
from bot.library.overlay import Layer, Thing, lay_over, overlaid
from bot.search.results import Cause
from bot.search.text import plain_key, spaced_key, tokens

K = TypeVar("K")

# The ratio from which a name was meant, provided that what differs is no real word.
MEANT = 82.0
# The ratio from which a name is near enough to be offered, and from which a question may be meant
# that has the same words of weight.
NEAR = 70.0
# Longer requests are not compared with names, and with phrasings.
_LONGEST_NAME, _LONGEST_PHRASING = 120, 200

# Punctuation that tells names apart: C#, R&D, 50%, .NET, version 3.1, "Nurse's" beside "Nurses".
# Symbols such as + are no punctuation.
_KEPT = r"[#&@%]|(?<![\w.])\.(?=\w)|(?<=\d)[.,:/](?=\d)|(?<=\w)['’ʼ](?=s\b)"
_BETWEEN_DIGITS = regex.compile(r"(?<=\d)\s+(?=\d)")
_LEFT_OUT = regex.compile(rf"(?:(?!{_KEPT})[\s\p{{P}}\p{{Cf}}\ufe0e\ufe0f`´])+")
# Letters of full and half width: Ａ is A, ｶﾞ is ガ.
_WIDTHS = regex.compile("[\uff01-\uffef]+")
_AROUND = regex.compile(r"^[\s\p{Pi}\p{Pf}\"']+|[\s\p{Pi}\p{Pf}\"'?!.,:;]+$")


@lru_cache(maxsize=1 << 14)
def spelled_key(name: str) -> str:
    """Return the key of all names that are spelled like this one; empty for a blank name."""
    plain = _WIDTHS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), name)
    written = unicodedata.normalize("NFC", unicodedata.normalize("NFC", plain).casefold())
    apart = _BETWEEN_DIGITS.sub("/", written).replace("’", "'").replace("ʼ", "'")
    return _LEFT_OUT.sub("", apart) or written.strip()


@lru_cache(maxsize=1 << 14)
def folded(name: str) -> str:
    """Return the key of all names that are folded like this one: at least those spelled alike."""
    return plain_key(tokens(name)) or spelled_key(name)


def nearness(name: str, typed: str) -> int:
    """Return how near two names that are spelled or folded alike are: 0 is letter for letter.

    Then come another case, quotation marks and stops around one, both, and anything else: "maße"
    is Maße, not Masse, and "IT?" is IT.
    """
    one, other = (unicodedata.normalize("NFC", each).strip() for each in (name, typed))
    if one.lower() == other.lower():
        return 0 if one == other else 1
    bare, typed_bare = _AROUND.sub("", one), _AROUND.sub("", other)
    return (bare == typed_bare, bare.lower() == typed_bare.lower(), True).index(True) + 2


class Name(Struct, frozen=True):
    """A name of a topic, point, speaker or source.

    ``spaced`` is :func:`bot.search.text.spaced_key` of ``text``, or :func:`folded` if no word is in
    it; ``key`` is the same without spaces.
    """

    kind: Kind
    id: str
    cause: Cause
    text: str
    key: str
    spaced: str

    def __hash__(self) -> int:
        """Return the hash of the text, which is all but unique; all names are keys of a dict."""
        return hash(self.text)

    @property
    def thing(self) -> Thing:
        """The thing it is a name of."""
        return self.kind, self.id


# Where two things share a name, the first kind of name wins, then the first kind of thing.
_CAUSES = {cause: place for place, cause in enumerate(Cause)}
_KINDS = {kind: place for place, kind in enumerate(Kind)}


def near_keys(key: str, keys: Mapping[K, str], cutoff: float) -> list[tuple[K, float]]:
    """Return the things with a key like this one, nearest first, each with the ratio.

    The ratio is ``cutoff`` to 100, rounded to four places. 100,000 keys take some 20 ms.
    """
    found = process.extract(key, keys, scorer=fuzz.ratio, score_cutoff=cutoff, limit=None)
    return [(one, round(ratio, 4)) for _, ratio, one in found]


class NameTable:
    """The names of some things, in no particular order."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.of: dict[Thing, list[Name]] = {}
        self.exact: dict[str, list[Name]] = {}
        self._keys: dict[tuple[Kind, int], dict[Name, str]] = {}
        for name in names:
            self.of.setdefault(name.thing, []).append(name)
            self.exact.setdefault(name.key, []).append(name)
            self._keys.setdefault((name.kind, len(name.key)), {})[name] = name.key

    def near(self, key: str, kind: Kind, cutoff: float) -> Iterator[tuple[Name, float]]:
        """Yield the names of a kind that are like ``key``, each with its ratio.

        Only names about as long are compared: the ratio of others is below ``cutoff``.
        """
        least = cutoff / (200 - cutoff)
        for length in range(int(len(key) * least), int(len(key) / least) + 2):
            yield from near_keys(key, self._keys.get((kind, length), {}), cutoff)


class Names(Struct, frozen=True, eq=False):
    """All names of a library, in layers: the names of a changed thing replace those it had.

    The order is that of names made anew: a changed thing keeps its place, a new one comes after
    those known. ``places`` are the places of things in that order.
    """

    layers: tuple[Layer[NameTable, frozenset[Thing]], ...] = ()
    places: Mapping[Thing, int] = {}

    @property
    def all(self) -> Sequence[Name]:
        """Every name, in order."""
        return self._counting(lambda table: chain.from_iterable(table.of.values()))

    def of(self, things: Iterable[Thing]) -> Iterator[Name]:
        """Return the names of some things."""
        for thing in things:
            for layer in self.layers:
                if thing not in layer.gone:
                    yield from layer.part.of.get(thing, ())

    def exact(
        self, key: str, kinds: tuple[Kind, ...] = tuple(Kind), typed: str = ""
    ) -> Name | None:
        """Return the name that this is, of the first of ``kinds`` that has one; or None.

        ``key`` is the folded name, ``typed`` the name as it was typed. Names that are spelled like
        it come before those that are only folded like it, ids among them. ``speaker:ada`` is the
        id of a speaker and nothing else.
        """
        kind, _, id_ = typed.strip().partition(":")
        if id_ and kind in kinds:
            return next(self.of([(Kind(kind), id_)]), None)
        found = self._counting(lambda table: table.exact.get(key, ()))
        found = [name for name in found if name.kind in kinds]
        if typed and len(found) > 1:
            wanted = spelled_key(typed)
            alike = [name for name in found if spelled_key(name.text) == wanted]
            # Names that are written most like what is typed come first, ids before others.
            found = sorted(
                alike or found, key=lambda name: (nearness(name.text, typed), name.text != name.id)
            )
        return next((name for kind in kinds for name in found if name.kind is kind), None)

    def spelled(self, typed: str, kinds: tuple[Kind, ...]) -> tuple[Name, ...]:
        """Return the names spelled like this, one of each thing; ids come before names.

        An id counts before names if it is typed as it is, else only where nothing has that name.
        """
        found = [
            name
            for name in self._counting(lambda table: table.exact.get(folded(typed), ()))
            if name.kind in kinds and spelled_key(name.text) == spelled_key(typed)
        ]
        its_id = [name for name in found if name.id == typed.strip()]
        names = [name for name in found if name.text != name.id]
        return tuple({name.thing: name for name in its_id or names or found}.values())

    def near(
        self, key: str, kinds: tuple[Kind, ...] = tuple(Kind), cutoff: float = NEAR, most: int = 10
    ) -> tuple[tuple[Name, float], ...]:
        """Return the names most like ``key`` with their ratio (``cutoff`` to 100), each thing once.

        Highest first, then in the order of the library.
        """
        if not key or len(key) > _LONGEST_NAME:
            return ()
        found = [
            (name, ratio)
            for layer in self.layers
            for kind in kinds
            for name, ratio in layer.part.near(key, kind, cutoff)
            if name.thing not in layer.gone
        ]
        found.sort(key=lambda one: (-one[1], self.place(one[0])))
        nearest: dict[Thing, tuple[Name, float]] = {}
        for name, ratio in found:
            nearest.setdefault(name.thing, (name, ratio))
        return tuple(nearest.values())[:most]

    def _counting(self, look_up: Callable[[NameTable], Iterable[Name]]) -> list[Name]:
        """Return the names found in each layer that are not gone from it, in order."""
        found = [
            name
            for layer in self.layers
            for name in look_up(layer.part)
            if name.thing not in layer.gone
        ]
        return sorted(found, key=self.place) if len(found) > 1 else found

    def place(self, name: Name) -> tuple[int, int, int]:
        """Return the place of a name in the order of all."""
        return _CAUSES[name.cause], _KINDS[name.kind], self.places[name.thing]


NO_NAMES = Names()


def names_of(changed: Iterable[Topic | Point | Speaker | Source], base: Names) -> Names:
    """Lay the names of new and changed things over those of a library."""
    table = NameTable(chain.from_iterable(map(_names, changed)))
    fresh = (thing for thing in table.of if thing not in base.places)
    places = {thing: place for place, thing in enumerate(fresh, start=len(base.places))}
    return Names(
        lay_over(base.layers, table, frozenset(table.of), nothing=frozenset()),
        overlaid(base.places, places),
    )


def _names(one: Topic | Point | Speaker | Source) -> Iterator[Name]:
    for kind, cause, texts in _texts(one):
        for text in texts:
            # A name of emoji or other signs is its own key.
            spaced = spaced_key(tokens(text)) or folded(text)
            if spaced:
                yield Name(kind, one.id, cause, text, spaced.replace(" ", ""), spaced)


def _texts(
    one: Topic | Point | Speaker | Source,
) -> Iterator[tuple[Kind, Cause, tuple[str, ...]]]:
    match one:
        case Topic():
            yield Kind.TOPIC, Cause.NAME, (one.name, one.id)
            yield Kind.TOPIC, Cause.ALIAS, one.aliases
        case Point():
            yield Kind.POINT, Cause.NAME, (one.sentence, one.id)
            yield Kind.POINT, Cause.ALIAS, one.aliases
            yield Kind.POINT, Cause.PHRASING, one.phrasings
        case Speaker():
            yield Kind.SPEAKER, Cause.SPEAKER, (one.name, one.id, *one.aliases)
        case Source():
            yield Kind.SOURCE, Cause.SOURCE, (one.title, one.id)


class Phrasing(Struct, frozen=True):
    """A question that a quote answers."""

    quote: str
    text: str


Phrasings = tuple[Layer[Mapping[Phrasing, str], frozenset[str]], ...]
"""The phrasings of all quotes of a library with their keys, in layers."""


def near_phrasings(key: str, phrasings: Phrasings) -> list[tuple[Phrasing, float]]:
    """Return the phrasings like ``key`` with their ratio, 70 to 100: highest first, then in order.

    ``key`` is :func:`bot.search.text.plain_key` of a question.
    """
    if not key or len(key) > _LONGEST_PHRASING:
        return []
    found = [
        (phrasing, ratio)
        for layer in phrasings
        for phrasing, ratio in near_keys(key, layer.part, NEAR)
        if phrasing.quote not in layer.gone
    ]
    return sorted(found, key=lambda one: -one[1])


def phrasings_of(added: Iterable[Quote], dropped: Iterable[str], base: Phrasings) -> Phrasings:
    """Lay the phrasings of new and changed quotes over those of a library."""
    own = {
        Phrasing(quote.id, text): plain_key(tokens(text))
        for quote in added
        for text in quote.phrasings
    }
    return lay_over(base, own, frozenset(dropped), nothing=frozenset())
