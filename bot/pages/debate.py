"""The pages of a debate and of a question: a point, and excerpts on both sides of it."""

from collections.abc import Mapping

from bot.answers.actions import Context, Debate, DebatePage
from bot.answers.ask import token_of
from bot.answers.debate import PAIR_SIZE, fit
from bot.answers.model import AskAnswer, BothSides, DebateAnswer
from bot.i18n import counted, gettext as _
from bot.library.model import Excerpt, Stance, State
from bot.pages import wording
from bot.pages.attribution import brief_passage, buttons_of, checked, name_shown
from bot.pages.page import ActionKind, Block, Button, Labelled, Menu, Page, QuoteBlock
from bot.search.results import Cause, Why

_MOST_OFF_THE_POINT = 3
_SIDES = (Stance.FOR, Stance.AGAINST)


def debate_page(answer: DebateAnswer) -> Page:
    """Return the page: the point, a block for each side, a missing side, the counts."""
    # One side, the other, then mixed ones.
    shown = [(excerpt, side.stance) for side in answer.sides for excerpt in side.excerpts]
    shown += [(excerpt, Stance.MIXED) for excerpt in answer.mixed]
    excerpts = tuple(excerpt for excerpt, _stance in shown)
    part = _("part {part} of {parts}").format(part=answer.page + 1, parts=answer.pages)
    counts = (
        votes(answer, mixed=bool(answer.mixed)),
        part if answer.pages > 1 else "",
        checked(excerpts),
    )
    blocks: tuple[Block, ...] = (
        Labelled(_("Point"), answer.point.sentence),
        *(on_its_side(answer, excerpt, stance) for excerpt, stance in shown),
        *wording.lines(wording.missing_sides(answer)),
        *wording.lines(wording.dotted(counts), _unpaired(answer), small=True),
        *wording.lines(reasons_of(answer, answer.why), small=True, asked=True),
    )
    here = _at(answer, answer.page)
    return Page(
        blocks,
        _buttons(answer),
        menus=(
            *_menu_of_contexts(excerpts, here),
            *wording.menu_of_points(_("Other points of this topic"), answer.others),
        ),
        here=here,
        head=answer.point.sentence,
    )


def on_its_side(answer: BothSides, excerpt: Excerpt, stance: Stance | None) -> QuoteBlock:
    """Return the excerpt under the name of its side."""
    label = wording.side_named(stance, answer.point)
    return brief_passage(excerpt, label=label, tone=wording.tone_of(stance), point=answer.point.id)


def votes(answer: BothSides, *, mixed: bool = False) -> str:
    """Return how many voices each side has, shown or not; and how many excerpts, if more.

    Those that are partly for, partly against are counted if ``mixed`` says that some are shown.
    """
    both = _both_counted(answer)
    return wording.dotted((both, wording.mixed(answer.mixed_voices if mixed else 0)))


def _both_counted(answer: BothSides) -> str:
    held = {side.stance: side.voices for side in answer.sides}
    for_, against = held.get(Stance.FOR, 0), held.get(Stance.AGAINST, 0)
    excerpts = sum(side.total for side in answer.sides)
    sides = wording.sides_counted(for_, against)
    if excerpts == for_ + against:
        return sides
    return _("{sides}, in {excerpts}").format(sides=sides, excerpts=wording.excerpts(excerpts))


def reasons_of(answer: BothSides, why: tuple[Why, ...]) -> str:
    """Return the reasons for this debate that the page does not show already."""
    folded = {alias.casefold() for alias in answer.topic.aliases}
    of_the_topic = any(one.cause is Cause.ALIAS and one.found.casefold() in folded for one in why)
    return wording.reasons(why, answer.topic.name if of_the_topic else "")


def _menu_of_contexts(excerpts: tuple[Excerpt, ...], back: DebatePage) -> tuple[Menu, ...]:
    """Return a menu of a debate's excerpts to read in their sources; ``back`` leads back to it."""
    choices = [
        (one.quote.text, Context(one.quote.id, back), name_shown(one.speaker))
        for one in excerpts
        if one.verdict.state is State.VERIFIED
    ]
    return wording.menu(_("Read one in context"), choices)


def _buttons(answer: DebateAnswer) -> tuple[Button, ...]:
    buttons = []
    if answer.pages > 1:
        following = (answer.page + 1) % answer.pages
        label = _("More views") if following else _("First views")
        buttons.append(Button(label, _at(answer, following)))
    if answer.rest:
        buttons.append(Button(_("One by one"), answer.rest))
    discuss = wording.server_button(_("Open a discussion"), ActionKind.DISCUSS, answer.point.id)
    return (*buttons, discuss, *wording.only_point(answer.others))


def _at(answer: DebateAnswer, page: int) -> DebatePage:
    return DebatePage(answer.point.id, page, answer.opposed)


def _unpaired(answer: DebateAnswer) -> str:
    """Return how many excerpts of the longer side no page shows; an empty text for none."""
    if not answer.rest:
        return ""
    stance = answer.rest.scope.stance
    rest = sum(side.total for side in answer.sides if side.stance is stance) - answer.rest.shown
    if stance is Stance.FOR:
        return counted(
            rest,
            "{count} more excerpt for it, one by one.",
            "{count} more excerpts for it, one by one.",
        )
    return counted(
        rest,
        "{count} more excerpt against it, one by one.",
        "{count} more excerpts against it, one by one.",
    )


def ask_page(answer: AskAnswer) -> Page:
    """Return the page: the point of the question, a block for each side, points near it."""
    debate = answer.debate
    missing = wording.missing_sides(debate) if debate else ""
    shown = _shown_of_ask(answer)
    excerpts = tuple(excerpt for held in shown.values() for excerpt in held)
    # Long excerpts are shown in full, and points near the question give way to them.
    near = answer.near if fit(shown.values()) else ()
    held = votes(debate, mixed=Stance.MIXED in shown) if debate else ""
    small = wording.dotted((held, checked(excerpts)))
    why = reasons_of(debate, answer.why) if debate else wording.reasons(answer.why)
    blocks: tuple[Block, ...] = (
        *((Labelled(_("Point"), debate.point.sentence),) if debate else ()),
        *(_quote_of_ask(debate, one, stance) for stance, held in shown.items() for one in held),
        *wording.lines(missing),
        *wording.lines(small, small=True),
        *wording.lines(why, small=True, asked=True),
    )
    whole = (Button(_("The whole debate"), Debate(debate.point.id)),) if debate else ()
    contexts = _menu_of_contexts(excerpts, DebatePage(debate.point.id, 0)) if debate else ()
    return Page(
        blocks,
        (*(whole or buttons_of(answer.best)), *wording.only_point(near)),
        menus=(*contexts, *wording.menu_of_points(_("Related points"), near)),
        here=token_of(answer),
        head=debate.point.sentence if debate else "",
    )


def _quote_of_ask(debate: BothSides | None, excerpt: Excerpt, stance: Stance | None) -> QuoteBlock:
    if debate and stance:
        return on_its_side(debate, excerpt, stance)
    return brief_passage(excerpt, label=_("Closest to the question") if debate else "")


def _shown_of_ask(answer: AskAnswer) -> dict[Stance | None, tuple[Excerpt, ...]]:
    """Return the excerpts to show, by side, the side of the best one first.

    They are the best and the first of each side; then, as far as a phone has room, a mixed one, a
    second of each side, and others off the point. Without a point, they are the best three.
    """
    sides: dict[Stance | None, tuple[Excerpt, ...]] = {answer.stance: ()}
    for excerpt in answer.excerpts:
        stance = excerpt.quote.stance_on(answer.debate.point.id) if answer.debate else None
        sides[stance] = (*sides.get(stance, ()), excerpt)
    sides |= {None: sides.pop(None)} if answer.stance is not None and None in sides else {}
    pair = min([PAIR_SIZE, *(len(sides[side]) for side in _SIDES if side in sides)])
    counts: dict[Stance | None, int] = dict.fromkeys((answer.stance, *_SIDES), 1)
    shown = _first_of(sides, counts)
    steps: list[dict[Stance | None, int]] = [{Stance.MIXED: 1}, dict.fromkeys(_SIDES, pair)]
    steps += [{None: count} for count in range(1, _MOST_OFF_THE_POINT + 1)]
    for step in steps:
        fuller = _first_of(sides, counts | step)
        if fit(fuller.values()):
            counts, shown = counts | step, fuller
    return shown


def _first_of(
    sides: Mapping[Stance | None, tuple[Excerpt, ...]], counts: Mapping[Stance | None, int]
) -> dict[Stance | None, tuple[Excerpt, ...]]:
    """Return the first excerpts of each side, as many as ``counts`` says; no empty side."""
    first = {side: held[: counts.get(side, 0)] for side, held in sides.items()}
    return {side: held for side, held in first.items() if held}
