"""Pages without an excerpt: nothing found, a fault, a refused request, a hint."""

from dataclasses import replace

from bot.answers.actions import Debate, QuoteOf
from bot.answers.model import NotFound
from bot.library.model import Kind
from bot.pages.blocks import Block, Line, ListBlock, Row, Tone
from bot.pages.page import ActionKind, Button, Page, ServerAction
from bot.pages.wording import ALL_TOPICS, counted, dotted, reasons, shortened
from bot.search.results import Cause, Miss, Scope, Suggestion

_LONGEST_LABEL = 76
# A phone shows so many at a glance, with their buttons.
_MOST = 3
_LONGEST_NAME = 160
_MISSING = {
    Miss.UNSURE: "I’m not sure what “{asked}” refers to.",
    Miss.BLANK: "Try a topic, a name or a question.",
    Miss.UNOPPOSED: "Nobody in this library takes the other side here.",
    Miss.GONE: "That is no longer in the library.",
    Miss.NOT_BY: "I couldn’t find a quote by that person for “{asked}”.",
    Miss.NOT_FROM: "I couldn’t find a quote from that time.",
    Miss.SMALL_TALK: "Hello! Ask me a question, and I’ll answer with what people really said.",
    Miss.FOLLOW_UP: "Name a topic, or ask again with the words you mean.",
}
_NAMED = (Cause.NAME, Cause.ALIAS)
# Misses that a new quote would not fill.
_NOTHING_TO_ADD = (Miss.BLANK, Miss.GONE, Miss.SMALL_TALK, Miss.FOLLOW_UP)
_LEADS = {Miss.UNSURE: "Did you mean:", Miss.NOTHING: "This library does cover, for example:"}


def missing_page(answer: NotFound) -> Page:
    """Return the page for nothing found: what is missing, and buttons to what there is."""
    why = "" if _is_known(answer) else reasons(answer.why)
    offered = answer.suggestions[:_MOST]
    rows = tuple(
        Row(
            shortened(one.name, _LONGEST_NAME),
            dotted((one.kind.value, counted(one.quotes, "excerpt") if one.quotes else "")),
        )
        for one in offered
    )
    miss = Miss.NOTHING if answer.unmentioned else answer.miss
    blocks: tuple[Block, ...] = (
        Line(_what_is_missing(answer)),
        *((Line(why, small=True),) if why else ()),
        *(
            (Line(_LEADS.get(miss, "Try instead:")), ListBlock(rows, on_buttons=True))
            if offered
            else ()
        ),
    )
    suggest = Button("Suggest a quote", ServerAction(ActionKind.SUGGEST))
    to_add = () if answer.miss in _NOTHING_TO_ADD else (suggest,)
    return Page(blocks, (*map(_button, offered), *to_add, ALL_TOPICS), Tone.NOTICE)


def _what_is_missing(answer: NotFound) -> str:
    if answer.unmentioned:
        names = " or ".join(f"“{shortened(name)}”" for name in answer.unmentioned[:_MOST])
        return f"Nobody in this library mentions {names}."
    if answer.miss is Miss.NOTHING:
        return _nothing(answer)
    if answer.miss is Miss.BLANK and answer.asked.strip():
        return f"There’s no word in that to look up. {_MISSING[Miss.BLANK]}"
    if answer.years:
        return f"{_MISSING[Miss.NOT_FROM]} There are quotes from {', '.join(answer.years)}."
    return _MISSING[answer.miss].format(asked=shortened(answer.asked))


def _nothing(answer: NotFound) -> str:
    asked = shortened(answer.asked)
    if _is_known(answer):
        return f"“{asked}” is in this library, but there are no excerpts on it yet."
    return f"I couldn’t find a quote about “{asked}”." if asked else "I couldn’t find a quote."


def _is_known(answer: NotFound) -> bool:
    """Whether something has the name that was asked for, but no excerpts."""
    return answer.miss is Miss.NOTHING and any(why.cause in _NAMED for why in answer.why)


def _button(suggestion: Suggestion) -> Button:
    label = shortened(suggestion.name, _LONGEST_LABEL)
    if suggestion.kind is Kind.POINT:
        return Button(label, Debate(suggestion.id))
    return Button(label, QuoteOf(Scope(suggestion.kind, suggestion.id)))


def error_page(reference: str) -> Page:
    """Return an apology with the reference of the error in the log."""
    return Page(
        (
            Line("Something went wrong. It wasn’t your fault."),
            Line(f"If it happens again, tell the people who run this bot: reference {reference}."),
        ),
        tone=Tone.ERROR,
    )


def request_page(text: str) -> Page:
    """Return the page of a refused request; ``text`` is the sentence of the error."""
    return Page((Line(text),), tone=Tone.NOTICE)


def hint_page() -> Page:
    """Return a hint for somebody who mentioned the bot without a question."""
    return Page(
        (
            Line("Ask a question, and I’ll answer with what people really said, on both sides."),
            ListBlock(
                (
                    Row("/ask", "a question in your own words"),
                    Row("/debate", "both sides of a point"),
                    Row("/quote", "an excerpt on a topic"),
                    Row("/topics", "everything in this library"),
                )
            ),
        ),
        (ALL_TOPICS,),
    )


def on_a_message(page: Page, words: str) -> Page:
    """Return the page with the beginning of the message that it answers."""
    said = Line(f"About the message “{words}”", small=True, asked=True)
    return replace(page, blocks=(said, *page.blocks))
