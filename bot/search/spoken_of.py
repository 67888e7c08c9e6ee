"""Tell whether what a request says beside the name of a topic or point is spoken of there."""

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

from bot.library.model import Kind
from bot.library.overlay import Thing
from bot.search.scope import Scope, quotes_in

if TYPE_CHECKING:
    from bot.search.matcher import Matcher

# The cosine from which a word means nearly what another one does: "expensive" and "fees".
# (0.4 and 0.5 were tried, and the words of quotes too.)
_NEAR = 0.45
# Points and quotes under a topic that are looked through.
_MOST_POINTS, _MOST_QUOTES = 50, 200


def speaks_of(thing: Thing, words: Iterable[str], matcher: "Matcher") -> bool:
    """Whether more than half of the words, or all of none, are spoken of on a topic or point.

    Such a word stands in its names, points or quotes, or means nearly what a word of its names and
    points does.
    """
    (kind, id_), library, documents = thing, matcher.library, matcher.documents
    asked = [word.term for word in matcher.parse(" ".join(words)).words]
    topic = id_ if kind is Kind.TOPIC else library.points[id_].topic
    points = library.topics[id_].points[:_MOST_POINTS] if kind is Kind.TOPIC else (id_,)
    things = ((Kind.TOPIC, topic), *((Kind.POINT, point) for point in points))
    own = frozenset().union(*(documents.own_terms[one] for one in things))
    quotes = islice(quotes_in(Scope(kind, id_), library), _MOST_QUOTES)
    said = own.union(*(documents.text_terms[quote] for quote in quotes))
    strange = [term for term in asked if term not in said]
    if strange and matcher.meaning:
        cosines = matcher.meaning.words(strange) @ matcher.meaning.words(sorted(own)).T
        strange = [
            term
            for term, nearest in zip(strange, cosines.max(axis=1, initial=0).tolist(), strict=True)
            if nearest < _NEAR
        ]
    return not asked or 2 * len(strange) < len(asked)
