"""Excerpts and answers made by hand, small enough to be read beside the page they become."""

from collections.abc import Mapping

from msgspec.structs import replace

from bot.answers.actions import Action, Context
from bot.answers.model import DebateAnswer, PointTally, QuoteAnswer, Side
from bot.library.model import (
    Excerpt,
    Kind as ScopeKind,
    Point,
    Position,
    Quote,
    Source,
    Speaker,
    Stance,
    State,
    Topic,
    Verdict,
)
from bot.pages.page import (
    Block,
    Heading,
    Labelled,
    Line,
    ListBlock,
    OpenLink,
    Page,
    QuoteBlock,
    Row,
    ServerAction,
)
from bot.search.scope import Scope

VERIFIED = Verdict(State.VERIFIED)
ARGUED = Point("kerbs", "lanes", "Lanes should have kerbs.", "Build kerbs", "Paint is enough")
LANES = Topic("lanes", "Cycle lanes", ("bike lanes",), ("kerbs",))
MARY = Speaker("mary", "Mary Aldous", "councillor")
ECHO = Source("echo", "Lanes of discontent", "mary", "Harrowmere Echo", "2024-06-03")


def an_excerpt(
    quote: Quote | None = None,
    *,
    speaker: Speaker = MARY,
    source: Source = ECHO,
    author: Speaker = MARY,
    writer: Speaker | None = None,
    verdict: Verdict = VERIFIED,
    link: str = "",
) -> Excerpt:
    """Return an excerpt by Mary in the Echo, with the given fields replaced."""
    quote = quote or Quote("paint", "Paint never stopped a lorry.", source.id, speaker.id)
    quote = replace(quote, speaker=speaker.id)
    return Excerpt(quote, speaker, replace(source, author=author.id), author, writer, verdict, link)


def taking(stance: Stance, text: str = "Some words.", id_: str = "words") -> Excerpt:
    """Return an excerpt with that stance on the point ARGUED."""
    quote = Quote(id_, text, ECHO.id, MARY.id, positions=(Position(ARGUED.id, stance),))
    return an_excerpt(quote)


def a_quote_answer(excerpt: Excerpt | None = None) -> QuoteAnswer:
    """Return the answer with the second of nine excerpts on the topic LANES."""
    return QuoteAnswer(
        asked="lanes",
        excerpts=(excerpt or an_excerpt(),),
        scope=Scope(ScopeKind.TOPIC, LANES.id),
        scope_name=LANES.name,
        shown=2,
        total=9,
        point=None,
        opposed=False,
        why=(),
        score=1.0,
        first="first-one",
    )


def a_debate(
    against: tuple[Excerpt, ...] = (), for_: tuple[Excerpt, ...] = (), **changed: object
) -> DebateAnswer:
    """Return a debate on ARGUED with the side against first."""
    debate = DebateAnswer(
        asked="kerbs",
        topic=LANES,
        point=ARGUED,
        sides=(
            Side(Stance.AGAINST, ARGUED.side_against, against, len(against), len(against)),
            Side(Stance.FOR, ARGUED.side_for, for_, len(for_), len(for_)),
        ),
        mixed=(),
        page=0,
        pages=1,
        others=(),
        why=(),
        score=1.0,
    )
    return replace(debate, **changed)


def a_tally(sentence: str, for_: int = 0, against: int = 0, mixed: int = 0) -> PointTally:
    """Return a point with that sentence, and the number of speakers by stance."""
    return PointTally(
        Point(sentence.partition(" ")[0].lower(), "lanes", sentence, "Yes", "No"),
        for_,
        against,
        mixed,
    )


def said(page: Page) -> str:
    """Return the text of the page, one block or part of a block a line."""
    return "\n".join(text for block in page.blocks for text in _texts(block) if text)


def passages(page: Page) -> list[QuoteBlock]:
    """Return the passages of a page in order."""
    return [block for block in page.blocks if isinstance(block, QuoteBlock)]


def follow_ups(page: Page) -> Mapping[str, Action | ServerAction | OpenLink]:
    """Return the actions that lead to other pages by label, buttons before menus.

    Menus of contexts are left out: they are the same under every debate.
    """
    buttons = {one.label: one.action for one in page.buttons}
    chosen = {one.label: one.action for menu in page.menus for one in menu.choices}
    return {
        label: action for label, action in buttons.items() if not isinstance(action, ServerAction)
    } | {label: action for label, action in chosen.items() if not isinstance(action, Context)}


def _texts(block: Block) -> tuple[str, ...]:
    match block:
        case Heading(text) | Line(text):
            return (text,)
        case Labelled(label, text):
            return (f"{label}: {text}",)
        case QuoteBlock():
            return (block.label, block.text, block.who, block.where, *block.remarks)
        case ListBlock(rows):
            return tuple(text for row in rows for text in _row(row))
        case _:
            return (str(block),)


def _row(row: Row) -> tuple[str, ...]:
    return (f"{row.name}: {row.text}", *row.under)
