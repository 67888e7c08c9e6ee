"""Files that hold to the format, made into the library's terms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from sys import intern

from pydantic import BaseModel

from bot.library.changes import HideQuote
from bot.library.collection import UNNAMED, Collection
from bot.library.library import Library, make_library
from bot.library.model import (
    Card,
    Part,
    Point,
    Position,
    Quote,
    Quoting,
    Source,
    Speaker,
    Stance,
    Status,
    Topic,
    Verdict,
)
from bot.library.schema import (
    CardEntry,
    FileModel,
    QuoteEntry,
    QuotingEntry,
    SourceEntry,
    SourceFile,
    SpeakerEntry,
    SpeakersFile,
    TopicEntry,
    TopicsFile,
)


@dataclass(frozen=True, slots=True)
class Files:
    """A whole library as its files say it."""

    topics: TopicsFile
    speakers: SpeakersFile
    sources: tuple[SourceFile, ...]


def build(files: Files, texts: Mapping[str, str], verdicts: Mapping[str, Verdict]) -> Library:
    """The library of these files. They are taken to hold no problem."""
    held = collected((files.topics, files.speakers, *files.sources))
    return make_library(
        card=held.card,
        topics=held.topics,
        points=held.points,
        speakers=held.speakers,
        sources=held.sources,
        quotes=held.quotes,
        texts=texts,
        verdicts=verdicts,
        retired=held.retired,
    )


def collected(models: Iterable[FileModel]) -> Collection:
    """Everything that files say, in their order, without the texts. References may dangle."""
    every = tuple(models)
    topics = [each for file in every if isinstance(file, TopicsFile) for each in file.topics]
    speakers = [each for file in every if isinstance(file, SpeakersFile) for each in file.speakers]
    sources = [file for file in every if isinstance(file, SourceFile)]
    cards = [file.library for file in every if isinstance(file, TopicsFile)]
    return Collection(
        card=_card(cards[0] if cards else None),
        topics=tuple(_topic(entry) for entry in topics),
        points=tuple(point for entry in topics for point in _points(entry)),
        speakers=tuple(_speaker(entry) for entry in speakers),
        sources=tuple(_source(file.source) for file in sources),
        quotes=tuple(_quote(file.source, entry) for file in sources for entry in file.quotes),
        retired={file.source.id: tuple(file.retired) for file in sources if file.retired},
        hidden={file.source.id: _hidden(file) for file in sources if file.hidden},
    )


def sorted_out(models: Iterable[FileModel]) -> Files | None:
    """The models by kind; None where the topics or the speakers are missing."""
    topics: TopicsFile | None = None
    speakers: SpeakersFile | None = None
    sources: list[SourceFile] = []
    for model in models:
        match model:
            case TopicsFile():
                topics = model
            case SpeakersFile():
                speakers = model
            case SourceFile():
                sources.append(model)
    if topics is None or speakers is None:
        return None
    return Files(topics, speakers, tuple(sources))


def _card(entry: CardEntry | None) -> Card:
    if entry is None:
        return UNNAMED
    return Card(entry.title, entry.about or "", entry.contact or "")


def _topic(entry: TopicEntry) -> Topic:
    points = tuple(point.id for point in entry.points)
    return Topic(entry.id, entry.name, tuple(entry.aliases), points)


def _points(topic: TopicEntry) -> tuple[Point, ...]:
    return tuple(
        Point(
            id=entry.id,
            topic=topic.id,
            sentence=entry.sentence,
            side_for=entry.for_,
            side_against=entry.against,
            aliases=tuple(entry.aliases),
            phrasings=tuple(entry.phrasings),
        )
        for entry in topic.points
    )


def _speaker(entry: SpeakerEntry) -> Speaker:
    return Speaker(
        id=entry.id,
        name=entry.name,
        role=entry.role or "",
        pseudonym=entry.pseudonym,
        aliases=tuple(entry.aliases),
        inferred=_grounds(entry.inferred),
    )


def _source(entry: SourceEntry) -> Source:
    return Source(
        id=entry.id,
        title=entry.title,
        author=entry.author,
        publication=entry.publication or "",
        date=entry.date or "",
        date_text=entry.date_text or "",
        url=entry.url or "",
        file=entry.file or "",
        inferred=_grounds(entry.inferred),
    )


def _quote(source: SourceEntry, entry: QuoteEntry) -> Quote:
    return Quote(
        id=entry.id,
        text=entry.text,
        source=source.id,
        speaker=intern(entry.speaker or source.author),
        part=Part(entry.part),
        place=entry.place or "",
        topics=tuple(map(intern, entry.topics)),
        positions=tuple(_position(each.point, each.stance) for each in entry.positions),
        quoting=_quoting(source, entry.quoting),
        status=Status(entry.status) if entry.status else None,
        note=entry.note or "",
    )


# Many quotes stand alike on one point, and have one speaker: one object for all of them.
@lru_cache(maxsize=1 << 15)
def _position(point: str, stance: str) -> Position:
    return Position(intern(point), Stance(stance))


def _hidden(file: SourceFile) -> tuple[HideQuote, ...]:
    return tuple(HideQuote(entry.quote, entry.reason or "") for entry in file.hidden)


def _quoting(source: SourceEntry, entry: QuotingEntry | None) -> Quoting | None:
    return Quoting(entry.writer or source.author, entry.work or "") if entry else None


def _grounds(entry: BaseModel | None) -> dict[str, str]:
    """The grounds that are given, by field."""
    return entry.model_dump(exclude_none=True) if entry else {}
