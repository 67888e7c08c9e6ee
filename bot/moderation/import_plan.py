"""Plan an import before anything is changed: the new, the changed, the known and the wrong."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz import fuzz, process

from bot.errors import Problem, RequestError
from bot.i18n import gettext as _, number
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
from bot.library.integrity import validate_change
from bot.library.library import Collection, Library
from bot.library.load import Location, read_fragment
from bot.library.model import NOBODY_LEADS, Point, Quote, State
from bot.library.text_cleaning import shown
from bot.library.view import Draft, View, verdict_of
from bot.moderation.csv_quotes import KnownThings, WordsKey, take_row, words_of
from bot.moderation.csv_table import read_table
from bot.moderation.import_files import unpacked
from bot.search.names import MEANT, folded
from bot.search.results import name_of

_NOWHERE = Location("import", 1, 1)
_MOST_PROBLEMS = 1000
# New things for which similar names are looked up: as many as a preview lists.
MOST_NEAR_NAMES = 25


class ImportEntry(Struct, frozen=True):
    """One thing in the files: its subject, its name, and its place.

    ``like`` is the id of a quote with the same words; ``near`` names a thing with the same name or
    one much like it, and its id; ``out`` is ``removed`` or ``hidden`` if this server keeps the
    thing out of its answers. ``difference`` is a sentence on the difference between a quote and the
    text of its source, ``added`` are the topics and points that a row adds to a quote.
    """

    subject: Subject
    name: str
    where: Location
    like: str = ""
    out: str = ""
    near: str = ""
    difference: str = ""
    added: str = ""


class ImportPlan(Struct, frozen=True):
    """The effect of an import. If anything is ``wrong``, ``changes`` is empty: all or nothing.

    ``duplicate`` things are left as they are: they are known with the same id and content or, for
    quotes, with the same words, speaker and source. A ``new`` one with ``like`` has the same words
    as another quote of another speaker or source. Repetitions within the files are not looked for,
    so that a collection that contains some comes back as it was. ``merged`` are rows with the words
    of another row or quote that add topics or points to it. ``differing`` are the quotes among
    ``changes`` whose words are not in the text of their source. ``passed_over`` are the files
    without quotes, ``seen`` is the revision that was compared.
    """

    seen: int
    new: tuple[ImportEntry, ...] = ()
    changed: tuple[ImportEntry, ...] = ()
    duplicate: tuple[ImportEntry, ...] = ()
    wrong: tuple[Problem, ...] = ()
    merged: tuple[ImportEntry, ...] = ()
    differing: tuple[ImportEntry, ...] = ()
    passed_over: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


def plan_import(
    view: View,
    files: Mapping[str, bytes],
    today: date,
    check: Callable[[], None] = lambda: None,
) -> ImportPlan:
    """Return what importing the files would do to a server's collection; change nothing.

    Files are YAML of the library format, of any kind and number; CSV with a header; or a .zip of
    such files. A date after ``today`` is wrong. Raises RequestError for files that cannot be read
    at all: see :func:`bot.moderation.import_files.unpacked`. ``check`` is called for every row and
    every change; it raises what is to end the import.
    """
    given = unpacked(files)
    read = read_fragment(given.yaml, view.library)
    known = KnownThings(view, read.collection)
    in_tables = list(islice(_tables(given.csv, known, today, check), _MOST_PROBLEMS + 1))
    if len(in_tables) > _MOST_PROBLEMS:
        many = _("more than {most_problems} problems")
        many = many.format(most_problems=number(_MOST_PROBLEMS))
        in_tables[-1] = replace(in_tables[-1], wrong=many, remedy=_("fix the others first"))
    wrong = [*read.problems, *in_tables]
    planner = _Planner(view, {**known.places, **read.places})
    collection = replace(
        read.collection,
        speakers=tuple(known.speakers.values()),
        sources=tuple(known.sources.values()),
        quotes=tuple(known.quotes.values()),
    )
    check()
    planner.compare(collection)
    wrong += planner.wrong
    wrong += planner.try_out(check, whole=not wrong)
    quotes = (one.subject for one in planner.duplicate if one.subject.shelf is Shelf.QUOTE)
    unchanged = {one.id for one in quotes}
    return ImportPlan(
        seen=view.revision,
        new=_with_near_names(planner.new, view.library, check),
        changed=tuple(planner.changed),
        duplicate=tuple(planner.duplicate),
        wrong=tuple(sorted(set(wrong))),
        merged=tuple(
            ImportEntry(Subject(Shelf.QUOTE, id_), known.quotes[id_].text, where, added=added)
            for id_, where, added in known.merged
            if id_ not in unchanged
        ),
        differing=() if wrong else tuple(planner.differing(check)),
        passed_over=given.passed_over,
        changes=() if wrong else tuple(planner.changes),
    )


def _tables(
    files: Mapping[str, bytes], known: KnownThings, today: date, check: Callable[[], None]
) -> Iterator[Problem]:
    """Take in the rows of all tables, and yield their problems."""
    for name, octets in files.items():
        table, problems = read_table(name, octets, check)
        yield from problems
        for row in table:
            check()
            for sentence, column in take_row(row, name, known, today).items():
                yield Problem(name, *row.place_in(column), *_halves(sentence))


def _with_near_names(
    entries: list[ImportEntry], library: Library, check: Callable[[], None]
) -> tuple[ImportEntry, ...]:
    """Return the new things; the first of them say what else has their name or one much like it."""

    @cache
    def known(shelf: Shelf) -> tuple[dict[str, str], dict[str, str]]:
        things = ((kind, id_) for kind in shelf.kinds for id_ in library.things(kind))
        names = {id_: name_of(kind, id_, library) for kind, id_ in things}
        return names, {id_: folded(name) for id_, name in names.items()}

    told: list[ImportEntry] = []
    for entry in entries[:MOST_NEAR_NAMES]:
        check()
        near, subject = "", entry.subject
        if subject.shelf.kinds:
            names, keys = known(subject.shelf)
            key = folded(entry.name)
            found = process.extractOne(key, keys, scorer=fuzz.ratio, score_cutoff=MEANT)
            near = f"{names[found[2]]} ({found[2]})" if found else ""
            names[subject.id], keys[subject.id] = entry.name, key
        told.append(replace(entry, near=near))
    return (*told, *entries[MOST_NEAR_NAMES:])


def _halves(sentence: str) -> tuple[str, str]:
    """Split a sentence or two into the problem and the remedy."""
    for sign in (". ", "; "):
        wrong, found, remedy = sentence.rstrip(".").partition(sign)
        if found:
            return wrong.rstrip(), remedy[:1].lower() + remedy[1:]
    return sentence.rstrip("."), _("fix it")


class _Planner:
    """Compare a collection with a view, and sort its things by what an import would do."""

    def __init__(self, view: View, places: Mapping[Subject, Location]) -> None:
        self._view = view
        self._places = places
        self.new: list[ImportEntry] = []
        self.changed: list[ImportEntry] = []
        self.duplicate: list[ImportEntry] = []
        self.wrong: list[Problem] = []
        self.changes: list[Change] = []

    def compare(self, collection: Collection) -> None:
        """Compare everything, in an order in which each thing refers only to earlier ones."""
        library = self._view.library
        for speaker in collection.speakers:
            self._sort(PutSpeaker(speaker), speaker, library.speakers, speaker.name)
        for source in collection.sources:
            # An import never changes which text a source is checked against.
            before = library.sources.get(source.id)
            held = replace(source, file=before.file if before else "")
            self._sort(PutSource(held), held, library.sources, source.title)
        for topic in collection.topics:
            was = library.topics.get(topic.id, topic)
            same = replace(topic, points=was.points, first=topic.first or was.first)
            put = PutTopic(topic.id, topic.name, topic.aliases, topic.first or None)
            self._sort(put, same, library.topics, topic.name)
        for point in collection.points:
            first = library.points.get(point.id, point).first
            put_point = replace(point, first=first) if point.first == NOBODY_LEADS else point
            self._sort(PutPoint(put_point), put_point, library.points, point.sentence)
        self._quotes(collection.quotes)
        for hidden in (each for several in collection.hidden.values() for each in several):
            self._hide(hidden)

    def try_out(self, check: Callable[[], None], *, whole: bool) -> Iterator[Problem]:
        """Apply the changes to a draft, and yield the problems of any that fail.

        If they are not the ``whole`` import, since part of it could not be read, only those are
        applied that may fail for what the view holds: others may name something in that part.
        """
        draft = Draft(self._view)
        for change in self.changes:
            check()
            try:
                validate_change(change)
                if whole or self._clashes(change):
                    draft.apply(change)
            except RequestError as error:
                yield self._where(change).problem(*_halves(str(error)))

    def differing(self, check: Callable[[], None]) -> Iterator[ImportEntry]:
        """Yield the quotes to put whose words are not in the text of their source."""
        for change in self.changes:
            check()
            if isinstance(change, PutQuote):
                verdict = verdict_of(change.quote, self._view.shared)
                if verdict.state is State.DIFFERS:
                    entry = self._entry(change, change.quote.text)
                    yield replace(entry, difference=verdict.difference)

    def _clashes(self, change: Change) -> bool:
        """Whether a change may fail for what the view holds, whatever the files hold."""
        match change:
            case PutPoint(Point(id=id_)):
                return id_ in self._view.library.topics or id_ in self._view.library.points
            case PutQuote(quote):
                return self._view.out_of_sight(quote.id) != ""
            case _:
                return isinstance(change, HideQuote | PutTopic)

    def _sort(self, put: Change, thing: object, known: Mapping[str, object], name: str) -> None:
        before, entry = known.get(subject_of(put).id), self._entry(put, name)
        if before == thing:
            self.duplicate.append(entry)
            return
        (self.changed if before is not None else self.new).append(entry)
        self.changes.append(put)

    def _quotes(self, quotes: tuple[Quote, ...]) -> None:
        held, taken = self._view.library.quotes, self._view.taken(Shelf.QUOTE)
        same: dict[WordsKey, str] = {}
        words: dict[str, str] = {}
        if any(quote.id not in held for quote in quotes):
            for known in held.values():
                key = words_of(known)
                same.setdefault(key, known.id)
                words.setdefault(key[0], known.id)
        for quote in quotes:
            put, key = PutQuote(quote), words_of(quote)
            if quote.id in held:
                self._sort(put, quote, held, quote.text)
            elif quote.id in taken:
                self._taken(quote)
            elif key in same:
                self.duplicate.append(self._entry(put, quote.text, like=same[key]))
            else:
                self.new.append(self._entry(put, quote.text, like=words.get(key[0], "")))
                self.changes.append(put)

    def _taken(self, quote: Quote) -> None:
        """Sort a quote whose id belongs to one that is not in the answers."""
        put, out = PutQuote(quote), self._view.out_of_sight(quote.id)
        if out and quote == self._view.quote(quote.id):
            self.duplicate.append(self._entry(put, quote.text, out=out))
        elif out:
            self.changes.append(put)
        else:
            wrong = _("the id {id} was used by a quote that is gone").format(id=shown(quote.id))
            self.wrong.append(self._where(put).problem(wrong, _("give this one another id")))

    def _hide(self, hidden: HideQuote) -> None:
        view, quote = self._view, self._view.shared.quotes.get(hidden.quote)
        entry = self._entry(hidden, quote.text if quote else hidden.quote, out="hidden")
        if hidden.quote in view.hidden or hidden.quote in view.removed:
            self.duplicate.append(entry)
        else:
            self.changed.append(entry)
            self.changes.append(hidden)

    def _entry(self, change: Change, name: str, like: str = "", out: str = "") -> ImportEntry:
        return ImportEntry(subject_of(change), name, self._where(change), like, out)

    def _where(self, change: Change) -> Location:
        return self._places.get(subject_of(change), _NOWHERE)
