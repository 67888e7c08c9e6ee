"""Writing YAML texts: they are read back exactly, by our reader and by PyYAML."""

import pytest
import yaml
from hypothesis import example, given, strategies as st

from bot.library.export import WIDTH, document, is_plain
from bot.library.load.yaml_reader import read_tree

_HOSTILE = (
    "null",
    "~",
    "yes",
    "No",
    "on",
    "true",
    "1e3",
    "0x1F",
    "0o7",
    "007",
    "12:30:45",
    "1_000",
    ".inf",
    "2019",
    "2019-05-01",
    "- dash",
    "-dash",
    "? what",
    ": colon",
    "key: value",
    "ends with:",
    "a #b",
    "#hash",
    "[list]",
    "{map}",
    "a, b",
    "*alias",
    "&anchor",
    "!tag",
    "|pipe",
    ">fold",
    "%percent",
    "@at",
    "`tick`",
    "'single'",
    '"double"',
    "it's",
    "both ' and \"",
    "back\\slash",
    "back\\",
    "---",
    "...",
    "=",
    "<<",
    "🏳️‍🌈 ok",
    "שלום עולם",
    "\u202eevil",
    "zero\u200bwidth",
    "\ufeffmark",
    "soft\u00adhyphen",
    "no\u00a0break",
    "two\nlines",
    "gap\n\n\nlines",
    "a\n  indented",
    "trailing \nspace",
    "\ttab",
    " ".join(["word"] * 100),
    "x" * 300,
    "double  space " * 30 + "end",
    "a\n" + "long " * 60 + "end",
    "a\n - b\n" + "long " * 60 + "end",
    '"' + "quoted words " * 30 + '"',
    "q\u200b " * 90 + "end",
    "\U000e0041",
)
_TEXTS = st.lists(
    st.sampled_from(
        [*" \n:#-'\"\\,[]{}|>&*!%@`~?=<", "\u200b", "é", "א", "🙂", "word", "1e3", "null"]
    )
    | st.text(st.characters(codec="utf-8"), max_size=4),
    max_size=200,
).map("".join)


def as_read(written: str) -> object:
    root, problems = read_tree(written, "x.yaml")
    assert problems == []
    assert root is not None
    return root.value


@pytest.mark.parametrize("text", _HOSTILE)
def test_a_hostile_text_is_read_again_to_the_letter(text: str) -> None:
    entries = {"quotes": [{"id": "a", "text": text, "note": text, "aliases": [text, "b"]}]}
    written = document("source", entries)
    assert as_read(written) == entries
    assert yaml.safe_load(written) == entries


@given(_TEXTS)
@example(" " * 300)
def test_any_text_is_read_again_to_the_letter(text: str) -> None:
    entries = {"source": {"title": text}, "quotes": [{"text": text, "topics": [text, text]}]}
    written = document("source", entries)
    assert as_read(written) == entries
    assert written == document("source", entries)


@given(_TEXTS)
def test_plain_text_is_text_to_yaml_1_1_too(text: str) -> None:
    if is_plain(text):
        assert yaml.safe_load(f"key: {text}") == {"key": text}


@given(st.lists(st.text("abcdefgh.,:#'\"-", min_size=1, max_size=20), min_size=1, max_size=90))
def test_no_line_is_longer_than_the_width(words: list[str]) -> None:
    entries = {"source": {"title": " ".join(words), "inferred": {"publication": " ".join(words)}}}
    written = document("source", entries)
    assert max(map(len, written.splitlines())) <= WIDTH
    assert as_read(written) == entries


def test_marks_that_nobody_sees_are_written_so_that_one_does() -> None:
    written = document("source", {"quotes": [{"text": "a\u202eb\u200bc\ufeff\U000e0041"}]})
    assert 'text: "a\\u202eb\\u200bc\\ufeff\\U000e0041"' in written
    family = "👩‍👩‍👧 نامه‌ای"
    assert f"text: {family}" in document("source", {"quotes": [{"text": family}]})


def test_files_look_as_a_curator_writes_them() -> None:
    entries = {
        "source": {"id": "talk", "date": "2024-05-07"},
        "retired": ["old-one"],
        "quotes": [
            {
                "id": "one",
                "text": " ".join(["words"] * 30),
                "topics": ["money", "null"],
                "positions": [{"point": "spend-more", "stance": "for"}],
                "quoting": {},
            },
            {"id": "two", "text": "A line.\nAnother: one.", "note": "He said: “no”."},
        ],
    }
    assert document("source", entries) == (
        "# yaml-language-server: $schema=schema/source.json\n"
        "source:\n"
        "  id: talk\n"
        "  date: 2024-05-07\n"
        "retired: [old-one]\n"
        "\n"
        "quotes:\n"
        "  - id: one\n"
        "    text: >-\n"
        f"      {' '.join(['words'] * 19)}\n"
        f"      {' '.join(['words'] * 11)}\n"
        '    topics: [money, "null"]\n'
        "    positions: [{point: spend-more, stance: for}]\n"
        "    quoting: {}\n"
        "\n"
        "  - id: two\n"
        "    text: |-\n"
        "      A line.\n"
        "      Another: one.\n"
        '    note: "He said: “no”."\n'
    )
