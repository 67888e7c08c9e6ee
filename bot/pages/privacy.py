"""Pages of ``/privacy``: what is stored about a member, and *Forget me*."""

from collections import Counter
from collections.abc import Mapping

from bot.i18n import N_, counted, gettext as _, moment, number
from bot.library.changes import Erased
from bot.pages.moderation.changes import change_in_words
from bot.pages.page import (
    CONFIRMED,
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
from bot.pages.wording import dotted, lines, server_button, shortened
from bot.store.records import Forgotten, PersonalKind, PersonalRecord

# The page has a button to each of its parts; a moderator may have thousands of records.
_LISTED = 500
_KINDS = {
    PersonalKind.WORDS: N_("Words saved from your messages"),
    PersonalKind.CHANGE: N_("Changes you made to the collection"),
    PersonalKind.SUGGESTION: N_("Suggestions you made"),
    PersonalKind.DECISION: N_("Decisions you made on suggestions"),
    PersonalKind.SETTING: N_("Settings that name you"),
    PersonalKind.MENTION: N_("Other records that hold your id or your name"),
}
_RECORDS = {
    PersonalKind.WORDS: N_("from your message: “{text}”"),
    PersonalKind.SUGGESTION: N_("you suggested “{text}”"),
    PersonalKind.DECISION: N_("you decided on “{text}”"),
    PersonalKind.SETTING: N_("the setting “{text}”"),
    PersonalKind.MENTION: N_("names you: “{text}”"),
}


def privacy_page(
    records: tuple[PersonalRecord, ...], servers: Mapping[str, str], *, everywhere: bool
) -> Page:
    """Return everything that is stored about a member, with a button to erase it.

    ``servers`` are the names of servers by id; ``everywhere`` says that the records are those of
    all servers.
    """
    if everywhere:
        nothing, hint = _("I store nothing about you."), ""
        intro = _("This is all I store about you, in all servers.")
    else:
        nothing = _("I store nothing about you here.")
        intro = _("This is all I store about you in this server.")
        hint = _("In direct messages with me, /privacy shows what I store in all servers.")
    blocks: tuple[Block, ...] = (
        Heading(_("Your data")),
        Line(intro if records else nothing),
        *((ListBlock(_counts(records)),) if records else ()),
        Line(_("I keep a message only if somebody saves it, and never who asked what.")),
        *lines(hint, small=True),
    )
    if not records:
        return Page(blocks)
    listed, more = records[:_LISTED], len(records) - _LISTED
    rows = tuple(_row(one, servers.get(one.server, "") if everywhere else "") for one in listed)
    rest = counted(more, "and {count} more", "and {count} more") if more > 0 else ""
    return Page(
        (*blocks, Heading(_("The records")), ListBlock(rows), *lines(rest, small=True)),
        (server_button(_("Forget me"), ActionKind.FORGET, ""),),
        here=ServerAction(ActionKind.PRIVACY),
        head=_("Your data"),
    )


def _counts(records: tuple[PersonalRecord, ...]) -> tuple[Row, ...]:
    counts = Counter(record.kind for record in records)
    return tuple(Row(_(_KINDS[kind]), number(counts[kind])) for kind in _KINDS if counts[kind])


def _row(record: PersonalRecord, server: str) -> Row:
    """Return a record with its moment; a change as in the history."""
    text = shortened(record.text)
    said = _(_RECORDS.get(record.kind, "")).format(text=text) if record.kind in _RECORDS else ""
    if record.change is not None and record.kind is PersonalKind.CHANGE:
        if isinstance(record.change, Erased):
            text = record.change.shelf.value
        said = change_in_words(record.change, text, known=True)
    when = moment(record.at) if record.at else ""
    return Row(dotted((server, when)) or said, said if server or when else "")


def forget_page(*, everywhere: bool) -> Page:
    """Return the question whether a member is to be forgotten."""
    if everywhere:
        question = _("Shall I forget you in all servers?")
    else:
        question = _("Shall I forget you in this server?")
    effect = _(
        "Your id and your name leave every record, and words saved from your messages are erased, "
        "from the history too. This can’t be undone."
    )
    buttons = (
        server_button(_("Yes, forget me"), ActionKind.FORGET, CONFIRMED),
        server_button(_("No"), ActionKind.PRIVACY),
    )
    return Page((Line(question), Line(effect)), buttons, Tone.NOTICE)


def forgotten_page(done: Forgotten) -> Page:
    """Return what was erased about a member."""
    if not done.servers:
        return Page((Line(_("There was nothing left to erase.")),))
    said = counted(
        done.records,
        "Done. {count} record no longer names you.",
        "Done. {count} records no longer name you.",
    )
    erased = counted(
        done.quotes,
        "The words of {count} quote from your messages are erased.",
        "The words of {count} quotes from your messages are erased.",
    )
    backups = _(
        "Older backups still hold them until the people who run this bot delete those backups."
    )
    return Page((*lines(said, erased if done.quotes else ""), Line(backups, small=True)))
