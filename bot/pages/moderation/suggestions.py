"""Pages of suggestions: for the member who makes one, and for the moderators who decide."""

from bot.i18n import N_, counted, gettext as _, moment, quoted
from bot.moderation import outcomes
from bot.moderation.form_values import Form, form_from_fields
from bot.pages.attribution import passage
from bot.pages.moderation import quote_preview
from bot.pages.moderation.changes import named, quote_button
from bot.pages.page import (
    ActionKind,
    Block,
    Button,
    Heading,
    Line,
    ListBlock,
    Page,
    QuoteBlock,
    Row,
    ServerAction,
    Tone,
)
from bot.pages.wording import because, dotted, lines, server_button, shortened
from bot.store.records import StoredSuggestion, TooMany

_ACCEPTED_EARLIER = N_("{member} accepted suggestion {number} on {moment}. Nothing else was done.")
_DECLINED_EARLIER = N_("{member} declined suggestion {number} on {moment}. Nothing else was done.")


def suggested_page(suggestion: StoredSuggestion) -> Page:
    """Return the thanks for a suggestion."""
    thanks = _("Thank you! The moderators will look at it, and I’ll tell you what they decide.")
    return Page((Line(thanks), Line(_text(suggestion), small=True)))


def too_many_page(answer: TooMany, form: Form | None = None, token: str = "") -> Page:
    """Return the time from which another suggestion is accepted, with the form to send it then."""
    blocks = (
        Line(_("That’s enough for one hour: the moderators read each suggestion.")),
        Line(_("You can send the next one at {moment}.").format(moment=moment(answer.next_at))),
    )
    if form is None:
        return Page(blocks, tone=Tone.NOTICE)
    again = quote_preview.change_button(token, _("Open it again"))
    return Page((*blocks, quote_preview.typed_block(form)), (again,), Tone.NOTICE)


def new_suggestion_page(suggestion: StoredSuggestion) -> Page:
    """Return the announcement of a suggestion in the review channel, with a Review button."""
    form = form_from_fields(suggestion.fields)
    where = dotted((form.source, form.date, form.link))
    review = server_button(_("Review"), ActionKind.REVIEW, str(suggestion.number - 1))
    said = _("{member} suggests a quote.").format(member=named(suggestion.member))
    return Page((Line(said), QuoteBlock(form.text, form.speaker, where)), (review,))


def review_page(review: outcomes.Review) -> Page:
    """Return a suggestion to decide: its author, its card, and everything to know about it."""
    preview, suggestion = review.preview, review.suggestion
    number = str(suggestion.number)
    head = _("Suggestion {number}").format(number=number)
    accept = server_button(_("Accept"), ActionKind.ACCEPT, number, preview.token)
    change = quote_preview.change_button(preview.token, _("Change first"))
    decline = server_button(_("Decline"), ActionKind.DECLINE, number, preview.token)
    following = server_button(_("Next"), ActionKind.REVIEW, number)
    left = counted(
        review.behind,
        "{count} other suggestion is waiting.",
        "{count} other suggestions are waiting.",
    )
    blocks: tuple[Block, ...] = (
        Heading(head),
        Line(f"{named(suggestion.member)} · {moment(suggestion.at)}", small=True),
        *(_incomplete(preview) if preview.problems else quote_preview.preview_blocks(preview)),
        Line(left if review.behind else _("No other suggestions are waiting."), small=True),
    )
    buttons = (
        *(() if preview.problems else (accept,)),
        change,
        quote_preview.file_button(preview.token),
        decline,
        *((following,) if review.behind else ()),
    )
    here = ServerAction(ActionKind.REVIEW, (number, number))
    return Page(blocks, buttons, here=here, head=head)


def _incomplete(preview: outcomes.Preview) -> tuple[Block, ...]:
    form = preview.form
    return (
        Line(quoted(form.text)),
        Line(_("{speaker}, in {source}").format(speaker=form.speaker, source=form.source)),
        Line(_("Please change this before you accept it:")),
        ListBlock(tuple(Row(problem.sentence) for problem in preview.problems)),
        *quote_preview.duplicate_blocks(preview.duplicates),
    )


def decision_page(answer: outcomes.DecisionMade) -> Page:
    """Return the decision just made, and that the member is told."""
    number, name = answer.suggestion.number, named(answer.suggestion.member)
    following = _next(answer)
    if answer.result is None:
        said = _("Declined suggestion {number}. I’ll tell {member} why.")
        declined = Line(said.format(number=number, member=name))
        return Page((declined, *_reason(answer.suggestion), *_none_left(answer)), following)
    said = _("Accepted suggestion {number}. It’s in the answers now, and I’ll tell {member}.")
    accepted, excerpt = Line(said.format(number=number, member=name)), answer.result.excerpt
    card = (passage(excerpt),) if excerpt else ()
    history = quote_button(ActionKind.HISTORY, answer.result.subject.id)
    return Page((accepted, *card, *_none_left(answer)), (history, *following))


def earlier_decision_page(answer: outcomes.DecidedEarlier) -> Page:
    """Return who decided before, and how."""
    suggestion, decision = answer.suggestion, answer.suggestion.decision
    said, parts = _("Suggestion {number} was erased, as the author of its words wanted."), {}
    if decision and "erased" not in suggestion.fields:
        said = _(_ACCEPTED_EARLIER if decision.accepted else _DECLINED_EARLIER)
        parts = {"member": named(decision.member), "moment": moment(decision.at)}
    decided = Line(said.format(number=suggestion.number, **parts))
    blocks = (decided, *_reason(suggestion), *_none_left(answer))
    return Page(blocks, _next(answer), Tone.NOTICE)


def notice_page(decided: outcomes.DecisionMade) -> Page:
    """Return the message to the member whose suggestion was decided."""
    suggestion, result = decided.suggestion, decided.result
    if result is None:
        declined = Line(_("The moderators declined your suggestion."))
        return Page((declined, Line(_text(suggestion), small=True), *_reason(suggestion)))
    thanks = _("Your suggestion was accepted and is in this server’s answers now. Thank you!")
    return Page((Line(thanks), *((passage(result.excerpt),) if result.excerpt else ())))


def own_suggestions_page(suggestions: tuple[StoredSuggestion, ...]) -> Page:
    """Return a member's own suggestions, each with its decision."""
    rows = tuple(
        Row(_state(one), _text(one), tuple(line.text for line in _reason(one)))
        for one in suggestions
    )
    return Page((Heading(_("Your suggestions")), ListBlock(rows)))


def _next(answer: outcomes.DecisionMade | outcomes.DecidedEarlier) -> tuple[Button, ...]:
    after = str(answer.suggestion.number)
    return (server_button(_("Next"), ActionKind.REVIEW, after),) if answer.waiting else ()


def _none_left(answer: outcomes.DecisionMade | outcomes.DecidedEarlier) -> tuple[Line, ...]:
    return () if answer.waiting else (Line(_("No other suggestions are waiting."), small=True),)


def _state(suggestion: StoredSuggestion) -> str:
    if suggestion.decision is None:
        return _("Waiting")
    if "erased" in suggestion.fields:
        return _("Erased")
    return _("Accepted") if suggestion.decision.accepted else _("Declined")


def _reason(suggestion: StoredSuggestion) -> tuple[Line, ...]:
    decision = suggestion.decision
    return lines(because(decision.reason)) if decision and not decision.accepted else ()


def _text(suggestion: StoredSuggestion) -> str:
    if "erased" in suggestion.fields:
        return _("Erased, as the author of the words wanted.")
    return quoted(shortened(suggestion.fields.get("text", "")))
