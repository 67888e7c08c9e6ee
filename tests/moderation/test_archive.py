"""Uploaded archives: every limit, and one sentence for each refusal."""

import io
import zipfile
from collections.abc import Mapping

import pytest

from bot.errors import RequestError
from bot.moderation.import_files import MOST_BYTES, MOST_FILES, MOST_UNPACKED, unpacked, zipped

YAML = "source: {}\n"


def archive(files: Mapping[str, bytes]) -> bytes:
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            opened.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return octets.getvalue()


def refused(files: Mapping[str, bytes]) -> str:
    with pytest.raises(RequestError) as caught:
        unpacked(files)
    return str(caught.value)


def test_files_and_archives_are_taken_together_by_name() -> None:
    found = unpacked({"b.yml": b"b", "x.zip": zipped({"top/a.yaml": "a", "top/c.csv": "c"})})
    assert found.yaml == {"a.yaml": b"a", "b.yml": b"b"}
    assert found.csv == {"c.csv": b"c"}


def test_two_files_of_one_name_are_both_kept() -> None:
    files = {"one.zip": zipped({"a.yaml": "1"}), "two.zip": zipped({"a.yaml": "2"})}
    assert unpacked(files).yaml == {"a.yaml": b"1", "two.zip/a.yaml": b"2"}


def test_what_systems_put_into_archives_is_passed_over() -> None:
    names = ("q/a.yaml", "__MACOSX/q/._a.yaml", "q/.DS_Store", "q/seeds/t.csv", "q/notes.md")
    found = unpacked({"x.zip": zipped(dict.fromkeys(names, YAML))})
    assert set(found.yaml) == {"a.yaml"}
    assert len(found.passed_over) == 4


def test_more_than_eight_megabytes_are_refused() -> None:
    unpacked({"a.yaml": b"x" * MOST_BYTES})
    assert "at most 8 MB" in refused({"a.yaml": b"x" * MOST_BYTES, "b.yaml": b"x"})


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    bomb = archive({f"{number}.yaml": b"0" * (MOST_UNPACKED // 4) for number in range(5)})
    assert len(bomb) < MOST_BYTES
    assert "unpacks to more than 32 MB" in refused({"x.zip": bomb})


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    bomb = archive({"a.yaml": b"0" * MOST_UNPACKED + b"0"})
    told = (MOST_UNPACKED + 1).to_bytes(4, "little")
    assert "can’t be unpacked" in refused({"x.zip": bomb.replace(told, (9).to_bytes(4, "little"))})


def test_too_many_files_are_refused() -> None:
    crowd = archive({f"{number}.yaml": b"" for number in range(MOST_FILES + 1)})
    assert "more than 10,000 files" in refused({"x.zip": crowd})


@pytest.mark.parametrize(
    "name", ["../a.yaml", "/etc/a.yaml", "q/../../a.yaml", "C:a.yaml", "q\\a.yaml"]
)
def test_a_name_that_leads_outside_is_refused(name: str) -> None:
    assert "leads out of the archive" in refused({"x.zip": archive({name: b"x"})})


def test_an_archive_within_an_archive_is_refused_by_name_and_by_content() -> None:
    inner = zipped({"a.yaml": YAML})
    assert "another archive" in refused({"x.zip": archive({"inner.zip": b""})})
    assert "another archive" in refused({"x.zip": archive({"inner.yaml": inner})})


def test_a_name_that_says_what_a_file_is_not_is_refused() -> None:
    inner = zipped({"a.yaml": YAML})
    assert "is really a zip archive or an Office document" in refused({"x.yaml": inner})
    assert "is really a zip archive or an Office document" in refused({"x.csv": inner})
    assert "is not a zip archive" in refused({"x.zip": YAML.encode()})
    assert "is a PDF" in refused({"x.yaml": b"%PDF-1.7"})
    assert "is a picture" in refused({"x.zip": b"\x89PNG\r\n"})


def test_a_locked_or_cut_archive_is_refused() -> None:
    whole = zipped({"a.yaml": YAML})
    assert "can’t be unpacked" in refused({"x.zip": whole[:-10]})
    locked = bytearray(whole)
    locked[6] |= 1
    locked[whole.index(b"PK\x01\x02") + 8] |= 1
    assert "needs a password" in refused({"x.zip": bytes(locked)})


def test_nothing_to_import_is_said() -> None:
    assert "nothing to import in x.json" in refused({"x.json": b"{}"})
    assert "nothing to import in x.zip" in refused({"x.zip": zipped({})})
    assert "nothing to import" in refused({"\u202ex\n" * 100: b""})
