"""Add and change topics and points; no two of them share a name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from msgspec import Struct

from bot.errors import RequestError
from bot.i18n import N_, gettext as _
from bot.library.changes import PutPoint, PutTopic, Shelf, subject_of
from bot.library.model import NOBODY_LEADS, Kind, Point, Topic
from bot.library.rules import LONGEST_NAME, LONGEST_TITLE
from bot.moderation import typed_fields as fields
from bot.moderation.change_writer import ChangeWriter, retried
from bot.moderation.form_values import PointForm, TopicForm
from bot.moderation.outcomes import EditConflict, FormProblem, InvalidForm, SaveResult
from bot.moderation.quote_form import FieldReader
from bot.moderation.resolve import free_id, named
from bot.moderation.servers import Snapshot

_KINDS = (Kind.TOPIC, Kind.POINT)
_LABELS = {Kind.TOPIC: N_("The topic"), Kind.POINT: N_("The point")}
_WHICH = {
    Kind.TOPIC: N_("Which topic? Give its name."),
    Kind.POINT: N_("Which point? Give its name."),
}
_MOST_NAMES = 200
_TAKEN = {
    Kind.TOPIC: N_("{name} is already a name of the topic {other}. Choose another one."),
    Kind.POINT: N_("{name} is already a name of the point {other}. Choose another one."),
}


class TopicEditor(Struct, frozen=True):
    """Change the topics and points of one server."""

    writer: ChangeWriter

    def topic_form(self, topic: str) -> TopicForm:
        """Return the form of a topic, filled in."""
        snapshot = self.writer.snapshot()
        known = snapshot.view.library.topics[_named(topic, Kind.TOPIC, snapshot)]
        return TopicForm(known.name, fields.joined_names(known.aliases), known.id)

    def point_form(self, point: str) -> PointForm:
        """Return the form of a point, filled in."""
        snapshot = self.writer.snapshot()
        known = snapshot.view.library.points[_named(point, Kind.POINT, snapshot)]
        return PointForm(
            sentence=known.sentence,
            side_for=known.side_for,
            side_against=known.side_against,
            aliases=fields.joined_names(known.aliases),
            phrasings="\n".join(known.phrasings),
            topic=known.topic,
            point=known.id,
        )

    def put(
        self, form: TopicForm | PointForm, token: str, seen: int | None = None
    ) -> SaveResult | EditConflict | InvalidForm:
        """Add a topic or a point, or change one; a point stays under its topic."""
        start = self.writer.view().revision if seen is None else seen

        def attempt() -> SaveResult | EditConflict | InvalidForm:
            reader = _FormReader(self.writer.snapshot())
            change = _topic(form, reader) if isinstance(form, TopicForm) else _point(form, reader)
            if reader.problems:
                return InvalidForm(form, tuple(reader.problems))
            entry = self.writer.changed_since(start, (subject_of(change),))
            if entry is not None:
                return self.writer.conflict(entry)
            view = reader.snapshot.view
            try:
                view.preview([change])
            except RequestError as error:
                return InvalidForm(form, (FormProblem("", str(error)),))
            return self.writer.append([change], view.revision, token)

        return self.writer.once(token, lambda: retried(attempt))


def _named(typed: str, kind: Kind, snapshot: Snapshot) -> str:
    """Return the id of a topic or a point by its name. Raises RequestError."""
    name = fields.name(_(_LABELS[kind]), typed, LONGEST_TITLE)
    if not name:
        raise RequestError(_(_WHICH[kind]))
    return named(kind, name, snapshot.desk)


@dataclass
class _FormReader(FieldReader):
    """Read the fields of the form of a topic or a point."""

    snapshot: Snapshot

    def name(self, field: str, label: str, typed: str, longest: int, blank: str) -> str:
        """Return a required name; ``blank`` is the sentence if it is missing."""
        text = self.read(field, None, fields.name, label, typed, longest)
        if text == "":
            self.note(field, blank)
        return text or ""

    def aliases(self, typed: str, before: Topic | Point | None) -> tuple[str, ...]:
        """Return at most 200 aliases."""
        old = before.aliases if before else ()
        return self.several("aliases", lambda: fields.several(_("An alias"), typed, old))

    def several(self, field: str, reader: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
        """Return at most 200 aliases or phrasings."""
        none: tuple[str, ...] = ()
        found = self.read(field, none, reader)
        if len(found) > _MOST_NAMES:
            many = _(
                "There are {count} of them; the limit is {most_names}. Keep the ones that people "
                "type."
            )
            self.note(field, many.format(count=len(found), most_names=_MOST_NAMES))
        return found

    def refuse_taken(self, own: str, **names: Sequence[str]) -> None:
        """Note each name, by field, of another topic or point, which would be ambiguous."""
        for field, name in ((field, name) for field, each in names.items() for name in each):
            for bearer in self.snapshot.desk.spelled(name, _KINDS)[:1]:
                if bearer.id != own:
                    taken = _(_TAKEN[bearer.kind])
                    self.note(
                        field,
                        taken.format(name=fields.echoed(name), other=fields.echoed(bearer.name)),
                    )

    def refuse_unchanged(self, before: object, now: object) -> None:
        """Note that a form without other problems changes nothing."""
        if before == now and not self.problems:
            self.note("", _("Nothing in this form has changed."))


def _topic(form: TopicForm, reader: _FormReader) -> PutTopic:
    view = reader.snapshot.view
    before = view.library.topics.get(form.topic)
    blank = _("Write the name of the topic.")
    name = reader.name("name", _("The name"), form.name, LONGEST_NAME, blank)
    aliases = reader.aliases(form.aliases, before)
    aliases = tuple(alias for alias in aliases if alias.casefold() != name.casefold())
    reader.refuse_taken(form.topic, name=(name,) if name else (), aliases=aliases)
    reader.refuse_unchanged(before and (before.name, before.aliases), (name, aliases))
    id_ = form.topic or free_id(name, Shelf.TOPIC, view.taken(Shelf.TOPIC))
    return PutTopic(id_, name, aliases)


def _point(form: PointForm, reader: _FormReader) -> PutPoint:
    view = reader.snapshot.view
    before = view.library.points.get(form.point)
    blank = _("Write one sentence that people can agree or disagree with.")
    sentence = reader.name("sentence", _("The sentence"), form.sentence, LONGEST_TITLE, blank)
    label, longest = _("The name of a side"), LONGEST_NAME
    blank = _("Name the side that agrees, in a few words.")
    side_for = reader.name("side_for", label, form.side_for, longest, blank)
    blank = _("Name the side that disagrees, in a few words.")
    side_against = reader.name("side_against", label, form.side_against, longest, blank)
    aliases = reader.aliases(form.aliases, before)
    phrasings = reader.several("phrasings", lambda: fields.lines(_("A phrasing"), form.phrasings))
    names = (sentence,) if sentence else ()
    reader.refuse_taken(form.point, sentence=names, aliases=aliases, phrasings=phrasings)
    id_ = form.point or free_id(sentence, Shelf.TOPIC, view.taken(Shelf.TOPIC))
    first = before.first if before else NOBODY_LEADS
    point = Point(id_, form.topic, sentence, side_for, side_against, aliases, phrasings, first)
    reader.refuse_unchanged(before, point)
    return PutPoint(point)
