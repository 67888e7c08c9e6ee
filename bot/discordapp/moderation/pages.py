"""The pages of the moderators' desk, with what only a front end knows: the forms' tokens."""

from dataclasses import replace

from bot.moderation import EditConflict, Form, InvalidForm, Preview, Review, TooManySuggestions
from bot.moderation.outcomes import ModerationAnswer
from bot.moderation.pending_forms import FormKind
from bot.pages.moderation import moderation_page_of
from bot.pages.moderation.forms import typed_block
from bot.pages.page import ActionKind, Button, Page, ServerAction


def page_of_answer(answer: ModerationAnswer, token: str) -> Page:
    """The page of an answer; ``token`` is that of the form it answers.

    Where a form cannot be taken, the page has what was typed, and so loses nothing.
    """
    page = moderation_page_of(answer)
    match answer:
        case Preview() as preview:
            return _filed(_typed(page, preview.form, sound=preview.valid), preview.token)
        case Review() as review:
            return _filed(page, review.preview.token)
        case InvalidForm(form=Form() as form):
            return _with(_typed(page, form, sound=False), _change(token))
        case InvalidForm() | EditConflict(again=None):
            return _with(page, _change(token))
        case _:
            return page


def page_of_enough(answer: TooManySuggestions, form: Form, token: str) -> Page:
    """The page of a suggestion too many, with what was typed and a way to send it off later."""
    page = _typed(moderation_page_of(answer), form, sound=False)
    return _with(page, Button("Open it again", ServerAction(ActionKind.CHANGE, (token,))))


def _change(token: str) -> Button:
    return Button("Change", ServerAction(ActionKind.CHANGE, (token,)))


def _typed(page: Page, form: Form, *, sound: bool) -> Page:
    return page if sound else replace(page, blocks=(*page.blocks, typed_block(form)))


def _filed(page: Page, token: str) -> Page:
    """With a way to the second form, right after the one to the first."""
    way = Button("File it", ServerAction(ActionKind.CHANGE, (token, FormKind.FILING.value)))
    places = [place for place, one in enumerate(page.buttons) if _kind(one) is ActionKind.CHANGE]
    after = places[0] + 1 if places else len(page.buttons)
    return replace(page, buttons=(*page.buttons[:after], way, *page.buttons[after:]))


def _with(page: Page, added: Button) -> Page:
    if any(_kind(one) is _kind(added) for one in page.buttons):
        return page
    return replace(page, buttons=(*page.buttons, added))


def _kind(button: Button) -> ActionKind | None:
    return button.action.kind if isinstance(button.action, ServerAction) else None
