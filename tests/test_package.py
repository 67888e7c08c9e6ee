"""The wheel: its content, and the program installed from it in a clean environment."""

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from bot import __version__

ROOT = Path(__file__).parents[1]
UV = Path(sysconfig.get_path("scripts")) / "uv"
QUOTES = "text,speaker,source,topic\nNobody asked the nurses.,A nurse,A letter,lessons\n"


def newest_python() -> str | None:
    """Return the newest Python later than this one, on the path or of pyenv; None without one."""
    ours = sys.version_info[1]
    homes = sorted(map(str, Path.home().glob(".pyenv/versions/3.*/bin")))
    path = os.pathsep.join([*homes, os.environ["PATH"]])  # noqa: TID251 - where programs are
    found = (shutil.which(f"python3.{minor}", path=path) for minor in range(ours + 5, ours, -1))
    return next(filter(None, found), None)


def run(
    *words: str | Path, folder: Path, home: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program; with a home, as a user who has nothing else."""
    return subprocess.run(
        list(map(str, words)),
        cwd=folder,
        env=None if home is None else {"HOME": str(home), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = run(
        sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, folder=ROOT
    )
    assert built.returncode == 0, built.stderr
    (file,) = folder.iterdir()
    return file


def installed(wheel: Path, python: str, folder: Path) -> Path:
    """Return the program, installed with its dependencies in a new environment.

    uv does it in a fifth of pip's time, but reads no configuration of pip's.
    """
    made = run(UV, "venv", "--quiet", "--python", python, "env", folder=folder)
    assert made.returncode == 0, made.stderr
    done = run(UV, "pip", "install", "--quiet", "--python", "env", wheel, folder=folder)
    if done.returncode:
        pip = (sys.executable, "-m", "pip", "--python", "env", "install", "--quiet")
        done = run(*pip, wheel, folder=folder)
    if "NewConnectionError" in done.stderr:
        pytest.skip("the packages cannot be reached")
    assert done.returncode == 0, done.stderr
    return folder / "env" / "bin" / "counterpoint"


def test_wheel_holds_the_library_its_texts_and_every_file_of_the_program(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    for folder, place in (("bot", "bot"), ("seeds", "bot/shipped/seeds")):
        files = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
        names = {f"{place}/{path.relative_to(ROOT / folder).as_posix()}" for path in files}
        assert {name for name in names - held if "__pycache__" not in name} == set()
    quotes = {f"bot/shipped/quotes/{path.name}" for path in (ROOT / "quotes").glob("*.yaml")}
    assert quotes <= held
    assert wheel.name == f"counterpoint-{__version__}-py3-none-any.whl"
    tops = {name.partition("/")[0] for name in held}
    assert tops == {"bot", f"counterpoint-{__version__}.dist-info"}


@pytest.mark.acceptance
@pytest.mark.parametrize("which", ["this", "newest"])
def test_installed_program_answers_from_any_folder(which: str, wheel: Path, tmp_path: Path) -> None:
    python = sys.executable if which == "this" else newest_python()
    if python is None:
        pytest.skip("there is no later Python on this machine")
    program = installed(wheel, python, tmp_path)
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    home.mkdir()
    elsewhere.mkdir()
    (tmp_path / "quotes.csv").write_text(QUOTES)

    def answer(*words: str | Path) -> str:
        ran = run(program, *words, folder=elsewhere, home=home)
        assert (ran.returncode, ran.stderr) == (0, "")
        return ran.stdout

    assert answer("--version") == f"counterpoint {__version__}\n"
    assert "— " in answer("quote", "reorganisation")
    assert "All is well" in answer("check")
    assert "Imported into local" in answer("import", tmp_path / "quotes.csv", "--yes")
    assert "Nobody asked the nurses." in answer("quote", "--speaker", "A nurse")
    assert (home / ".local/share/counterpoint/counterpoint.db").is_file()
    assert list(elsewhere.iterdir()) == []
    assert "usage: counterpoint" in answer("--help")
