import os
from pathlib import Path

import pytest

from bot.library.load.folder import LARGEST_BYTES
from tests.library.small_library import problems, write

_EMPTY = "x.yaml:1:1: the file is empty; fill it in, or delete it"


@pytest.mark.parametrize("name", ["topics.yaml", "speakers.yaml"])
def test_an_empty_file_that_a_library_needs_is_to_be_filled_in(tmp_path: Path, name: str) -> None:
    said = f"{name}:1:1: the file is empty; fill it in; a library needs this file"
    assert problems(tmp_path, {name: "# later\n"}) == [said]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", _EMPTY),
        (b"\n \n", _EMPTY),
        (b"---\n", _EMPTY),
        (
            "a: b\nname: Zoë Café\n".encode("latin-1"),
            "x.yaml:2:9: the byte 0xeb is not UTF-8; save the file as UTF-8",
        ),
        (
            "a: b\r\nc: Zoë ".encode() + b"\xe9\r\n",
            "x.yaml:2:8: the byte 0xe9 is not UTF-8; save the file as UTF-8",
        ),
        (
            "a: b".encode("utf-16"),
            "x.yaml:1:1: the byte 0xff is not UTF-8; save the file as UTF-8",
        ),
        (
            b"a: b\nc: d\x00e\n",
            "x.yaml:2:5: there is an invisible control character (U+0000) here; delete it",
        ),
        (
            "\ufeffa: b\u2028".encode(),
            "x.yaml:1:5: there is an invisible control character (U+2028) here; delete it",
        ),
    ],
)
def test_bytes_that_are_no_text_are_refused_at_their_place(
    tmp_path: Path, content: bytes, said: str
) -> None:
    assert problems(tmp_path, {"x.yaml": content}) == [said]


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    text = "\ufeff" + "topics:\n  - id: money\n    nam: Money\n".replace("\n", "\r\n")
    said = problems(tmp_path, {"topics.yaml": text})
    assert "topics.yaml:3:5: this topic has no key “nam”; did you mean “name”?" in said


def test_a_file_of_100_mb_is_refused_without_reading_it(tmp_path: Path) -> None:
    write(tmp_path, {"x.yaml": ""})
    os.truncate(tmp_path / "x.yaml", 100_000_000)
    assert problems(tmp_path, {}) == [
        "x.yaml:1:1: the file has 95 MiB, more than the 32 allowed; split it into several"
    ]


def test_a_file_at_the_limit_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    write(tmp_path, {"x.yaml": b"\n" * LARGEST_BYTES})
    assert problems(tmp_path, {}) == [_EMPTY]
    write(tmp_path, {"x.yaml": b"\n" * (LARGEST_BYTES + 1)})
    assert problems(tmp_path, {}) == [
        "x.yaml:1:1: the file has 32 MiB, more than the 32 allowed; split it into several"
    ]


def test_a_folder_in_place_of_a_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").mkdir()
    assert problems(tmp_path, {}) == [
        "x.yaml:1:1: this is a folder, not a file; give the folder another name"
    ]


def test_a_link_to_nothing_is_reported(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").symlink_to("nowhere.yaml")
    assert problems(tmp_path, {}) == [
        "x.yaml:1:1: this is a link to a file that is not there; put the file there"
    ]


def test_a_link_to_itself_is_reported(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").symlink_to("x.yaml")
    assert problems(tmp_path, {}) == [
        "x.yaml:1:1: the file cannot be read (Too many levels of symbolic links); "
        "put a readable file in its place"
    ]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.yaml")
    assert problems(tmp_path, {}) == [
        "x.yaml:1:1: this is not an ordinary file; put an ordinary file in its place"
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_reported(tmp_path: Path) -> None:
    write(tmp_path, {"x.yaml": "a: b"})
    (tmp_path / "x.yaml").chmod(0)
    assert problems(tmp_path, {}) == [
        "x.yaml:1:1: the file may not be read; give yourself the right to read it"
    ]
