"""The page of what was saved."""

from bot.library.changes import Shelf
from bot.moderation.outcomes import Did, Done
from bot.pages.attribution import passage
from bot.pages.page import Action, Block, Deed, Line, Page
from bot.pages.wording import shortened

_SAID = {
    Did.ADDED: "Saved. It is in this server’s answers from now on.",
    Did.CHANGED: "Changed. This server’s answers have it from now on.",
    Did.REMOVED: "Removed from this server’s answers. Nothing is lost: it can be restored.",
    Did.RESTORED: "Restored. It is in this server’s answers again, as it was.",
    Did.HIDDEN: "Hidden here. Other servers still see it, and it can be shown again.",
    Did.SHOWN: "Shown again in this server’s answers.",
    Did.WITHDRAWN: "Taken out. Your message is in no answer here any more, and stays out.",
    Did.TOGETHER: "Saved together. This server’s answers have all of it from now on.",
}
_OUT = (Did.REMOVED, Did.HIDDEN, Did.WITHDRAWN)


def done_page(done: Done) -> Page:
    """What was done, to what, and the ways on."""
    blocks: list[Block] = [Line(_SAID[done.did])]
    if done.excerpt is not None:
        blocks.append(passage(done.excerpt))
    elif done.name:
        blocks.append(Line(f"“{shortened(done.name)}”"))
    if done.reason and done.did is not Did.WITHDRAWN:
        blocks.append(Line(f"Reason: {done.reason}", small=True))
    if done.subject.id and done.did is not Did.WITHDRAWN:
        blocks.append(Line(f"Id: {done.subject.id}", small=True))
    return Page(tuple(blocks), _ways(done))


def _ways(done: Done) -> tuple[Action, ...]:
    target = (done.subject.id,)
    if done.subject.shelf is not Shelf.QUOTE or not done.subject.id:
        return ()
    history = Action(Deed.HISTORY, "History", (*target, "0"))
    match done.did:
        case Did.ADDED | Did.CHANGED | Did.RESTORED:
            return (
                Action(Deed.EDIT, "Edit", target),
                Action(Deed.REMOVE, "Remove", target),
                history,
            )
        case Did.REMOVED:
            return (Action(Deed.RESTORE, "Restore", target), history)
        case Did.HIDDEN:
            return (Action(Deed.SHOW, "Show again", target), history)
        case Did.SHOWN:
            return (Action(Deed.HIDE, "Hide", target), history)
        case Did.WITHDRAWN | Did.TOGETHER:
            return ()
