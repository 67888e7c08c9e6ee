"""Topics and points: added, renamed, given aliases and phrasings; each name leads to one thing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.errors import RequestError
from bot.library.changes import Change, PutPoint, PutTopic, Shelf, Subject
from bot.library.model import Kind, Point
from bot.moderation import form_fields as fields
from bot.moderation.commit import Saving
from bot.moderation.form_fields import LONGEST_TITLE, Refused, echoed
from bot.moderation.forms import Moderator, PointForm, TopicForm
from bot.moderation.outcomes import Clash, Done, Trouble, Unfit
from bot.moderation.resolve_position import point_named, topic_named
from bot.moderation.resolve_speaker import free_id
from bot.moderation.servers import Standing
from bot.store import Act

_KINDS = (Kind.TOPIC, Kind.POINT)
# A field of a form has room for no more.
_MOST_NAMES = 200
_TRIES = 3


@dataclass(frozen=True, slots=True)
class _Read:
    """A form read over a view: the change it makes, and the id of what it changes, or empty."""

    troubles: tuple[Trouble, ...]
    change: Change | None = None
    known: str = ""


_UNCHANGED = _Read((Trouble("", "Nothing in this form is changed."),))


class Filing:
    """The topics and points of servers, changed by moderators whose right was asked."""

    def __init__(self, saving: Saving) -> None:
        self._saving = saving

    def topic_form(self, server: str, topic: str) -> TopicForm:
        """The form of a topic, as it stands."""
        standing = self._saving.servers.standing(server)
        known = standing.view.library.topics[_id(topic, "topic", standing)]
        return TopicForm(known.name, fields.together(known.aliases), known.id)

    def point_form(self, server: str, point: str) -> PointForm:
        """The form of a point, as it stands."""
        standing = self._saving.servers.standing(server)
        known = standing.view.library.points[_id(point, "point", standing)]
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
        self, server: str, by: Moderator, form: TopicForm, token: str, seen: int | None
    ) -> Done | Clash | Unfit:
        """Add or change a topic."""
        return self._put(server, by, form, token, seen, lambda standing: _topic(form, standing))

    def put_point(
        self, server: str, by: Moderator, form: PointForm, token: str, seen: int | None
    ) -> Done | Clash | Unfit:
        """Add or change a point."""
        return self._put(server, by, form, token, seen, lambda standing: _point(form, standing))

    def _put(
        self,
        server: str,
        by: Moderator,
        form: TopicForm | PointForm,
        token: str,
        seen: int | None,
        reader: Callable[[Standing], _Read],
    ) -> Done | Clash | Unfit:
        done = self._saving.before(server, token)
        if done is not None:
            return done
        tries = _TRIES
        while True:
            standing = self._saving.servers.standing(server)
            read = reader(standing)
            if read.change is None:
                return Unfit(form, read.troubles)
            subjects = [Subject(Shelf.TOPIC, read.known)] if read.known else []
            entry = self._saving.since(server, subjects, seen)
            if entry is not None:
                return self._saving.clash(server, entry)
            try:
                standing.view.preview([read.change])
            except RequestError as error:
                return Unfit(form, (Trouble("", str(error)),))
            act = Act(by.member, standing.view.revision, token)
            answer = self._saving.append(server, [read.change], act)
            tries -= 1
            if isinstance(answer, Done) or read.known or not tries:
                return answer


def _id(typed: str, kind: str, standing: Standing) -> str:
    """The id of a topic or a point by its name. Raises RequestError."""
    try:
        name = fields.name(f"The {kind}", typed, LONGEST_TITLE)
        if not name:
            raise RequestError(f"Which {kind}? Give its name.")
        named = point_named if kind == "point" else topic_named
        return named(name, standing.desk)
    except Refused as refused:
        raise RequestError(str(refused)) from refused


class _Reader:
    """Reads the fields of one form and notes what is wrong in each."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.troubles: list[Trouble] = []

    def known(self, typed: str, kind: str) -> str:
        """The id of what is to be changed, empty where nothing is named."""
        if not typed.strip():
            return ""
        try:
            return _id(typed, kind, self.standing)
        except RequestError as error:
            self.troubles.append(Trouble(kind, str(error)))
            return ""

    def name(self, field: str, called: str, typed: str, longest: int, blank: str) -> str:
        """A name that must be there."""
        try:
            text = fields.name(called, typed, longest)
        except Refused as refused:
            self.troubles.append(Trouble(field, str(refused)))
            return ""
        if not text:
            self.troubles.append(Trouble(field, blank))
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
            self.troubles.append(Trouble(field, str(refused)))
            return ()
        if len(found) > _MOST_NAMES:
            sentence = f"There are {len(found)} of them, and {_MOST_NAMES} are the most."
            self.troubles.append(Trouble(field, f"{sentence} Keep those people type."))
        return found

    def refuse_taken(self, field: str, names: Sequence[str], own: str) -> None:
        """Note each name that another topic or point bears: it would lead nowhere sure."""
        desk = self.standing.desk
        for name in names:
            bearer = desk.bearer(name, _KINDS)
            if bearer is not None and bearer.id != own:
                whose = f"the {bearer.kind.value} {echoed(bearer.name)}"
                sentence = f"{echoed(name)} is a name of {whose} already. Choose another."
                self.troubles.append(Trouble(field, sentence))


def _topic(form: TopicForm, standing: Standing) -> _Read:
    reader = _Reader(standing)
    known = reader.known(form.topic, "topic")
    blank = "What is the topic called? Write its name."
    name = reader.name("name", "The name", form.name, fields.LONGEST_NAME, blank)
    view = standing.view
    before = view.library.topics.get(known)
    aliases = reader.aliases(form.aliases, before.aliases if before else ())
    aliases = tuple(alias for alias in aliases if alias.casefold() != name.casefold())
    reader.refuse_taken("name", (name,) if name else (), known)
    reader.refuse_taken("aliases", aliases, known)
    if reader.troubles:
        return _Read(tuple(reader.troubles))
    change = PutTopic(known or free_id(name, Shelf.TOPIC, view), name, aliases)
    if before and (before.name, before.aliases) == (name, aliases):
        return _UNCHANGED
    return _Read((), change, known)


def _point(form: PointForm, standing: Standing) -> _Read:
    reader = _Reader(standing)
    known = reader.known(form.point, "point")
    before = standing.view.library.points.get(known)
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
    if reader.troubles:
        return _Read(tuple(reader.troubles))
    id_ = known or free_id(sentence, Shelf.TOPIC, standing.view)
    point = Point(id_, topic, sentence, *sides, aliases, phrasings)
    return _UNCHANGED if point == before else _Read((), PutPoint(point), known)


def _topic_of_point(form: PointForm, before: Point | None, reader: _Reader) -> str:
    """The id of the topic a point stands under: for good, once it does."""
    topic = reader.known(form.topic, "topic")
    if before is None:
        if not form.topic.strip():
            sentence = "Under which topic does it stand? Name one."
            reader.troubles.append(Trouble("topic", sentence))
        return topic
    if topic and topic != before.topic:
        name = echoed(reader.standing.view.library.topics[before.topic].name)
        reader.troubles.append(Trouble("topic", f"A point stays under its topic, {name}."))
    return before.topic


def _sides(form: PointForm, reader: _Reader) -> tuple[str, str]:
    """The names of the two sides."""
    called, longest = "The name of a side", fields.LONGEST_NAME
    agrees, denies = "Name the side that agrees, in a few words.", "Name the side that denies it."
    return (
        reader.name("side_for", called, form.side_for, longest, agrees),
        reader.name("side_against", called, form.side_against, longest, denies),
    )
