"""Pages of importing and exporting a server's collection."""

from bot.moderation.import_plan import ImportEntry, ImportPlan
from bot.pages.blocks import Block, Heading, Line, ListBlock, Row, Tone
from bot.pages.page import ActionKind, Page, ServerAction, server_button
from bot.pages.wording import counted, shortened

# ListBlock shown of each kind and of the problems; the rest is counted.
_SHOWN = 10
_PROBLEMS_SHOWN = 200
_LONGEST_SKIPPED = 300
# The second part of the buttons' target, so that a plan that is no longer kept can be told from a
# preview.
IMPORT = "import"


def plan_page(plan: ImportPlan, token: str) -> Page:
    """Return the effect of an import, to be applied if it has no problems."""
    kinds = (("new", plan.new), ("changed", plan.changed), ("already here", plan.duplicate))
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
        blocks += _more(len(plan.wrong), _PROBLEMS_SHOWN)
    for name, entries in kinds:
        if entries:
            blocks += [Heading(name.capitalize()), ListBlock(tuple(map(_entry, entries[:_SHOWN])))]
            blocks += _more(len(entries), _SHOWN)
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
    if entry.out:
        under.append(f"It is {entry.out} here.")
    kind = entry.subject.shelf.value.capitalize()
    return Row(f"{kind} {entry.subject.id}", f"“{shortened(entry.name)}”", tuple(under))


def _more(count: int, shown: int) -> list[Block]:
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
