"""The problems with the values of a file: plain words at the right place."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice

from msgspec import Struct, ValidationError, inspect as types

from bot.errors import Problem
from bot.i18n import N_, gettext as _, quoted
from bot.library import schema
from bot.library.load.yaml_nodes import Node
from bot.library.load.yaml_reader import MOST_PROBLEMS
from bot.library.rules import Rule, RuleError
from bot.library.schema import FileKind, FileModel, Ruled
from bot.library.text_cleaning import did_you_mean, nearest, shown

# The names of mappings in a sentence; others are files.
_NAMES: Mapping[type[Struct], str] = {
    schema.CardEntry: N_("the library's card"),
    schema.TopicEntry: N_("this topic"),
    schema.PointEntry: N_("this point"),
    schema.SpeakerEntry: N_("this speaker"),
    schema.SourceEntry: N_("the source"),
    schema.HiddenEntry: N_("this hidden quote"),
    schema.QuoteEntry: N_("this quote"),
    schema.PositionEntry: N_("this position"),
    schema.QuotingEntry: N_("this “quoting”"),
    schema.FirstEntry: N_("this “first”"),
    schema.SpeakerGrounds: N_("this “inferred”"),
    schema.SourceGrounds: N_("this “inferred”"),
}
_LONGEST_SHOWN = 200
_COUNTED = N_("write 1 for the first, 2 for the second")
_TEXT = (N_("text"), N_("write a text"))
_TYPES: Mapping[type[types.Type], tuple[str, str]] = {
    types.BoolType: (N_("true or false"), N_("write true or false, or take the line out")),
    types.IntType: (N_("a whole number"), _COUNTED),
    types.VarTupleType: (N_("a list"), N_("put “- ” before each entry, or write [one, two]")),
    types.StructType: (N_("made of keys and values"), N_("write “key: value”, one to a line")),
}
_Said = tuple[str, str]

_form_of = cache(types.type_info)


def validate(root: Node, kind: FileKind) -> tuple[FileModel | None, list[Problem]]:
    """Return the file as its model, or None, and all problems with its values."""
    try:
        return kind.read(root.value), []
    except ValidationError:  # msgspec tells the first fault alone
        found = _problems(root, _form_of(kind), _("the file"))
        return None, list(islice(found, MOST_PROBLEMS))


def _problems(node: Node, form: types.Type, name: str) -> Iterator[Problem]:
    """Yield the problems of a value, which sentences call ``name``, and of all within it."""
    match form, node.value:
        case _ if node.faulty:
            return
        case types.Metadata(type=form), _:
            yield from _problems(node, form, name)
        case _, None:
            remedy = _("give it a value, or take the line out")
            yield node.place.problem(_("{name} is empty").format(name=name), remedy)
        case types.StructType(), dict():
            yield from _in_mapping(node, form)
        case types.VarTupleType(), list():
            yield from _in_list(node, form, name)
        case types.UnionType(types=(one, several)), value:
            yield from _problems(node, several if isinstance(value, list) else one, name)
        case _:
            if fault := _fault(node, form, name):
                yield node.place.problem(*fault)


def _in_mapping(node: Node, form: types.StructType) -> Iterator[Problem]:
    """Yield the problems of keys and values; a mistyped key is not also missing."""
    name = _(_NAMES.get(form.cls, N_("the file")))
    fields = {field.encode_name: field for field in form.fields}
    unknown = [key for key in node.entries if key not in fields]
    meant = {nearest(key, fields) for key in unknown}
    for key, field in fields.items():
        if key in node.entries:
            yield from _problems(node.entries[key], field.type, quoted(key))
        elif field.required and key not in meant:
            rest = "" if key in {"topics", "speakers", "quotes"} else " …"
            wrong = _("{holder} has no “{path}”").format(holder=name, path=key)
            remedy = _("add a line “{path}:{form}”").format(path=key, form=rest)
            yield node.place.problem(wrong, remedy)
    for key in unknown:
        wrong = _("{holder} has no key {path}").format(holder=name, path=shown(key))
        remedy = did_you_mean(key, fields) or (
            _("take it out; the keys are {keys}").format(keys=", ".join(fields))
        )
        yield node.keys[key].problem(wrong, remedy)


def _in_list(node: Node, form: types.VarTupleType, name: str) -> Iterator[Problem]:
    found, most = len(node.elements), form.max_length
    if most and found > most:
        wrong = _("{name} has {found} entries, more than the {most} allowed")
        remedy = _("keep those that matter most")
        yield node.place.problem(wrong.format(name=name, found=found, most=most), remedy)
    of_entry = _("an entry of {name}").format(name=name)
    if isinstance(form.item_type, types.StructType):
        of_entry = _(_NAMES[form.item_type.cls])
    for element in node.elements:
        yield from _problems(element, form.item_type, of_entry)


def _fault(node: Node, form: types.Type, name: str) -> _Said | None:
    """Return what is wrong with a value that holds no others, and the remedy."""
    fault: _Said | None = None
    match form, node.value:
        case types.CustomType(cls=type_), given if issubclass(type_, Ruled) and type_.takes(given):
            fault = _broken_rule(node, type_.rule, name)
        case types.EnumType(cls=choices), given:
            known = [str(choice) for choice in choices]
            fault = None if given in known else _no_choice(node, known, name)
        case types.IntType(ge=int(least)), int(given) if not isinstance(given, bool):
            if given < least:
                wrong = _("{name} cannot be {value}").format(name=name, value=shown(given))
                fault = wrong, _(_COUNTED)
        case types.StrType(pattern=str(pattern)), str(given):
            if not re.search(pattern, given):
                wrong = _("{name} {value} is not the tag of a language")
                fault = wrong.format(name=name, value=shown(given)), _("write one like en or pt-BR")
        case types.BoolType(), bool():
            pass
        case _:
            fault = _other_type(node, form, name)
    return fault


def _broken_rule(node: Node, rule: Rule, name: str) -> _Said | None:
    try:
        rule.check(node.value)
    except RuleError as error:
        value = "" if _is_bulky(node) else f" {shown(node.value)}"
        return f"{name}{value} {error.wrong}", error.remedy
    return None


def _no_choice(node: Node, choices: list[str], name: str) -> _Said:
    meant = did_you_mean(node.text, choices)
    wrong = _("{name} cannot be {value}").format(name=name, value=shown(node.value))
    known = _("It is one of {choices}") if meant else _("write one of {choices}")
    return wrong, " ".join(filter(None, (meant, known.format(choices=", ".join(choices)))))


def _other_type(node: Node, form: types.Type, name: str) -> _Said:
    """Return the sentence on a value of another type; a text may lack quotation marks."""
    wanted, remedy = map(_, _TYPES.get(type(form), _TEXT))
    value = shown(node.value)
    match node.value:
        case list():
            got = _("this is a list")
        case dict():
            got = _("this has keys and values")
        case str():
            got = _("{value} is a text").format(value=value)
        case given:
            type_ = _("a yes-or-no value") if isinstance(given, bool) else _("a number")
            got = _("{value} is {type}")
            if type(form) not in _TYPES:
                got = _("{value} without quotation marks is {type}")
                remedy = _('write "{value}" with quotation marks').format(value=value)
            got = got.format(value=value, type=type_)
    return _("{name} must be {wanted}, but {got}").format(name=name, wanted=wanted, got=got), remedy


def _is_bulky(node: Node) -> bool:
    """Whether the value is too long to show, or says no more than its place does."""
    if isinstance(node.value, str):
        return not node.text or len(node.text) > _LONGEST_SHOWN
    return type(node.value) is not int
