"""What a server set, as it is kept: a key for each setting, none for what is as it comes."""

from bot.errors import RequestError
from bot.moderation.forms import Preferences
from bot.store import Store

_ROLE, _CHANNEL, _QUESTIONS = "curator-role", "review-channel", "note-questions"
# Discord's ids are numbers of 64 bits.
_LONGEST_ID = 20


def preferences_of(store: Store, server: str) -> Preferences:
    """What a server set. Raises StoreError where it cannot be read."""
    kept = store.settings.all(server)
    return Preferences(
        curator_role=str(kept.get(_ROLE, "")),
        review_channel=str(kept.get(_CHANNEL, "")),
        note_questions=kept.get(_QUESTIONS, True) is not False,
    )


def put_preferences(store: Store, server: str, preferences: Preferences) -> None:
    """Set all of them; with the counting of questions turned off, forget those counted.

    Raises RequestError for what is no id, and sets nothing then.
    """
    _refuse_no_id("curator role", preferences.curator_role)
    _refuse_no_id("review channel", preferences.review_channel)
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


def _refuse_no_id(setting: str, id_: str) -> None:
    if id_ and not (id_.isascii() and id_.isdecimal() and len(id_) <= _LONGEST_ID):
        raise RequestError(f"The {setting} is given by its id, a number. Choose it from the list.")
