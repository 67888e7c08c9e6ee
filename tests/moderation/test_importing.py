"""Import: previewed with every problem at once, applied whole or not at all, without repeats."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings, strategies as st
from msgspec.structs import replace

from bot.errors import RequestError
from bot.library.changes import (
    Change,
    HideQuote,
    PutPoint,
    PutQuote,
    PutSource,
    PutSpeaker,
    PutTopic,
    RemoveQuote,
    Shelf,
)
from bot.library.integrity import validate_change
from bot.library.model import Point, Position, Quote, Source, Speaker, Stance
from bot.library.view import View, view_of
from bot.moderation.import_files import archive_of, zipped
from bot.moderation.import_plan import ImportPlan, plan_import
from tests.libraries import town

BUS = Quote("bus", "Buses should be free for all.", "forum-2023", "aldous", topics=("buses",))
SOURCE = """\
source:
  id: leaflet
  title: A leaflet
  author: aldous
quotes:
  - id: leaflet-one
    text: Free buses pay for themselves.
    positions: [{point: free-buses, stance: for}]
"""


def server(*changes: Change) -> View:
    return view_of(town()).after(changes, len(changes))


def looked_at(view: View, files: Mapping[str, str | bytes]) -> ImportPlan:
    octets = {
        name: content.encode() if isinstance(content, str) else content
        for name, content in files.items()
    }
    return plan_import(view, octets, date(2026, 3, 1))


def ids(found: tuple[object, ...]) -> list[str]:
    return [each.subject.id for each in found]  # type: ignore[attr-defined] # all are entries of a plan


def imported(view: View, planned: ImportPlan) -> View:
    assert planned.wrong == ()
    return view.preview(planned.changes)


def told(planned: ImportPlan) -> list[str]:
    assert planned.changes == ()
    return [str(problem) for problem in planned.wrong]


# Export and import again


def test_an_export_into_an_empty_server_and_out_again_is_the_same_bytes() -> None:
    shared = town()
    chain = shared.quotes["chain"]
    hidden = next(id_ for id_ in shared.quotes if id_ != "chain")
    view = server(
        PutTopic("ferries", "Ferries", ("boats",)),
        PutTopic("buses", "Omnibuses"),
        PutPoint(Point("night-buses", "buses", "Buses should run at night.", "Run", "Do not")),
        PutPoint(Point("free-ferries", "ferries", "Ferries should be free.", "Free", "Paid")),
        PutSpeaker(Speaker("zoe", "Zoë", "mate", pseudonym=True)),
        PutSource(Source("blog", "A blog: “no”", "zoe", date="2019", url="https://a.b/c")),
        PutQuote(BUS),
        PutQuote(replace(BUS, id="second", source="blog", text="- null")),
        PutQuote(replace(BUS, id="gone", text="Gone.")),
        RemoveQuote("gone", "A joke."),
        PutQuote(replace(BUS, id="chain", note="Ours.")),
        HideQuote(hidden, "Not here."),
        PutQuote(replace(BUS, id="on-points", positions=(Position("free-ferries", Stance.FOR),))),
    )
    archive = archive_of(view)
    planned = looked_at(view_of(shared), {"export.zip": archive})
    again = imported(view_of(shared), planned)
    assert archive_of(again) == archive
    assert dict(again.library.quotes) == dict(view.library.quotes)
    assert again.library.topics == view.library.topics
    assert chain.id in ids(planned.changed)
    assert looked_at(view, {"export.zip": archive}).changes == ()
    assert looked_at(again, {"export.zip": archive}).changes == ()


_LETTERS = st.sampled_from(
    [*" \n:#-'\"\\,[]{}|>&*!%@`~", "\u200b", "\u202e", "é", "א", "🙂", "word"]
)
_LINES = st.lists(_LETTERS, min_size=1, max_size=60).map("".join).map(str.strip)
_LINE = _LINES.map(lambda text: " ".join(text.split("\n")).strip())
_IDS = st.sampled_from(["one", "two", "1e3", "null", "on", "topics", "chain", "bus"])
_TOPICS = st.sampled_from(["buses", "trams", "null", "on"])
_POINTS = st.sampled_from(["free-buses", "trams-back", "1e3", "one"])
_CHANGES = st.one_of(
    st.builds(PutTopic, _TOPICS, _LINE, st.lists(_LINE, max_size=3).map(tuple)),
    st.builds(Point, _POINTS, _TOPICS, _LINE, _LINE, _LINE).map(PutPoint),
    st.builds(Speaker, _IDS, _LINE, _LINE, st.booleans()).map(PutSpeaker),
    st.builds(Source, _IDS, _LINE, st.sampled_from(["aldous", "one"]), _LINE).map(PutSource),
    st.builds(
        Quote,
        _IDS,
        _LINES,
        st.sampled_from(["forum-2023", "one", "topics"]),
        st.sampled_from(["aldous", "one", "two"]),
        topics=st.lists(_TOPICS, min_size=1, max_size=2, unique=True).map(tuple),
        note=_LINES,
    ).map(PutQuote),
    st.builds(HideQuote, st.sampled_from(["chain", "kerb-saves-lives"]), _LINES),
    st.builds(RemoveQuote, _IDS, _LINES),
)


def _held(changes: list[Change]) -> View:
    """Return the view after the valid ones of the changes."""
    view = view_of(town())
    for change in changes:
        try:
            view = view.preview([change])
        except RequestError:
            continue
    return view


@settings(max_examples=60, deadline=None)
@given(st.lists(_CHANGES, max_size=25))
def test_whatever_a_server_holds_comes_back_to_the_byte(changes: list[Change]) -> None:
    view = _held(changes)
    archive = archive_of(view)
    again = imported(view_of(town()), looked_at(view_of(town()), {"e.zip": archive}))
    assert archive_of(again) == archive


# Problems found


def test_new_changed_and_duplicate_are_told_apart() -> None:
    files = {
        "topics.yaml": "topics: [{id: buses, name: Buses!}, {id: ferries, name: Ferries}]\n",
        "leaflet.yaml": SOURCE,
        "forum.yaml": "source: {id: f2, title: F, author: aldous}\nquotes: []\n",
    }
    view = server(PutTopic("ferries", "Ferries"))
    planned = looked_at(view, files)
    assert ids(planned.new) == ["f2", "leaflet", "leaflet-one"]
    assert ids(planned.changed) == ["buses"]
    assert ids(planned.duplicate) == ["ferries"]
    assert planned.seen == 1
    assert str(planned.new[2].where.line) == "6"
    assert imported(view, planned).library.quotes["leaflet-one"].speaker == "aldous"


def test_the_same_words_of_the_same_speaker_and_source_are_a_duplicate() -> None:
    again = (
        f"{SOURCE}  - id: other\n    text: “FREE  buses” pay for themselves.\n    topics: [buses]\n"
    )
    view = imported(view_of(town()), looked_at(view_of(town()), {"leaflet.yaml": SOURCE}))
    again = again.replace("“FREE  buses”", "FREE  buses").replace("leaflet-one", "leaflet-two")
    planned = looked_at(view, {"leaflet.yaml": again})
    assert [(each.subject.id, each.like) for each in planned.duplicate if each.like] == [
        ("leaflet-two", "leaflet-one"),
        ("other", "leaflet-one"),
    ]
    assert planned.changes == ()


def test_the_same_words_under_another_name_are_new_and_pointed_out() -> None:
    view = server(PutQuote(replace(BUS, text="Free buses pay for themselves.")))
    planned = looked_at(view, {"leaflet.yaml": SOURCE})
    assert [(each.subject.id, each.like) for each in planned.new][-1] == ("leaflet-one", "bus")


def test_one_wrong_thing_and_nothing_is_to_be_imported() -> None:
    planned = looked_at(
        view_of(town()), {"leaflet.yaml": SOURCE.replace("free-buses", "fre-buses")}
    )
    assert told(planned) == [
        "leaflet.yaml:8:25: there is no point “fre-buses”; did you mean “free-buses”?"
    ]


def test_what_cannot_be_read_and_what_cannot_be_applied_are_told_at_once() -> None:
    files = {
        "t.yaml": "topics:\n  - {id: free-buses, name: F}\n  - id: ferries\n    name: F\n"
        "    points: [{id: helmets, sentence: S., for: F, against: A}]\n",
        "u.yaml": "topics: [{id: new, name: ''}]\n",
        "leaflet.yaml": SOURCE.replace("quotes:", "hidden: [{quote: nobody}]\nquotes:")
        + "  - {id: chain, text: Words., topics: [new]}\n",
        "t.csv": "text,speaker,source,topic,id\nA.,Ada,B,Buses,Bad id\nC.,Ada,B,nowhere,\n",
    }
    assert [
        line.partition("; ")[0] for line in told(looked_at(server(HideQuote("chain")), files))
    ] == [
        "leaflet.yaml:5:18: There is no quote “nobody” here",
        "leaflet.yaml:10:10: “chain” is hidden here",
        "t.csv:2:1: “id” is not an id",
        "t.csv:3:10: There is no topic “nowhere”",
        "t.yaml:2:10: The topic id “free-buses” is also the id of a point",
        "t.yaml:5:19: The point “helmets” cannot move",
        "u.yaml:1:26: “name” is blank",
    ]


def test_removed_hidden_and_used_ids_are_told_where_they_stand() -> None:
    view = server(PutQuote(BUS), RemoveQuote("bus", "A joke."), HideQuote("chain"))
    quotes = "\n".join(
        f"  - {{id: {id_}, text: Some other words., topics: [buses]}}" for id_ in ("bus", "chain")
    )
    text = f"source: {{id: leaflet, title: L, author: aldous}}\nquotes:\n{quotes}\n"
    assert told(looked_at(view, {"leaflet.yaml": text})) == [
        "leaflet.yaml:3:10: “bus” was removed here; restore it before you change it",
        "leaflet.yaml:4:10: “chain” is hidden here; show it before you change it",
    ]


def test_a_removed_quote_that_is_imported_as_it_was_stays_removed() -> None:
    before = server(PutQuote(BUS))
    after = server(PutQuote(BUS), RemoveQuote("bus", "A joke."))
    planned = looked_at(after, {"export.zip": archive_of(before)})
    assert planned.changes == ()
    assert [each.out for each in planned.duplicate if each.subject.id == "bus"] == ["removed"]


def test_a_point_stays_under_its_topic_and_ids_are_of_one_kind() -> None:
    text = (
        "topics:\n"
        "  - {id: free-buses, name: F}\n"
        "  - id: trams\n    name: Trams\n    points:\n"
        "      - {id: helmets, sentence: S., for: F, against: A}\n"
        "      - {id: buses, sentence: S., for: F, against: A}\n"
    )
    assert told(looked_at(view_of(town()), {"t.yaml": text})) == [
        "t.yaml:2:10: The topic id “free-buses” is also the id of a point; "
        "give the topic another id",
        "t.yaml:6:14: The point “helmets” cannot move; leave it under its topic “safety”",
        "t.yaml:7:14: The point id “buses” is also the id of a topic; give the point another id",
    ]


def test_only_a_shared_quote_can_be_hidden() -> None:
    own = replace(town().quotes["chain"], note="Ours.")
    text = SOURCE.replace("quotes:", "hidden: [{quote: nobody}, {quote: chain}]\nquotes:")
    assert told(looked_at(server(PutQuote(own)), {"leaflet.yaml": text})) == [
        "leaflet.yaml:5:18: There is no quote “nobody” here; fix it",
        "leaflet.yaml:5:35: “chain” was added or changed here; remove it instead",
    ]


def test_which_text_a_source_is_checked_against_is_not_for_an_import_to_say() -> None:
    text = SOURCE.replace("author: aldous", "author: aldous\n  file: ../secret.txt")
    assert len(told(looked_at(view_of(town()), {"l.yaml": text}))) == 1
    text = SOURCE.replace("author: aldous", "author: aldous\n  file: secret.txt")
    planned = looked_at(view_of(town()), {"l.yaml": text})
    assert imported(view_of(town()), planned).library.sources["leaflet"].file == ""


def test_a_whole_library_folder_can_be_imported_schemas_and_texts_passed_over() -> None:
    files = {
        "lib/quotes/leaflet.yaml": SOURCE,
        "lib/seeds/a.txt": "x",
        "lib/quotes/schema/s.json": "",
    }
    planned = looked_at(view_of(town()), {"lib.zip": zipped(files)})
    assert ids(planned.new) == ["leaflet", "leaflet-one"]
    assert planned.passed_over == ("quotes/schema/s.json", "seeds/a.txt")


def test_every_change_planned_is_sound() -> None:
    for change in looked_at(view_of(town()), {"leaflet.yaml": SOURCE}).changes:
        validate_change(change)


def test_an_id_that_a_new_quote_may_have_is_never_one_that_was_used() -> None:
    view = server(PutQuote(BUS), RemoveQuote("bus", "A joke."))
    assert "bus" in view.taken(Shelf.QUOTE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "%",
        "- 1",
        "a: &a [*a]",
        "a: !!python/object:os.system x",
        "null",
        "[" * 5000,
        "\ud7ff",
    ],
)
def test_what_is_no_library_file_is_a_problem_with_a_place(text: str) -> None:
    assert all(
        line.startswith("x.yaml:") for line in told(looked_at(view_of(town()), {"x.yaml": text}))
    )


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["x.yaml", "x.csv", "x.zip", "x"]))
def test_no_bytes_do_more_than_be_refused(octets: bytes, name: str) -> None:
    try:
        planned = plan_import(view_of(town()), {name: octets}, date(2026, 3, 1))
    except RequestError as error:
        assert str(error).endswith(".")  # noqa: PT017 - either is right, and the sentence is looked at
    else:
        assert planned.changes == ()


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=4))
def test_a_damaged_archive_is_refused_in_a_sentence_or_read(at: int, damage: bytes) -> None:
    archive = bytearray(zipped({"leaflet.yaml": SOURCE}))
    archive[at % len(archive) : at % len(archive) + len(damage)] = damage
    try:
        plan_import(view_of(town()), {"x.zip": bytes(archive)}, date(2026, 3, 1))
    except RequestError as error:
        assert str(error).endswith(".")  # noqa: PT017 - either is right, and the sentence is looked at
