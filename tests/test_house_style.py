"""Style rules of CONTRIBUTING.md that the linters do not check."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = sorted(
    path for folder in ("bot", "tools", "tests") for path in (ROOT / folder).rglob("*.py")
)
BOT = [path for path in CODE if path.is_relative_to(ROOT / "bot")]
# Package files, which every package has, do not count.
MODULES = [path for path in BOT if path.stem not in ("__init__", "__main__")]
LONGEST_MODULE = 400
ODD_OPENINGS = re.compile(r"(What|Whatever|Whoever|Whom|As|Those)\b")


def docstrings(path: Path) -> Iterator[str]:
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, kinds) and (text := ast.get_docstring(node)):
            yield text


def twice(names: Iterator[str]) -> list[str]:
    return sorted(name for name, times in Counter(names).items() if times > 1)


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_docstring_begins_with_its_subject_or_an_imperative(path: Path) -> None:
    assert [text for text in docstrings(path) if ODD_OPENINGS.match(text)] == []


def test_public_class_name_occurs_once() -> None:
    trees = (ast.parse(path.read_text("utf-8")) for path in BOT)
    nodes = chain.from_iterable(map(ast.walk, trees))
    classes = (node.name for node in nodes if isinstance(node, ast.ClassDef))
    assert twice(name for name in classes if not name.startswith("_")) == []


def test_module_name_occurs_once_in_a_package() -> None:
    packages = {path.relative_to(ROOT).parts[1] for path in MODULES if path.parent != ROOT / "bot"}
    for package in packages:
        inside = [path for path in MODULES if path.is_relative_to(ROOT / "bot" / package)]
        assert twice(path.stem for path in inside) == [], package


def test_no_module_is_longer_than_one_sitting() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in BOT}
    assert {path: size for path, size in lengths.items() if size > LONGEST_MODULE} == {}
