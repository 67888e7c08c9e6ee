"""The page of a change that came too late: another was first."""

from bot.moderation.outcomes import EditConflict
from bot.pages.attribution import passage
from bot.pages.moderation.history import deed_in_words
from bot.pages.moderation.preview import troubles_told
from bot.pages.moderation.times import moment_named
from bot.pages.page import ActionKind, Block, Button, Line, Page, ServerAction, Tone


def clash_page(clash: EditConflict) -> Page:
    """Who did what meanwhile, what stands there now, and one's own form beside it."""
    entry, again = clash.entry, clash.again
    did = deed_in_words(entry.change, known=True)
    name = clash.name.rstrip(".")
    blocks: list[Block] = [
        Line(f"{entry.member.name} was first, on {moment_named(entry.at)}: {did} “{name}”."),
        Line("Nothing of yours is saved, and nothing of it is lost."),
    ]
    if clash.now is not None:
        blocks.append(passage(clash.now, label="As it is now"))
    if again is None:
        return Page(tuple(blocks), tone=Tone.NOTICE)
    change = Button("Change mine", ServerAction(ActionKind.CHANGE, (again.token,)))
    cancel = Button("Leave it as it is", ServerAction(ActionKind.CANCEL, (again.token,)))
    if not again.valid or again.excerpt is None:
        blocks.extend(troubles_told(again.problems))
        return Page(tuple(blocks), (change, cancel), Tone.NOTICE)
    blocks.append(passage(again.excerpt, label="Yours"))
    save = Button("Save mine over it", ServerAction(ActionKind.SAVE, (again.token,)))
    return Page(tuple(blocks), (save, change, cancel), Tone.NOTICE)
