"""Quotes found by what somebody types while they type it."""

from bot.moderation import ModerationService
from bot.moderation.quote_completion import Among, quotes_like
from tests.moderation.making import ANN, HERE, added, form, token


def ids(curation: ModerationService, among: Among, typed: str = "", limit: int = 500) -> list[str]:
    return [one.id for one in quotes_like(curation.servers.view(HERE), among, typed, limit)]


def test_own_quotes_come_first_the_newest_before_others(curation: ModerationService) -> None:
    first = added(curation, form(text="First a fountain.")).subject.id
    second = added(curation, form(text="Then a second fountain.")).subject.id
    assert ids(curation, Among.LIVE)[:2] == [second, first]
    assert ids(curation, Among.OWN) == [second, first]


def test_all_words_must_stand_in_text_speaker_or_id(curation: ModerationService) -> None:
    id_ = added(curation, form(text="A FOUNTAIN in the square.")).subject.id
    assert ids(curation, Among.OWN, "fountain lindqvist") == [id_]
    assert ids(curation, Among.OWN, "fountain brennan") == []
    assert ids(curation, Among.OWN, id_[:8]) == [id_]


def test_name_of_a_speaker_may_be_mistyped(curation: ModerationService) -> None:
    id_ = added(curation, form(text="A FOUNTAIN in the square.")).subject.id
    assert ids(curation, Among.OWN, "fountain lindqivst") == [id_]
    assert ids(curation, Among.OWN, "fuontain lindqivst") == []


def test_removed_and_hidden_ones_are_found_where_they_are_asked_for(
    curation: ModerationService,
) -> None:
    id_ = added(curation, form(text="A fountain no more.")).subject.id
    curation.bind(HERE, ANN).quotes.remove(id_, "dry", token())
    shared = ids(curation, Among.SHARED)[0]
    curation.bind(HERE, ANN).quotes.hide(shared, token())
    assert ids(curation, Among.REMOVED) == [id_]
    assert ids(curation, Among.HIDDEN) == [shared]
    assert ids(curation, Among.OWN) == []
    assert shared not in ids(curation, Among.SHARED)
    assert not {id_, shared} & set(ids(curation, Among.LIVE))
    assert {id_, shared} <= set(ids(curation, Among.ANY))


def test_no_more_than_the_limit_are_given(curation: ModerationService) -> None:
    assert len(ids(curation, Among.LIVE, limit=3)) == 3
