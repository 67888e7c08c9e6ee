"""Pages on a collection that is carried in or out, and around the forms of the moderators' desk."""

from collections.abc import Sequence

from bot.errors import Problem
from bot.library.model import Excerpt
from bot.moderation import Form, form_from_fields
from bot.moderation.importing.plan import ImportEntry, ImportPlan
from bot.pages.attribution import passage
from bot.pages.page import (
    ActionKind,
    Block,
    Button,
    Choice,
    Heading,
    Line,
    ListBlock,
    Menu,
    Page,
    QuoteBlock,
    Row,
    ServerAction,
    Tone,
)
from bot.pages.wording import counted, dotted, shortened
from bot.store import Suggestion

# What is shown of each kind, and of what is wrong; the rest is counted.
_SHOWN = 10
_WRONG_SHOWN = 200
# What the ways on from a plan say besides its token, so that one that is gone is known for one.
IMPORT = "import"


def cancelled_page() -> Page:
    """Nothing was saved, and that was wanted."""
    return Page((Line("Cancelled. Nothing was saved."),), tone=Tone.NOTICE)


def given_back_page(typed: Sequence[tuple[str, str]], again: str) -> Page:
    """What somebody typed, word for word, since nothing could be done with it.

    ``typed`` are labels and texts; ``again`` is the command to use.
    """
    blocks: list[Block] = [
        Line(
            "The bot was started again while your form was open, so nothing was saved. Here is "
            f"what you typed, to be copied; open the form again with {again}."
        )
    ]
    blocks += [QuoteBlock(text, who="", where="", label=label) for label, text in typed]
    return Page(tuple(blocks), tone=Tone.NOTICE)


def typed_blocks(form: Form) -> tuple[Block, ...]:
    """A quote as it was typed, in words that can be copied."""
    filed = ", ".join(part for part in (form.point, form.stance, form.topic) if part)
    where = dotted((form.source, form.date, form.link, filed))
    return (QuoteBlock(form.text, form.speaker, where, label="As you typed it"),)


def announced_page(suggestion: Suggestion) -> Page:
    """A new suggestion, for those who review; with the way to decide on it."""
    form = form_from_fields(suggestion.fields)
    where = dotted((form.source, form.date, form.link))
    review = Button("Review", ServerAction(ActionKind.REVIEW, (str(suggestion.number - 1),)))
    return Page(
        (
            Line(f"{suggestion.member.name} suggests a quote."),
            QuoteBlock(form.text, form.speaker, where),
        ),
        (review,),
    )


def saved_before_page(excerpts: Sequence[Excerpt], *, theirs: bool, curates: bool) -> Page:
    """That a message is a quote here already; with a way out for the one who wrote it."""
    own = Line("You wrote it, so you can take it out yourself; nobody is asked.")
    blocks = (
        Line("This message is saved as a quote here."),
        *map(passage, excerpts),
        *((own,) if theirs else ()),
    )
    if len(excerpts) > 1:
        return Page(blocks, menus=_of_saved(excerpts, theirs=theirs, curates=curates))
    actions = []
    for excerpt in excerpts:
        if theirs:
            actions.append(
                Button("Take it out", ServerAction(ActionKind.WITHDRAW, (excerpt.quote.id,)))
            )
        if curates:
            actions.append(Button("Edit", ServerAction(ActionKind.EDIT, (excerpt.quote.id,))))
            actions.append(
                Button("History", ServerAction(ActionKind.HISTORY, (excerpt.quote.id, "0")))
            )
    return Page(blocks, tuple(actions))


def _of_saved(excerpts: Sequence[Excerpt], *, theirs: bool, curates: bool) -> tuple[Menu, ...]:
    """Of several excerpts from one message, one to choose; a history has the way to an edit."""
    named = tuple((excerpt.quote.id, shortened(excerpt.quote.text)) for excerpt in excerpts)
    out = tuple(Choice(words, ServerAction(ActionKind.WITHDRAW, (id_,))) for id_, words in named)
    past = tuple(
        Choice(words, ServerAction(ActionKind.HISTORY, (id_, "0"))) for id_, words in named
    )
    return (
        *((Menu("Take one out", out),) if theirs else ()),
        *((Menu("The history of one, and a way to edit it", past),) if curates else ()),
    )


def plan_page(plan: ImportPlan, token: str) -> Page:
    """What an import would do; it can be applied where nothing is wrong."""
    counts = (
        ("new", plan.new),
        ("changed", plan.changed),
        ("there already", plan.duplicate),
    )
    said = [f"{len(several)} {name}" for name, several in counts]
    blocks: list[Block] = [
        Heading("What this import would do"),
        Line(f"{', '.join(said)}, {len(plan.wrong)} wrong. Nothing is changed yet."),
    ]
    if plan.wrong:
        blocks += [Heading("Wrong"), ListBlock(tuple(map(_problem, plan.wrong[:_WRONG_SHOWN])))]
        blocks += _more(len(plan.wrong), _WRONG_SHOWN)
    for name, several in counts:
        if several:
            blocks += [Heading(name.capitalize()), ListBlock(tuple(map(_found, several[:_SHOWN])))]
            blocks += _more(len(several))
    if plan.passed_over:
        blocks.append(Line(f"Passed over: {shortened(', '.join(plan.passed_over), 300)}", True))
    return Page(
        (*blocks, _how_on(plan)),
        _ways(plan, token),
        _tone(plan),
        here=ServerAction(ActionKind.LOOK, (token, IMPORT)),
        head="What this import would do",
    )


def _how_on(plan: ImportPlan) -> Line:
    if plan.wrong:
        return Line(
            "An import is done whole or not at all: set right what is wrong, and try again."
        )
    if not plan.changes:
        return Line("There is nothing to import: all of it is here already.")
    return Line("Apply does all of this at once, under your name in the history.")


def _ways(plan: ImportPlan, token: str) -> tuple[Button, ...]:
    if not plan.changes:
        return ()
    return (
        Button("Apply", ServerAction(ActionKind.SAVE, (token, IMPORT))),
        Button("Cancel", ServerAction(ActionKind.CANCEL, (token,))),
    )


def _tone(plan: ImportPlan) -> Tone:
    return Tone.ERROR if plan.wrong else Tone.PLAIN


def _problem(problem: Problem) -> Row:
    return Row(f"{problem.file}, line {problem.line}", f"{problem.wrong}; {problem.remedy}")


def _found(found: ImportEntry) -> Row:
    under = []
    if found.like:
        under.append(f"The same words stand here as {found.like}.")
    if found.out:
        under.append(f"It is {found.out} here.")
    kind = found.subject.shelf.value.capitalize()
    return Row(f"{kind} {found.subject.id}", f"“{shortened(found.name)}”", tuple(under))


def _more(count: int, shown: int = _SHOWN) -> list[Block]:
    return [Line(f"and {count - shown:,} more", small=True)] if count > shown else []


def exported_page(own: int) -> Page:
    """The collection is in the file that comes with it."""
    return Page(
        (
            Line(
                f"This server’s collection, {counted(own, 'quote')} of its own, with its topics, "
                "points, speakers and sources. /library import reads the file back."
            ),
        )
    )


def review_channel_page() -> Page:
    """For the review channel itself, when it is chosen."""
    return Page((Line("New suggestions are announced here from now on."),))


def unwritable_page() -> Page:
    """That a channel was chosen in which nothing can be written."""
    return Page(
        (
            Line(
                "The settings are saved, but I cannot write in that channel. Allow me to view it "
                "and to send messages there, or choose another."
            ),
        ),
        tone=Tone.NOTICE,
    )
