"""Export: a collection is unchanged when its files are read again."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.library.changes import (
    Change,
    HideQuote,
    PutPoint,
    PutQuote,
    PutSource,
    PutSpeaker,
    PutTopic,
    RemoveQuote,
)
from bot.library.export import exported, own_part, whole_view
from bot.library.library import Collection, Library
from bot.library.load import check_library, load_library
from bot.library.model import Part, Point, Quote, Quoting, Source, Speaker, Status
from bot.library.view import View, view_of
from bot.settings import SHIPPED_LIBRARY
from tests.libraries import town
from tests.library.small_library import WHOLE, write

BUS = Quote("bus", "Buses should be free for all.", "forum-2023", "aldous", topics=("buses",))


def server(*changes: Change) -> View:
    return view_of(town()).after(changes, len(changes))


def loaded(folder: Path, collection: Collection) -> Library:
    return load_library(write(folder, exported(collection)))


def test_the_shipped_library_exported_and_loaded_again_equals_itself(tmp_path: Path) -> None:
    shipped = load_library(SHIPPED_LIBRARY)
    again = loaded(tmp_path, shipped.collection)
    assert again == shipped
    assert list(again.quotes) == list(shipped.quotes)
    assert exported(again.collection) == exported(shipped.collection)
    assert check_library(tmp_path).problems == ()


def test_retired_ids_and_source_texts_are_kept(tmp_path: Path) -> None:
    talk = str(WHOLE["talk.yaml"]).replace("quotes:", "retired: [old-one, old-two]\nquotes:")
    library = load_library(write(tmp_path / "one", {**WHOLE, "talk.yaml": talk}))
    files = exported(library.collection)
    assert "retired: [old-one, old-two]\n" in files["budget-talk.yaml"]
    assert files["seeds/budget.txt"] == WHOLE["seeds/budget.txt"]
    assert loaded(tmp_path / "two", library.collection) == library


def test_defaults_of_the_format_are_not_written() -> None:
    quote = replace(BUS, quoting=Quoting("aldous"), speaker="haddad")
    sources = (Source("forum-2023", "A forum", "aldous"),)
    written = exported(Collection(sources=sources, quotes=(BUS, replace(quote, id="passed-on"))))
    assert written["forum-2023.yaml"].split("\n", 1)[1] == (
        "source:\n"
        "  id: forum-2023\n"
        "  title: A forum\n"
        "  author: aldous\n"
        "\n"
        "quotes:\n"
        "  - id: bus\n"
        "    text: Buses should be free for all.\n"
        "    topics: [buses]\n"
        "\n"
        "  - id: passed-on\n"
        "    text: Buses should be free for all.\n"
        "    speaker: haddad\n"
        "    topics: [buses]\n"
        "    quoting: {}\n"
    )


def test_a_source_never_takes_a_name_the_format_or_windows_keeps() -> None:
    ids = ("topics", "speakers", "nul", "topics-source", "com1")
    sources = tuple(Source(id_, "A title", "ann") for id_ in ids)
    names = set(exported(Collection(sources=sources)))
    assert names == {
        "topics.yaml",
        "speakers.yaml",
        "topics-source.yaml",
        "topics-source-source.yaml",
        "speakers-source.yaml",
        "nul-source.yaml",
        "com1-source.yaml",
    }


def test_an_empty_part_is_a_library_of_its_own(tmp_path: Path) -> None:
    assert exported(own_part(view_of(town()))) == exported(Collection())
    write(tmp_path, exported(own_part(view_of(town()))))
    assert check_library(tmp_path).problems == ()


def test_a_part_holds_all_that_its_quotes_refer_to_and_no_more(tmp_path: Path) -> None:
    part = own_part(server(PutQuote(BUS)))
    assert [quote.id for quote in part.quotes] == ["bus"]
    assert [topic.id for topic in part.topics] == ["buses"]
    assert [source.id for source in part.sources] == ["forum-2023"]
    assert part.points == ()
    assert "aldous" in {speaker.id for speaker in part.speakers}
    write(tmp_path, exported(part))
    assert check_library(tmp_path).problems == ()


def test_things_equal_to_the_shared_ones_are_not_the_servers_own() -> None:
    shared = town()
    aldous, letter = shared.speakers["aldous"], shared.sources["letter"]
    changes = (
        PutSpeaker(aldous),
        PutSource(letter),
        PutQuote(shared.quotes["chain"]),
        PutTopic("buses", shared.topics["buses"].name, shared.topics["buses"].aliases),
    )
    assert own_part(server(*changes)) == own_part(view_of(shared))


def test_additions_and_versions_of_its_own_are_part_of_it_also_unused() -> None:
    renamed = replace(town().speakers["haddad"], name="F. Haddad")
    point = Point("night-buses", "buses", "Buses should run at night.", "Run them", "Do not")
    changes = (PutTopic("ferries", "Ferries"), PutPoint(point), PutSpeaker(renamed))
    part = own_part(server(*changes))
    assert {topic.id for topic in part.topics} == {"buses", "ferries"}
    assert part.points == (point,)
    assert part.speakers == (renamed,)


def test_removed_quotes_are_left_out_and_hidden_ones_named_with_the_reason() -> None:
    chain = replace(town().quotes["chain"], note="Ours.")
    other = next(id_ for id_ in town().quotes if id_ != "chain")
    view = server(
        PutQuote(BUS),
        RemoveQuote("bus", "A joke."),
        PutQuote(chain),
        RemoveQuote("chain", "Hearsay."),
        HideQuote(other),
    )
    part = own_part(view)
    assert part.quotes == ()
    hidden = {each.quote: each.reason for several in part.hidden.values() for each in several}
    assert hidden == {"chain": "Hearsay.", other: ""}
    written = "".join(exported(part).values())
    assert "hidden:\n  - quote: chain\n    reason: Hearsay.\n" in written
    assert "A joke." not in written


def test_no_text_of_a_source_leaves_with_a_part() -> None:
    files = exported(own_part(server(PutQuote(BUS))))
    assert not [name for name in files if name.startswith("seeds/")]
    assert not [text for text in files.values() if "file:" in text]


def test_a_servers_whole_collection_becomes_a_library_in_order(tmp_path: Path) -> None:
    shipped = load_library(SHIPPED_LIBRARY)
    first, second, *_ = shipped.quotes
    own = replace(shipped.quotes[first], id="own-one", note="Ours.", text="Words of our own.")
    view = view_of(shipped).after(
        [
            PutQuote(own),
            PutQuote(replace(own, id="gone")),
            RemoveQuote("gone", "x"),
            HideQuote(second),
        ],
        4,
    )
    again = loaded(tmp_path, whole_view(view))
    assert set(again.quotes) == set(view.library.quotes)
    assert again.quotes["own-one"] == own
    retired = {id_ for ids in again.retired.values() for id_ in ids}
    assert retired - {id_ for ids in shipped.retired.values() for id_ in ids} == {"gone", second}


@pytest.mark.parametrize("status", [None, *Status])
def test_every_field_is_read_again(status: Status | None, tmp_path: Path) -> None:
    full = replace(
        BUS,
        part=Part.COMMENT,
        place="comment 1 of 2",
        speaker="haddad",
        quoting=Quoting("aldous", "a leaflet: “no”"),
        status=status,
        note="Two\nlines.",
    )
    ghost = Speaker("ghost", "Ghost", "a role", pseudonym=True, inferred={"name": "a ground"})
    text = Source("text", "T", "ghost", "P", "2019", "in 2019", "https://a.b/c", "", {"date": "g"})
    view = server(PutSpeaker(ghost), PutSource(text), PutQuote(replace(full, source="text")))
    again = loaded(tmp_path, own_part(view))
    assert again.quotes["bus"] == view.library.quotes["bus"]
    assert again.speakers["ghost"] == ghost
    assert again.sources["text"] == text
