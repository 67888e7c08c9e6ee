"""Pages on a server's collection as a whole: its gaps, its settings, imports and exports."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import chain

from bot.errors import Problem
from bot.i18n import N_, counted, gettext as _, language_named, number, quoted, translated
from bot.library.changes import Shelf
from bot.moderation.import_plan import ImportEntry, ImportPlan
from bot.moderation.outcomes import Gaps, SettingsShown
from bot.pages import wording
from bot.pages.page import (
    ActionKind,
    Block,
    Heading,
    Line,
    ListBlock,
    Page,
    Row,
    ServerAction,
    Tone,
)
from bot.pages.wording import lines, server_button, shortened, tally_in_words

# The gaps of each kind on the first page.
_FIRST = 10
_NOT_COUNTED = N_("Not counted in this server. Turn it on with /library settings.")
# Entries shown of each kind, and problems shown; the rest is counted.
_SHOWN = 10
_PROBLEMS_SHOWN = 200
_LONGEST_SKIPPED = 300
MERGED = N_("Rows with the words of another quote: it gets their topics and points too")
DIFFERING = N_("Differs from the source text, and is imported all the same")
# The second part of the buttons' target, so that a plan that is no longer kept can be told from a
# preview.
IMPORT = "import"


class GapKind(StrEnum):
    """The kinds of gaps. The value is part of custom_ids, so it never changes."""

    POINTS = "points"
    TOPICS = "topics"
    QUESTIONS = "questions"


# The heading of each kind, what is said if there are none, and the button to all of them.
_GAPS = {
    GapKind.POINTS: (
        N_("Points without both sides"),
        N_("Every point has both sides."),
        N_("All {count} points"),
    ),
    GapKind.TOPICS: (
        N_("Topics with at most one voice"),
        N_("Every topic has several voices."),
        N_("All {count} topics"),
    ),
    GapKind.QUESTIONS: (
        N_("Questions that found nothing"),
        N_("None so far."),
        N_("All {count} questions"),
    ),
}


def gaps_page(gaps: Gaps, which: str = "") -> Page:
    """Return the first gaps of each kind; all of them if ``which`` names a kind."""
    rows = _rows(gaps)
    if which in set(GapKind):
        kind = GapKind(which)
        back = server_button(_("All gaps"), ActionKind.GAPS, "")
        here = ServerAction(ActionKind.GAPS, (which,))
        section = _section(kind, rows[kind], noted=gaps.noted)
        return Page(section, (back,), here=here, head=_(_GAPS[kind][0]))
    sections = (_section(kind, rows[kind][:_FIRST], noted=gaps.noted) for kind in GapKind)
    more = tuple(
        server_button(
            _(_GAPS[kind][2]).format(count=number(len(each))), ActionKind.GAPS, kind.value
        )
        for kind, each in rows.items()
        if len(each) > _FIRST
    )
    here = ServerAction(ActionKind.GAPS, ("",))
    return Page(tuple(chain.from_iterable(sections)), more, here=here, head=_("Gaps"))


def _section(kind: GapKind, rows: tuple[Row, ...], *, noted: bool) -> tuple[Block, ...]:
    (heading, none, _all), note = _GAPS[kind], ""
    if kind is GapKind.QUESTIONS and noted:
        note = _("Questions are counted without noting who asked.")
    elif kind is GapKind.QUESTIONS:
        none = _NOT_COUNTED
    shown = ListBlock(rows) if rows else Line(_(none))
    return (Heading(_(heading)), shown, *lines(note, small=True))


def _rows(gaps: Gaps) -> Mapping[GapKind, tuple[Row, ...]]:
    points = (Row(one.point.sentence, tally_in_words(one)) for one in gaps.one_sided)
    topics = (
        Row(one.topic.name, f"{wording.voices(one.voices)}, {wording.quotes(one.quotes)}")
        for one in gaps.one_voice
    )
    questions = (
        Row(one.question, counted(one.asked, "asked once", "asked {count} times"))
        for one in gaps.unanswered
    )
    return dict(zip(GapKind, map(tuple, (points, topics, questions)), strict=True))


def settings_page(answer: SettingsShown, role: str = "", channel: str = "") -> Page:
    """Return a server's settings; ``role`` and ``channel`` are the names of those set, if known."""
    preferences = answer.preferences
    if preferences.curator_role and not role:
        role = _("a role that no longer exists ({id})").format(id=preferences.curator_role)
    if preferences.review_channel and not channel:
        gone = _("a channel that no longer exists ({id})")
        channel = gone.format(id=preferences.review_channel)
    noted = preferences.note_questions
    counting = _("counted, without noting who asked") if noted else _("not counted")
    language = _("that of the library")
    if preferences.language:
        language = language_named(preferences.language)
    rows = (
        Row(_("Curator role"), role or _("none: only members with Manage Messages can curate")),
        Row(_("Review channel"), channel or _("none: suggestions wait in /library review")),
        Row(_("Questions that found nothing"), counting),
        Row(_("Language"), language),
    )
    dropped = counted(
        answer.declined,
        "Declined suggestions are kept for 90 days; {count} older one is only counted.",
        "Declined suggestions are kept for 90 days; {count} older ones are only counted.",
    )
    hint = _(
        "To let members with the role see /library, allow it under Server Settings, Integrations."
    )
    return Page(
        (
            Heading(_("Settings")),
            *lines(_("Saved.") if answer.changed else ""),
            ListBlock(rows),
            *lines(dropped if answer.declined else "", small=True),
            *lines(hint if preferences.curator_role else "", small=True),
        )
    )


def review_channel_page() -> Page:
    """Return the message to a channel that was made the review channel."""
    return Page((Line(_("I’ll announce new suggestions in this channel from now on.")),))


def closed_review_channel_page() -> Page:
    """Return the warning that the bot cannot write in the chosen review channel."""
    warning = _(
        "The settings are saved, but I can’t write in that channel. Let me view it and send "
        "messages there, or choose another one."
    )
    return Page((Line(warning),), tone=Tone.NOTICE)


def plan_page(plan: ImportPlan, token: str) -> Page:
    """Return the effect of an import, to be applied if it has no problems."""
    said = _(
        "{new} new, {changed} changed, {same} already here, {wrong} with problems. "
        "Nothing has been changed yet."
    ).format(
        new=number(len(plan.new)),
        changed=number(len(plan.changed)),
        same=number(len(plan.duplicate)),
        wrong=number(len(plan.wrong)),
    )
    passed_over = shortened(", ".join(plan.passed_over), _LONGEST_SKIPPED)
    skipped = _("Skipped: {names}").format(names=passed_over) if passed_over else ""
    blocks: tuple[Block, ...] = (
        Heading(_("Import preview")),
        Line(said),
        *_listed(_("Problems"), map(_problem, plan.wrong), _PROBLEMS_SHOWN),
        *_listed(_("New"), map(_entry, plan.new), _SHOWN),
        *_listed(_("Changed"), map(_entry, plan.changed), _SHOWN),
        *_listed(_("Already here"), map(_entry, plan.duplicate), _SHOWN),
        *_listed(_(MERGED), map(_entry, plan.merged), _SHOWN),
        *_listed(_(DIFFERING), map(_entry, plan.differing), _SHOWN),
        *lines(skipped, small=True),
    )
    if plan.wrong:
        hint = _("An import is all or nothing: fix the problems above, then try again.")
    elif plan.changes:
        hint = _("Apply makes all of these changes at once, under your name in the history.")
    else:
        hint = _("There’s nothing to import: all of it is already here.")
    apply = server_button(_("Apply"), ActionKind.SAVE, token, IMPORT)
    return Page(
        (*blocks, Line(hint)),
        (apply, server_button(_("Cancel"), ActionKind.CANCEL, token)) if plan.changes else (),
        Tone.ERROR if plan.wrong else Tone.PLAIN,
        here=ServerAction(ActionKind.LOOK, (token, IMPORT)),
        head=_("Import preview"),
    )


_OUT = {"removed": N_("It is removed here."), "hidden": N_("It is hidden here.")}
_ENTRIES = {
    Shelf.QUOTE: N_("Quote {id}"),
    Shelf.TOPIC: N_("Topic or point {id}"),
    Shelf.SPEAKER: N_("Speaker {id}"),
    Shelf.SOURCE: N_("Source {id}"),
}


def _entry(entry: ImportEntry) -> Row:
    under = []
    if entry.like:
        under.append(_("{id} already has the same text.").format(id=entry.like))
    if entry.near:
        under.append(_("Much like {name}, which is another one.").format(name=entry.near))
    if entry.difference:
        under.append(translated(entry.difference))
    if entry.added:
        under.append(_("Adds {names}.").format(names=entry.added))
    if entry.out:
        under.append(_(_OUT[entry.out]))
    kind = _(_ENTRIES[entry.subject.shelf]).format(id=entry.subject.id)
    return Row(kind, quoted(shortened(entry.name)), tuple(under))


def _problem(one: Problem) -> Row:
    place = _("{file}, line {line}").format(file=one.file, line=number(one.line))
    return Row(place, _("{wrong}; {remedy}").format(wrong=one.wrong, remedy=one.remedy))


def _listed(name: str, every: Iterable[Row], shown: int) -> tuple[Block, ...]:
    """Return the first rows under the name, and the number of others; nothing without rows."""
    rows = tuple(every)
    if not rows:
        return ()
    more = len(rows) - shown
    rest = _("and {count} more").format(count=number(more)) if more > 0 else ""
    return (Heading(name), ListBlock(rows[:shown]), *lines(rest, small=True))


def exported_page(own: int) -> Page:
    """Return the page that comes with the exported file; ``own`` counts the server's quotes."""
    said = _(
        "This server’s collection: {quotes} of its own, with their topics, points, speakers and "
        "sources. Use /library import to read the file back in."
    )
    return Page((Line(said.format(quotes=wording.quotes(own))),))
