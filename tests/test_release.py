"""A checkout run by uv, and a release; ``make acceptance`` runs these."""

import hashlib
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from bot import __version__

pytestmark = pytest.mark.acceptance
ROOT = Path(__file__).parents[1]
RELEASED = ("bot", "quotes", "seeds", "CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml")
BUILT = ("Makefile", "Dockerfile", ".gitignore")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the checkout whose changelog has a section for this version."""
    copy = tmp_path / "checkout"
    copy.mkdir()
    for name in (*RELEASED, *BUILT):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif (ROOT / name).exists():
            shutil.copy(ROOT / name, copy)
    changelog = copy / "CHANGELOG.md"
    cut = changelog.read_text("utf-8").replace("[Unreleased]", f"[{__version__}] - 2026-01-01", 1)
    changelog.write_text(cut, "utf-8")
    return copy


def run(*words: str | Path, folder: Path) -> str:
    ran = subprocess.run(
        list(map(str, words)),
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    if "NewConnectionError" in ran.stderr:
        pytest.skip("the packages cannot be reached")
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_uvx_runs_a_checkout(checkout: Path) -> None:
    uvx = Path(sysconfig.get_path("scripts")) / "uvx"
    out = run(uvx, "--quiet", "--from", ".", "counterpoint", "--version", folder=checkout)
    assert out == f"counterpoint {__version__}\n"


def test_release_is_a_wheel_a_source_archive_and_checksums(checkout: Path) -> None:
    run("make", "release", "-o", f"{sys.prefix}/dev.stamp", f"VENV={sys.prefix}", folder=checkout)
    made = {path.name: path for path in (checkout / "dist").iterdir()}
    sums = made.pop("SHA256SUMS").read_text().splitlines()
    name = f"counterpoint-{__version__}"
    assert {f"{name}-py3-none-any.whl", f"{name}.tar.gz"} <= set(made)
    assert sorted(sums) == sorted(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in made.values()
    )
    run("sha256sum", "--check", "SHA256SUMS", folder=checkout / "dist")


def test_release_without_its_section_in_the_changelog_is_refused(checkout: Path) -> None:
    (checkout / "CHANGELOG.md").write_text("# Changelog\n\n## [Unreleased]\n", "utf-8")
    arguments = ["make", "release", "-o", f"{sys.prefix}/dev.stamp", f"VENV={sys.prefix}"]
    ran = subprocess.run(arguments, cwd=checkout, capture_output=True, text=True, check=False)
    assert ran.returncode != 0
    assert f"CHANGELOG.md has no section {__version__}" in ran.stderr
    assert not (checkout / "dist").exists()
