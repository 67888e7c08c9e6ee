"""An import, looked at before anything is changed: what is new, changed, there already, wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.errors import Problem, RequestError
from bot.library.changes import (
    Change,
    HideQuote,
    PutPoint,
    PutQuote,
    PutSource,
    PutSpeaker,
    PutTopic,
    Shelf,
    Subject,
    subject_of,
)
from bot.library.collection import Collection
from bot.library.integrity import validate_change
from bot.library.load import Location, read_fragment
from bot.library.model import Point, Quote, Source, Topic
from bot.library.text_cleaning import shown
from bot.library.view import View
from bot.moderation.duplicates import compared
from bot.moderation.importing.archive import unpacked
from bot.moderation.importing.csv_quotes import KnownThings, take_row, words_of
from bot.moderation.importing.csv_table import read_table

_NOWHERE = Location("import", 1, 1)
_MOST_PROBLEMS = 1000
# Nothing is still to come where nobody says which day it is.
_ANY_DAY = date(9998, 12, 31)


@dataclass(frozen=True, slots=True)
class ImportEntry:
    """One thing in the files: what it is about, what to call it, where it stands.

    ``like`` is the id of a quote that says the same words; ``out`` is ``removed`` or ``hidden``
    where this server keeps the thing out of its answers.
    """

    subject: Subject
    name: str
    where: Location
    like: str = ""
    out: str = ""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do. ``changes`` is empty where anything is ``wrong``: all or nothing.

    ``duplicate`` things are there already, with the same id and the same content or, for quotes,
    the same words by the same speaker in the same source; they are left as they are. A new one
    with ``like`` says the same words as another under another name or in another source. What
    stands twice in the files themselves under ids of its own is not looked at: a collection that
    holds it so comes back as it was.
    ``passed_over`` are the files that hold no quotes. ``seen`` is the revision looked at.
    """

    seen: int
    new: tuple[ImportEntry, ...] = ()
    changed: tuple[ImportEntry, ...] = ()
    duplicate: tuple[ImportEntry, ...] = ()
    wrong: tuple[Problem, ...] = ()
    passed_over: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


def plan_import(view: View, files: Mapping[str, bytes], today: date = _ANY_DAY) -> ImportPlan:
    """What importing these files would do to a server's collection; changes nothing.

    Files are YAML as a library folder or an export has it, any number and kind of them; CSV with a
    header; a .zip of such files. A date after ``today`` is wrong. Raises RequestError
    with one sentence for what cannot be looked into: see
    :func:`bot.moderation.importing.archive.unpacked`.
    """
    given = unpacked(files)
    read = read_fragment(given.yaml, view.library)
    known = KnownThings(view, read.collection)
    wrong = [*read.problems, *_tables(given.csv, known, today)]
    made = known.added()
    collection = replace(
        read.collection,
        speakers=(*read.collection.speakers, *made.speakers),
        sources=(*read.collection.sources, *made.sources),
        quotes=(*read.collection.quotes, *made.quotes),
    )
    look = _Look(view, {**known.places, **read.places})
    look.over(collection)
    wrong += look.wrong
    if not wrong:
        wrong += look.try_out()
    return ImportPlan(
        seen=view.revision,
        new=tuple(look.new),
        changed=tuple(look.changed),
        duplicate=tuple(look.duplicate),
        wrong=tuple(sorted(set(wrong))),
        passed_over=given.passed_over,
        changes=() if wrong else tuple(look.changes),
    )


def _tables(files: Mapping[str, bytes], known: KnownThings, today: date) -> Iterator[Problem]:
    told = 0
    for name, octets in files.items():
        table, problems = read_table(name, octets)
        yield from problems
        for row in table:
            if told >= _MOST_PROBLEMS:
                wrong = f"more than {_MOST_PROBLEMS:,} problems"
                yield Problem(name, row.line, 1, wrong, "set right the others first")
                return
            for sentence in take_row(row, name, known, today):
                told += 1
                yield Problem(name, row.line, 1, *_halves(sentence))


def _halves(sentence: str) -> tuple[str, str]:
    """What is wrong and what to do, of a sentence or two that say both."""
    for sign in (". ", "; "):
        wrong, found, remedy = sentence.rstrip(".").partition(sign)
        if found:
            return wrong, remedy[:1].lower() + remedy[1:]
    return sentence.rstrip("."), "set it right"


class _Look:
    """Goes over a collection and sorts what it finds."""

    def __init__(self, view: View, places: Mapping[Subject, Location]) -> None:
        self._view = view
        self._places = places
        self.new: list[ImportEntry] = []
        self.changed: list[ImportEntry] = []
        self.duplicate: list[ImportEntry] = []
        self.wrong: list[Problem] = []
        self.changes: list[Change] = []

    def over(self, collection: Collection) -> None:
        """Look at everything, in an order in which each refers to what came before it."""
        library = self._view.library
        for speaker in collection.speakers:
            self._sort(PutSpeaker(speaker), speaker, library.speakers, speaker.name)
        for source in collection.sources:
            held = self._with_its_text(source)
            self._sort(PutSource(held), held, library.sources, source.title)
        self._topics(collection.topics)
        self._points(collection.points)
        self._quotes(collection.quotes)
        for hidden in (each for several in collection.hidden.values() for each in several):
            self._hide(hidden)

    def try_out(self) -> Iterator[Problem]:
        """What does not hold although nothing looked wrong, by doing it all on a draft."""
        view = self._view
        draft = view.draft()
        for change in self.changes:
            try:
                validate_change(change)
                draft.apply(change)
            except RequestError as error:
                yield self._where(change).problem(*_halves(str(error)))

    def _topics(self, topics: tuple[Topic, ...]) -> None:
        library = self._view.library
        for topic in topics:
            before = library.topics.get(topic.id)
            same = replace(topic, points=before.points if before else ())
            put = PutTopic(topic.id, topic.name, topic.aliases)
            if topic.id in library.points:
                self._refuse(put, f"{shown(topic.id)} is the id of a point here")
            else:
                self._sort(put, same, library.topics, topic.name)

    def _points(self, points: tuple[Point, ...]) -> None:
        library = self._view.library
        for point in points:
            was = library.points.get(point.id)
            if point.id in library.topics:
                self._refuse(PutPoint(point), f"{shown(point.id)} is the id of a topic here")
            elif was and was.topic != point.topic:
                wrong = f"the point {shown(point.id)} stands under the topic {shown(was.topic)}"
                self._refuse(PutPoint(point), wrong, "leave it there, or give this one another id")
            else:
                self._sort(PutPoint(point), point, library.points, point.sentence)

    def _with_its_text(self, source: Source) -> Source:
        """The source; which text it is checked against stays what it is here."""
        before = self._view.library.sources.get(source.id)
        return replace(source, file=before.file if before else "")

    def _sort(self, put: Change, thing: object, known: Mapping[str, object], name: str) -> None:
        before = known.get(subject_of(put).id)
        found = ImportEntry(subject_of(put), name, self._where(put))
        if before == thing:
            self.duplicate.append(found)
            return
        (self.changed if before is not None else self.new).append(found)
        self.changes.append(put)

    def _quotes(self, quotes: tuple[Quote, ...]) -> None:
        view = self._view
        taken = view.taken(Shelf.QUOTE)
        same: dict[tuple[str, str, str], str] = {}
        words: dict[str, str] = {}
        if any(quote.id not in view.library.quotes for quote in quotes):
            for known in view.library.quotes.values():
                same.setdefault(words_of(known), known.id)
                words.setdefault(compared(known.text), known.id)
        for quote in quotes:
            if quote.id in view.library.quotes:
                self._sort(PutQuote(quote), quote, view.library.quotes, quote.text)
            elif quote.id in taken:
                self._taken(quote)
            elif words_of(quote) in same:
                self.duplicate.append(self._found(quote, like=same[words_of(quote)]))
            else:
                like = words.get(compared(quote.text), "")
                self.new.append(self._found(quote, like=like))
                self.changes.append(PutQuote(quote))

    def _taken(self, quote: Quote) -> None:
        """A quote whose id was used and is in no answer."""
        view = self._view
        out = "removed" if quote.id in view.removed else "hidden" if quote.id in view.hidden else ""
        was = view.put.get(quote.id) or view.shared.quotes.get(quote.id)
        if out and was == quote:
            self.duplicate.append(self._found(quote, out=out))
            return
        how = f"is {out} here" if out else "was used by a quote that is gone"
        remedy = "give this one another id"
        bring_back = {"removed": "restore it first", "hidden": "show it first"}.get(out)
        self._refuse(
            PutQuote(quote),
            f"the quote {shown(quote.id)} {how}",
            f"{bring_back}, or {remedy}" if bring_back else remedy,
        )

    def _hide(self, hidden: HideQuote) -> None:
        view = self._view
        quote = view.shared.quotes.get(hidden.quote)
        if quote is None:
            wrong = f"there is no shared quote {shown(hidden.quote)} to hide"
            self._refuse(hidden, wrong, "take it out of “hidden”")
        elif hidden.quote in view.hidden or hidden.quote in view.removed:
            self.duplicate.append(self._found(quote, out="hidden"))
        elif hidden.quote in view.put:
            wrong = f"the quote {shown(hidden.quote)} has a version of its own here"
            self._refuse(hidden, wrong, "remove that one instead")
        else:
            self.changed.append(self._found(quote, out="hidden"))
            self.changes.append(hidden)

    def _found(self, quote: Quote, like: str = "", out: str = "") -> ImportEntry:
        return ImportEntry(
            Subject(Shelf.QUOTE, quote.id), quote.text, self._where(PutQuote(quote)), like, out
        )

    def _where(self, change: Change) -> Location:
        return self._places.get(subject_of(change), _NOWHERE)

    def _refuse(self, change: Change, wrong: str, remedy: str = "give it another id") -> None:
        self.wrong.append(self._where(change).problem(wrong, remedy))
