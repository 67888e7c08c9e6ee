"""The page of what was saved."""

from bot.library.changes import Shelf
from bot.moderation.outcomes import SaveKind, SaveResult
from bot.pages.attribution import passage
from bot.pages.page import ActionKind, Block, Button, Line, Page, ServerAction
from bot.pages.wording import shortened

_SAID = {
    SaveKind.ADDED: "Saved. It is in this server’s answers from now on.",
    SaveKind.CHANGED: "Changed. This server’s answers have it from now on.",
    SaveKind.REMOVED: "Removed from this server’s answers. Nothing is lost: it can be restored.",
    SaveKind.RESTORED: "Restored. It is in this server’s answers again, as it was.",
    SaveKind.HIDDEN: "Hidden here. Other servers still see it, and it can be shown again.",
    SaveKind.SHOWN: "Shown again in this server’s answers.",
    SaveKind.WITHDRAWN: "Taken out. Your message is in no answer here any more, and stays out.",
    SaveKind.TOGETHER: "Saved together. This server’s answers have all of it from now on.",
}
_OUT = (SaveKind.REMOVED, SaveKind.HIDDEN, SaveKind.WITHDRAWN)


def done_page(done: SaveResult) -> Page:
    """What was done, to what, and the ways on."""
    blocks: list[Block] = [Line(_SAID[done.kind])]
    if done.excerpt is not None:
        blocks.append(passage(done.excerpt))
    elif done.name:
        blocks.append(Line(f"“{shortened(done.name)}”"))
    if done.reason and done.kind is not SaveKind.WITHDRAWN:
        blocks.append(Line(f"Reason: {done.reason}", small=True))
    if done.subject.id and done.kind is not SaveKind.WITHDRAWN:
        blocks.append(Line(f"Id: {done.subject.id}", small=True))
    return Page(tuple(blocks), _ways(done))


def _ways(done: SaveResult) -> tuple[Button, ...]:
    target = (done.subject.id,)
    if done.subject.shelf is not Shelf.QUOTE or not done.subject.id:
        return ()
    history = Button("History", ServerAction(ActionKind.HISTORY, (*target, "0")))
    match done.kind:
        case SaveKind.ADDED | SaveKind.CHANGED | SaveKind.RESTORED:
            return (
                Button("Edit", ServerAction(ActionKind.EDIT, target)),
                Button("Remove", ServerAction(ActionKind.REMOVE, target)),
                history,
            )
        case SaveKind.REMOVED:
            return (Button("Restore", ServerAction(ActionKind.RESTORE, target)), history)
        case SaveKind.HIDDEN:
            return (Button("Show again", ServerAction(ActionKind.SHOW, target)), history)
        case SaveKind.SHOWN:
            return (Button("Hide", ServerAction(ActionKind.HIDE, target)), history)
        case SaveKind.WITHDRAWN | SaveKind.TOGETHER:
            return ()
