"""Pages of suggestions: for the member who makes one, and for the moderators who decide."""

from bot.moderation import outcomes
from bot.moderation.forms import Form, form_from_fields
from bot.pages.attribution import passage
from bot.pages.blocks import Block, Heading, Line, ListBlock, QuoteBlock, Row, Tone
from bot.pages.moderation import forms
from bot.pages.moderation.changes import moment
from bot.pages.page import ActionKind, Button, Page, ServerAction, server_button
from bot.pages.wording import counted, dotted, shortened
from bot.store.types import StoredSuggestion, TooMany


def suggested_page(suggestion: StoredSuggestion) -> Page:
    """Return the thanks for a suggestion."""
    return Page(
        (
            Line("Thank you! The moderators will look at it, and I’ll tell you what they decide."),
            Line(_text(suggestion), small=True),
        )
    )


def too_many_page(answer: TooMany, form: Form | None = None, token: str = "") -> Page:
    """Return the time from which another suggestion is accepted, with the form to send it then."""
    blocks = (
        Line("That’s enough for one hour: the moderators read each suggestion."),
        Line(f"You can send the next one at {moment(answer.next_at)}."),
    )
    if form is None:
        return Page(blocks, tone=Tone.NOTICE)
    again = forms.change_button(token, "Open it again")
    return Page((*blocks, forms.typed_block(form)), (again,), Tone.NOTICE)


def new_suggestion_page(suggestion: StoredSuggestion) -> Page:
    """Return the announcement of a suggestion in the review channel, with a Review button."""
    form = form_from_fields(suggestion.fields)
    where = dotted((form.source, form.date, form.link))
    review = server_button("Review", ActionKind.REVIEW, str(suggestion.number - 1))
    return Page(
        (
            Line(f"{suggestion.member.name} suggests a quote."),
            QuoteBlock(form.text, form.speaker, where),
        ),
        (review,),
    )


def review_page(review: outcomes.Review) -> Page:
    """Return a suggestion to decide: its author, its card, and everything to know about it."""
    preview, suggestion = review.preview, review.suggestion
    number = str(suggestion.number)
    accept = server_button("Accept", ActionKind.ACCEPT, number, preview.token)
    change = forms.change_button(preview.token, "Change first")
    decline = server_button("Decline", ActionKind.DECLINE, number, preview.token)
    following = server_button("Next", ActionKind.REVIEW, number)
    blocks: tuple[Block, ...] = (
        Heading(f"Suggestion {number}"),
        Line(f"{suggestion.member.name} · {moment(suggestion.at)}", small=True),
        *(forms.preview_blocks(preview) if preview.valid else _incomplete(preview)),
        Line(f"{counted(review.behind, 'other suggestion').capitalize()} to decide.", small=True),
    )
    buttons = (
        *((accept,) if preview.valid else ()),
        change,
        forms.file_button(preview.token),
        decline,
    )
    return Page(
        blocks,
        (*buttons, *((following,) if review.behind else ())),
        here=ServerAction(ActionKind.REVIEW, (number, number)),
        head=f"Suggestion {number}",
    )


def _incomplete(preview: outcomes.Preview) -> tuple[Block, ...]:
    form = preview.form
    return (
        Line(f"“{form.text}”"),
        Line(f"{form.speaker}, in {form.source}"),
        Line("Please change this before you accept it:"),
        ListBlock(tuple(Row(problem.sentence) for problem in preview.problems)),
        *forms.duplicate_blocks(preview.duplicates),
    )


def decision_page(answer: outcomes.DecisionMade) -> Page:
    """Return the decision just made, and that the member is told."""
    number, name = answer.suggestion.number, answer.suggestion.member.name
    following = _next(answer)
    if answer.result is None:
        declined = Line(f"Declined suggestion {number}. I’ll tell {name} why.")
        return Page((declined, *_reason(answer.suggestion), *_none_left(answer)), following)
    blocks: list[Block] = [
        Line(f"Accepted suggestion {number}. It’s in the answers now, and I’ll tell {name}.")
    ]
    if answer.result.excerpt is not None:
        blocks.append(passage(answer.result.excerpt))
    history = server_button("History", ActionKind.HISTORY, answer.result.subject.id, "0")
    return Page((*blocks, *_none_left(answer)), (history, *following))


def earlier_decision_page(answer: outcomes.DecidedEarlier) -> Page:
    """Return who decided before, and how."""
    suggestion, decision = answer.suggestion, answer.suggestion.decision
    said = f"Suggestion {suggestion.number} is open."
    if decision is not None:
        verb = "accepted" if decision.accepted else "declined"
        said = f"{decision.member.name} {verb} suggestion {suggestion.number}"
        said += f" on {moment(decision.at)}."
    first = Line(f"{said} Nothing else was done.")
    blocks = (first, *_reason(suggestion), *_none_left(answer))
    return Page(blocks, _next(answer), Tone.NOTICE)


def notice_page(decided: outcomes.DecisionMade) -> Page:
    """Return the message to the member whose suggestion was decided."""
    suggestion, result = decided.suggestion, decided.result
    if result is None:
        declined = Line("The moderators declined your suggestion.")
        return Page((declined, Line(_text(suggestion), small=True), *_reason(suggestion)))
    thanks = Line("Your suggestion was accepted and is in this server’s answers now. Thank you!")
    return Page((thanks, *((passage(result.excerpt),) if result.excerpt else ())))


def own_suggestions_page(answer: outcomes.OwnSuggestions) -> Page:
    """Return a member's own suggestions, each with its decision."""
    if not answer.suggestions:
        return Page((Line("You haven’t suggested anything here yet. Try /suggest."),))
    rows = tuple(
        Row(_state(one), _text(one), tuple(line.text for line in _reason(one)))
        for one in answer.suggestions
    )
    return Page((Heading("Your suggestions"), ListBlock(rows)))


def _next(answer: outcomes.DecisionMade | outcomes.DecidedEarlier) -> tuple[Button, ...]:
    after = str(answer.suggestion.number)
    return (server_button("Next", ActionKind.REVIEW, after),) if answer.waiting else ()


def _none_left(answer: outcomes.DecisionMade | outcomes.DecidedEarlier) -> tuple[Line, ...]:
    return () if answer.waiting else (Line("No other suggestions are waiting.", small=True),)


def _state(suggestion: StoredSuggestion) -> str:
    if suggestion.decision is None:
        return "Waiting"
    return "Accepted" if suggestion.decision.accepted else "Declined"


def _reason(suggestion: StoredSuggestion) -> tuple[Line, ...]:
    decision = suggestion.decision
    if decision is None or decision.accepted or not decision.reason:
        return ()
    return (Line(f"Reason: {decision.reason}"),)


def _text(suggestion: StoredSuggestion) -> str:
    return f"“{shortened(suggestion.fields.get('text', ''))}”"
