"""The pages of what members suggest and what became of it."""

from bot.moderation.outcomes import (
    DecidedEarlier,
    DecisionMade,
    OwnSuggestions,
    Suggested,
    SuggesterNotice,
    TooManySuggestions,
)
from bot.pages.attribution import passage
from bot.pages.moderation.times import moment_named, time_named
from bot.pages.page import (
    ActionKind,
    Block,
    Button,
    Heading,
    Line,
    ListBlock,
    Page,
    Row,
    ServerAction,
    Tone,
)
from bot.pages.wording import shortened
from bot.store import Suggestion


def suggested_page(answer: Suggested) -> Page:
    """Thanks, and what happens next."""
    return Page(
        (
            Line(
                "Thank you. The moderators here will look at it, and you are told what they decide."
            ),
            Line(_words(answer.suggestion), small=True),
        )
    )


def enough_page(answer: TooManySuggestions) -> Page:
    """The limit, and when the next may come."""
    return Page(
        (
            Line("That is enough for an hour: the moderators read each one."),
            Line(f"The next can come at {time_named(answer.next_at)}."),
        ),
        tone=Tone.NOTICE,
    )


def decided_now_page(answer: DecisionMade) -> Page:
    """What was decided, and that its member is told."""
    name = answer.suggestion.member.name
    number = answer.suggestion.number
    following = _following(answer)
    if answer.result is None:
        declined = Line(f"Declined suggestion {number}. {name} is told why.")
        return Page((declined, *_reason(answer.suggestion), *_rest(answer)), following)
    blocks: list[Block] = [
        Line(f"Accepted suggestion {number}. It is in the answers; {name} is told.")
    ]
    if answer.result.excerpt is not None:
        blocks.append(passage(answer.result.excerpt))
    history = Button("History", ServerAction(ActionKind.HISTORY, (answer.result.subject.id, "0")))
    return Page((*blocks, *_rest(answer)), (history, *following))


def decided_before_page(answer: DecidedEarlier) -> Page:
    """Who decided before."""
    suggestion = answer.suggestion
    told = f"{_decided(suggestion)} Nothing more was done."
    blocks = (Line(told), *_reason(suggestion), *_rest(answer))
    return Page(blocks, _following(answer), Tone.NOTICE)


def _following(answer: DecisionMade | DecidedEarlier) -> tuple[Button, ...]:
    """The way to the next suggestion, where one waits."""
    after = str(answer.suggestion.number)
    return (Button("Next", ServerAction(ActionKind.REVIEW, (after,))),) if answer.waiting else ()


def _rest(answer: DecisionMade | DecidedEarlier) -> tuple[Line, ...]:
    return () if answer.waiting else (Line("No other suggestion waits.", small=True),)


def told_page(tell: SuggesterNotice) -> Page:
    """What the member who suggested is told."""
    decision = tell.suggestion.decision
    if decision is None or not decision.accepted:
        return Page(
            (
                Line("The moderators declined your suggestion."),
                Line(_words(tell.suggestion), small=True),
                *_reason(tell.suggestion),
            )
        )
    thanks = Line("Your suggestion was accepted. It is in this server’s answers now. Thank you.")
    return Page((thanks, *((passage(tell.excerpt),) if tell.excerpt else ())))


def fates_page(fates: OwnSuggestions) -> Page:
    """A member's own suggestions, each with what became of it."""
    if not fates.suggestions:
        return Page((Line("You suggested nothing here yet. /suggest opens the form."),))
    rows = tuple(
        Row(_fate(one), _words(one), tuple(line.text for line in _reason(one)))
        for one in fates.suggestions
    )
    return Page((Heading("Your suggestions"), ListBlock(rows)))


def _fate(suggestion: Suggestion) -> str:
    if suggestion.decision is None:
        return "Waiting"
    return "Accepted" if suggestion.decision.accepted else "Declined"


def _decided(suggestion: Suggestion) -> str:
    decision = suggestion.decision
    if decision is None:
        return f"Suggestion {suggestion.number} is open."
    did = "accepted" if decision.accepted else "declined"
    when = moment_named(decision.at)
    return f"{decision.member.name} {did} suggestion {suggestion.number} on {when}."


def _reason(suggestion: Suggestion) -> tuple[Line, ...]:
    decision = suggestion.decision
    if decision is None or decision.accepted or not decision.reason:
        return ()
    return (Line(f"Reason: {decision.reason}"),)


def _words(suggestion: Suggestion) -> str:
    return f"“{shortened(suggestion.fields.get('text', ''))}”"
