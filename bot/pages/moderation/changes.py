"""Pages of saved changes, of changes that another moderator made first, and of the history."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from bot.i18n import N_, gettext as _, moment, quoted
from bot.library import changes
from bot.library.model import Excerpt
from bot.moderation.outcomes import EditConflict, HistoryPage, HistoryStep, SaveKind, SaveResult
from bot.pages.attribution import date_in_words, passage
from bot.pages.moderation.quote_preview import change_button, problem_blocks
from bot.pages.page import (
    CONFIRMED,
    ActionKind,
    Block,
    Button,
    Choice,
    Heading,
    Line,
    ListBlock,
    Menu,
    Page,
    Row,
    ServerAction,
    Tone,
)
from bot.pages.wording import because, lines, server_button, shortened
from bot.store.records import Member

_SAVED = {
    SaveKind.ADDED: N_("Saved. This server’s answers now include it."),
    SaveKind.CHANGED: N_("Changed. This server’s answers now show the new version."),
    SaveKind.REMOVED: N_("Removed from this server’s answers. You can restore it at any time."),
    SaveKind.RESTORED: N_("Restored. This server’s answers include it again."),
    SaveKind.HIDDEN: N_(
        "Hidden in this server. Other servers still see it; you can show it again."
    ),
    SaveKind.SHOWN: N_("Shown again in this server’s answers."),
    SaveKind.ERASED: N_(
        "Erased. The words of the message are gone from this server’s answers, history and "
        "exports. It can’t be added again."
    ),
    SaveKind.TOGETHER: N_("Saved. This server’s answers now include all of it."),
}
_LABELS = {
    ActionKind.EDIT: N_("Edit"),
    ActionKind.REMOVE: N_("Remove"),
    ActionKind.RESTORE: N_("Restore"),
    ActionKind.HIDE: N_("Hide"),
    ActionKind.SHOW: N_("Show again"),
    ActionKind.HISTORY: N_("History"),
    ActionKind.ERASE: N_("Erase for good"),
}
_SAVED_HERE = (ActionKind.EDIT, ActionKind.REMOVE, ActionKind.HISTORY)
_AFTER = {
    SaveKind.ADDED: _SAVED_HERE,
    SaveKind.CHANGED: _SAVED_HERE,
    SaveKind.RESTORED: _SAVED_HERE,
    SaveKind.REMOVED: (ActionKind.RESTORE, ActionKind.HISTORY),
    SaveKind.HIDDEN: (ActionKind.SHOW, ActionKind.HISTORY),
    SaveKind.SHOWN: (ActionKind.HIDE, ActionKind.HISTORY),
}
_AFTER_OUT = {"removed": ActionKind.RESTORE, "hidden": ActionKind.SHOW}
_ERASED = {
    changes.Right.AUTHOR: N_("erased on {day}, as the author of the message wanted"),
    changes.Right.MEMBER: N_("erased on {day}, as a member asked to be forgotten"),
    changes.Right.OPERATOR: N_("erased on {day} by the operator, for a member to be forgotten"),
}
_OUT = {"removed": N_("Removed here"), "hidden": N_("Hidden here")}
_FIELDS: Mapping[str, str] = {
    "text": N_("the text"),
    "positions": N_("the points"),
    "topics": N_("the topics"),
    "topic": N_("the topic"),
    "speaker": N_("the speaker"),
    "source": N_("the source"),
    "place": N_("the place"),
    "part": N_("the part of the source"),
    "quoting": N_("who quotes it"),
    "reported": N_("whose view it reports"),
    "occurrence": N_("which occurrence it is"),
    "status": N_("the status"),
    "note": N_("the note"),
    "phrasings": N_("the questions it answers"),
    "first": N_("whether it comes first"),
    "name": N_("the name"),
    "aliases": N_("the other names"),
    "role": N_("the role"),
    "pseudonym": N_("whether it is a pseudonym"),
    "inferred": N_("what is inferred"),
    "title": N_("the title"),
    "author": N_("the author"),
    "publication": N_("the publication"),
    "date": N_("the date"),
    "date_text": N_("the date in words"),
    "url": N_("the link"),
    "file": N_("the file"),
    "language": N_("the language"),
    "sentence": N_("the sentence"),
    "side_for": N_("the name of the side for it"),
    "side_against": N_("the name of the side against it"),
}
# In words if it is new, and if it was known.
_PUT: Mapping[type[changes.Change], tuple[str, str]] = {
    changes.PutQuote: (N_("added “{name}”"), N_("changed “{name}”")),
    changes.PutTopic: (N_("added the topic “{name}”"), N_("changed the topic “{name}”")),
    changes.PutPoint: (N_("added the point “{name}”"), N_("changed the point “{name}”")),
    changes.PutSpeaker: (N_("added the speaker “{name}”"), N_("changed the speaker “{name}”")),
    changes.PutSource: (N_("added the source “{name}”"), N_("changed the source “{name}”")),
}
_OTHERS: Mapping[type[changes.Change], str] = {
    changes.RemoveQuote: N_("removed “{name}”"),
    changes.RestoreQuote: N_("restored “{name}”"),
    changes.HideQuote: N_("hid “{name}”"),
    changes.ShowQuote: N_("showed “{name}”"),
    changes.Erased: N_("erased “{name}”"),
    changes.Unreadable: N_("made a change that can’t be read, and is left out: “{name}”"),
}


def named(member: Member) -> str:
    """Return the name of a member, also of one who was forgotten."""
    return member.name or _("A former member")


def quote_button(kind: ActionKind, quote: str) -> Button:
    """Return the button with an action on a quote, one of those with a label above."""
    # A history begins with the newest change, revision 0.
    more = ("0",) if kind is ActionKind.HISTORY else ()
    return server_button(_(_LABELS[kind]), kind, quote, *more)


def erase_page(excerpt: Excerpt) -> Page:
    """Return the question whether a quote saved from a message is to be erased."""
    quote = excerpt.quote.id
    effect = _(
        "Its words leave this server’s answers, history, suggestions and exports. This can’t be "
        "undone, and the message can’t be added again."
    )
    buttons = (
        server_button(_("Yes, erase it"), ActionKind.ERASE, quote, CONFIRMED),
        server_button(_("Keep it"), ActionKind.HISTORY, quote, "0"),
    )
    question = Line(_("Did the author of this message ask to have it erased?"))
    return Page((question, passage(excerpt), Line(effect)), buttons, Tone.NOTICE)


def saved_page(result: SaveResult) -> Page:
    """Return the page of a saved change, with buttons to undo or continue it."""
    id_, is_quote = result.subject.id, result.subject.shelf is changes.Shelf.QUOTE
    erasable = result.kind is SaveKind.REMOVED and result.from_message
    hint = _("If the author of the message asked for it, erase it for good, history included.")
    named = lines(quoted(shortened(result.name)) if result.name else "")
    blocks: tuple[Block, ...] = (
        Line(_(_SAVED[result.kind])),
        *((passage(result.excerpt),) if result.excerpt else named),
        *lines(
            because(result.reason),
            _("Id: {id}").format(id=id_) if id_ else "",
            hint if erasable else "",
            small=True,
        ),
    )
    kinds = (*_AFTER.get(result.kind, ()), *((ActionKind.ERASE,) if erasable else ()))
    return Page(blocks, tuple(quote_button(one, id_) for one in kinds if id_ and is_quote))


def conflict_page(conflict: EditConflict, token: str) -> Page:
    """Return who was first, the present state, and the form (of ``token``) to open again."""
    entry, again = conflict.entry, conflict.again
    change = change_in_words(entry.change, conflict.name.rstrip("."), known=True)
    first = _("{member} was first, on {moment}: {change}.")
    first = first.format(member=named(entry.member), moment=moment(entry.at), change=change)
    lost = _("Your change isn’t saved, but it isn’t lost either.")
    blocks: list[Block] = [Line(first), Line(lost)]
    if conflict.now is not None:
        blocks.append(passage(conflict.now, label=_("Now")))
    if again is None:
        return Page(tuple(blocks), (change_button(token),) if token else (), Tone.NOTICE)
    edit = change_button(again.token, _("Change mine"))
    cancel = server_button(_("Leave it as it is"), ActionKind.CANCEL, again.token)
    if again.problems or again.excerpt is None:
        blocks.extend(problem_blocks(again.problems))
        return Page(tuple(blocks), (edit, cancel), Tone.NOTICE)
    blocks.append(passage(again.excerpt, label=_("Yours")))
    save = server_button(_("Save mine over it"), ActionKind.SAVE, again.token)
    return Page(tuple(blocks), (save, edit, cancel), Tone.NOTICE)


def history_page(history: HistoryPage) -> Page:
    """Return one row for each change, newest first; for a quote, the quote before them."""
    label = _(_OUT[history.out]) if history.out else ""
    blocks: tuple[Block, ...] = (
        Heading(_("History")),
        *((passage(history.excerpt, label=label),) if history.excerpt else ()),
        ListBlock(tuple(map(_step, history.steps)))
        if history.steps
        else Line(_("Nothing has been changed here yet.")),
    )
    here = None
    if history.steps:
        after = history.steps[0].entry.revision + 1
        here = ServerAction(ActionKind.HISTORY, (history.quote, str(after)))
    return Page(blocks, _after_history(history), here=here, head=_("History"))


def _after_history(history: HistoryPage) -> tuple[Button, ...]:
    back = _AFTER_OUT.get(history.out, ActionKind.EDIT if history.excerpt else None)
    kinds = filter(None, (back, ActionKind.ERASE if history.from_message else None))
    buttons = tuple(quote_button(kind, history.quote) for kind in kinds)
    older = server_button(_("Older"), ActionKind.HISTORY, history.quote, str(history.older))
    return (*buttons, older) if history.older else buttons


def change_in_words(change: changes.Change, name: str, *, known: bool) -> str:
    """Return a change such as ``added “name”``, or ``changed the topic “name”`` if known."""
    kind = type(change)
    said = _PUT[kind][known] if kind in _PUT else _OTHERS[kind]
    return _(said).format(name=name)


def _step(step: HistoryStep) -> Row:
    entry = step.entry
    who = f"{named(entry.member)} · {moment(entry.at)}"
    if isinstance(erased := entry.change, changes.Erased):
        return Row(who, _(_ERASED[erased.right]).format(day=date_in_words(erased.on)))
    change = change_in_words(entry.change, shortened(step.name), known=step.known)
    subject = changes.subject_of(entry.change)
    return Row(who, change, (subject.id, *_changed_fields(step), *_reason(step)))


def _changed_fields(step: HistoryStep) -> tuple[str, ...]:
    if step.before is None or type(step.before) is not type(step.entry.change):
        return ()
    before, now = _content(step.before), _content(step.entry.change)
    names = [
        _(_FIELDS.get(name, name))
        for name in before.__struct_fields__
        if getattr(before, name) != getattr(now, name)
    ]
    return (_("Changed: {fields}").format(fields=", ".join(names)),) if names else ()


def _content(change: changes.Change) -> Any:
    """Return the quote, point, speaker or source that a change writes; else the change itself."""
    first = getattr(change, change.__struct_fields__[0])
    return first if isinstance(first, Struct) else change


def _reason(step: HistoryStep) -> tuple[str, ...]:
    said = because(getattr(step.entry.change, "reason", "")) or step.entry.why
    return (said,) if said else ()


def saved_message_page(excerpts: Sequence[Excerpt], *, own: bool, may_curate: bool) -> Page:
    """Return the quotes already saved from a message, at least one.

    The author of the message (``own``) may take them out; a moderator may edit them.
    """
    hint = _("You wrote it, so you can take it out yourself, without asking anyone.")
    blocks: tuple[Block, ...] = (
        Line(_("This message is already saved as a quote here.")),
        *map(passage, excerpts),
        *lines(hint if own else ""),
    )
    quotes = [excerpt.quote for excerpt in excerpts]
    if len(quotes) == 1:
        out = (server_button(_("Take it out"), ActionKind.WITHDRAW, quotes[0].id),)
        edit = [quote_button(k, quotes[0].id) for k in (ActionKind.EDIT, ActionKind.HISTORY)]
        return Page(blocks, (*(out if own else ()), *(edit if may_curate else ())))

    def menu(label: str, kind: ActionKind, *more: str) -> Menu:
        choices = (Choice(shortened(q.text), ServerAction(kind, (q.id, *more))) for q in quotes)
        return Menu(label, tuple(choices))

    # The history of a quote has the button to edit it.
    menus = (
        *((menu(_("Take one out"), ActionKind.WITHDRAW),) if own else ()),
        *((menu(_("See or edit one"), ActionKind.HISTORY, "0"),) if may_curate else ()),
    )
    return Page(blocks, menus=menus)
