"""The three kinds of library file, as shapes and as JSON Schema.

An editor shows the descriptions beside the keys. Everything is strict: no unknown keys, no text for
a list, no number for a text.
"""

import json
from enum import Enum
from typing import Any

from bot.library import shapes
from bot.library.rules import DATE, FILE, ID, LONGEST_PASSAGE, MOST_PHRASINGS, URL, text_rule
from bot.library.shapes import (
    Key,
    Many,
    Matching,
    OneOf,
    OneOrMany,
    Ordinal,
    Record,
    Ruled,
    YesOrNo,
)

_ID = Ruled(ID)
_NAME = Ruled(text_rule(120))
_TITLE = Ruled(text_rule(300))
_SENTENCE = Ruled(text_rule(300))
_PHRASE = Ruled(text_rule(200))
_REMARK = Ruled(text_rule(1000, lines=True))
_PASSAGE = Ruled(text_rule(LONGEST_PASSAGE, lines=True))
_DATE = Ruled(DATE, any_type=True)
_LANGUAGE = Matching(r"^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$")
# So many excerpts an answer can hold.
MOST_FIRST = 6
_FIRST = Many(_ID, most=MOST_FIRST, each_once=True)
_GROUND = Key(_SENTENCE, "The ground on which it was filled in.")
_INFERRED = "Fields the source does not state, each with its ground; shown in [square brackets]."
_ID_OF_TOPIC = Key(
    _ID, "Stable id, unique among all topics and points; never used again.", needed=True
)

CARD = Record(
    "CardEntry",
    "The library's title, description and contact.",
    {
        "title": Key(_NAME, "The library's subject, in a few words.", needed=True),
        "about": Key(_SENTENCE, "One sentence on what it holds."),
        "contact": Key(_PHRASE, "Name of the contact for corrections."),
        "language": Key(
            OneOrMany(_LANGUAGE),
            "BCP 47 tag of the library's language, or several, the main one first.",
        ),
    },
)
LEADING = Record(
    "FirstEntry",
    "The quotes that lead each side of a point.",
    {
        "for": Key(_FIRST, "Ids of quotes for the point, in the order to show them."),
        "against": Key(_FIRST, "Ids of quotes against the point, in the order to show them."),
    },
)
POINT = Record(
    "PointEntry",
    "One debatable sentence under a topic, with the words people use for it.",
    {
        "id": _ID_OF_TOPIC,
        "sentence": Key(_SENTENCE, "One neutral sentence to be for or against.", needed=True),
        "for": Key(_NAME, "Short name of the side that affirms the sentence.", needed=True),
        "against": Key(_NAME, "Short name of the side that denies the sentence.", needed=True),
        "first": Key(LEADING, "The quotes that lead each side; without it, the strongest do."),
        "aliases": Key(Many(_PHRASE), "Other names for the point."),
        "phrasings": Key(Many(_PHRASE), "Six questions or more, as people ask them."),
    },
)
TOPIC = Record(
    "TopicEntry",
    "A topic, under which quotes are filed.",
    {
        "id": _ID_OF_TOPIC,
        "name": Key(_NAME, "The name as it is shown.", needed=True),
        "aliases": Key(Many(_PHRASE), "Other names people type: synonyms, spellings."),
        "first": Key(
            _FIRST, "Ids of the quotes of this topic that are shown first, in that order."
        ),
        "points": Key(Many(POINT), "The debatable sentences under this topic."),
    },
)
TOPICS_FILE = Record(
    "TopicsFile",
    "The topics of a library and the points people debate under them.",
    {
        "library": Key(CARD, "The library's title and contact."),
        "topics": Key(Many(TOPIC), "All topics, in the order to show them.", needed=True),
    },
)
SPEAKER_GROUNDS = Record(
    "SpeakerGrounds",
    "Fields of a speaker that the sources do not state themselves, each with its ground.",
    dict.fromkeys(("name", "role"), _GROUND),
)
SPEAKER = Record(
    "SpeakerEntry",
    "Somebody quoted.",
    {
        "id": Key(_ID, "Stable id, unique among all speakers; never used again.", needed=True),
        "name": Key(_NAME, "The name as the source gives it. Guess none.", needed=True),
        "role": Key(_PHRASE, "Who that is, as the source gives it."),
        "pseudonym": Key(
            YesOrNo(), "True where the source says it is not a real name.", default=False
        ),
        "aliases": Key(Many(_PHRASE), "Other names people type for this speaker."),
        "inferred": Key(SPEAKER_GROUNDS, _INFERRED),
    },
)
SPEAKERS_FILE = Record(
    "SpeakersFile",
    "Everybody quoted in a library, and everybody who wrote one of its sources.",
    {"speakers": Key(Many(SPEAKER), "All speakers.", needed=True)},
)
SOURCE_GROUNDS = Record(
    "SourceGrounds",
    "Fields of a source that it does not state itself, each with its ground.",
    dict.fromkeys(("title", "author", "publication", "date", "date_text", "url"), _GROUND),
)
SOURCE = Record(
    "SourceEntry",
    "A text that quotes are taken from.",
    {
        "id": Key(_ID, "Stable id, unique among all sources; never used again.", needed=True),
        "title": Key(_TITLE, "The title as the text gives it.", needed=True),
        "author": Key(
            _ID, "Id of the speaker who wrote it; without it each quote names a speaker."
        ),
        "publication": Key(_NAME, "Where it was published."),
        "date": Key(_DATE, "YYYY, YYYY-MM or YYYY-MM-DD, as known."),
        "date_text": Key(
            _NAME, "The date in words, if figures claim too much: week of 24 March 2025."
        ),
        "url": Key(Ruled(URL), "Address of the text, http or https."),
        "file": Key(Ruled(FILE), "The text in seeds/ to check quotes against."),
        "language": Key(
            _LANGUAGE, "BCP 47 tag of the text's language, if it is not that of the library."
        ),
        "inferred": Key(SOURCE_GROUNDS, _INFERRED),
    },
)
POSITION = Record(
    "PositionEntry",
    "The stance of a quote on a point.",
    {
        "point": Key(_ID, "Id of the point, from topics.yaml.", needed=True),
        "stance": Key(
            OneOf(("for", "against", "mixed")),
            "for affirms the sentence, against denies it, mixed takes no side whole.",
            needed=True,
        ),
        "reported": Key(
            _NAME,
            "Who holds this view, where the words only report it: campaign groups and MPs.",
        ),
    },
)
QUOTING = Record(
    "QuotingEntry",
    "The origin of words that a source quotes from somebody else.",
    {
        "writer": Key(_ID, "Id of the person who quotes; default: the author."),
        "work": Key(_TITLE, "The work from which the writer took them."),
    },
)
QUOTE = Record(
    "QuoteEntry",
    "A passage somebody wrote or said.",
    {
        "id": Key(_ID, "Stable id, unique in the whole library; never used again.", needed=True),
        "text": Key(
            _PASSAGE,
            "Verbatim words; […] marks an omission, with two words or more in each piece.",
            needed=True,
        ),
        "speaker": Key(_ID, "Id of the speaker; default: the author."),
        "part": Key(OneOf(("article", "comment")), "The part it stands in.", default="article"),
        "place": Key(_NAME, "Where in that part: comment 5 of 12."),
        "topics": Key(
            Many(_ID, each_once=True),
            "Ids of topics to file it under; optional if there are positions.",
        ),
        "positions": Key(Many(POSITION, each_once=True), "Stances on points, each point once."),
        "quoting": Key(QUOTING, "Present if the writer of the source only passes the words on."),
        "status": Key(
            OneOf(("disputed", "misattributed")),
            "A doubt about the attribution; needs a note with the reason.",
        ),
        "reported": Key(
            _NAME,
            "Who holds the views, where the words only report them: campaign groups "
            "and MPs. A position may name somebody else.",
        ),
        "phrasings": Key(
            Many(_PHRASE, most=MOST_PHRASINGS),
            "Questions that these words answer, as people ask them.",
        ),
        "occurrence": Key(
            Ordinal(),
            "Which passage is meant, where the text stands in the source several times: "
            "1 is the first.",
            default=1,
        ),
        "note": Key(_REMARK, "Something a reader must know."),
    },
)
HIDDEN = Record(
    "HiddenEntry",
    "A quote of the shared library that a server does not show.",
    {
        "quote": Key(_ID, "Id of the quote in the shared library.", needed=True),
        "reason": Key(_REMARK, "Why it is not shown."),
    },
)
SOURCE_FILE = Record(
    "SourceFile",
    "One source and the quotes taken from it.",
    {
        "source": Key(SOURCE, "The text the quotes are taken from.", needed=True),
        "retired": Key(Many(_ID, each_once=True), "Ids of former quotes, never used again."),
        "hidden": Key(
            Many(HIDDEN),
            "In a server's export: quotes of the shared library that it does not show.",
        ),
        "quotes": Key(Many(QUOTE), "The quotes, in the order they stand in the text.", needed=True),
    },
)


class FileKind(Enum):
    """The kinds of file; each value is the name of its schema."""

    TOPICS = "topics"
    SPEAKERS = "speakers"
    SOURCE = "source"

    @property
    def shape(self) -> Record:
        """The shape of a file of this kind."""
        return {"topics": TOPICS_FILE, "speakers": SPEAKERS_FILE, "source": SOURCE_FILE}[self.value]


def json_schema(kind: FileKind) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a kind of file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Counterpoint library: {kind.value}",
        **shapes.json_schema(kind.shape),
    }


def schema_files() -> dict[str, str]:
    """Return the schemas as files, by the names in the first lines of library files."""
    return {
        f"schema/{kind.value}.json": json.dumps(json_schema(kind), ensure_ascii=False, indent=2)
        + "\n"
        for kind in FileKind
    }
