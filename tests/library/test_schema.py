from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, strategies as st
from msgspec import ValidationError

from bot.library.load.yaml_reader import read_tree
from bot.library.rules import FILE, ID, URL, Rule, check_date, text_rule
from bot.library.schema import FILE_KINDS, FileKind, SourceFile
from tools.write_schemas import json_schema, schema_files

_QUOTES = Path(__file__).parents[2] / "quotes"
_FILES = sorted(_QUOTES.glob("*.yaml"))


def _validator(kind: FileKind) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json_schema(kind))


def _source(**quote: Any) -> dict[str, Any]:
    return {
        "source": {"id": "talk", "title": "T", "author": "ann-lee"},
        "quotes": [{"id": "q1", "text": "so it is", **quote}],
    }


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_the_schemas_that_editors_read_are_those_of_the_models(kind: FileKind) -> None:
    name = f"schema/{kind.stem}.json"
    committed = (_QUOTES / name).read_text(encoding="utf-8")
    assert committed == schema_files()[name], "run tools/write_schemas.py"


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_the_schemas_are_schemas(kind: FileKind) -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema(kind))
    assert json_schema(kind)["additionalProperties"] is False


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.name)
def test_every_shipped_file_pleases_an_editor(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    name = path.stem if path.stem in ("topics", "speakers") else "source"
    assert text.startswith(f"# yaml-language-server: $schema=schema/{name}.json")
    root, problems = read_tree(text, path.name)
    assert root is not None
    assert not problems
    (kind,) = (kind for kind in FILE_KINDS if kind.stem == name)
    _validator(kind).validate(root.value)


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_every_field_tells_an_editor_what_it_is(kind: FileKind) -> None:
    schema = json_schema(kind)
    for part in (schema, *schema["$defs"].values()):
        assert part["description"]
        for field in part.get("properties", {}).values():
            assert field["description"]


def test_an_editor_offers_a_default_that_says_something_and_no_empty_list() -> None:
    parts = [part for kind in FILE_KINDS for part in json_schema(kind)["$defs"].values()]
    fields = [one for part in parts for one in part.get("properties", {}).items()]
    defaults = {name: field["default"] for name, field in fields if "default" in field}
    assert defaults == {"part": "article", "occurrence": 1, "pseudonym": False}


@pytest.mark.parametrize(
    ("value", "fine"),
    [
        ({"date": 2025}, True),
        ({"date": "2025"}, True),
        ({"date": "2025-03"}, True),
        ({"date": "2025-03-24"}, True),
        ({"date": "2025-13"}, False),
        ({"date": 25}, False),
        ({"date": True}, False),
        ({"date": 2025.0}, True),
        ({"url": "https://x.org"}, True),
        ({"url": "http://x.org/a?b#c"}, True),
        ({"url": "//x.org"}, False),
        ({"url": "https://x.org/a b"}, False),
        ({"url": "https://x@y.org"}, False),
        ({"file": "a.txt"}, True),
        ({"file": "a/b..c.txt"}, True),
        ({"file": ".hidden"}, True),
        ({"file": "../a"}, False),
        ({"file": "a/.."}, False),
        ({"file": "/a"}, False),
        ({"file": "a/"}, False),
        ({"id": "a"}, False),
        ({"id": "a" * 40}, True),
        ({"id": "a" * 41}, False),
        ({"id": "a--b"}, False),
        ({"id": "2-b"}, True),
        ({"title": "x" * 300}, True),
        ({"title": "x" * 301}, False),
        ({"title": ""}, False),
        ({"title": "  "}, False),
        ({"title": "a\x07"}, False),
        ({"title": "a\nb"}, False),
        ({"title": "a\n"}, True),
        ({"publication": None}, False),
        ({"colour": "x"}, False),
        ({"inferred": {"date": "why"}}, True),
        ({"inferred": {"file": "why"}}, False),
        ({"language": "de-CH"}, True),
        ({"language": "de_CH"}, False),
        ({"language": "de\n"}, False),
        ({"language": ["de"]}, False),
    ],
)
def test_an_editor_and_the_program_think_the_same_of_a_source(
    value: dict[str, Any], fine: bool
) -> None:
    file = _source()
    file["source"].update(value)
    assert _validator(SourceFile).is_valid(file) is fine
    if value.get("date") != 2025.0:  # a number of YAML, but not of JSON
        assert _is_model(file) is fine


@pytest.mark.parametrize(
    ("value", "fine"),
    [
        ({"text": "x" * 2000}, True),
        ({"text": "x" * 2001}, False),
        ({"text": "a\n\nb"}, True),
        ({"text": "a\tb"}, False),
        ({"text": "\n"}, False),
        ({"text": 1}, False),
        ({"part": "comment"}, True),
        ({"part": "x"}, False),
        ({"positions": [{"point": "ab", "stance": "mixed"}]}, True),
        ({"positions": [{"point": "ab"}]}, False),
        ({"topics": "ab"}, False),
        ({"quoting": {}}, True),
        ({"status": "disputed", "note": "x"}, True),
        ({"status": "wrong"}, False),
    ],
)
def test_an_editor_and_the_program_think_the_same_of_a_quote(
    value: dict[str, Any], fine: bool
) -> None:
    assert _validator(SourceFile).is_valid(_source(**value)) is fine
    assert _is_model(_source(**value)) is fine


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12))
def test_an_editor_accepts_all_that_the_program_accepts(text: str) -> None:
    if _is_model(_source(note=text)):
        assert _validator(SourceFile).is_valid(_source(note=text.strip()))


@given(st.text(max_size=12), st.sampled_from([ID, URL, FILE, text_rule(8)]))
def test_a_rule_accepts_its_own_result(text: str, rule: Rule) -> None:
    try:
        taken = rule.check(text)
    except ValueError:
        return
    assert rule.check(taken) == taken


@given(st.dates())
def test_every_day_of_the_calendar_is_a_date(day: Any) -> None:
    assert check_date(day.isoformat()) == day.isoformat()
    assert check_date(day.isoformat()[:7])


def test_dates_of_other_yaml_readers_are_text_here() -> None:
    root, _ = read_tree("2025-03-24", "f.yaml")
    assert root is not None
    assert root.value == "2025-03-24"
    assert yaml.safe_load("2025-03-24") != "2025-03-24"


def _is_model(file: dict[str, Any]) -> bool:
    try:
        SourceFile.read(file)
    except ValidationError:
        return False
    return True
