"""Every command the docs show is run, and what they link to is there."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands import COMMANDS, MESSAGE_COMMANDS, SAVE_MESSAGE
from bot.library.load import check_library, load_library
from bot.terminal.arguments import command_names
from tests.store.postgres import Cluster, cluster

__all__ = ["cluster"]

_ROOT = Path(__file__).parents[1]
# Its commands write: they are run one after the other, in a folder of their own.
_SESSION = _ROOT / "docs" / "operating.md"
_SHOWN_ADDRESS = "postgresql://bot:secret@localhost/counterpoint"
_DOCS = (_ROOT / "README.md", _ROOT / "CONTRIBUTING.md", *sorted((_ROOT / "docs").glob("*.md")))
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)|<img src=\"([^\"]+)\"")
_INLINE = re.compile(r"`(python -m bot [a-z]+[^`]*)`")


def _blocks(path: Path, language: str) -> list[str]:
    found = _BLOCK.findall(path.read_text(encoding="utf-8"))
    return [body for written, body in found if written == language]


def _commands(path: Path) -> list[str]:
    lines = [line for body in _blocks(path, "console") for line in body.splitlines()]
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]


def _run(command: str, folder: Path) -> None:
    as_here = command.replace("python -m bot", f"{shlex.quote(sys.executable)} -m bot")
    ran = subprocess.run(  # noqa: S602 - the docs show pipes, so a shell runs what they show
        as_here,
        shell=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},  # noqa: TID251 - tests have no settings
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, f"{command}: {ran.stdout}{ran.stderr}"
    assert ran.stdout.strip()


@pytest.mark.parametrize(
    "command", [command for path in _DOCS if path != _SESSION for command in _commands(path)]
)
def test_every_command_shown_does_what_is_shown(command: str) -> None:
    _run(command, _ROOT)


def test_the_commands_of_an_operator_do_what_is_shown(cluster: Cluster, tmp_path: Path) -> None:
    (table,) = _blocks(_SESSION, "csv")
    (tmp_path / "more-quotes.csv").write_text(table, "utf-8")
    address = cluster.new_database()
    for command in _commands(_SESSION):
        _run(command.replace(_SHOWN_ADDRESS, shlex.quote(address)), tmp_path)


def test_readme_lists_the_commands_of_the_table_and_no_others() -> None:
    listed = re.findall(r"^\| `/(\w+)` \|", (_ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert listed == [command.name for command in COMMANDS]


def test_readme_names_each_entry_of_the_menu_on_a_message() -> None:
    said = (_ROOT / "README.md").read_text("utf-8")
    names = [*(command.name for command in MESSAGE_COMMANDS), SAVE_MESSAGE]
    assert [name for name in names if f"*{name}*" not in said] == []


def test_commands_named_in_running_text_exist() -> None:
    known = set(command_names())
    named = [found for path in _DOCS for found in _INLINE.findall(path.read_text("utf-8"))]
    assert {line.split()[3] for line in named} <= known


def test_make_targets_named_in_the_docs_exist() -> None:
    targets = set(re.findall(r"^(\w+):", (_ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {name for path in _DOCS for name in re.findall(r"make (run|\w+)`", path.read_text())}
    assert named <= targets


@pytest.mark.parametrize("path", _DOCS, ids=lambda path: path.name)
def test_what_a_page_links_to_is_there(path: Path) -> None:
    links = ["".join(found) for found in _LINK.findall(path.read_text("utf-8"))]
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_library_shown_in_the_docs_is_in_order(tmp_path: Path) -> None:
    topics, speakers, source = _blocks(_ROOT / "docs" / "library.md", "yaml")
    (tmp_path / "quotes").mkdir()
    (tmp_path / "seeds").mkdir()
    (tmp_path / "quotes" / "topics.yaml").write_text(topics, "utf-8")
    (tmp_path / "quotes" / "speakers.yaml").write_text(speakers, "utf-8")
    (tmp_path / "quotes" / "minutes.yaml").write_text(source, "utf-8")
    said = "Nobody can deliver a crate\nor a sofa to a shop without a place to stop."
    (tmp_path / "seeds" / "council-minutes-2024.txt").write_text(said, "utf-8")
    assert check_library(tmp_path / "quotes").problems == ()
    assert load_library(tmp_path / "quotes").card.title == "The cycle lanes of Harbour Street"
