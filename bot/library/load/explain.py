"""The schema's validation errors as problems: plain words at the right place."""

from collections.abc import Iterator, Mapping
from itertools import islice

from bot.errors import Problem
from bot.i18n import N_, gettext as _, quoted
from bot.library import schema
from bot.library.file_model import Model, ModelError, ValueFault
from bot.library.load.yaml_nodes import Location, Node, Path
from bot.library.load.yaml_reader import MOST_PROBLEMS
from bot.library.schema import FileKind, FileModel, SourceFile
from bot.library.text_cleaning import did_you_mean, nearest, shown

# The name of a mapping in a sentence and its model, by the key that it stands under.
_MAPPINGS: Mapping[str, tuple[str, type[Model]]] = {
    "library": (N_("the library's card"), schema.CardEntry),
    "topics": (N_("this topic"), schema.TopicEntry),
    "points": (N_("this point"), schema.PointEntry),
    "speakers": (N_("this speaker"), schema.SpeakerEntry),
    "source": (N_("the source"), schema.SourceEntry),
    "hidden": (N_("this hidden quote"), schema.HiddenEntry),
    "quotes": (N_("this quote"), schema.QuoteEntry),
    "positions": (N_("this position"), schema.PositionEntry),
    "quoting": (N_("this “quoting”"), schema.QuotingEntry),
    "first": (N_("this “first”"), schema.FirstEntry),
}
_LONGEST_SHOWN = 200
_COUNTED = N_("write 1 for the first, 2 for the second")
_OTHER_TYPE = (N_("of another type"), N_("compare it with the others"))
_TYPES = {
    "string_type": (N_("text"), N_("write a text")),
    "bool_type": (N_("true or false"), N_("write true or false, or take the line out")),
    "int_type": (N_("a whole number"), _COUNTED),
    "list_type": (N_("a list"), N_("put “- ” before each entry, or write [one, two]")),
    "model_type": (N_("made of keys and values"), N_("write “key: value”, one to a line")),
}


def validate(root: Node, kind: FileKind) -> tuple[FileModel | None, list[Problem]]:
    """Return the file as its model, or None, and all problems with its values."""
    model: FileModel | None = None
    errors: dict[Path, ValueFault] = {}
    try:
        model = kind.validated(root.value)
    except ModelError as error:
        errors = {one.path: one for one in error.faults}
    problems = list(islice(_Explainer(root, kind).problems(errors), MOST_PROBLEMS))
    return (None if problems else model), problems


class _Explainer:
    """The problems of one file, from faults by path."""

    def __init__(self, root: Node, kind: FileKind) -> None:
        self._root = root
        self._kind = kind

    def problems(self, errors: Mapping[Path, ValueFault]) -> Iterator[Problem]:
        """Yield one problem for each value, none that another one explains."""
        unknown = {path for path, one in errors.items() if one.type == "extra_forbidden"}
        mistyped = {
            (*path[:-1], nearest(str(path[-1]), self._mapping(path[:-1])[1])) for path in unknown
        }
        empty = set(self._root.nulls()) - unknown
        for path, error in errors.items():
            explained = error.type == "missing" and path in mistyped
            if not (explained or path in empty or self._root.reach(path).faulty):
                yield self._problem(path, error)
        for path in sorted(empty, key=repr):
            yield self._problem(path, ValueFault(path, "empty", {}, ""))

    def _problem(self, path: Path, error: ValueFault) -> Problem:
        at, type_, context = self._root.reach(path), error.type, error.context
        place, name = at.place, self._name(path)
        match type_:
            case "missing":
                holder, _keys = self._mapping(path[:-1])
                form = "" if path[-1] in {"topics", "speakers", "quotes"} else " …"
                wrong = _("{holder} has no “{path}”").format(holder=holder, path=path[-1])
                remedy = _("add a line “{path}:{form}”").format(path=path[-1], form=form)
            case "extra_forbidden":
                holder, keys = self._mapping(path[:-1])
                wrong = _("{holder} has no key {path}").format(holder=holder, path=shown(path[-1]))
                remedy = did_you_mean(str(path[-1]), keys) or (
                    _("take it out; the keys are {keys}").format(keys=", ".join(keys))
                )
                place = self._root.key_place(path) or place
            case "empty":
                wrong = _("{name} is empty").format(name=name)
                remedy = _("give it a value, or take the line out") if path else _("fill it in")
                place = place if path else Location(place.file)
            case "rule":
                value = "" if _is_bulky(at) else f" {shown(at.value)}"
                wrong, remedy = f"{name}{value} {context['wrong']}", str(context["remedy"])
            case "literal_error":
                choices = str(context["expected"]).replace("'", "").replace(" or ", ", ")
                meant = did_you_mean(at.text, choices.split(", "))
                wrong = _("{name} cannot be {value}").format(name=name, value=shown(at.value))
                known = _("It is one of {choices}") if meant else _("write one of {choices}")
                remedy = " ".join(filter(None, (meant, known.format(choices=choices))))
            case "too_long":
                found, most = context["actual_length"], context["max_length"]
                wrong = _("{name} has {found} entries, more than the {most} allowed").format(
                    name=name, found=found, most=most
                )
                remedy = _("keep those that matter most")
            case "greater_than_equal":
                wrong = _("{name} cannot be {value}").format(name=name, value=shown(at.value))
                remedy = _(_COUNTED)
            case _:
                wanted, remedy = map(_, _TYPES.get(type_, _OTHER_TYPE))
                got, better = _got(at, text_wanted=type_ == "string_type")
                said = _("{name} must be {wanted}, but {got}")
                wrong = said.format(name=name, wanted=wanted, got=got)
                remedy = better or remedy
        return place.problem(wrong, remedy)

    def _mapping(self, path: Path) -> tuple[str, list[str]]:
        """The name of the mapping at a path, and the keys it may have."""
        under = next((step for step in reversed(path) if isinstance(step, str)), "")
        name, model = _MAPPINGS.get(under, (N_("the file"), self._kind))
        if under == "inferred":
            of_source = self._kind is SourceFile
            name = N_("this “inferred”")
            model = schema.SourceGrounds if of_source else schema.SpeakerGrounds
        return _(name), [field.key for field in model.fields().values()]

    def _name(self, path: Path) -> str:
        if not path:
            return _("the file")
        if isinstance(path[-1], str):
            return quoted(path[-1])
        if len(path) == 1:
            return _("an entry")
        under = str(path[-2])
        of_ids = under == "first" or (self._kind is SourceFile and under == "topics")
        if under in _MAPPINGS and not of_ids:
            return _(_MAPPINGS[under][0])
        return _("an entry of “{under}”").format(under=under)


def _got(at: Node, *, text_wanted: bool) -> tuple[str, str]:
    """The type of a value in words, and a remedy for a text that lacks quotation marks."""
    value = shown(at.value)
    match at.value:
        case list():
            return _("this is a list"), ""
        case dict():
            return _("this has keys and values"), ""
        case str():
            return _("{value} is a text").format(value=value), ""
        case bool():
            type_ = _("a yes-or-no value")
        case _:
            type_ = _("a number")
    if text_wanted:
        wrong = _("{value} without quotation marks is {type}").format(value=value, type=type_)
        return wrong, _('write "{value}" with quotation marks').format(value=value)
    return _("{value} is {type}").format(value=value, type=type_), ""


def _is_bulky(node: Node) -> bool:
    """Whether the value is too long to show, or says no more than its place does."""
    if isinstance(node.value, str):
        return not node.text or len(node.text) > _LONGEST_SHOWN
    return type(node.value) is not int
