"""``export`` and ``import``: files out and in."""

import io
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.library.load import check_library, load_library
from tests.library.small_library import WHOLE, write
from tests.terminal.place import Place, place_in

SOURCE = """\
source: {id: leaflet, title: A leaflet, author: ann-lee}
quotes:
  - id: leaflet-one
    text: Spending is a choice about whose hospital is built.
    positions: [{point: spend-more, stance: for}]
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.chdir(tmp_path)
    return place_in(tmp_path)


def leaflet(place: Place, text: str = SOURCE) -> str:
    write(place.folder, {"leaflet.yaml": text})
    return place.path("leaflet.yaml")


def test_the_library_exported_is_the_library(place: Place) -> None:
    ran = place.run("export", place.path("out"))
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == f"Exported 1 quote, 1 topic in 4 files to {place.path('out')}\n"
    assert load_library(Path(place.path("out"))) == load_library(place.library)
    assert (place.folder / "out" / "schema" / "source.json").is_file()


def test_an_export_alone_makes_no_database(place: Place) -> None:
    place.run("export", place.path("out"))
    assert not (place.folder / "data").exists()


def test_an_imported_quote_is_in_the_answers_and_in_the_export(place: Place) -> None:
    ran = place.run("import", leaflet(place), "--yes")
    assert ran.status == 0
    assert "     2  new\n" in ran.out
    assert ran.out.endswith("Imported into local: 2 changes.\n")
    assert "whose hospital is built" in place.run("quote", "spending on hospitals").out
    place.run("export", place.path("out"))
    library = load_library(Path(place.path("out")))
    assert set(library.quotes) == {"not-free", "leaflet-one"}
    assert check_library(Path(place.path("out"))).problems == ()


def test_a_servers_own_part_goes_into_another_to_the_byte(place: Place) -> None:
    place.run("import", leaflet(place), "--yes", "--server", "17")
    exported = place.bytes_of("export", "--server", "17")
    Path(place.path("part.zip")).write_bytes(exported)
    assert place.run("import", place.path("part.zip"), "--yes", "--server", "18").status == 0
    assert place.bytes_of("export", "-", "--server", "18") == exported
    names = zipfile.ZipFile(io.BytesIO(exported)).namelist()
    assert names == ["topics.yaml", "speakers.yaml", "leaflet.yaml"]


def test_an_import_is_visible_in_its_own_server_only(place: Place) -> None:
    place.run("import", leaflet(place), "--yes", "--server", "17")
    assert "hospital" not in place.run("quote", "money").out
    ran = place.run("export", place.path("x.zip"), "--server", "18")
    assert ran.status == 1
    assert ran.err == (
        "Nothing was exported: nothing is stored for “18”. A server's id is a number such as "
        "1234567890: in Discord, turn on Developer Mode in the advanced settings, then right-click "
        "the server. The terminal's own collection is local.\n"
    )
    assert not Path(place.path("x.zip")).exists()


def test_a_whole_server_is_its_own_library(place: Place) -> None:
    place.run("import", leaflet(place), "--yes", "--server", "17")
    place.run("export", place.path("out"), "--server", "17", "--whole")
    assert set(load_library(Path(place.path("out"))).quotes) == {"not-free", "leaflet-one"}


def test_an_import_belongs_to_its_library_and_never_appears_over_another(place: Place) -> None:
    place.run("import", leaflet(place), "--yes")
    other = place.over("other")
    assert other.run("about").out == place_in(place.folder / "alone").run("about").out
    assert "whose hospital is built" not in other.run("quote", "spending on hospitals").out
    other.run("export", place.path("out"))
    assert set(load_library(Path(place.path("out"))).quotes) == {"not-free"}
    assert other.run("export", place.path("own.zip"), "--server", "local").status == 1
    assert "     2  new\n" in other.run("import", leaflet(place), "--yes").out
    for library in (place, other):
        assert "whose hospital is built" in library.run("quote", "spending on hospitals").out


def test_imports_of_an_older_database_belong_to_the_library_first_used(place: Place) -> None:
    other = place.over("other")
    place.run("import", leaflet(place), "--yes")
    with closing(sqlite3.connect(place.folder / "data" / "bot.db")) as database, database:
        database.execute("DELETE FROM settings")
    assert "whose hospital is built" in other.run("quote", "spending on hospitals").out
    assert "whose hospital is built" not in place.run("quote", "spending on hospitals").out


def test_a_moved_library_keeps_its_imports(place: Place) -> None:
    place.run("import", leaflet(place), "--yes")
    (place.folder / "library").rename(place.folder / "moved")
    moved = replace(place, name="moved")
    assert "whose hospital is built" in moved.run("quote", "spending on hospitals").out
    other = place.over("library")
    assert "whose hospital is built" not in other.run("quote", "spending on hospitals").out


def test_a_folder_can_be_imported_and_a_second_time_adds_nothing(place: Place) -> None:
    ran = place.run("import", str(place.library), "--yes")
    assert (ran.status, ran.out.splitlines()[-1]) == (0, "Everything is there already.")
    leaflet(place)
    write(place.folder, {"more/quotes/leaflet.yaml": SOURCE, "more/seeds/x.txt": "x"})
    assert place.run("import", place.path("more"), "--yes").status == 0
    assert "Everything is there already." in place.run("import", place.path("more"), "--yes").out


def test_a_dry_run_changes_nothing(place: Place) -> None:
    ran = place.run("import", leaflet(place), "--dry-run", "--yes")
    assert ran.status == 0
    assert "  quote leaflet-one  Spending is a choice about whose hospital is built.  " in ran.out
    assert ran.out.endswith("This was a dry run: nothing is imported.\n")
    assert "hospital" not in place.run("quote", "money").out


def test_an_import_without_yes_asks_a_person_and_refuses_a_pipe(place: Place) -> None:
    name = leaflet(place)
    assert place.run("import", name, typed="y\n").status == 1
    assert place.run_at_a_terminal("import", name, typed="\n").status == 1
    assert "hospital" not in place.run("quote", "money").out
    ran = place.run_at_a_terminal("import", name, typed="y\n")
    assert ran.status == 0
    assert "Import? [y/N] " in ran.out


def test_everything_wrong_is_told_and_nothing_imported(place: Place) -> None:
    name = leaflet(place, SOURCE.replace("ann-lee", "an-lee").replace("spend-more", "spend"))
    ran = place.run("import", name, "--yes")
    assert ran.status == 1
    assert "leaflet.yaml:1:49: there is no speaker “an-lee”; did you mean “ann-lee”?" in ran.out
    assert "leaflet.yaml:5:25: there is no point “spend”; did you mean “spend-more”?" in ran.out
    assert ran.out.endswith("Nothing is imported. Correct the problems above and try again.\n")


def test_text_of_a_file_never_reaches_the_terminal_raw(place: Place) -> None:
    name = leaflet(place, SOURCE.replace("A leaflet", '"A\\u202eleaflet"'))
    ran = place.run("import", name, "--dry-run")
    assert ran.status == 0
    assert "\u202e" not in ran.out


def test_files_are_only_written_over_with_the_flag(place: Place) -> None:
    write(place.folder, {"out/mine.yaml": "mine", "x.zip": "mine"})
    for target in ("out", "x.zip"):
        ran = place.run("export", place.path(target))
        assert ran.status == 2
        assert "--over" in ran.err
    assert place.run("export", place.path("out"), "--over").out.endswith(
        "Left unchanged, and not part of this export: mine.yaml\n"
    )
    assert (place.folder / "out" / "mine.yaml").read_text() == "mine"
    assert place.run("export", place.path("x.zip"), "--over").status == 0


NO_SERVER = (
    "“{}” is not a server's id. A server's id is a number such as 1234567890: in Discord, turn on "
    "Developer Mode in the advanced settings, then right-click the server. The terminal's own "
    "collection is local.\n"
)


def test_bad_use_is_told_in_a_sentence(place: Place) -> None:
    write(place.folder, {"x.json": "{}"})
    for arguments, sentence in (
        (("import", place.path("nowhere.yaml")), "cannot be read: no such file or directory."),
        (("import", place.path("x.json")), "There is nothing to import in x.json"),
        (("import", str(place.folder)), f"{place.folder} has no YAML or CSV file to import."),
        (("import", place.path("x.json"), "--server", "a b"), NO_SERVER.format("a b")),
        (("export", "--server", "../x"), NO_SERVER.format("../x")),
        (("forget", "--server", "1" * 65), NO_SERVER.format("1" * 65)),
        (("export", place.path("x.json")), "is a file; name a folder."),
        (("export", place.path("x"), "--whole"), "--whole needs --server ID; without a server"),
        (("import",), "see python -m bot import --help."),
    ):
        ran = place.run(*arguments)
        assert (ran.status, ran.out) == (2, "")
        assert sentence in ran.err
    ran = place.run_at_a_terminal("export")
    assert ran.status == 2
    assert "Name a folder" in ran.err


def test_the_folder_of_the_library_is_never_written_to(place: Place) -> None:
    before = {path: path.read_bytes() for path in place.library.rglob("*") if path.is_file()}
    place.run("import", leaflet(place), "--yes")
    place.run("export", place.path("out"))
    assert {path: path.read_bytes() for path in before} == before
    assert set(WHOLE) == {path.relative_to(place.library).as_posix() for path in before}


def test_an_import_lists_the_quotes_that_differ_from_their_source_text(place: Place) -> None:
    row = "Notting is free,Ann Lee,The budget,money\n"
    write(place.folder, {"t.csv": f"text,speaker,source,topic\n{row}"})
    ran = place.run("import", place.path("t.csv"), "--yes")
    assert ran.status == 0
    assert "     1  with words that differ from the source text\n" in ran.out
    assert (
        "\nDiffers from the source text, and is imported all the same:\n"
        "  quote notting-is-free  Notting is free "
        "(the source has “nothing” where the text has “Notting”)  t.csv:2\n"
    ) in ran.out
    assert ran.out.endswith("Imported into local: 1 change.\n")
