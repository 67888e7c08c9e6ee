"""What is said about Discord itself; the words of an answer are chosen in :mod:`bot.pages`."""

from bot.search.results import Suggestion

PRIVATE = "Only you see the answer"
REST_IN_THE_FILE = "This answer goes on in the file below."
BUTTONS_GO_ON = "There was room for {shown} buttons of {all}."
MENU_GOES_ON = "The menus hold {shown} of {all}; the others open by their names."
PAGE_NUMBER = "Page {number} of {all}"
PREVIOUS_PAGE = "Previous page"
NEXT_PAGE = "Next page"
FILE_NAME = "rest-of-the-answer.txt"
OLD_BUTTON = (
    "This button cannot be followed any more: it is from an older version. "
    "Ask again with a command, and the answer has new ones."
)
NO_WORDS = "That message has no words to look up; pictures and files are not read."
OLD_COMMAND = (
    "This command has changed since your Discord learnt of it. "
    "Reload Discord (Ctrl+R, or start the app again) and try once more."
)


def choice_label(suggestion: Suggestion) -> tuple[str, str]:
    """What a choice is called, and what it is and how much there is, to stand behind the name."""
    count = suggestion.quotes
    held = "1 excerpt" if count == 1 else f"{count} excerpts"
    return suggestion.name, f" · {suggestion.kind.value} · {held}"
