"""Docs: every command runs, and every file, folder and link exists."""

import ast
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import pytest

from bot.cli import main
from bot.commands import COMMANDS, MESSAGE_COMMANDS, PRIVACY_COMMAND, SAVE_MESSAGE
from bot.errors import ExitStatus
from bot.library.load import check_library, load_library
from bot.terminal.arguments import command_names
from bot.terminal.io import Streams
from tests.store.postgres import Cluster, cluster

__all__ = ["cluster"]

_ROOT = Path(__file__).parents[1]
# Their commands write files: they run in turn in a separate folder.
_SESSION = tuple(_ROOT / "docs" / name for name in ("operating.md", "upgrading.md"))
_TROUBLES = _ROOT / "docs" / "troubleshooting.md"
_SHOWN_ADDRESS = "postgresql://bot:secret@localhost/counterpoint"
_DOCS = (
    *(_ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *(_ROOT / folder / "README.md" for folder in ("seeds", "tests/loopback")),
    *sorted((_ROOT / "docs").glob("*.md")),
)
_BLOCK = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)|<img src=\"([^\"]+)\"")
_INLINE = re.compile(r"`(python -m bot [a-z]+[^`]*)`")
_TOOL = re.compile(r"python -m ((?:tools|tests)\.[\w.]+)")
_FILE = re.compile(r"`((?:bot|tests|tools)/[\w/.]*)`")
_DEFINITION = re.compile(r"`(?:\w+\.)?(\w+)` in `(bot/[\w/]+\.py)`")
_PROGRAM = ["python", "-m", "bot"]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _blocks(path: Path, language: str) -> list[str]:
    return [body for written, body in _BLOCK.findall(_text(path)) if written == language]


def _commands(path: Path) -> list[str]:
    lines = [line.strip() for body in _blocks(path, "console") for line in body.splitlines()]
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]


def _run(command: str, folder: Path) -> None:
    """Run a command of the docs, which must succeed and print something.

    Most are run in this process, since starting one takes a second; those with a pipe in a shell.
    """
    status, out, err = _run_in_shell(command, folder) if "|" in command else _run_here(command)
    assert status == 0, f"{command}: {out}{err}"
    assert out.strip()


def _run_here(command: str) -> tuple[int, str, str]:
    words = shlex.split(command)
    program = words.index("python")
    assert words[program : program + 3] == _PROGRAM
    environment = {**os.environ}  # noqa: TID251 - as a process would have it
    environment |= dict(word.split("=", 1) for word in words[:program])
    stdout, stderr = io.StringIO(), io.StringIO()
    status = main(words[program + 3 :], Streams(io.StringIO(), stdout, stderr), environment)
    return status, stdout.getvalue(), stderr.getvalue()


def _run_in_shell(command: str, folder: Path) -> tuple[int, str, str]:
    ran = subprocess.run(  # noqa: S602 - the docs show pipes, so a shell runs them
        command.replace("python -m bot", f"{shlex.quote(sys.executable)} -m bot"),
        shell=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},  # noqa: TID251 - tests have no settings
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return ran.returncode, ran.stdout, ran.stderr


@pytest.mark.parametrize(
    "command", [command for path in _DOCS if path not in _SESSION for command in _commands(path)]
)
def test_every_command_of_the_docs_succeeds(command: str) -> None:
    _run(command, _ROOT)


def test_every_command_of_an_operator_succeeds_in_the_order_of_the_pages(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (table,) = _blocks(_SESSION[0], "csv")
    (tmp_path / "more-quotes.csv").write_text(table, "utf-8")
    monkeypatch.chdir(tmp_path)
    address = cluster.new_database()
    for command in chain.from_iterable(map(_commands, _SESSION)):
        _run(command.replace(_SHOWN_ADDRESS, shlex.quote(address)), tmp_path)


def test_exit_statuses_are_in_one_table() -> None:
    rows = re.findall(r"^\| (\d+) \|", _text(_SESSION[0]), re.MULTILINE)
    assert [int(row) for row in rows] == [status.value for status in ExitStatus]


def _sentences() -> Iterator[str]:
    """Yield every string of the program and every line of the Makefile, with … for each value."""
    yield from _text(_ROOT / "Makefile").splitlines()
    for path in (_ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(_text(path))):
            if isinstance(node, ast.JoinedStr):
                parts = (
                    part.value if isinstance(part, ast.Constant) else "…" for part in node.values
                )
                yield "".join(map(str, parts))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.sub(r"%[sd]|\{\w+\}", "…", node.value)


def test_messages_of_the_troubleshooting_page_are_those_of_the_program() -> None:
    cells = re.findall(r"^\| (.+?) \|", _text(_TROUBLES), re.MULTILINE)
    messages = [message for cell in cells for message in re.findall(r"`([^`]+)`", cell)]
    assert len(messages) > 20
    known = list(_sentences())

    def is_known(message: str) -> bool:
        template = re.compile(".*".join(map(re.escape, message.split("…"))), re.DOTALL)
        return any(map(template.search, known))

    assert [message for message in messages if not is_known(message)] == []


def test_readme_lists_the_commands_of_the_table_and_no_others() -> None:
    listed = re.findall(r"^\| `/(\w+)` \|", _text(_ROOT / "README.md"), re.MULTILINE)
    assert listed == [*(command.name for command in COMMANDS), PRIVACY_COMMAND.name]


def test_readme_names_each_entry_of_the_menu_on_a_message() -> None:
    readme = _text(_ROOT / "README.md")
    names = [*(command.name for command in MESSAGE_COMMANDS), SAVE_MESSAGE]
    assert [name for name in names if f"*{name}*" not in readme] == []


def test_commands_named_in_running_text_exist() -> None:
    known = set(command_names())
    named = [
        found
        for path in _DOCS
        if path.name != "CHANGELOG.md"  # it names removed commands
        for found in _INLINE.findall(_text(path))
    ]
    assert {line.split()[3] for line in named} <= known


def test_tools_named_in_the_docs_exist() -> None:
    named = {name for path in _DOCS for name in _TOOL.findall(_text(path))}
    assert {name for name in named if find_spec(name) is None} == set()


def test_make_targets_named_in_the_docs_exist() -> None:
    targets = set(re.findall(r"^(\w+):", _text(_ROOT / "Makefile"), re.MULTILINE))
    named = {name for path in _DOCS for name in re.findall(r"make (run|\w+)`", _text(path))}
    assert named <= targets


@pytest.mark.parametrize("path", _DOCS, ids=lambda path: str(path.relative_to(_ROOT)))
def test_files_and_links_of_a_page_exist(path: Path) -> None:
    links = ["".join(found) for found in _LINK.findall(_text(path))]
    assert [link for link in links if not (path.parent / link).exists()] == []
    files = _FILE.findall(_text(path)) if path.name != "CHANGELOG.md" else []
    assert [file for file in files if not (_ROOT / file).exists()] == []
    named = _DEFINITION.findall(_text(path))
    assert [(name, file) for name, file in named if name not in _text(_ROOT / file)] == []


def test_contributing_lists_every_folder_of_the_code() -> None:
    folders = {
        f"{path.parent.relative_to(_ROOT)}/"
        for root in ("bot", "tests", "tools")
        for path in (_ROOT / root).rglob("*.py")
    }
    rows = re.findall(r"^\| (`.*?) \|", _text(_ROOT / "CONTRIBUTING.md"), re.MULTILINE)
    listed = [folder for row in rows for folder in re.findall(r"`([\w/]+/)`", row)]
    assert [folder for folder in listed if not (_ROOT / folder).is_dir()] == []
    assert folders <= set(listed)


def test_the_library_of_the_docs_has_no_problems(tmp_path: Path) -> None:
    topics, speakers, source = _blocks(_ROOT / "docs" / "library.md", "yaml")
    (tmp_path / "quotes").mkdir()
    (tmp_path / "seeds").mkdir()
    (tmp_path / "quotes" / "topics.yaml").write_text(topics, "utf-8")
    (tmp_path / "quotes" / "speakers.yaml").write_text(speakers, "utf-8")
    (tmp_path / "quotes" / "minutes.yaml").write_text(source, "utf-8")
    seed = (
        "Nobody can deliver a crate\nor a sofa to a shop without a place to stop.\n\n"
        "Yet the petition of residents asks for trees in place of parking."
    )
    (tmp_path / "seeds" / "council-minutes-2024.txt").write_text(seed, "utf-8")
    assert check_library(tmp_path / "quotes").problems == ()
    assert load_library(tmp_path / "quotes").card.title == "The cycle lanes of Harbour Street"
