"""What a table calls things by: ids, names and aliases, of a library and of what comes with it."""

from collections.abc import Iterable

from bot.library.collection import Collection
from bot.library.library import Library


def said(name: str) -> str:
    """A name as it is compared: no capitals, single spaces."""
    return " ".join(name.split()).casefold()


class NameLookup:
    """The ids that words lead to. What comes first keeps a name: ids, then names, then aliases."""

    def __init__(self, things: Iterable[tuple[str, str, tuple[str, ...]]]) -> None:
        """Take ids with their names and aliases."""
        every = list(things)
        self._ids: dict[str, str] = {id_: id_ for id_, _, _ in every}
        for id_, name, _ in every:
            self._ids.setdefault(said(name), id_)
        for id_, _, aliases in every:
            for alias in aliases:
                self._ids.setdefault(said(alias), id_)

    def find(self, name: str) -> str:
        """The id, or empty."""
        return self._ids.get(said(name), "")

    def add(self, id_: str, name: str) -> None:
        """Know another."""
        self._ids.setdefault(id_, id_)
        self._ids.setdefault(said(name), id_)

    def known(self) -> Iterable[str]:
        """Everything there is to be called."""
        return self._ids


def names_of_topics(library: Library, beside: Collection) -> NameLookup:
    """The topics of a library and of files imported with the table."""
    topics = (*beside.topics, *library.topics.values())
    return NameLookup((topic.id, topic.name, topic.aliases) for topic in topics)


def names_of_points(library: Library, beside: Collection) -> NameLookup:
    """The points."""
    points = (*beside.points, *library.points.values())
    return NameLookup((point.id, point.sentence, point.aliases) for point in points)


def names_of_speakers(library: Library, beside: Collection) -> NameLookup:
    """The speakers."""
    speakers = (*beside.speakers, *library.speakers.values())
    return NameLookup((speaker.id, speaker.name, speaker.aliases) for speaker in speakers)
