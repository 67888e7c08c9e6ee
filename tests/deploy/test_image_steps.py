"""The steps of the Dockerfile's first stage, run here without a container engine."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot import __version__

pytestmark = pytest.mark.acceptance
ROOT = Path(__file__).parents[2]
PLACE = "/opt/counterpoint"


def steps() -> list[tuple[str, str]]:
    """Return the instructions of the stage that builds, in order."""
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    build = text.split("\nFROM ")[1]
    return re.findall(r"^(RUN|COPY) (.+)$", build, re.MULTILINE)


def copy(names: list[str], target: Path) -> None:
    for name in names:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, target)


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S602 - an engine gives the line to a shell too
        command, shell=True, cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )


def test_steps_of_the_image_make_a_program_that_answers(tmp_path: Path) -> None:
    source, place = tmp_path / "src", tmp_path / "opt"
    source.mkdir()
    for instruction, rest in steps():
        if instruction == "COPY":
            *names, target = rest.split()
            copy(names, source / target)
            continue
        command = rest.replace(PLACE, str(place)).replace(
            "python -m venv", f"{sys.executable} -m venv"
        )
        ran = shell(command, source)
        if "NewConnectionError" in ran.stderr:
            pytest.skip("the packages cannot be reached")
        assert ran.returncode == 0, f"{command}: {ran.stderr}"
    shutil.rmtree(source)
    program = place / "bin" / "counterpoint"
    assert shell(f"{program} --version", tmp_path).stdout == f"counterpoint {__version__}\n"
    data = tmp_path / "data"
    answered = shell(
        f"DATABASE_URL=sqlite:///{data}/counterpoint.db {program} quote reorganisation", tmp_path
    )
    assert answered.returncode == 0, answered.stderr
    assert not data.exists()
