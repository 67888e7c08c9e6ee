"""Topics and points: added, renamed, given aliases and phrasings; each name leads to one thing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.errors import RequestError
from bot.library.changes import Change, PutPoint, PutTopic, Shelf, Subject
from bot.library.model import Kind, Point
from bot.moderation import form_fields as fields
from bot.moderation.change_writer import TRIES, ChangeWriter
from bot.moderation.form_fields import LONGEST_TITLE, Refused, echoed
from bot.moderation.forms import PointForm, TopicForm
from bot.moderation.outcomes import EditConflict, FormProblem, InvalidForm, SaveResult
from bot.moderation.resolve_position import named_point, named_topic
from bot.moderation.resolve_speaker import free_id
from bot.moderation.servers import Snapshot

_KINDS = (Kind.TOPIC, Kind.POINT)
# A field of a form has room for no more.
_MOST_NAMES = 200


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A form read over a view: the change it makes, and the id of what it changes, or empty."""

    problems: tuple[FormProblem, ...]
    change: Change | None = None
    known: str = ""


_UNCHANGED = _Parsed((FormProblem("", "Nothing in this form is changed."),))


@dataclass(frozen=True, slots=True)
class TopicEditor:
    """Changes the topics and points of one server."""

    writer: ChangeWriter

    def topic_form(self, topic: str) -> TopicForm:
        """Return the form of a topic, filled in."""
        snapshot = self.writer.snapshot()
        known = snapshot.view.library.topics[_id(topic, "topic", snapshot)]
        return TopicForm(known.name, fields.together(known.aliases), known.id)

    def point_form(self, point: str) -> PointForm:
        """Return the form of a point, filled in."""
        snapshot = self.writer.snapshot()
        known = snapshot.view.library.points[_id(point, "point", snapshot)]
        return PointForm(
            sentence=known.sentence,
            side_for=known.side_for,
            side_against=known.side_against,
            aliases=fields.together(known.aliases),
            phrasings="\n".join(known.phrasings),
            topic=known.topic,
            point=known.id,
        )

    def put_topic(
        self, form: TopicForm, token: str, seen: int | None = None
    ) -> SaveResult | EditConflict | InvalidForm:
        """Add a topic, or change the name and the aliases of one."""
        return self._put(form, token, seen, lambda snapshot: _topic(form, snapshot))

    def put_point(
        self, form: PointForm, token: str, seen: int | None = None
    ) -> SaveResult | EditConflict | InvalidForm:
        """Add a point under a topic, or change one; it stays under its topic."""
        return self._put(form, token, seen, lambda snapshot: _point(form, snapshot))

    def _put(
        self,
        form: TopicForm | PointForm,
        token: str,
        seen: int | None,
        reader: Callable[[Snapshot], _Parsed],
    ) -> SaveResult | EditConflict | InvalidForm:
        before = self.writer.saved_before(token)
        if before is not None:
            return before
        tries = TRIES
        while True:
            snapshot = self.writer.snapshot()
            parsed = reader(snapshot)
            if parsed.change is None:
                return InvalidForm(form, parsed.problems)
            subjects = [Subject(Shelf.TOPIC, parsed.known)] if parsed.known else []
            entry = self.writer.changed_since(seen, subjects)
            if entry is not None:
                return self.writer.conflict(entry)
            try:
                snapshot.view.preview([parsed.change])
            except RequestError as error:
                return InvalidForm(form, (FormProblem("", str(error)),))
            answer = self.writer.append([parsed.change], snapshot.view.revision, token)
            tries -= 1
            if isinstance(answer, SaveResult) or parsed.known or not tries:
                return answer


def _id(typed: str, kind: str, snapshot: Snapshot) -> str:
    """The id of a topic or a point by its name. Raises RequestError."""
    try:
        name = fields.name(f"The {kind}", typed, LONGEST_TITLE)
        if not name:
            raise RequestError(f"Which {kind}? Give its name.")
        named = named_point if kind == "point" else named_topic
        return named(name, snapshot.desk)
    except Refused as refused:
        raise RequestError(str(refused)) from refused


class _Reader:
    """Reads the fields of one form and notes what is wrong in each."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.problems: list[FormProblem] = []

    def known(self, typed: str, kind: str) -> str:
        """The id of what is to be changed, empty where nothing is named."""
        if not typed.strip():
            return ""
        try:
            return _id(typed, kind, self.snapshot)
        except RequestError as error:
            self.problems.append(FormProblem(kind, str(error)))
            return ""

    def name(self, field: str, called: str, typed: str, longest: int, blank: str) -> str:
        """A name that must be there."""
        try:
            text = fields.name(called, typed, longest)
        except Refused as refused:
            self.problems.append(FormProblem(field, str(refused)))
            return ""
        if not text:
            self.problems.append(FormProblem(field, blank))
        return text

    def aliases(self, typed: str, known: Sequence[str]) -> tuple[str, ...]:
        """Other names; ``known`` are those there so far."""
        return self._few("aliases", lambda: fields.several("An alias", typed, known))

    def phrasings(self, typed: str) -> tuple[str, ...]:
        """Questions, one a line."""
        return self._few("phrasings", lambda: fields.lines("A phrasing", typed))

    def _few(self, field: str, read: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
        try:
            found = read()
        except Refused as refused:
            self.problems.append(FormProblem(field, str(refused)))
            return ()
        if len(found) > _MOST_NAMES:
            sentence = f"There are {len(found)} of them, and {_MOST_NAMES} are the most."
            self.problems.append(FormProblem(field, f"{sentence} Keep those people type."))
        return found

    def refuse_taken(self, field: str, names: Sequence[str], own: str) -> None:
        """Note each name that another topic or point bears: it would lead nowhere sure."""
        desk = self.snapshot.desk
        for name in names:
            bearer = desk.named_exactly(name, _KINDS)
            if bearer is not None and bearer.id != own:
                whose = f"the {bearer.kind.value} {echoed(bearer.name)}"
                sentence = f"{echoed(name)} is a name of {whose} already. Choose another."
                self.problems.append(FormProblem(field, sentence))


def _topic(form: TopicForm, snapshot: Snapshot) -> _Parsed:
    reader = _Reader(snapshot)
    known = reader.known(form.topic, "topic")
    blank = "What is the topic called? Write its name."
    name = reader.name("name", "The name", form.name, fields.LONGEST_NAME, blank)
    view = snapshot.view
    before = view.library.topics.get(known)
    aliases = reader.aliases(form.aliases, before.aliases if before else ())
    aliases = tuple(alias for alias in aliases if alias.casefold() != name.casefold())
    reader.refuse_taken("name", (name,) if name else (), known)
    reader.refuse_taken("aliases", aliases, known)
    if reader.problems:
        return _Parsed(tuple(reader.problems))
    change = PutTopic(known or free_id(name, Shelf.TOPIC, view.taken(Shelf.TOPIC)), name, aliases)
    if before and (before.name, before.aliases) == (name, aliases):
        return _UNCHANGED
    return _Parsed((), change, known)


def _point(form: PointForm, snapshot: Snapshot) -> _Parsed:
    reader = _Reader(snapshot)
    known = reader.known(form.point, "point")
    before = snapshot.view.library.points.get(known)
    topic = _topic_of_point(form, before, reader)
    sentence = reader.name(
        "sentence",
        "The sentence",
        form.sentence,
        LONGEST_TITLE,
        "What is debated? Write one sentence that can be denied.",
    )
    sides = _sides(form, reader)
    aliases = reader.aliases(form.aliases, before.aliases if before else ())
    phrasings = reader.phrasings(form.phrasings)
    reader.refuse_taken("sentence", (sentence,) if sentence else (), known)
    reader.refuse_taken("aliases", aliases, known)
    reader.refuse_taken("phrasings", phrasings, known)
    if reader.problems:
        return _Parsed(tuple(reader.problems))
    id_ = known or free_id(sentence, Shelf.TOPIC, snapshot.view.taken(Shelf.TOPIC))
    point = Point(id_, topic, sentence, *sides, aliases, phrasings)
    return _UNCHANGED if point == before else _Parsed((), PutPoint(point), known)


def _topic_of_point(form: PointForm, before: Point | None, reader: _Reader) -> str:
    """The id of the topic a point stands under: for good, once it does."""
    topic = reader.known(form.topic, "topic")
    if before is None:
        if not form.topic.strip():
            sentence = "Under which topic does it stand? Name one."
            reader.problems.append(FormProblem("topic", sentence))
        return topic
    if topic and topic != before.topic:
        name = echoed(reader.snapshot.view.library.topics[before.topic].name)
        reader.problems.append(FormProblem("topic", f"A point stays under its topic, {name}."))
    return before.topic


def _sides(form: PointForm, reader: _Reader) -> tuple[str, str]:
    """The names of the two sides."""
    called, longest = "The name of a side", fields.LONGEST_NAME
    agrees, denies = "Name the side that agrees, in a few words.", "Name the side that denies it."
    return (
        reader.name("side_for", called, form.side_for, longest, agrees),
        reader.name("side_against", called, form.side_against, longest, denies),
    )
