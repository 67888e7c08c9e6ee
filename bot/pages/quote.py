"""The pages of one excerpt: alone, and within its source."""

from bot.answers.actions import Another, Context, Debate, DebatePage, Opposing, QuoteOf
from bot.answers.model import ContextAnswer, QuoteAnswer
from bot.i18n import N_, gettext as _, number
from bot.library.model import Excerpt, Kind, Stance, State
from bot.pages import attribution
from bot.pages.page import Block, Button, ContextBlock, Heading, Line, Page
from bot.pages.wording import dotted, lines, on_the_point, reasons, shortened, tone_of
from bot.search.scope import ByDate, Scope


def quote_page(answer: QuoteAnswer) -> Page:
    """Return the page: the excerpt, whether it is verified, its place among several."""
    excerpt = answer.excerpts[0]
    stance = excerpt.quote.stance_on(answer.point.id) if answer.point else None
    stands = on_the_point(stance, answer.point) if answer.point else ""
    place = _scope_in_words(answer).format(
        shown=number(answer.shown),
        total=number(answer.total),
        name=shortened(answer.scope_name, _LONGEST_SCOPE),
    )
    counted = (place, *_restrictions_in_words(answer)) if answer.total > 1 else ()
    # The name of a point is a whole sentence and is on the page already.
    owner = answer.scope_name if answer.scope.kind is Kind.TOPIC else ""
    on = answer.point.id if answer.point else ""
    remarks = (
        stands,
        dotted((attribution.checked((excerpt,)), *counted)),
    )
    blocks: tuple[Block, ...] = (
        attribution.brief_passage(excerpt, tone=tone_of(stance), point=on, remarks=remarks),
        *lines(reasons(answer.why, owner), small=True, asked=True),
    )
    return Page(blocks, _buttons(answer), tone_of(stance), here=_here(answer))


def _after(answer: QuoteAnswer, shown: int) -> Another:
    first = answer.first
    if not first and not answer.scope.stance:
        first = answer.excerpts[0].quote.id
    return Another(answer.scope, first, shown)


def _here(answer: QuoteAnswer) -> Another:
    """Return the way back to the answer; from a random order, to its excerpt."""
    return _after(answer, answer.shown - 1 if answer.another is None else 0)


_SCOPES = {
    Kind.TOPIC: N_("{shown} of {total} on {name}"),
    Kind.POINT: N_("{shown} of {total} on “{name}”"),
    Kind.SPEAKER: N_("{shown} of {total} by this speaker"),
    Kind.SOURCE: N_("{shown} of {total} in this text"),
}

_SIDES = {
    Stance.FOR: N_("{shown} of {total} for this point"),
    Stance.AGAINST: N_("{shown} of {total} against this point"),
}


def _scope_in_words(answer: QuoteAnswer) -> str:
    if answer.another is not None:
        return _("{shown} of {total} in random order")
    if not answer.scope.id:
        return _("{shown} of {total}")
    if answer.scope.stance:
        return _(_SIDES[answer.scope.stance])
    if answer.scope.kind is Kind.POINT and answer.point and answer.point.id == answer.scope.id:
        return _("{shown} of {total} on this point")
    return _(_SCOPES[answer.scope.kind])


def _restrictions_in_words(answer: QuoteAnswer) -> tuple[str, ...]:
    """Return what restricts the scope of an answer, as a reader is told it."""
    scope, excerpt = answer.scope, answer.excerpts[0]
    orders = {None: "", ByDate.NEWEST: _("newest first"), ByDate.OLDEST: _("oldest first")}
    return (
        excerpt.speaker.name if scope.speaker else "",
        _("in this text") if scope.source else "",
        str(scope.period or ""),
        orders[scope.by_date],
    )


def _buttons(answer: QuoteAnswer) -> tuple[Button, ...]:
    excerpt = answer.excerpts[0]
    buttons = []
    if answer.another is not None:
        buttons.append(Button(_("Another"), answer.another))
    elif answer.total > 1:
        label = _("From the first") if answer.shown == answer.total else _("Another")
        buttons.append(Button(label, _after(answer, answer.shown)))
    if answer.opposed and answer.point:
        opposing = Opposing(excerpt.quote.id, answer.point.id)
        buttons.append(Button(_("Opposing view"), opposing))
    return (*buttons, *attribution.buttons_of(excerpt, _here(answer)))


# One line of a phone holds it, with the numbers before it.
_LONGEST_SCOPE = 22
_WITHOUT_CONTEXT = {
    State.VERIFIED: "",
    State.DIFFERS: N_("These words aren’t in the source text, so there is no context to show."),
    State.UNCHECKED: N_("The source text isn’t in this library, so there is no context to show."),
}


def context_page(answer: ContextAnswer) -> Page:
    """Return the page: the passage marked in its text, its attribution, and the grounds for it."""
    excerpt = answer.excerpt
    ways = _buttons_in_context(excerpt, answer.back)
    small = lines(*attribution.grounds(excerpt), small=True)
    here = Context(excerpt.quote.id, answer.back)
    if answer.among > 1:
        first = _(
            "This is the first of the {count} excerpts; choose another one to see its source."
        )
        small = (Line(first.format(count=number(answer.among)), small=True), *small)
    if not answer.marked:
        reason, nearest = _WITHOUT_CONTEXT[excerpt.verdict.state], excerpt.verdict.nearest
        near = _("The nearest passage in the source text: “{text}”").format(text=nearest)
        shown: tuple[Block, ...] = (
            attribution.passage(excerpt),
            Line(_(reason) if reason else ""),
            *lines(near if nearest else ""),
            *small,
        )
        return Page(shown, ways, here=here)
    said = (
        attribution.reported(excerpt),
        attribution.where(excerpt),
        attribution.status(excerpt),
        attribution.state(excerpt),
    )
    blocks: tuple[Block, ...] = (
        # The words around the passage may be somebody else's.
        Heading(_("The marked words: {speaker}").format(speaker=attribution.who(excerpt.speaker))),
        ContextBlock(answer.before, answer.marked, answer.after),
        *lines(*said, small=True),
        *small,
    )
    return Page(
        blocks,
        ways,
        here=here,
        head=attribution.who(excerpt.speaker),
        foot=attribution.where(excerpt),
    )


def _buttons_in_context(excerpt: Excerpt, back: Another | DebatePage | None) -> tuple[Button, ...]:
    source = attribution.source_button(excerpt)
    match back:
        case Another():
            again = Button(_("Back to the excerpt"), back)
            return (again, *_onward(excerpt), *source)
        case DebatePage():
            return (Button(_("Back to the debate"), back), *source)
        case None:
            return (*_onward(excerpt), *source)


def _onward(excerpt: Excerpt) -> tuple[Button, ...]:
    """Return a button to the debate of the excerpt, else to others on its topic."""
    quote = excerpt.quote
    if quote.positions:
        return (Button(_("The whole debate"), Debate(quote.positions[0].point)),)
    if quote.topics:
        return (Button(_("More on this topic"), QuoteOf(Scope(Kind.TOPIC, quote.topics[0]))),)
    return ()
