"""Two processes on one database, represented by two stores on one file, with many threads each."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.errors import RequestError, StoreError
from bot.library.library import Library
from bot.moderation.outcomes import DecidedEarlier, DecisionMade, EditConflict, SaveResult
from bot.moderation.servers import Servers
from bot.moderation.service import ModerationService
from bot.store.store import Store, open_store
from tests.clocks import ManualClock
from tests.moderation.making import ANN, BEN, CLEO, FORM, HERE, TEXT, form, looked, token


@pytest.fixture
def other(
    library: Library, store: Store, tmp_path: Path, clock: ManualClock
) -> Iterator[ModerationService]:
    """Moderation service of another process."""
    assert store.history.revision(HERE) == 0
    with open_store(f"sqlite:///{tmp_path}/counterpoint.db", clock) as opened:
        yield ModerationService(Servers(library, opened), clock)


def test_the_same_words_added_at_once_are_all_kept_under_ids_of_their_own(
    service: ModerationService, other: ModerationService
) -> None:
    def add(number: int) -> SaveResult:
        desk = (service, other)[number % 2]
        done = desk.bind(HERE, ANN).save(looked(desk, FORM))
        while isinstance(done, EditConflict):  # the id was taken meanwhile, more than twice
            done = desk.bind(HERE, ANN).save(looked(desk, FORM))
        assert isinstance(done, SaveResult)
        return done

    with ThreadPoolExecutor(4) as pool:
        ids = [done.subject.id for done in pool.map(add, range(8))]
    assert len(set(ids)) == 8
    for desk in (service, other):
        library = desk.servers.desk(HERE).library
        assert [library.quotes[id_].text for id_ in ids] == [TEXT] * 8
        assert len([one for one in library.speakers if one.startswith("rosa")]) == 1


def test_one_of_two_decides_and_the_other_is_told(
    service: ModerationService, other: ModerationService
) -> None:
    for number in range(4):
        service.for_member(HERE, CLEO).suggest(form(text=f"{TEXT} {number}"), token())
        deciding = (
            lambda number=number: service.bind(HERE, ANN).suggestions.accept(number + 1, token()),
            lambda number=number: other.bind(HERE, BEN).suggestions.decline(
                number + 1, "No.", token()
            ),
        )
        with ThreadPoolExecutor(2) as pool:
            answers = [each.result() for each in [pool.submit(decide) for decide in deciding]]
        assert sorted(type(answer).__name__ for answer in answers) == [
            DecidedEarlier.__name__,
            DecisionMade.__name__,
        ]


def test_an_edit_in_another_process_clashes(
    service: ModerationService, other: ModerationService
) -> None:
    filled = service.bind(HERE, ANN).quotes.form_of("chain")
    mine = service.bind(HERE, ANN).previews.make(replace(filled, note="Mine."), token())
    theirs = other.bind(HERE, BEN).previews.make(replace(filled, note="Theirs."), token())
    assert isinstance(other.bind(HERE, BEN).save(theirs), SaveResult)
    clash = service.bind(HERE, ANN).save(mine)
    assert isinstance(clash, EditConflict)
    assert clash.now is not None
    assert clash.now.quote.note == "Theirs."


def test_a_database_that_is_gone_saves_nothing_and_reading_goes_on(
    service: ModerationService, store: Store, tmp_path: Path
) -> None:
    preview = looked(service, FORM)
    before = service.servers.desk(HERE)
    store.close()
    file = tmp_path / "counterpoint.db"
    file.rename(tmp_path / "away.db")
    file.mkdir()
    for door in (
        lambda: service.bind(HERE, ANN).save(preview),
        lambda: service.bind(HERE, ANN).quotes.hide("chain", token()),
        lambda: service.for_member(HERE, CLEO).suggest(FORM, token()),
        service.bind(HERE, ANN).quotes.history,
    ):
        with pytest.raises(StoreError):
            door()
    assert service.servers.desk(HERE) is before
    file.rmdir()
    (tmp_path / "away.db").rename(file)
    assert isinstance(service.bind(HERE, ANN).save(preview), SaveResult)


def test_the_oldest_form_of_hundreds_is_no_longer_at_hand(service: ModerationService) -> None:
    first = looked(service, FORM)
    for _ in range(500):
        looked(service, form(text=""))
    with pytest.raises(RequestError, match="open it again"):
        service.bind(HERE, ANN).previews.get(first.token)
