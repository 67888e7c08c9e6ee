"""Pages without an excerpt: nothing found, a fault, a refused request, a hint."""

from msgspec.structs import replace

from bot.answers.actions import Debate, QuoteOf
from bot.answers.model import NotFound
from bot.i18n import N_, gettext as _, quoted
from bot.library.model import Kind, kind_named
from bot.pages import wording
from bot.pages.page import ActionKind, Block, Button, Line, ListBlock, Page, Row, Tone
from bot.pages.wording import (
    LONGEST_LABEL,
    all_topics,
    dotted,
    lines,
    reasons,
    server_button,
    shortened,
)
from bot.search.results import NO_REQUEST, Cause, Miss, Suggestion
from bot.search.scope import Scope

# A phone shows so many at a glance, with their buttons.
_MOST = 3
_LONGEST_NAME = 160
_MISSING = {
    Miss.UNSURE: N_("I’m not sure what “{asked}” refers to."),
    Miss.BLANK: N_("Try a topic, a name or a question."),
    Miss.UNDEBATED: N_("There’s no debate on “{asked}” yet."),
    Miss.UNOPPOSED: N_("Nobody in this library takes the other side here."),
    Miss.NO_SIDE: N_("This excerpt takes no side in a debate."),
    Miss.NO_SPEAKER: N_("Nobody called “{asked}” is quoted here."),
    Miss.NO_SOURCE: N_("I don’t know a source called “{asked}”."),
    Miss.GONE: N_("That is no longer in the library."),
    Miss.NOT_BY: N_("I couldn’t find a quote by that person for “{asked}”."),
    Miss.NOT_FROM: N_("I couldn’t find a quote from that time."),
    Miss.GREETING: N_("Hello! Ask me a question, and I’ll answer with what people really said."),
    Miss.SMALL_TALK: N_("I answer only with quotes. Ask a question, or name a topic."),
    Miss.FOLLOW_UP: N_("Name a topic, or ask again with the words you mean."),
}
_NAMED = (Cause.NAME, Cause.ALIAS, Cause.SPEAKER, Cause.SOURCE)
# Misses that a new quote would not fill.
_NOTHING_TO_ADD = (*NO_REQUEST, Miss.GONE)


def missing_page(answer: NotFound) -> Page:
    """Return the page for nothing found: what is missing, and buttons to what there is."""
    # Where nothing is found, nothing is shown for a word read as another.
    silent = answer.miss is Miss.NOTHING or answer.unmentioned or _is_known(answer)
    why = "" if silent else reasons(answer.why)
    offered = answer.suggestions[:_MOST]
    rows = tuple(
        Row(
            shortened(one.name, _LONGEST_NAME),
            dotted((kind_named(one.kind), wording.excerpts(one.quotes) if one.quotes else "")),
        )
        for one in offered
    )
    unsure = answer.miss is Miss.UNSURE and not answer.unmentioned
    lead = _("Try instead:")
    if unsure:
        lead = _("Did you mean:")
    elif answer.miss in NO_REQUEST:  # there is nothing that "instead" could mean
        lead = _("For example:")
    blocks: tuple[Block, ...] = (
        Line(_what_is_missing(answer)),
        *lines(why, small=True),
        *((Line(lead), ListBlock(rows, on_buttons=True)) if offered else ()),
    )
    suggest = server_button(_("Suggest a quote"), ActionKind.SUGGEST)
    to_add = () if answer.miss in _NOTHING_TO_ADD else (suggest,)
    return Page(blocks, (*map(_button, offered), *to_add, all_topics()), Tone.NOTICE)


def _what_is_missing(answer: NotFound) -> str:
    if answer.unmentioned:
        names = _(" or ").join(quoted(shortened(name)) for name in answer.unmentioned[:_MOST])
        return _("Nobody in this library mentions {names}.").format(names=names)
    if answer.miss is Miss.NOTHING:
        return _nothing(answer)
    if answer.miss is Miss.BLANK and answer.asked.strip():
        return _("There’s no word in that to look up. Try a topic, a name or a question.")
    if answer.years:
        said = _("I couldn’t find a quote from that time. There are quotes from {years}.")
        return said.format(years=", ".join(answer.years))
    return _(_MISSING[answer.miss]).format(asked=shortened(answer.asked))


def _nothing(answer: NotFound) -> str:
    asked = shortened(answer.asked)
    if _is_known(answer):
        said = _("“{asked}” is in this library, but has no excerpts yet.")
    elif asked:
        said = _("I couldn’t find a quote about “{asked}”.")
    else:
        return _("I couldn’t find a quote.")
    return said.format(asked=asked)


def _is_known(answer: NotFound) -> bool:
    """Whether one thing has the name that was asked for, but no excerpts."""
    return answer.miss is Miss.NOTHING and sum(why.cause in _NAMED for why in answer.why) == 1


def _button(suggestion: Suggestion) -> Button:
    label = shortened(suggestion.name, LONGEST_LABEL)
    if suggestion.kind is Kind.POINT:
        return Button(label, Debate(suggestion.id))
    return Button(label, QuoteOf(Scope(suggestion.kind, suggestion.id)))


_TELL = N_("If it happens again, tell the people who run this bot: reference {reference}.")


def error_page(reference: str) -> Page:
    """Return an apology with the reference of the error in the log."""
    return Page(
        (
            Line(_("Something went wrong. It wasn’t your fault.")),
            Line(_(_TELL).format(reference=reference)),
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
            Line(_("Ask a question, and I’ll answer with what people really said, on both sides.")),
            ListBlock(
                (
                    Row("/ask", _("a question in your own words")),
                    Row("/debate", _("both sides of a point")),
                    Row("/quote", _("an excerpt on a topic")),
                    Row("/topics", _("everything in this library")),
                )
            ),
        ),
        (all_topics(),),
    )


def on_a_message(page: Page, words: str) -> Page:
    """Return the page with the beginning of the message that it answers."""
    said = Line(_("About the message “{words}”").format(words=words), small=True, asked=True)
    return replace(page, blocks=(said, *page.blocks))
