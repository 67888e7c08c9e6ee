"""The three kinds of library file, as models; ``tools/write_schemas.py`` makes JSON Schemas.

An editor shows the descriptions beside the fields. Everything is strict: no unknown keys, no text
for a list, no number for a text.
"""

from typing import Annotated, Literal

from bot.library import rules
from bot.library.file_model import Limit, Model, field

Id = Annotated[str, rules.ID]
Name = Annotated[str, rules.text_rule(rules.LONGEST_NAME)]
Title = Annotated[str, rules.text_rule(rules.LONGEST_TITLE)]
Sentence = Annotated[str, rules.text_rule(rules.LONGEST_TITLE)]
Phrase = Annotated[str, rules.text_rule(rules.LONGEST_PHRASE)]
Remark = Annotated[str, rules.text_rule(rules.LONGEST_NOTE, lines=True)]
Passage = Annotated[str, rules.text_rule(rules.LONGEST_PASSAGE, lines=True)]
Url = Annotated[str, rules.URL]
_TAG = r"^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$"
Language = Annotated[str, Limit("pattern", _TAG)]
SeedName = Annotated[str, rules.FILE]
PartialDate = Annotated[str, rules.DATE]
Ground = Annotated[Sentence | None, "The ground on which it was filled in."]
_INFERRED = "Fields the source does not state, each with its ground; shown in [square brackets]."
Occurrence = Annotated[int, Limit("minimum", 1)]
# An answer can hold this many excerpts.
MOST_FIRST = 6
_ONCE = Limit("uniqueItems", True)
Ids = Annotated[list[Id], _ONCE]
FirstIds = Annotated[list[Id], Limit("maxItems", MOST_FIRST), _ONCE]
Phrasings = Annotated[list[Phrase], Limit("maxItems", rules.MOST_PHRASINGS)]


class CardEntry(Model):
    """The library's title, description and contact."""

    title: Name = field(description="The library's subject, in a few words.")
    about: Sentence | None = field(None, description="One sentence on what it holds.")
    contact: Phrase | None = field(None, description="Name of the contact for corrections.")
    language: Language | list[Language] | None = field(
        None, description="BCP 47 tag of the library's language, or several, the main one first."
    )


class FirstEntry(Model):
    """The quotes that lead each side of a point."""

    for_: FirstIds = field(
        [], key="for", description="Ids of quotes for the point, in the order to show them."
    )
    against: FirstIds = field(
        [], description="Ids of quotes against the point, in the order to show them."
    )


class PointEntry(Model):
    """One debatable sentence under a topic, with the words people use for it."""

    id: Id = field(description="Stable id, unique among all topics and points; never used again.")
    sentence: Sentence = field(description="One neutral sentence to be for or against.")
    side_for: Name = field(
        key="for", description="Short name of the side that affirms the sentence."
    )
    side_against: Name = field(
        key="against", description="Short name of the side that denies the sentence."
    )
    first: FirstEntry | None = field(
        None, description="The quotes that lead each side; without it, the strongest do."
    )
    aliases: list[Phrase] = field([], description="Other names for the point.")
    phrasings: list[Phrase] = field([], description="Six questions or more, as people ask them.")


class TopicEntry(Model):
    """A topic, under which quotes are filed."""

    id: Id = field(description="Stable id, unique among all topics and points; never used again.")
    name: Name = field(description="The name as it is shown.")
    aliases: list[Phrase] = field([], description="Other names people type: synonyms, spellings.")
    first: FirstIds = field(
        [], description="Ids of the quotes of this topic that are shown first, in that order."
    )
    points: list[PointEntry] = field([], description="The debatable sentences under this topic.")


class TopicsFile(Model):
    """The topics of a library and the points people debate under them."""

    stem = "topics"

    library: CardEntry | None = field(None, description="The library's title and contact.")
    topics: list[TopicEntry] = field(description="All topics, in the order to show them.")


class SpeakerGrounds(Model):
    """Fields of a speaker that the sources do not state themselves, each with its ground."""

    name: Ground = None
    role: Ground = None


class SpeakerEntry(Model):
    """Somebody quoted."""

    id: Id = field(description="Stable id, unique among all speakers; never used again.")
    name: Name = field(description="The name as the source gives it. Guess none.")
    role: Phrase | None = field(None, description="Who that is, as the source gives it.")
    pseudonym: bool = field(False, description="True where the source says it is not a real name.")
    aliases: list[Phrase] = field([], description="Other names people type for this speaker.")
    inferred: SpeakerGrounds | None = field(None, description=_INFERRED)


class SpeakersFile(Model):
    """Everybody quoted in a library, and everybody who wrote one of its sources."""

    stem = "speakers"

    speakers: list[SpeakerEntry] = field(description="All speakers.")


class SourceGrounds(Model):
    """Fields of a source that it does not state itself, each with its ground."""

    title: Ground = None
    author: Ground = None
    publication: Ground = None
    date: Ground = None
    date_text: Ground = None
    url: Ground = None


class SourceEntry(Model):
    """A text that quotes are taken from."""

    id: Id = field(description="Stable id, unique among all sources; never used again.")
    title: Title = field(description="The title as the text gives it.")
    author: Id | None = field(
        None, description="Id of the speaker who wrote it; without it each quote names a speaker."
    )
    publication: Name | None = field(None, description="Where it was published.")
    date: PartialDate | None = field(None, description="YYYY, YYYY-MM or YYYY-MM-DD, as known.")
    date_text: Name | None = field(
        None, description="The date in words, if figures claim too much: week of 24 March 2025."
    )
    url: Url | None = field(None, description="Address of the text, http or https.")
    file: SeedName | None = field(None, description="The text in seeds/ to check quotes against.")
    language: Language | None = field(
        None, description="BCP 47 tag of the text's language, if it is not that of the library."
    )
    inferred: SourceGrounds | None = field(None, description=_INFERRED)


class PositionEntry(Model):
    """The stance of a quote on a point."""

    point: Id = field(description="Id of the point, from topics.yaml.")
    stance: Literal["for", "against", "mixed"] = field(
        description="for affirms the sentence, against denies it, mixed takes no side whole."
    )
    reported: Name | None = field(
        None,
        description="Who holds this view, where the words only report it: campaign groups and MPs.",
    )


class QuotingEntry(Model):
    """The origin of words that a source quotes from somebody else."""

    writer: Id | None = field(None, description="Id of the person who quotes; default: the author.")
    work: Title | None = field(None, description="The work from which the writer took them.")


class QuoteEntry(Model):
    """A passage somebody wrote or said."""

    id: Id = field(description="Stable id, unique in the whole library; never used again.")
    text: Passage = field(
        description="Verbatim words; […] marks an omission, with two words or more in each piece."
    )
    speaker: Id | None = field(None, description="Id of the speaker; default: the author.")
    part: Literal["article", "comment"] = field("article", description="The part it stands in.")
    place: Name | None = field(None, description="Where in that part: comment 5 of 12.")
    topics: Ids = field(
        [], description="Ids of topics to file it under; optional if there are positions."
    )
    positions: Annotated[list[PositionEntry], _ONCE] = field(
        [], description="Stances on points, each point once."
    )
    quoting: QuotingEntry | None = field(
        None, description="Present if the writer of the source only passes the words on."
    )
    status: Literal["disputed", "misattributed"] | None = field(
        None, description="A doubt about the attribution; needs a note with the reason."
    )
    reported: Name | None = field(
        None,
        description="Who holds the views, where the words only report them: campaign groups "
        "and MPs. A position may name somebody else.",
    )
    phrasings: Phrasings = field(
        [], description="Questions that these words answer, as people ask them."
    )
    occurrence: Occurrence = field(
        1,
        description="Which passage is meant, where the text stands in the source several times: "
        "1 is the first.",
    )
    note: Remark | None = field(None, description="Something a reader must know.")


class HiddenEntry(Model):
    """A quote of the shared library that a server does not show."""

    quote: Id = field(description="Id of the quote in the shared library.")
    reason: Remark | None = field(None, description="Why it is not shown.")


class SourceFile(Model):
    """One source and the quotes taken from it."""

    stem = "source"

    source: SourceEntry = field(description="The text the quotes are taken from.")
    retired: Ids = field([], description="Ids of former quotes, never used again.")
    hidden: list[HiddenEntry] = field(
        [], description="In a server's export: quotes of the shared library that it does not show."
    )
    quotes: list[QuoteEntry] = field(description="The quotes, in the order they stand in the text.")


FileModel = TopicsFile | SpeakersFile | SourceFile
FileKind = type[TopicsFile] | type[SpeakersFile] | type[SourceFile]
# The ``stem`` of each is the name of its schema.
FILE_KINDS: tuple[FileKind, ...] = (TopicsFile, SpeakersFile, SourceFile)
