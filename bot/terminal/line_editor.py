"""The line editor of the prompt: history, and completion of commands and names."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from bot.answers.desk import Desk
from bot.commands import BY_NAME, Command, Option
from bot.i18n import gettext as _
from bot.search.names import spelled_key
from bot.terminal.follow_ups import WORDS
from bot.terminal.io import fit_for_terminal
from bot.terminal.prompt import HELP, QUIT, Session

_MOST_OFFERED = 12
# The option at the end of a line that is being typed, with its opening quotation mark if any.
_OPTION_AT_THE_END = re.compile(r"(?:^|\s)--(\w+)(?:\s+|=)(\"?)([^\"]*)$")


def line_reader(desk: Desk, session: Session, state_folder: Path | None) -> Callable[[], str]:
    """Return a reader of the next line: KeyboardInterrupt on Ctrl-C, EOFError on Ctrl-D."""
    prompt: PromptSession[str] = PromptSession(
        "> ", history=history(state_folder), completer=RequestCompleter(desk, session)
    )
    return prompt.prompt


class RequestCompleter(Completer):
    """Complete the first word to a command or a follow-up, the rest to names in the library."""

    def __init__(self, desk: Desk, session: Session) -> None:
        self._desk = desk
        self._session = session

    def get_completions(
        self, document: Document, _complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """Yield completions of the text before the cursor, likeliest first."""
        typed = document.text_before_cursor.lstrip()
        first, space, rest = typed.partition(" ")
        if not space:
            yield from self._first_words(first)
            return
        command = BY_NAME.get(first.removeprefix("/").casefold())
        if command is not None:
            yield from self._options(command, rest.lstrip())

    def _first_words(self, typed: str) -> Iterable[Completion]:
        slash = typed[:1] if typed.startswith("/") else ""
        words = [
            WORDS[type(button.action)][0]
            for button in self._session.follow_ups
            if type(button.action) in WORDS
        ]
        for word in dict.fromkeys((*BY_NAME, *words, *HELP[:1], *QUIT[:1])):
            if word.startswith(typed.removeprefix("/").casefold()):
                summary = _(BY_NAME[word].summary) if word in BY_NAME else ""
                yield Completion(slash + word, -len(typed), display_meta=summary)

    def _options(self, command: Command, rest: str) -> Iterable[Completion]:
        named = {option.name: option for option in command.options if not option.main}
        at_the_end = _OPTION_AT_THE_END.search(rest)
        if at_the_end and at_the_end[1] in named:
            _before, mark, typed = at_the_end.groups()
            yield from self._offers(named[at_the_end[1]], typed, len(mark) + len(typed), '"{}" ')
            return
        last = rest.rpartition(" ")[2]
        if last.startswith("-"):
            for name, option in named.items():
                if f"--{name}".startswith(last):
                    yield Completion(f"--{name} ", -len(last), display_meta=_(option.summary))
            return
        if command.main is not None and "--" not in rest:
            yield from self._offers(command.main, rest, len(rest), "{}")

    def _offers(self, option: Option, typed: str, replaced: int, form: str) -> Iterable[Completion]:
        if not option.completes:
            return
        offers = self._desk.complete(option.completes, typed, _MOST_OFFERED)
        named = Counter(spelled_key(offer.name) for offer in offers)
        for offer in offers:
            name, note = fit_for_terminal(offer.name), offer.kind.value
            if named[spelled_key(offer.name)] == 1:
                yield Completion(form.format(name), -replaced, name, note)
            else:
                inserted = form.format(self._desk.value_of(offer))
                yield Completion(inserted, -replaced, name, f"{note} {offer.id}")


class _OptionalHistory(FileHistory):
    """The history in a file; if the file cannot be read or written, there is none."""

    def load_history_strings(self) -> Iterable[str]:
        lines: list[str] = []
        with suppress(OSError):
            lines = list(super().load_history_strings())
        return lines

    def store_string(self, string: str) -> None:
        with suppress(OSError):
            super().store_string(string)


def history(state_folder: Path | None) -> History:
    """Return the history of lines, kept in the folder; in memory without one."""
    if state_folder is None:
        return InMemoryHistory()
    with suppress(OSError):
        # Questions are private to the user.
        state_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return _OptionalHistory(str(state_folder / "history"))
