"""Pages on a server's collection as a whole: its gaps, its settings, imports and exports."""

from enum import StrEnum

from bot.moderation.import_plan import ImportEntry, ImportPlan
from bot.moderation.outcomes import Gaps, SettingsShown
from bot.pages.blocks import Block, Heading, Line, ListBlock, Row, Tone
from bot.pages.page import ActionKind, Button, Page, ServerAction, server_button
from bot.pages.wording import counted, shortened, tally_in_words

# The gaps of each kind on the first page.
_FIRST = 10
_NOT_COUNTED = "Not counted in this server. Turn it on with /library settings."
# Entries shown of each kind, and problems shown; the rest is counted.
_SHOWN = 10
_PROBLEMS_SHOWN = 200
_LONGEST_SKIPPED = 300
MERGED = "merged: the same words as before, so their topics and points are added to that quote"
# The second part of the buttons' target, so that a plan that is no longer kept can be told from a
# preview.
IMPORT = "import"


class GapKind(StrEnum):
    """The kinds of gaps. The value is part of custom_ids, so it never changes."""

    POINTS = "points"
    TOPICS = "topics"
    QUESTIONS = "questions"


_HEADINGS = {
    GapKind.POINTS: "Points without both sides",
    GapKind.TOPICS: "Topics with at most one voice",
    GapKind.QUESTIONS: "Questions that found nothing",
}


def gaps_page(gaps: Gaps, which: str = "") -> Page:
    """Return the first gaps of each kind, with buttons to all of them.

    ``which`` names a :class:`GapKind`: then the page has all gaps of that kind.
    """
    if which in set(GapKind):
        kind = GapKind(which)
        back = server_button("All gaps", ActionKind.GAPS, "")
        here = ServerAction(ActionKind.GAPS, (which,))
        return Page(_section(gaps, kind, None), (back,), here=here, head=_HEADINGS[kind])
    sections = tuple(block for kind in GapKind for block in _section(gaps, kind, _FIRST))
    return Page(sections, _more(gaps), here=ServerAction(ActionKind.GAPS, ("",)), head="Gaps")


def _section(gaps: Gaps, kind: GapKind, most: int | None) -> tuple[Block, ...]:
    note: tuple[Line, ...] = ()
    if kind is GapKind.POINTS:
        none = "Every point has both sides."
        rows = [Row(t.point.sentence, tally_in_words(t)) for t in gaps.one_sided[:most]]
    elif kind is GapKind.TOPICS:
        none = "Every topic has several voices."
        rows = [
            Row(t.topic.name, f"{counted(t.voices, 'voice')}, {counted(t.quotes, 'quote')}")
            for t in gaps.one_voice[:most]
        ]
    else:
        none = "None so far." if gaps.noted else _NOT_COUNTED
        if gaps.noted:
            note = (Line("Questions are counted without noting who asked.", small=True),)
        rows = [
            Row(q.question, f"asked {'once' if q.asked == 1 else counted(q.asked, 'time')}")
            for q in gaps.unanswered[: most if gaps.noted else 0]
        ]
    return (Heading(_HEADINGS[kind]), ListBlock(tuple(rows)) if rows else Line(none), *note)


def _more(gaps: Gaps) -> tuple[Button, ...]:
    """Return a button, with the total, for each kind that the first page cuts off."""
    totals = {
        GapKind.POINTS: len(gaps.one_sided),
        GapKind.TOPICS: len(gaps.one_voice),
        GapKind.QUESTIONS: len(gaps.unanswered),
    }
    return tuple(
        server_button(f"All {total:,} {kind}", ActionKind.GAPS, kind.value)
        for kind, total in totals.items()
        if total > _FIRST
    )


def settings_page(answer: SettingsShown, role: str = "", channel: str = "") -> Page:
    """Return a server's settings; ``role`` and ``channel`` are the names of those set, if known."""
    preferences = answer.preferences
    if preferences.curator_role:
        role = role or f"a role that no longer exists ({preferences.curator_role})"
    if preferences.review_channel:
        channel = channel or f"a channel that no longer exists ({preferences.review_channel})"
    counted_ = "counted, without noting who asked" if preferences.note_questions else "not counted"
    rows = (
        Row("Curator role", role or "none: only members with Manage Messages can curate"),
        Row("Review channel", channel or "none: suggestions wait in /library review"),
        Row("Questions that found nothing", counted_),
    )
    blocks: list[Block] = [Heading("Settings"), ListBlock(rows)]
    if answer.changed:
        blocks.insert(1, Line("Saved."))
    if preferences.curator_role:
        hint = "To let members with the role see /library, allow it under Server Settings, "
        blocks.append(Line(f"{hint}Integrations.", small=True))
    return Page(tuple(blocks))


def review_channel_page() -> Page:
    """Return the message to a channel that was made the review channel."""
    return Page((Line("I’ll announce new suggestions in this channel from now on."),))


def closed_review_channel_page() -> Page:
    """Return the warning that the bot cannot write in the chosen review channel."""
    warning = Line(
        "The settings are saved, but I can’t write in that channel. Let me view it and send "
        "messages there, or choose another one."
    )
    return Page((warning,), tone=Tone.NOTICE)


def plan_page(plan: ImportPlan, token: str) -> Page:
    """Return the effect of an import, to be applied if it has no problems."""
    kinds = [("new", plan.new), ("changed", plan.changed), ("already here", plan.duplicate)]
    counts = ", ".join(f"{len(entries)} {name}" for name, entries in kinds)
    problems = f"{len(plan.wrong)} with problems"
    blocks: list[Block] = [
        Heading("Import preview"),
        Line(f"{counts}, {problems}. Nothing has been changed yet."),
    ]
    if plan.wrong:
        blocks += [
            Heading("Problems"),
            ListBlock(
                tuple(
                    Row(f"{one.file}, line {one.line}", f"{one.wrong}; {one.remedy}")
                    for one in plan.wrong[:_PROBLEMS_SHOWN]
                )
            ),
        ]
        blocks += _rest(len(plan.wrong), _PROBLEMS_SHOWN)
    if plan.merged:
        kinds.append((MERGED, plan.merged))
    for name, entries in kinds:
        if entries:
            blocks += [Heading(name.capitalize()), ListBlock(tuple(map(_entry, entries[:_SHOWN])))]
            blocks += _rest(len(entries), _SHOWN)
    if plan.passed_over:
        skipped = shortened(", ".join(plan.passed_over), _LONGEST_SKIPPED)
        blocks.append(Line(f"Skipped: {skipped}", small=True))
    if plan.wrong:
        hint = "An import is all or nothing: fix the problems above, then try again."
    elif plan.changes:
        hint = "Apply makes all of these changes at once, under your name in the history."
    else:
        hint = "There’s nothing to import: all of it is already here."
    apply = server_button("Apply", ActionKind.SAVE, token, IMPORT)
    return Page(
        (*blocks, Line(hint)),
        (apply, server_button("Cancel", ActionKind.CANCEL, token)) if plan.changes else (),
        Tone.ERROR if plan.wrong else Tone.PLAIN,
        here=ServerAction(ActionKind.LOOK, (token, IMPORT)),
        head="Import preview",
    )


def _entry(entry: ImportEntry) -> Row:
    under = []
    if entry.like:
        under.append(f"{entry.like} already has the same text.")
    if entry.near:
        under.append(f"Much like {entry.near}, which is another one.")
    if entry.out:
        under.append(f"It is {entry.out} here.")
    kind = entry.subject.shelf.value.capitalize()
    return Row(f"{kind} {entry.subject.id}", f"“{shortened(entry.name)}”", tuple(under))


def _rest(count: int, shown: int) -> list[Block]:
    return [Line(f"and {count - shown:,} more", small=True)] if count > shown else []


def exported_page(own: int) -> Page:
    """Return the page that comes with the exported file; ``own`` counts the server's quotes."""
    quotes = counted(own, "quote")
    return Page(
        (
            Line(
                f"This server’s collection: {quotes} of its own, with their topics, points, "
                "speakers and sources. Use /library import to read the file back in."
            ),
        )
    )
