"""What a single value of a library file must be like: a rule for people and one for editors.

Each rule is put on a field with ``Annotated``; it checks the value and describes itself in the
JSON Schema, so that an editor and this program never disagree by more than a pattern can express.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

# Characters nobody can see or print; a line end is looked at apart.
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
_WEB = re.compile(r"https?://[^\s/?#@\\]+([/?#]\S*)?")
_FILE = re.compile(r"(?![/~])(?!(.*/)?\.{1,2}(/|$))[^\\:]*[^\\:/]")

SHORTEST_ID, LONGEST_ID = 2, 40
LONGEST_URL = 2000
LONGEST_FILE = 200
LONGEST_PASSAGE = 2000


def _refuse(wrong: str, remedy: str) -> PydanticCustomError:
    """The refusal of a value, in words for a person: its name and the two halves of a sentence."""
    return PydanticCustomError("rule", "{wrong}; {remedy}", {"wrong": wrong, "remedy": remedy})


def _text_schema(
    read: Callable[[str], str], source: object, handler: GetCoreSchemaHandler
) -> core_schema.CoreSchema:
    return core_schema.no_info_after_validator_function(read, handler(source))


@dataclass(frozen=True, slots=True)
class Written:
    """A text people read: something to see, at most ``longest`` characters.

    It is one line, unless ``lines`` allows several.
    """

    longest: int
    lines: bool = False

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return _text_schema(self.read, source, handler)

    def __get_pydantic_json_schema__(
        self, core: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        inner = r"[^\x00-\x09\x0b-\x1f\x7f-\x9f]" if self.lines else r"[^\x00-\x1f\x7f-\x9f]"
        pattern = rf"^(?=[\s\S]*\S){inner}+\n*$"
        return {**handler(core), "minLength": 1, "maxLength": self.longest, "pattern": pattern}

    def read(self, given: str) -> str:
        """The text without white space at its ends."""
        text = given.strip()
        if not any(letter.isprintable() and not letter.isspace() for letter in text):
            raise _refuse("is blank", "write something, or take the line out")
        found = _CONTROL.search(text)
        if found:
            raise _refuse(
                f"holds an invisible control character (U+{ord(found[0]):04X})", "take it out"
            )
        if "\n" in text and not self.lines:
            raise _refuse("runs over several lines", "put it on one, or begin it with “>-”")
        if len(text) > self.longest:
            raise _refuse(
                f"has {len(text):,} characters, more than the {self.longest:,} allowed",
                "shorten it",
            )
        return text


@dataclass(frozen=True, slots=True)
class Identifier:
    """A name for the program: 2 to 40 lower-case letters and digits, single hyphens between."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return _text_schema(self.read, source, handler)

    def __get_pydantic_json_schema__(
        self, core: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {
            **handler(core),
            "minLength": SHORTEST_ID,
            "maxLength": LONGEST_ID,
            "pattern": f"^{_ID.pattern}$",
        }

    def read(self, given: str) -> str:
        """The id."""
        if not _ID.fullmatch(given):
            remedy = "write lower-case letters, digits and single hyphens"
            slug = slugged(given)
            raise _refuse("is not an id", f"{remedy}, such as {slug}" if slug else remedy)
        if not SHORTEST_ID <= len(given) <= LONGEST_ID:
            raise _refuse(
                f"has {len(given):,} characters",
                f"write an id of {SHORTEST_ID} to {LONGEST_ID} characters",
            )
        return given


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An address a browser opens: http or https, no name and password in it."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return _text_schema(self.read, source, handler)

    def __get_pydantic_json_schema__(
        self, core: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        pattern = f"^{_WEB.pattern}$"
        return {**handler(core), "maxLength": LONGEST_URL, "pattern": pattern}

    def read(self, given: str) -> str:
        """The address."""
        if len(given) > LONGEST_URL:
            raise _refuse(
                f"has {len(given):,} characters, more than the {LONGEST_URL:,} allowed",
                "leave out what the page does not need",
            )
        if _CONTROL.search(given) or not _WEB.fullmatch(given) or not _has_host(given):
            raise _refuse(
                "is not the address of a web page",
                "write it from https:// on, as a browser shows it",
            )
        return given


@dataclass(frozen=True, slots=True)
class HeldFile:
    """The name of a file in ``seeds/``, which it may not lead out of."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return _text_schema(self.read, source, handler)

    def __get_pydantic_json_schema__(
        self, core: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(core), "maxLength": LONGEST_FILE, "pattern": f"^{_FILE.pattern}$"}

    def read(self, given: str) -> str:
        """The name."""
        if not is_file_name(given):
            raise _refuse("is not the name of a file", "write the name of a file in seeds/")
        if not stays_inside(given):
            raise _refuse(
                "leads out of the seeds folder",
                "put the text into seeds/ and write its name there alone",
            )
        return given


@dataclass(frozen=True, slots=True)
class KnownDate:
    """A date as far as it is known: YYYY, YYYY-MM or YYYY-MM-DD. A bare year may be a number."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, core: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {
            "anyOf": [
                {"type": "string", "pattern": f"^{_DATE.pattern}$"},
                {"type": "integer", "minimum": 1000, "maximum": 9999},
            ]
        }

    def read(self, given: object) -> str:
        """The date as text."""
        text = str(given) if isinstance(given, str | int) else ""
        if not _DATE.fullmatch(text):
            raise _refuse("is not a date", "write YYYY, YYYY-MM or YYYY-MM-DD, as much as is known")
        year, month, day = (*(int(figures) for figures in text.split("-")), 1, 1)[:3]
        try:
            date(year, month, day)
        except ValueError as error:
            raise _refuse(
                "is not a day of the calendar", "look the date up, or write only what is known"
            ) from error
        return text


def is_file_name(name: str) -> bool:
    """Whether this can be the name of a file at all: one line, seen, not too long."""
    one_line = not _CONTROL.search(name) and "\n" not in name
    return one_line and bool(name.strip()) and len(name) <= LONGEST_FILE


def stays_inside(name: str) -> bool:
    """Whether the name of a file can lead nowhere but into the folder it is looked for in."""
    return _FILE.fullmatch(name) is not None


def slugged(name: str) -> str:
    """The id that a name suggests; empty where it has no plain letters."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold())[:LONGEST_ID].strip("-")


def _has_host(url: str) -> bool:
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False
