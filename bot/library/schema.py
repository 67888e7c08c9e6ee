"""The three kinds of library file, as types that msgspec reads.

An editor shows the descriptions beside the fields: ``tools/write_schemas.py`` makes JSON Schemas of
them. Everything is strict: no unknown keys, no text for a list, no number for a text, no null.
"""

from typing import Annotated, ClassVar, Self, TypeAlias, TypeVar

from msgspec import UNSET, Meta, Struct, UnsetType, convert

from bot.library import rules
from bot.library.model import Part, Stance, Status

_T = TypeVar("_T")
Maybe: TypeAlias = _T | UnsetType


class _TextType(type):
    """The type of a class of texts: msgspec takes any text for an instance."""

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, str)


class Ruled(str, metaclass=_TextType):
    """A text that follows a rule; when the program runs, it is a plain ``str``."""

    __slots__ = ()
    rule: ClassVar[rules.Rule]

    def __init_subclass__(cls, rule: rules.Rule) -> None:
        cls.rule = rule

    @classmethod
    def takes(cls, value: object) -> bool:
        """Whether the rule reads values of this type: texts, or all if it is a ``whole`` check."""
        return isinstance(value, str) or cls.rule.whole


def ruled(type_: type[Ruled], value: object) -> str:
    """Return the text as it is kept: a hook of msgspec. Raises RuleError; TypeError for no text."""
    if not type_.takes(value):
        raise TypeError("Expected `str`")
    return type_.rule.check(value)


class Id(Ruled, rule=rules.ID):
    """The id of a thing."""


class Label(Ruled, rule=rules.text_rule(rules.LONGEST_NAME)):
    """A name of a topic, a side or a person."""


class Title(Ruled, rule=rules.text_rule(rules.LONGEST_TITLE)):
    """A title, or one sentence."""


class Phrase(Ruled, rule=rules.text_rule(rules.LONGEST_PHRASE)):
    """Another name, or a question."""


class Note(Ruled, rule=rules.text_rule(rules.LONGEST_NOTE, lines=True)):
    """A note or a reason."""


class Passage(Ruled, rule=rules.text_rule(rules.LONGEST_PASSAGE, lines=True)):
    """Words of a source."""


class Url(Ruled, rule=rules.URL):
    """A web address."""


class SeedName(Ruled, rule=rules.FILE):
    """The name of a file in ``seeds/``."""


class PartialDate(Ruled, rule=rules.DATE):
    """A date as far as it is known."""


def doc(text: str) -> Meta:
    """Return the description of a field."""
    return Meta(description=text)


# Python's ``$`` also matches before a line feed at the end.
Language = Annotated[str, Meta(pattern=r"^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$(?!\n)")]
Ground = Annotated[Maybe[Title], doc("The ground on which it was filled in.")]
_INFERRED = "Fields the source does not state, each with its ground; shown in [square brackets]."
# An answer can hold this many excerpts.
MOST_FIRST = 6
_ONCE = Meta(extra_json_schema={"uniqueItems": True})
Ids = Annotated[tuple[Id, ...], _ONCE]
FirstIds = Annotated[tuple[Id, ...], Meta(max_length=MOST_FIRST), _ONCE]
Phrases = tuple[Phrase, ...]
Phrasings = Annotated[Phrases, Meta(max_length=rules.MOST_PHRASINGS)]


class Model(Struct, frozen=True, forbid_unknown_fields=True):
    """The base of files and their entries."""

    @classmethod
    def read(cls, values: object) -> Self:
        """Return the file or entry with these values by key. Raises ValidationError."""
        return convert(values, cls, dec_hook=ruled)


class CardEntry(Model, frozen=True):
    """The library's title, description and contact."""

    title: Annotated[Label, doc("The library's subject, in a few words.")]
    about: Annotated[Maybe[Title], doc("One sentence on what it holds.")] = UNSET
    contact: Annotated[Maybe[Phrase], doc("Name of the contact for corrections.")] = UNSET
    language: Annotated[
        Maybe[Language | tuple[Language, ...]],
        doc("BCP 47 tag of the library's language, or several, the main one first."),
    ] = UNSET


class FirstEntry(Model, frozen=True, rename={"for_": "for"}):
    """The quotes that lead each side of a point."""

    for_: Annotated[FirstIds, doc("Ids of quotes for the point, in the order to show them.")] = ()
    against: Annotated[
        FirstIds, doc("Ids of quotes against the point, in the order to show them.")
    ] = ()


class PointEntry(Model, frozen=True, rename={"side_for": "for", "side_against": "against"}):
    """One debatable sentence under a topic, with the words people use for it."""

    id: Annotated[Id, doc("Stable id, unique among all topics and points; never used again.")]
    sentence: Annotated[Title, doc("One neutral sentence to be for or against.")]
    side_for: Annotated[Label, doc("Short name of the side that affirms the sentence.")]
    side_against: Annotated[Label, doc("Short name of the side that denies the sentence.")]
    first: Annotated[
        Maybe[FirstEntry], doc("The quotes that lead each side; without it, the strongest do.")
    ] = UNSET
    aliases: Annotated[Phrases, doc("Other names for the point.")] = ()
    phrasings: Annotated[Phrases, doc("Six questions or more, as people ask them.")] = ()


class TopicEntry(Model, frozen=True):
    """A topic, under which quotes are filed."""

    id: Annotated[Id, doc("Stable id, unique among all topics and points; never used again.")]
    name: Annotated[Label, doc("The name as it is shown.")]
    aliases: Annotated[Phrases, doc("Other names people type: synonyms, spellings.")] = ()
    first: Annotated[
        FirstIds, doc("Ids of the quotes of this topic that are shown first, in that order.")
    ] = ()
    points: Annotated[tuple[PointEntry, ...], doc("The debatable sentences under this topic.")] = ()


class TopicsFile(Model, frozen=True, kw_only=True):
    """The topics of a library and the points people debate under them."""

    stem: ClassVar = "topics"

    library: Annotated[Maybe[CardEntry], doc("The library's title and contact.")] = UNSET
    topics: Annotated[tuple[TopicEntry, ...], doc("All topics, in the order to show them.")]


class SpeakerGrounds(Model, frozen=True):
    """Fields of a speaker that the sources do not state themselves, each with its ground."""

    name: Ground = UNSET
    role: Ground = UNSET


class SpeakerEntry(Model, frozen=True):
    """Somebody quoted."""

    id: Annotated[Id, doc("Stable id, unique among all speakers; never used again.")]
    name: Annotated[Label, doc("The name as the source gives it. Guess none.")]
    role: Annotated[Maybe[Phrase], doc("Who that is, as the source gives it.")] = UNSET
    pseudonym: Annotated[bool, doc("True where the source says it is not a real name.")] = False
    aliases: Annotated[Phrases, doc("Other names people type for this speaker.")] = ()
    inferred: Annotated[Maybe[SpeakerGrounds], doc(_INFERRED)] = UNSET


class SpeakersFile(Model, frozen=True):
    """Everybody quoted in a library, and everybody who wrote one of its sources."""

    stem: ClassVar = "speakers"

    speakers: Annotated[tuple[SpeakerEntry, ...], doc("All speakers.")]


class SourceGrounds(Model, frozen=True):
    """Fields of a source that it does not state itself, each with its ground."""

    title: Ground = UNSET
    author: Ground = UNSET
    publication: Ground = UNSET
    date: Ground = UNSET
    date_text: Ground = UNSET
    url: Ground = UNSET


class SourceEntry(Model, frozen=True):
    """A text that quotes are taken from."""

    id: Annotated[Id, doc("Stable id, unique among all sources; never used again.")]
    title: Annotated[Title, doc("The title as the text gives it.")]
    author: Annotated[
        Maybe[Id], doc("Id of the speaker who wrote it; without it each quote names a speaker.")
    ] = UNSET
    publication: Annotated[Maybe[Label], doc("Where it was published.")] = UNSET
    date: Annotated[Maybe[PartialDate], doc("YYYY, YYYY-MM or YYYY-MM-DD, as known.")] = UNSET
    date_text: Annotated[
        Maybe[Label], doc("The date in words, if figures claim too much: week of 24 March 2025.")
    ] = UNSET
    url: Annotated[Maybe[Url], doc("Address of the text, http or https.")] = UNSET
    file: Annotated[Maybe[SeedName], doc("The text in seeds/ to check quotes against.")] = UNSET
    language: Annotated[
        Maybe[Language], doc("BCP 47 tag of the text's language, if it is not that of the library.")
    ] = UNSET
    inferred: Annotated[Maybe[SourceGrounds], doc(_INFERRED)] = UNSET


class PositionEntry(Model, frozen=True):
    """The stance of a quote on a point."""

    point: Annotated[Id, doc("Id of the point, from topics.yaml.")]
    stance: Annotated[
        Stance, doc("for affirms the sentence, against denies it, mixed takes no side whole.")
    ]
    reported: Annotated[
        Maybe[Label],
        doc("Who holds this view, where the words only report it: campaign groups and MPs."),
    ] = UNSET


class QuotingEntry(Model, frozen=True):
    """The origin of words that a source quotes from somebody else."""

    writer: Annotated[Maybe[Id], doc("Id of the person who quotes; default: the author.")] = UNSET
    work: Annotated[Maybe[Title], doc("The work from which the writer took them.")] = UNSET


class QuoteEntry(Model, frozen=True):
    """A passage somebody wrote or said."""

    id: Annotated[Id, doc("Stable id, unique in the whole library; never used again.")]
    text: Annotated[
        Passage, doc("Verbatim words; […] marks an omission, with two words or more in each piece.")
    ]
    speaker: Annotated[Maybe[Id], doc("Id of the speaker; default: the author.")] = UNSET
    part: Annotated[Part, doc("The part it stands in.")] = Part.ARTICLE
    place: Annotated[Maybe[Label], doc("Where in that part: comment 5 of 12.")] = UNSET
    topics: Annotated[
        Ids, doc("Ids of topics to file it under; optional if there are positions.")
    ] = ()
    positions: Annotated[
        tuple[PositionEntry, ...], _ONCE, doc("Stances on points, each point once.")
    ] = ()
    quoting: Annotated[
        Maybe[QuotingEntry], doc("Present if the writer of the source only passes the words on.")
    ] = UNSET
    status: Annotated[
        Maybe[Status], doc("A doubt about the attribution; needs a note with the reason.")
    ] = UNSET
    reported: Annotated[
        Maybe[Label],
        doc(
            "Who holds the views, where the words only report them: campaign groups "
            "and MPs. A position may name somebody else."
        ),
    ] = UNSET
    phrasings: Annotated[
        Phrasings, doc("Questions that these words answer, as people ask them.")
    ] = ()
    occurrence: Annotated[
        int,
        Meta(ge=1),
        doc(
            "Which passage is meant, where the text stands in the source several times: "
            "1 is the first."
        ),
    ] = 1
    note: Annotated[Maybe[Note], doc("Something a reader must know.")] = UNSET


class HiddenEntry(Model, frozen=True):
    """A quote of the shared library that a server does not show."""

    quote: Annotated[Id, doc("Id of the quote in the shared library.")]
    reason: Annotated[Maybe[Note], doc("Why it is not shown.")] = UNSET


class SourceFile(Model, frozen=True, kw_only=True):
    """One source and the quotes taken from it."""

    stem: ClassVar = "source"

    source: Annotated[SourceEntry, doc("The text the quotes are taken from.")]
    retired: Annotated[Ids, doc("Ids of former quotes, never used again.")] = ()
    hidden: Annotated[
        tuple[HiddenEntry, ...],
        doc("In a server's export: quotes of the shared library that it does not show."),
    ] = ()
    quotes: Annotated[
        tuple[QuoteEntry, ...], doc("The quotes, in the order they stand in the text.")
    ]


FileModel = TopicsFile | SpeakersFile | SourceFile
FileKind = type[TopicsFile] | type[SpeakersFile] | type[SourceFile]
# The ``stem`` of each is the name of its schema.
FILE_KINDS: tuple[FileKind, ...] = (TopicsFile, SpeakersFile, SourceFile)
