"""The three kinds of library file, as models; ``tools/write_schemas.py`` makes JSON Schemas.

An editor shows the descriptions beside the fields. Everything is strict: no unknown keys, no text
for a list, no number for a text.
"""

from enum import Enum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema

from bot.library import rules

Id = Annotated[str, rules.ID]
Name = Annotated[str, rules.text_rule(rules.LONGEST_NAME)]
Title = Annotated[str, rules.text_rule(rules.LONGEST_TITLE)]
Sentence = Annotated[str, rules.text_rule(rules.LONGEST_TITLE)]
Phrase = Annotated[str, rules.text_rule(rules.LONGEST_PHRASE)]
Remark = Annotated[str, rules.text_rule(rules.LONGEST_NOTE, lines=True)]
Passage = Annotated[str, rules.text_rule(rules.LONGEST_PASSAGE, lines=True)]
Url = Annotated[str, rules.URL]
Language = Annotated[str, Field(pattern=r"^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$")]
SeedName = Annotated[str, rules.FILE]
PartialDate = Annotated[str, PlainValidator(rules.check_date), WithJsonSchema(rules.DATE_SCHEMA)]
Ground = Annotated[Sentence | None, Field(description="The ground on which it was filled in.")]
_INFERRED = "Fields the source does not state, each with its ground; shown in [square brackets]."
Occurrence = Annotated[int, Field(ge=1)]
# An answer can hold this many excerpts.
MOST_FIRST = 6
_ONCE = Field(json_schema_extra={"uniqueItems": True})
Ids = Annotated[list[Id], _ONCE]
FirstIds = Annotated[list[Id], Field(max_length=MOST_FIRST), _ONCE]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)


class CardEntry(_Strict):
    """The library's title, description and contact."""

    title: Name = Field(description="The library's subject, in a few words.")
    about: Sentence | None = Field(None, description="One sentence on what it holds.")
    contact: Phrase | None = Field(None, description="Name of the contact for corrections.")
    language: Language | list[Language] | None = Field(
        None, description="BCP 47 tag of the library's language, or several, the main one first."
    )


class FirstEntry(_Strict):
    """The quotes that lead each side of a point."""

    for_: FirstIds = Field(
        [], alias="for", description="Ids of quotes for the point, in the order to show them."
    )
    against: FirstIds = Field(
        [], description="Ids of quotes against the point, in the order to show them."
    )


class PointEntry(_Strict):
    """One debatable sentence under a topic, with the words people use for it."""

    id: Id = Field(description="Stable id, unique among all topics and points; never used again.")
    sentence: Sentence = Field(description="One neutral sentence to be for or against.")
    side_for: Name = Field(
        alias="for", description="Short name of the side that affirms the sentence."
    )
    side_against: Name = Field(
        alias="against", description="Short name of the side that denies the sentence."
    )
    first: FirstEntry | None = Field(
        None, description="The quotes that lead each side; without it, the strongest do."
    )
    aliases: list[Phrase] = Field([], description="Other names for the point.")
    phrasings: list[Phrase] = Field([], description="Six questions or more, as people ask them.")


class TopicEntry(_Strict):
    """A topic, under which quotes are filed."""

    id: Id = Field(description="Stable id, unique among all topics and points; never used again.")
    name: Name = Field(description="The name as it is shown.")
    aliases: list[Phrase] = Field([], description="Other names people type: synonyms, spellings.")
    first: FirstIds = Field(
        [], description="Ids of the quotes of this topic that are shown first, in that order."
    )
    points: list[PointEntry] = Field([], description="The debatable sentences under this topic.")


class TopicsFile(_Strict):
    """The topics of a library and the points people debate under them."""

    library: CardEntry | None = Field(None, description="The library's title and contact.")
    topics: list[TopicEntry] = Field(description="All topics, in the order to show them.")


class SpeakerGrounds(_Strict):
    """Fields of a speaker that the sources do not state themselves, each with its ground."""

    name: Ground = None
    role: Ground = None


class SpeakerEntry(_Strict):
    """Somebody quoted."""

    id: Id = Field(description="Stable id, unique among all speakers; never used again.")
    name: Name = Field(description="The name as the source gives it. Guess none.")
    role: Phrase | None = Field(None, description="Who that is, as the source gives it.")
    pseudonym: bool = Field(False, description="True where the source says it is not a real name.")
    aliases: list[Phrase] = Field([], description="Other names people type for this speaker.")
    inferred: SpeakerGrounds | None = Field(None, description=_INFERRED)


class SpeakersFile(_Strict):
    """Everybody quoted in a library, and everybody who wrote one of its sources."""

    speakers: list[SpeakerEntry] = Field(description="All speakers.")


class SourceGrounds(_Strict):
    """Fields of a source that it does not state itself, each with its ground."""

    title: Ground = None
    author: Ground = None
    publication: Ground = None
    date: Ground = None
    date_text: Ground = None
    url: Ground = None


class SourceEntry(_Strict):
    """A text that quotes are taken from."""

    id: Id = Field(description="Stable id, unique among all sources; never used again.")
    title: Title = Field(description="The title as the text gives it.")
    author: Id | None = Field(
        None, description="Id of the speaker who wrote it; without it each quote names a speaker."
    )
    publication: Name | None = Field(None, description="Where it was published.")
    date: PartialDate | None = Field(None, description="YYYY, YYYY-MM or YYYY-MM-DD, as known.")
    date_text: Name | None = Field(
        None, description="The date in words, if figures claim too much: week of 24 March 2025."
    )
    url: Url | None = Field(None, description="Address of the text, http or https.")
    file: SeedName | None = Field(None, description="The text in seeds/ to check quotes against.")
    language: Language | None = Field(
        None, description="BCP 47 tag of the text's language, if it is not that of the library."
    )
    inferred: SourceGrounds | None = Field(None, description=_INFERRED)


class PositionEntry(_Strict):
    """The stance of a quote on a point."""

    point: Id = Field(description="Id of the point, from topics.yaml.")
    stance: Literal["for", "against", "mixed"] = Field(
        description="for affirms the sentence, against denies it, mixed takes no side whole."
    )
    reported: Name | None = Field(
        None,
        description="Who holds this view, where the words only report it: campaign groups and MPs.",
    )


class QuotingEntry(_Strict):
    """The origin of words that a source quotes from somebody else."""

    writer: Id | None = Field(None, description="Id of the person who quotes; default: the author.")
    work: Title | None = Field(None, description="The work from which the writer took them.")


class QuoteEntry(_Strict):
    """A passage somebody wrote or said."""

    id: Id = Field(description="Stable id, unique in the whole library; never used again.")
    text: Passage = Field(
        description="Verbatim words; […] marks an omission, with two words or more in each piece."
    )
    speaker: Id | None = Field(None, description="Id of the speaker; default: the author.")
    part: Literal["article", "comment"] = Field("article", description="The part it stands in.")
    place: Name | None = Field(None, description="Where in that part: comment 5 of 12.")
    topics: Ids = Field(
        [], description="Ids of topics to file it under; optional if there are positions."
    )
    positions: Annotated[list[PositionEntry], _ONCE] = Field(
        [], description="Stances on points, each point once."
    )
    quoting: QuotingEntry | None = Field(
        None, description="Present if the writer of the source only passes the words on."
    )
    status: Literal["disputed", "misattributed"] | None = Field(
        None, description="A doubt about the attribution; needs a note with the reason."
    )
    reported: Name | None = Field(
        None,
        description="Who holds the views, where the words only report them: campaign groups "
        "and MPs. A position may name somebody else.",
    )
    phrasings: list[Phrase] = Field(
        [],
        description="Questions that these words answer, as people ask them.",
        max_length=rules.MOST_PHRASINGS,
    )
    occurrence: Occurrence = Field(
        1,
        description="Which passage is meant, where the text stands in the source several times: "
        "1 is the first.",
    )
    note: Remark | None = Field(None, description="Something a reader must know.")


class HiddenEntry(_Strict):
    """A quote of the shared library that a server does not show."""

    quote: Id = Field(description="Id of the quote in the shared library.")
    reason: Remark | None = Field(None, description="Why it is not shown.")


class SourceFile(_Strict):
    """One source and the quotes taken from it."""

    source: SourceEntry = Field(description="The text the quotes are taken from.")
    retired: Ids = Field([], description="Ids of former quotes, never used again.")
    hidden: list[HiddenEntry] = Field(
        [], description="In a server's export: quotes of the shared library that it does not show."
    )
    quotes: list[QuoteEntry] = Field(description="The quotes, in the order they stand in the text.")


FileModel = TopicsFile | SpeakersFile | SourceFile


class FileKind(Enum):
    """The kinds of file; each value is the name of its schema."""

    TOPICS = "topics"
    SPEAKERS = "speakers"
    SOURCE = "source"

    @property
    def model(self) -> type[FileModel]:
        """The model of a file of this kind."""
        models: dict[str, type[FileModel]] = {
            "topics": TopicsFile,
            "speakers": SpeakersFile,
            "source": SourceFile,
        }
        return models[self.value]
