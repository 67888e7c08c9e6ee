"""Models of files: classes whose annotations say what values a file may hold.

The engine of pydantic validates them. pydantic itself would make such models too, but importing it
and making them takes as long as the rest of loading a library.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NamedTuple,
    Self,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic_core import SchemaValidator, core_schema as core

from bot.library.rules import Rule

JSON = dict[str, Any]
_CONFIG = core.CoreConfig(strict=True, extra_fields_behavior="forbid")
_PLAIN: Mapping[Any, core.CoreSchema] = {
    str: core.str_schema(),
    int: core.int_schema(),
    bool: core.bool_schema(),
}
UNIONS = (Union, UnionType)
REQUIRED: Any = object()


class Limit(NamedTuple):
    """A limit on a text, a number or a list, by its names in pydantic_core and in JSON Schema.

    Without a ``name`` only editors know it.
    """

    name: str
    keyword: str
    value: Any


class Field(NamedTuple):
    """A field of a model: its type, its default and description, and its key in a file."""

    type: Any
    default: Any
    description: str
    key: str


def field(default: Any = REQUIRED, *, description: str, key: str = "") -> Any:
    """Return the properties of a field, as the value of an attribute of a :class:`Model`."""
    return Field(None, default, description, key)


class Model:
    """The base of models. A field without a default must be given, and no other key may be.

    Types are text, whole numbers, truth values, literals, lists, other models, and unions of them.
    ``Annotated`` adds rules (:class:`bot.library.rules.Rule`), limits and a description.
    """

    # Where the engine puts what it says of a model.
    __slots__ = (
        "__dict__",
        "__pydantic_extra__",
        "__pydantic_fields_set__",
        "__pydantic_private__",
    )
    __pydantic_fields_set__: set[str]

    @classmethod
    @cache
    def fields(cls) -> Mapping[str, Field]:
        """Return the fields by the names of their attributes."""
        hints = get_type_hints(cls, include_extras=True)
        return {
            name: _field(name, type_, getattr(cls, name, REQUIRED))
            for name, type_ in hints.items()
            if not name.startswith("_")
        }

    @classmethod
    @cache
    def _validator(cls) -> SchemaValidator:
        return SchemaValidator(_schema_of(cls))

    @classmethod
    def validated(cls, values: object) -> Self:
        """Return the model of these values by key. Raises pydantic_core.ValidationError."""
        model: Self = cls._validator().validate_python(values)
        return model

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """Yield the name and the value of each field."""
        return iter(self.__dict__.items())

    def given(self) -> JSON:
        """Return the values that were given, by key, models among them as mappings."""
        fields, names = self.fields(), self.__pydantic_fields_set__
        return {fields[name].key: _given(value) for name, value in self if name in names}


def _given(value: Any) -> Any:
    if isinstance(value, list):
        return [_given(each) for each in value]
    return value.given() if isinstance(value, Model) else value


def _field(name: str, type_: Any, default: Any) -> Field:
    if isinstance(default, Field):
        return default._replace(type=type_, key=default.key or name)
    # The description of a type that several fields have stands in the type.
    said = next((one for one in get_args(type_) if isinstance(one, str)), "")
    return Field(type_, default, said, name)


def _schema_of(type_: Any) -> core.CoreSchema:
    """Return the schema of a type for the engine."""
    origin, parts = get_origin(type_), get_args(type_)
    if origin is Annotated:
        return _annotated(*parts)
    if origin is list:
        return core.list_schema(_schema_of(parts[0]))
    if origin is Literal:
        return core.literal_schema(list(parts))
    if origin in UNIONS:
        some: list[Any] = [_schema_of(part) for part in parts if part is not NoneType]
        several = core.union_schema(some) if len(some) > 1 else some[0]
        return core.nullable_schema(several) if NoneType in parts else several
    return _PLAIN[type_] if type_ in _PLAIN else _schema_of_model(type_)


def _annotated(type_: Any, *said: object) -> core.CoreSchema:
    schema: Any = _schema_of(type_)
    for one in said:
        match one:
            case Limit(name, _, value) if name:
                schema = {**schema, name: value}
            case Rule(check=check, whole=True):
                schema = core.no_info_plain_validator_function(check)
            case Rule(check=check):
                schema = core.no_info_after_validator_function(check, schema)
            case _:
                pass
    read: core.CoreSchema = schema
    return read


def _schema_of_model(model: type[Model]) -> core.CoreSchema:
    fields = {}
    for name, one in model.fields().items():
        schema = _schema_of(one.type)
        if one.default is not REQUIRED:
            schema = core.with_default_schema(schema, default=one.default)
        fields[name] = core.model_field(schema, validation_alias=one.key)
    held = core.model_fields_schema(fields, model_name=model.__name__)
    return core.model_schema(model, held, config=_CONFIG)
