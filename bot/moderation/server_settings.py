"""Read and write a server's settings; defaults are not stored."""

from dataclasses import dataclass

from bot.errors import RequestError
from bot.store import Store

_ROLE, _CHANNEL, _QUESTIONS = "curator-role", "review-channel", "note-questions"
# Discord's ids are numbers of 64 bits.
_LONGEST_ID = 20


@dataclass(frozen=True, slots=True)
class Preferences:
    """A server's settings: ids of a role and of a channel (digits, or empty).

    ``note_questions`` says whether questions that found nothing are counted.
    """

    curator_role: str = ""
    review_channel: str = ""
    note_questions: bool = True


def preferences_of(store: Store, server: str) -> Preferences:
    """Return a server's settings. Raises StoreError if they cannot be read."""
    stored = store.settings.all(server)
    return Preferences(
        curator_role=str(stored.get(_ROLE, "")),
        review_channel=str(stored.get(_CHANNEL, "")),
        note_questions=stored.get(_QUESTIONS, True) is not False,
    )


def put_preferences(store: Store, server: str, preferences: Preferences) -> None:
    """Store all settings; if questions are not to be counted, forget those counted.

    Raises RequestError for a malformed id, and then stores nothing.
    """
    _refuse_malformed_id("curator role", preferences.curator_role)
    _refuse_malformed_id("review channel", preferences.review_channel)
    before = preferences_of(store, server)
    wanted = {
        _ROLE: (before.curator_role, preferences.curator_role),
        _CHANNEL: (before.review_channel, preferences.review_channel),
    }
    for key, (was, will_be) in wanted.items():
        if was != will_be:
            store.settings.put(server, key, will_be or None)
    if before.note_questions != preferences.note_questions:
        store.settings.put(server, _QUESTIONS, None if preferences.note_questions else False)
    if not preferences.note_questions:
        store.questions.clear(server)


def _refuse_malformed_id(setting: str, id_: str) -> None:
    if id_ and not (id_.isascii() and id_.isdecimal() and len(id_) <= _LONGEST_ID):
        raise RequestError(
            f"The {setting} must be an id, which is a number. Choose it from the list."
        )
