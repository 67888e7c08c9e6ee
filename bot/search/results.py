"""The results of a search: kinds of things, the reasons for a match, and suggestions."""

from dataclasses import dataclass
from enum import StrEnum

from bot.library.model import Kind


class Cause(StrEnum):
    """Why something matched."""

    NAME = "name"
    ALIAS = "alias"
    PHRASING = "phrasing"
    SPEAKER = "speaker"
    SOURCE = "source"
    ABBREVIATION = "abbreviation"
    CORRECTION = "correction"
    WORDS = "words"
    MEANING = "meaning"
    QUOTES = "quotes"


@dataclass(frozen=True, slots=True)
class Why:
    """One reason for a match: ``asked`` is what was typed, ``found`` what it was found to be.

    NAME, ALIAS, PHRASING, SPEAKER, SOURCE: ``found`` is that name. CORRECTION: the word it was
    read as. ABBREVIATION: the long form (or the short one). WORDS: ``asked`` lists the words of
    the request that stand in what was found, comma and space between; ``found`` is empty. MEANING:
    the line of a point that means nearly the same, though it shares hardly a word. QUOTES:
    the point that most quotes filed under ``asked``, which has no points of its own, are on.
    """

    cause: Cause
    asked: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something near: ``name`` is what to type and show, ``quotes`` how many excerpts it has."""

    kind: Kind
    id: str
    name: str
    quotes: int = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """A set of quotes that can be walked through: those of a topic, point, speaker or source."""

    kind: Kind
    id: str


class Miss(StrEnum):
    """Why there is nothing to show."""

    NOTHING = "nothing"  # no excerpt on that
    UNSURE = "unsure"  # "did you mean": something is near
    BLANK = "blank"  # nothing that could be looked up was typed
    UNOPPOSED = "unopposed"  # nobody in the library opposes this excerpt
    GONE = "gone"  # the excerpt is no longer in the library
