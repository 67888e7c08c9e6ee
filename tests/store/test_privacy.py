"""Erasure on both databases: afterwards no table and no byte of a file holds what was erased."""

import itertools
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.errors import StoreError
from bot.library.changes import (
    Change,
    Erased,
    HideQuote,
    PutPoint,
    PutQuote,
    PutSource,
    PutSpeaker,
    PutTopic,
    RemoveQuote,
    Right,
    Shelf,
    digest,
)
from bot.library.model import Point, Position, Quote, Sides, Source, Speaker, Stance
from bot.library.view import view_of
from bot.search.spelling import is_made_of_common_words
from bot.store.database import is_sqlite
from bot.store.records import Forgotten, Member, PersonalKind
from bot.store.store import Store, open_store
from bot.store.tables import HISTORY, METADATA
from tests.clocks import ManualClock
from tests.libraries import town
from tests.store.conftest import new_address
from tests.store.making import Draft, act, draft, quote
from tests.store.processes import forget_and_be_killed, forget_at_once, run

_TOKENS = (f"press-{number}" for number in itertools.count(1))
ZOE = Member("100300400500600701", "Zoë Quill")
ANN = Member("100300400500600702", "Ann")
WORDS = "Nobody ever asked the night shift about rotas."
ID = "nobody-ever-asked-the-night-shift"
MESSAGE = "900800700600500400"
LINK = f"https://discord.com/channels/1/2/{MESSAGE}"


def saved_message(
    member: Member = ZOE, message: str = MESSAGE, id_: str = ID, text: str = WORDS
) -> list[Change]:
    """Return the changes that save a message as a quote."""
    speaker = f"member-{member.id}"
    source = Source(f"message-{message}", "message in #general", speaker, url=LINK)
    quoted = Quote(id_, text, source.id, speaker, topics=("buses",))
    return [PutSpeaker(Speaker(speaker, member.name)), PutSource(source), PutQuote(quoted)]


def suggestion_of(member: Member, text: str = "Build it.", **fields: str) -> Draft:
    return member, {"text": text, **fields}, next(_TOKENS), "channel-7"


@pytest.fixture
def kept(address: str, clock: ManualClock) -> Iterator[Store]:
    """A store in a database of its own."""
    with open_store(address, clock) as opened:
        yield opened


def rows(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Return all rows by table."""
    with store.database.read() as connection:
        return {
            table.name: [
                dict(row)
                for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()
            ]
            for table in METADATA.sorted_tables
        }


def held(store: Store) -> bytes:
    """Return everything stored: the bytes of the files of SQLite, the rows of PostgreSQL."""
    dump = json.dumps(rows(store), default=str, ensure_ascii=False).encode()
    if not is_sqlite(store.database.engine):
        return dump
    file = Path(store.database.engine.url.database or "")
    return dump + b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))


def marks(*texts: str) -> list[bytes]:
    """Return texts as they may be stored: as they are and as JSON has them."""
    return [form for text in texts for form in (text.encode(), json.dumps(text)[1:-1].encode())]


ABOUT_ZOE = marks(ZOE.id, ZOE.name, WORDS, ID, MESSAGE)


def fill(store: Store, server: str) -> None:
    """Store something about Zoë in every table and column that can name her."""
    history, suggestions = store.history, store.suggestions
    history.append(server, [quote("one"), *saved_message()], act(0, ANN, why="Zoë Quill said so"))
    leading = Sides((ID, "one"))
    point = Point("depots", "buses", "Keep both depots.", "Keep", "Merge", first=leading)
    history.append(server, [PutPoint(point), PutTopic("buses", "Buses", first=(ID,))], act(4, ANN))
    history.append(server, [HideQuote("bus", "Zoë Quill asked, twice")], act(6, ANN))
    history.append(server, [quote("hers")], act(7, ZOE))
    history.append(server, [RemoveQuote(ID, "Zoë wants it out")], act(8, ANN, why="for her"))
    reported = Position("depots", Stance.FOR, reported=f"member-{ZOE.id}")
    mention = Quote("mention", f"Ask <@{ZOE.id}> first.", "letter", "aldous", positions=(reported,))
    history.append(server, [PutQuote(mention)], act(9, ANN))
    suggestions.put(server, *suggestion_of(ZOE))
    suggestions.accept(
        server, 1, [quote("two")], act(10, ANN, why="Suggested by Zoë Quill (suggestion 1).")
    )
    suggestions.put(server, *suggestion_of(ANN, WORDS, message=MESSAGE, author=ZOE.id, link=LINK))
    suggestions.put(server, *suggestion_of(ANN, "Buy it."))
    suggestions.decline(server, 3, act(11, ZOE, why="No source."))
    store.settings.put(server, "daily", {"channel": "7", "by": ZOE.id})
    store.questions.note(server, "what did Zoë Quill say", date(2026, 3, 2))
    store.questions.note(server, "what about trams", date(2026, 3, 2))


def test_a_forgotten_member_leaves_no_id_no_name_and_no_words(kept: Store) -> None:
    fill(kept, "here")
    assert all(mark in held(kept) for mark in marks(ZOE.id, WORDS, ID, MESSAGE))
    assert kept.privacy.forget(ZOE.id, Right.MEMBER) == Forgotten(1, 16, 1)
    assert [mark for mark in ABOUT_ZOE if mark in held(kept)] == []


def test_tombstones_say_when_and_by_which_right(kept: Store) -> None:
    fill(kept, "here")
    kept.privacy.forget(ZOE.id, Right.OPERATOR)
    entries = kept.history.changes("here").entries
    day, right = "2026-03-01", Right.OPERATOR
    erased = Erased(Shelf.QUOTE, digest(ID), right, day)
    assert {entry.revision: entry.change for entry in entries if type(entry.change) is Erased} == {
        2: Erased(Shelf.SPEAKER, "", right, day),
        3: Erased(Shelf.SOURCE, digest(f"message-{MESSAGE}"), right, day),
        4: erased,
        9: erased,
        12: Erased(Shelf.SPEAKER, "", right, day),
    }
    assert entries[-1].member == Member("", "")
    suggested = kept.suggestions.get("here", 2)
    assert suggested.fields == {"erased": "operator", "on": day}
    assert suggested.decision is not None
    assert not suggested.decision.accepted


def test_all_else_stays(kept: Store) -> None:
    fill(kept, "here")
    before, nobody = rows(kept), {"who": "", "who_name": ""}
    kept.privacy.forget(ZOE.id, Right.MEMBER)
    after = rows(kept)
    assert after["history"][7] == before["history"][7] | nobody
    assert after["history"][0] == before["history"][0] | {"why": "[…] said so"}
    entries = kept.history.changes("here").entries
    assert entries[6].change == HideQuote("bus", "[…] asked, twice")
    assert entries[4].change.point.first == Sides(("one",))  # type: ignore[union-attr] # a point
    assert entries[5].change == PutTopic("buses", "Buses", first=())
    mention = Quote(
        "mention",
        "Ask […] first.",
        "letter",
        "aldous",
        positions=(Position("depots", Stance.FOR),),
    )
    assert entries[9].change == PutQuote(mention)
    assert entries[10].why == "Suggested by […] (suggestion 1)."
    assert kept.suggestions.get("here", 1).fields == {"text": "Build it."}
    declined = kept.suggestions.get("here", 3).decision
    assert declined is not None
    assert (declined.member, declined.reason) == (Member("", ""), "No source.")
    assert kept.settings.all("here") == {"daily": {"channel": "7", "by": ""}}
    assert [one.question for one in kept.questions.most_asked("here")] == ["what about trams"]
    assert after["tokens"] == before["tokens"]
    assert [entry.revision for entry in entries] == list(range(1, 13))


def test_a_view_of_another_process_is_made_anew_without_the_words(kept: Store) -> None:
    kept.history.append("here", saved_message(), act(0, ANN))
    view = view_of(town()).after(kept.history.changes("here").changes, 3)
    assert ID in view.library.quotes
    kept.privacy.forget(ZOE.id, Right.MEMBER)
    news = kept.history.changes("here", 3)
    assert (news.anew, news.revision) == (True, 4)
    view = view_of(town()).after(news.changes, news.revision)
    assert ID not in view.library.quotes
    assert f"member-{ZOE.id}" not in view.library.speakers
    assert view.stranded == ()
    assert kept.history.changes("here", 4).entries == ()


def test_forgetting_again_changes_nothing(kept: Store) -> None:
    fill(kept, "here")
    kept.privacy.forget(ZOE.id, Right.MEMBER)
    before = rows(kept)
    assert kept.privacy.forget(ZOE.id, Right.MEMBER) == Forgotten(0, 0, 0)
    assert rows(kept) == before
    assert kept.privacy.records(ZOE.id) == ()


def test_another_member_is_untouched(kept: Store) -> None:
    near = Member(f"{ZOE.id}9", "Zoë Quillon")
    kept.history.append("here", saved_message(near, "5", "near"), act(0, near, why="Zoë Quillon"))
    kept.suggestions.put("here", *suggestion_of(near))
    kept.suggestions.put("here", *suggestion_of(ZOE))
    before = rows(kept)
    kept.privacy.forget(ZOE.id, Right.MEMBER)
    after = rows(kept)
    assert after["history"][:3] == before["history"]
    assert after["suggestions"][0] == before["suggestions"][0]


def test_forgetting_in_one_server_leaves_the_others(kept: Store) -> None:
    fill(kept, "here")
    fill(kept, "there")
    before = rows(kept)
    kept.privacy.forget(ZOE.id, Right.MEMBER, "here")
    there = {
        name: [row for row in table if row.get("server", row.get("id")) == "there"]
        for name, table in before.items()
    }
    assert {
        name: [row for row in table if row.get("server", row.get("id")) == "there"]
        for name, table in rows(kept).items()
    } == there
    assert kept.privacy.records(ZOE.id, "here") == ()
    kept.privacy.forget(ZOE.id, Right.MEMBER)
    assert [mark for mark in ABOUT_ZOE if mark in held(kept)] == []


def test_records_are_told_by_kind(kept: Store) -> None:
    fill(kept, "here")
    kinds = [record.kind for record in kept.privacy.records(ZOE.id)]
    assert {kind: kinds.count(kind) for kind in PersonalKind} == {
        PersonalKind.WORDS: 3,
        PersonalKind.CHANGE: 1,
        PersonalKind.SUGGESTION: 1,
        PersonalKind.DECISION: 1,
        PersonalKind.SETTING: 1,
        PersonalKind.MENTION: 9,
    }
    assert kept.privacy.records("100300400500600799") == ()


def test_the_shortest_name_leaves_the_reason_of_an_accepted_suggestion(kept: Store) -> None:
    al = Member(ZOE.id, "Al")
    kept.suggestions.put("here", *suggestion_of(al))
    why = "Suggested by Al (suggestion 1)."
    kept.suggestions.accept("here", 1, [quote("two"), quote("three")], act(0, ANN, why=why))
    kept.history.append("here", [quote("al")], act(2, ANN, why="Al fresco"))
    kept.privacy.forget(ZOE.id, Right.MEMBER)
    reasons = [entry.why for entry in kept.history.changes("here").entries]
    cleared = "Suggested by […] (suggestion 1)."
    assert reasons == [cleared, cleared, "Al fresco", ""]
    decision = kept.suggestions.get("here", 1).decision
    assert decision is not None
    assert decision.reason == cleared


@pytest.mark.parametrize("name", ["Will", "The", "the", "buses", "May Day"])
def test_a_name_that_is_an_ordinary_word_leaves_no_words_of_others_erased(
    kept: Store, name: str
) -> None:
    member = Member(ZOE.id, name)
    kept.suggestions.put("here", *suggestion_of(member))
    why = f"Suggested by {name} (suggestion 1)."
    kept.suggestions.accept("here", 1, [quote("one")], act(0, ANN, why=why))
    words = "Will the buses run? The Will of May Day."
    kept.history.append("here", [HideQuote("bus", words), *saved_message()], act(1, ANN, why=words))
    kept.questions.note("here", words, date(2026, 3, 2))
    kept.privacy.forget(ZOE.id, Right.MEMBER, ordinary=is_made_of_common_words)
    entries = kept.history.changes("here").entries
    assert (entries[0].why, entries[1].why) == ("Suggested by […] (suggestion 1).", words)
    assert entries[1].change == HideQuote("bus", words)
    (asked,) = kept.questions.most_asked("here")
    assert asked.question == "will the buses run? the will of may day"
    # A name that the operator gives is looked for everywhere.
    kept.privacy.forget(ZOE.id, Right.OPERATOR, names=["May Day"], ordinary=is_made_of_common_words)
    assert kept.history.changes("here").entries[1].why == words.replace("May Day", "[…]")
    assert kept.questions.most_asked("here") == ()


def test_a_change_that_cannot_be_read_is_erased_if_it_holds_the_id_and_else_left(
    kept: Store,
) -> None:
    kept.history.append("here", [quote("one"), quote("two")], act(0, ZOE))
    lines = ('{"deed":"new","version":99}', f'{{"deed":"new","by":"{ZOE.id}","version":99}}')
    with kept.database.write() as connection:
        for revision, line in enumerate(lines, 1):
            of_row = HISTORY.c.revision == revision
            connection.execute(update(HISTORY).where(of_row).values(change=line))
    kept.privacy.forget(ZOE.id, Right.MEMBER)
    first, second, _ = rows(kept)["history"]
    assert (first["change"], first["subject"], first["who"]) == (lines[0], "one", "")
    erased = Erased(Shelf.QUOTE, digest("two"), Right.MEMBER, "2026-03-01")
    assert kept.history.changes("here").entries[1].change == erased
    assert second["subject"] == digest("two")


def refuse_questions(store: Store) -> None:
    """Make the deletion of questions, which comes last, fail."""
    refusing = (
        "CREATE TRIGGER no BEFORE DELETE ON questions BEGIN SELECT RAISE(ABORT, 'no'); END"
        if is_sqlite(store.database.engine)
        else "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'no'; END $$; "
        "CREATE TRIGGER no BEFORE DELETE ON questions FOR EACH ROW EXECUTE FUNCTION no()"
    )
    with store.database.write() as connection:
        connection.exec_driver_sql(refusing)


def test_an_error_on_the_way_erases_nothing(kept: Store) -> None:
    fill(kept, "here")
    fill(kept, "there")
    refuse_questions(kept)
    before = rows(kept)
    with pytest.raises(StoreError):
        kept.privacy.forget(ZOE.id, Right.MEMBER)
    assert rows(kept) == before


def test_a_kill_at_any_instant_erases_all_or_nothing(address: str, clock: ManualClock) -> None:
    with open_store(address, clock) as store:
        for server in ("one", "two", "three"):
            fill(store, server)
        before = rows(store)
    run(forget_and_be_killed, address, ZOE.id, "12")
    with open_store(address, clock) as store:
        after = rows(store)
        if after != before:
            assert store.privacy.records(ZOE.id) == ()
        store.privacy.forget(ZOE.id, Right.MEMBER)
        assert [mark for mark in ABOUT_ZOE if mark in held(store)] == []


def test_words_of_a_message_that_its_author_took_out_are_erased(kept: Store) -> None:
    fill(kept, "here")
    meant = act(0, ANN)
    saved = kept.privacy.erase_quote("here", ID, f"message-{MESSAGE}", meant)
    assert (saved.first, saved.last) == (12, 12)
    assert kept.privacy.erase_quote("here", ID, f"message-{MESSAGE}", meant) == saved
    assert [mark for mark in marks(WORDS, ID, MESSAGE) if mark in held(kept)] == []
    assert ZOE.id.encode() in held(kept)
    last = kept.history.entries("here", limit=1)[0]
    source = digest(f"message-{MESSAGE}")
    assert last.change == Erased(Shelf.SOURCE, source, Right.AUTHOR, "2026-03-01")
    assert last.member == ANN


def test_another_quote_of_the_same_message_stays(kept: Store) -> None:
    speaker, source, first = saved_message()
    *_, second = saved_message(id_="second", text="And the day shift?")
    kept.history.append("here", [speaker, source, first, second], act(0, ANN))
    kept.privacy.erase_quote("here", ID, f"message-{MESSAGE}", act(4, ANN))
    view = view_of(town()).after(kept.history.changes("here").changes, 5)
    assert "second" in view.library.quotes
    assert ID not in view.library.quotes


def test_what_authors_took_out_under_0_1_0_is_erased(kept: Store) -> None:
    reason = "taken out by its author"
    kept.history.append("here", [*saved_message(), *saved_message(id_="two")], act(0, ANN))
    kept.history.append("here", [RemoveQuote(ID, reason)], act(6, ZOE))
    # A moderator may have typed the same reason.
    kept.history.append("here", [RemoveQuote("two", reason), quote("one")], act(7, ANN))
    kept.history.append("here", [RemoveQuote("one", reason)], act(9, ZOE))
    assert kept.privacy.erase_withdrawn() == 1
    assert kept.privacy.erase_withdrawn() == 0
    erased = {
        entry.revision
        for entry in kept.history.changes("here").entries
        if isinstance(entry.change, Erased)
    }
    assert erased == {3, 7, 11}


def test_declined_suggestions_are_kept_for_90_days_and_then_counted(
    kept: Store, clock: ManualClock
) -> None:
    for number in range(3):
        kept.suggestions.put("here", *draft(ANN, text=f"Declined {number}"))
    for number in (1, 2):
        kept.suggestions.decline("here", number, act(0, ZOE, why="no"))
    clock.turn(timedelta(days=90))
    assert kept.privacy.drop_declined(clock()) == 0
    clock.turn(timedelta(seconds=1))
    assert kept.privacy.drop_declined(clock()) == 2
    assert kept.privacy.declined("here") == 2
    assert [mark for mark in marks("Declined 0", "Declined 1") if mark in held(kept)] == []
    assert [one.number for one in kept.suggestions.open("here")] == [3]
    assert kept.privacy.drop_declined(clock()) == 0
    clock.turn(timedelta(days=-90, seconds=-1))


def test_a_server_that_is_forgotten_leaves_no_byte(kept: Store) -> None:
    fill(kept, "here")
    kept.forget_server("here", kept.history.revision("here"))
    assert [mark for mark in ABOUT_ZOE if mark in held(kept)] == []


def test_bytes_that_a_reader_keeps_in_the_log_are_removed_after_it(
    request: pytest.FixtureRequest, tmp_path: Path, clock: ManualClock
) -> None:
    with open_store(new_address("sqlite", request, tmp_path), clock) as store:
        fill(store, "here")
        with store.database.read() as reader:
            reader.execute(select(HISTORY)).all()
            store.privacy.forget(ZOE.id, Right.MEMBER)
        assert WORDS.encode() in held(store)
        store.database.scrub_again()
        assert [mark for mark in ABOUT_ZOE if mark in held(store)] == []


def test_two_processes_that_forget_at_once_leave_one_tombstone(
    address: str, clock: ManualClock
) -> None:
    with open_store(address, clock) as store:
        fill(store, "here")
    run(forget_at_once, address, ZOE.id)
    with open_store(address, clock) as store:
        changes = store.history.changes("here").changes
        assert [type(change) for change in changes[11:]] == [Erased]
        assert [mark for mark in ABOUT_ZOE if mark in held(store)] == []


def test_bytes_that_an_older_version_left_in_free_pages_are_removed(
    request: pytest.FixtureRequest, tmp_path: Path, clock: ManualClock
) -> None:
    with open_store(new_address("sqlite", request, tmp_path), clock) as store:
        fill(store, "here")
        with store.database.write() as connection:
            connection.exec_driver_sql("PRAGMA secure_delete=OFF")
            connection.exec_driver_sql("DELETE FROM history WHERE revision < 10")
        assert WORDS.encode() in held(store)
        store.privacy.forget(ZOE.id, Right.MEMBER)
        assert [mark for mark in ABOUT_ZOE if mark in held(store)] == []
