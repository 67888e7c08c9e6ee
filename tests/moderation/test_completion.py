"""Completion of quotes from partly typed text."""

from bot.moderation.quotes import Among, quotes_like
from bot.moderation.service import ModerationService
from tests.moderation.making import ANN, HERE, added, form, token


def ids(service: ModerationService, among: Among, typed: str = "", limit: int = 500) -> list[str]:
    return [one.id for one in quotes_like(service.servers.view(HERE), among, typed, limit)]


def test_own_quotes_come_first_the_newest_before_others(service: ModerationService) -> None:
    first = added(service, form(text="First a fountain.")).subject.id
    second = added(service, form(text="Then a second fountain.")).subject.id
    assert ids(service, Among.LIVE)[:2] == [second, first]
    assert ids(service, Among.OWN) == [second, first]


def test_all_words_must_stand_in_text_speaker_or_id(service: ModerationService) -> None:
    id_ = added(service, form(text="A FOUNTAIN in the square.")).subject.id
    assert ids(service, Among.OWN, "fountain lindqvist") == [id_]
    assert ids(service, Among.OWN, "fountain brennan") == []
    assert ids(service, Among.OWN, id_[:8]) == [id_]


def test_name_of_a_speaker_may_be_mistyped(service: ModerationService) -> None:
    id_ = added(service, form(text="A FOUNTAIN in the square.")).subject.id
    assert ids(service, Among.OWN, "fountain lindqivst") == [id_]
    assert ids(service, Among.OWN, "fuontain lindqivst") == []


def test_removed_and_hidden_ones_are_found_where_they_are_asked_for(
    service: ModerationService,
) -> None:
    id_ = added(service, form(text="A fountain no more.")).subject.id
    service.bind(HERE, ANN).quotes.remove(id_, "dry", token())
    shared = ids(service, Among.SHARED)[0]
    service.bind(HERE, ANN).quotes.hide(shared, token())
    assert ids(service, Among.REMOVED) == [id_]
    assert ids(service, Among.HIDDEN) == [shared]
    assert ids(service, Among.OWN) == []
    assert shared not in ids(service, Among.SHARED)
    assert not {id_, shared} & set(ids(service, Among.LIVE))
    assert {id_, shared} <= set(ids(service, Among.ANY))


def test_no_more_than_the_limit_are_given(service: ModerationService) -> None:
    assert len(ids(service, Among.LIVE, limit=3)) == 3
