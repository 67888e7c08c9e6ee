"""The page of an honest nothing, with what is near."""

from typing import assert_never

from bot.answers.actions import Debate, QuoteOf
from bot.answers.model import NotFound
from bot.library.model import Kind
from bot.pages.page import ActionKind, Block, Button, Line, ListBlock, Page, Row, ServerAction, Tone
from bot.pages.reasons import reasons
from bot.pages.stances import ALL_TOPICS
from bot.pages.wording import counted, dotted, shortened
from bot.search.results import Cause, Miss, Scope, Suggestion

_LONGEST_LABEL = 76
# What a phone shows at a glance, with the ways to them.
_MOST = 3
_LONGEST_NAME = 160
_KINDS = {
    Kind.TOPIC: "topic",
    Kind.POINT: "point",
    Kind.SPEAKER: "speaker",
    Kind.SOURCE: "source",
}
_WHERE_TO_LOOK = Line("/topics lists everything this library covers.", small=True)
_NAMED = (Cause.NAME, Cause.ALIAS)


def missing_page(answer: NotFound) -> Page:
    """What is not there, said plainly; then what is near, to choose from."""
    why = "" if _is_known(answer) else reasons(answer.why, {})
    offered = answer.suggestions[:_MOST]
    near = ListBlock(
        tuple(Row(shortened(one.name, _LONGEST_NAME), _in_words(one)) for one in offered)
    )
    blocks: tuple[Block, ...] = (
        Line(_what_is_missing(answer)),
        *((Line(_lead(answer.miss)), near) if offered else ()),
        *((Line(why, small=True),) if why else ()),
        _WHERE_TO_LOOK,
    )
    buttons = tuple(map(_button, offered))
    return Page(blocks, (*buttons, *_to_add(answer.miss), ALL_TOPICS), Tone.NOTICE)


def _to_add(miss: Miss) -> tuple[Button, ...]:
    if miss in (Miss.BLANK, Miss.GONE):
        return ()
    return (Button("Nothing here? Suggest a quote", ServerAction(ActionKind.SUGGEST)),)


def _what_is_missing(answer: NotFound) -> str:
    match answer.miss:
        case Miss.NOTHING:
            return _nothing(answer)
        case Miss.UNSURE:
            return f"No sure match for “{shortened(answer.asked)}”."
        case Miss.BLANK:
            typed = "That holds no word to look up." if answer.asked.strip() else "On what?"
            return f"{typed} A topic, a name or a question will do."
        case Miss.UNOPPOSED:
            return "Nobody in this library takes the other side on this."
        case Miss.GONE:
            return "What that led to is no longer in the library."
        case _:
            assert_never(answer.miss)


def _nothing(answer: NotFound) -> str:
    asked = shortened(answer.asked)
    if _is_known(answer):
        return f"“{asked}” stands in this library, but with no excerpt yet."
    return f"Nothing in this library on “{asked}”." if asked else "Nothing on that here."


def _is_known(answer: NotFound) -> bool:
    """Whether what was asked for is there by its name, and nobody says anything on it."""
    return answer.miss is Miss.NOTHING and any(why.cause in _NAMED for why in answer.why)


def _lead(miss: Miss) -> str:
    match miss:
        case Miss.UNSURE:
            return "Did you mean:"
        case Miss.NOTHING:
            return "What it does cover, for instance:"
        case Miss.BLANK | Miss.UNOPPOSED | Miss.GONE:
            return "To try instead:"


def _in_words(suggestion: Suggestion) -> str:
    held = counted(suggestion.quotes, "excerpt") if suggestion.quotes else ""
    return dotted((_KINDS[suggestion.kind], held))


def _button(suggestion: Suggestion) -> Button:
    label = shortened(suggestion.name, _LONGEST_LABEL)
    if suggestion.kind is Kind.POINT:
        return Button(label, Debate(suggestion.id))
    return Button(label, QuoteOf(Scope(suggestion.kind, suggestion.id)))
