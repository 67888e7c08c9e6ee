"""The Makefile: it says what it does and what is missing, and passes on the bot's status."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def make(*arguments: str, folder: Path = ROOT, typed: str = "") -> subprocess.CompletedProcess[str]:
    here = {name: value for name, value in os.environ.items() if name != "DISCORD_TOKEN"}  # noqa: TID251 - chosen for the child
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],  # noqa: S607 - the one on the path
        cwd=folder,
        env={**here, "DATABASE_URL": "sqlite:////nonexistent/counterpoint.db"},
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def python(folder: Path, script: str) -> str:
    """Write a program that stands for some system's Python; return its path."""
    program = folder / "python"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return str(program)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "requirements.txt").touch()
    return tmp_path


def test_python_that_is_too_old_is_named_with_the_one_it_takes(copy: Path) -> None:
    old = python(copy, 'case "$1" in --version) echo Python 3.9.18;; *) exit 1;; esac')
    ran = make("run", f"PYTHON={old}", folder=copy)
    assert ran.returncode != 0
    assert "Counterpoint needs Python 3.11 or later." in ran.stderr
    assert f"{old} is Python 3.9.18." in ran.stderr
    assert "make run PYTHON=python3.12" in ran.stderr
    assert not (copy / ".venv").exists()


def test_missing_python_is_named(copy: Path) -> None:
    ran = make("run", "PYTHON=no-such-python", folder=copy)
    said = "Counterpoint needs Python 3.11 or later. no-such-python is missing."
    assert ran.stderr.splitlines()[0] == said


def test_missing_python3_venv_is_named(copy: Path) -> None:
    bare = python(copy, 'case "$2" in *ensurepip*) exit 1;; esac')
    ran = make("run", f"PYTHON={bare}", folder=copy)
    assert ran.returncode != 0
    assert "install python3-venv" in ran.stderr
    assert not (copy / ".venv").exists()


def test_set_up_says_in_one_line_what_it_does(copy: Path) -> None:
    # pip takes seconds to install, and is not needed here.
    made = f'[ "$2" = venv ] && set -- "$@" --without-pip; exec {sys.executable} "$@"'
    ran = make(".venv/made.stamp", f"PYTHON={python(copy, made)}", folder=copy)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == ""
    (line,) = ran.stderr.splitlines()
    assert line.startswith("Setting up in .venv with Python 3.")


@pytest.mark.parametrize(
    ("typed", "status"), [("reorganisation\n", 0), ("how to plant tomatoes\n", 0), ("/frob\n", 2)]
)
def test_request_that_finds_nothing_is_no_error_of_make(typed: str, status: int) -> None:
    ran = make("run", "-o", f"{sys.prefix}/run.stamp", f"VENV={sys.prefix}", typed=typed)
    assert ran.returncode == status, ran.stderr
    assert ran.stdout
    assert ("Error" in ran.stderr) == bool(status)
