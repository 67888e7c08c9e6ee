"""Find what the cells of a row name: by id, name or alias; a source also by its details."""

from collections.abc import Iterable

from bot.i18n import gettext as _
from bot.library.model import Source
from bot.library.text_cleaning import nearest
from bot.moderation.typed_fields import Refused, echoed
from bot.search.names import folded, spelling


class RowNames:
    """Finds ids by id, name or alias: :mod:`bot.search.names`.

    Ids win over names, and names over aliases.
    """

    def __init__(self, things: Iterable[tuple[str, str, tuple[str, ...]]]) -> None:
        """Take ids with their names and aliases."""
        every = list(things)
        self._ids = {id_ for id_, _name, _aliases in every}
        self._names: dict[str, dict[str, None]] = {}
        self._others: dict[str, dict[str, None]] = {}
        self._folded: dict[str, str] = {}
        self._written: dict[str, str] = {id_: id_ for id_ in self._ids}
        for id_, name, _aliases in every:
            self.add(id_, name)
        for id_, _name, aliases in every:
            for other in (id_, *aliases):
                self._add(id_, other, self._others)

    def add(self, id_: str, name: str) -> None:
        """Add a thing by its name."""
        self._ids.add(id_)
        self._add(id_, name, self._names)

    def _add(self, id_: str, name: str, names: dict[str, dict[str, None]]) -> None:
        names.setdefault(spelling(name), {}).setdefault(id_)
        self._folded.setdefault(folded(name), id_)
        self._written.setdefault(spelling(name), name)

    def spelled(self, name: str) -> tuple[str, ...]:
        """Return the ids of everything with a name spelled like this."""
        if name in self._ids:
            return (name,)
        key = spelling(name)
        return tuple(self._names.get(key) or self._others.get(key) or ())

    def find(self, name: str) -> str:
        """Return the id of what has this name, the first of several; empty if nothing has."""
        return next(iter(self.spelled(name)), "") or self._folded.get(folded(name), "")

    def nearest(self, name: str) -> str:
        """Return the known name or id most like ``name``, or empty."""
        return self._written.get(nearest(spelling(name), self._written), "")


class SourceTable:
    """Finds sources by title or id and by any details given with it.

    Thousands of sources may share a title and differ in a detail, so for each set of details that
    rows give, the sources are indexed by these.
    """

    _DETAILS = ("author", "publication", "date", "date_text", "url")
    # Enough to tell that there are several, and to name some.
    _MOST = 4

    def __init__(self) -> None:
        self._all: list[Source] = []
        self._indexes: dict[tuple[str, ...], dict[tuple[str, ...], list[Source]]] = {
            self._DETAILS: {}
        }

    def add(self, source: Source) -> None:
        """Add a source."""
        self._all.append(source)
        for given, index in self._indexes.items():
            self._index(index, given, source)

    def find(self, wanted: Source) -> Source | None:
        """Return the source of that id or title from which no given detail differs.

        Of several, the one with the same details and no others; Refused if there is none.
        """
        given = tuple(name for name in self._DETAILS if getattr(wanted, name))
        index = self._indexes.get(given)
        if index is None:
            index = self._indexes[given] = {}
            for source in self._all:
                self._index(index, given, source)
        found = self._of(wanted, index, given)
        same = self._of(wanted, self._indexes[self._DETAILS], self._DETAILS)
        if len(found) > 1 and not same:
            raise Refused(
                _("Several sources are called {title}. Write the id instead: {ids}.").format(
                    title=echoed(wanted.title), ids=", ".join(one.id for one in found)
                )
            )
        return next(iter(same or found), None)

    def _of(
        self, wanted: Source, index: dict[tuple[str, ...], list[Source]], given: tuple[str, ...]
    ) -> list[Source]:
        details = tuple(getattr(wanted, name) for name in given)
        by_id = index.get((wanted.title, *details))
        return by_id or index.get((_titled(wanted.title), *details), [])

    def _index(
        self, index: dict[tuple[str, ...], list[Source]], given: tuple[str, ...], source: Source
    ) -> None:
        details = tuple(getattr(source, name) for name in given)
        for key in (source.id, _titled(source.title)):
            held = index.setdefault((key, *details), [])
            if len(held) < self._MOST:
                held.append(source)


def _titled(title: str) -> str:
    """Return the key of a title, which is never the id of another source."""
    return f"title {spelling(title)}"
