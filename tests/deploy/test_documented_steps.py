"""The steps of docs/operating.md that need root or a container engine, and of the README."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot import __version__
from bot.terminal.arguments import read_arguments

ROOT = Path(__file__).parents[2]
COPIED = ("bot", "quotes", "seeds", "LICENSE", "README.md", "pyproject.toml", "requirements.txt")
UNIT = "counterpoint.service"


def steps(page: str) -> list[list[str]]:
    """Return the words of each command in the blocks of a shell, without sudo."""
    text = (ROOT / page).read_text("utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    lines = [shlex.split(line, comments=True) for line in "".join(blocks).splitlines()]
    return [line[1:] if line[0] == "sudo" else line for line in lines if line]


def run(*words: str, folder: Path, typed: str = "") -> str:
    ran = subprocess.run(
        words, cwd=folder, input=typed, capture_output=True, text=True, timeout=300, check=False
    )
    if "NewConnectionError" in ran.stderr:
        pytest.skip("the packages cannot be reached")
    assert ran.returncode == 0, f"{words}: {ran.stderr}"
    return ran.stdout


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "checkout"
    folder.mkdir()
    for name in (*COPIED, UNIT):
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            shutil.copy(ROOT / name, folder)
    (folder / ".env").write_text("DISCORD_TOKEN=a.b.c\n")
    return folder


def test_commands_of_systemd_name_the_unit() -> None:
    of_systemd = [words for words in steps("docs/operating.md") if words[0].endswith("ctl")]
    assert of_systemd == [
        ["systemctl", "enable", "--now", Path(UNIT).stem],
        ["journalctl", "--unit", Path(UNIT).stem, "--follow"],
    ]


def services(compose_file: str) -> set[str]:
    return set(yaml.safe_load((ROOT / compose_file).read_text("utf-8"))["services"])


@pytest.mark.parametrize("page", ["docs/operating.md", "docs/scaling.md"])
def test_commands_of_containers_name_services_and_commands_that_exist(page: str) -> None:
    of_docker = [words for words in steps(page) if words[0] == "docker"]
    assert of_docker
    for words in of_docker:
        named = words[2] == "--file"
        file, rest = (words[3], words[4:]) if named else ("compose.yaml", words[2:])
        assert words[1] == "compose"
        match rest:
            case ["up", "--detach"]:
                pass
            case ["logs", "--follow", service]:
                assert service in services(file)
            case ["exec", service, "counterpoint", *arguments]:
                assert service in services(file)
                assert read_arguments(arguments).run
            case ["cp", source, target]:
                assert services(file) & {source.partition(":")[0], target.partition(":")[0]}
            case ["run", "--rm", "--env", _, service, *arguments]:
                assert service in services(file)
                assert read_arguments(arguments).run
            case _:
                pytest.fail(f"{rest} is not checked")


def test_a_command_on_the_database_of_the_service_names_it() -> None:
    commands = [words for words in steps("docs/operating.md") if words[0].startswith("DATABASE")]
    assert {words[2] for words in commands} == {"backup", "restore"}
    for address, _program, *arguments in commands:
        assert address.startswith("DATABASE_URL=sqlite:////var/lib/counterpoint/")
        assert read_arguments(arguments).run


def test_a_command_with_the_settings_of_the_service_has_those_of_the_unit() -> None:
    (words,) = [words for words in steps("docs/operating.md") if words[0] == "systemd-run"]
    *given, program, command = words
    unit = (ROOT / UNIT).read_text("utf-8").splitlines()
    assert f"ExecStart={program}" in unit
    assert given[given.index("--property") + 1] in unit
    (environment,) = (line for line in unit if line.startswith("Environment="))
    assert given[given.index("--setenv") + 1] in environment.removeprefix("Environment=").split()
    assert read_arguments([command]).run


@pytest.mark.acceptance
def test_steps_of_the_service_install_what_its_unit_starts(checkout: Path, tmp_path: Path) -> None:
    place = tmp_path / "root"
    (place / "etc/systemd/system").mkdir(parents=True)
    for words in steps("docs/operating.md"):
        if words[0] in {"python3", "install"} or words[0].startswith("/opt/counterpoint/bin/pip"):
            moved = [f"{place}{word}" if word.startswith("/") else word for word in words]
            run(*(sys.executable if word == "python3" else word for word in moved), folder=checkout)
    unit = (place / "etc/systemd/system" / UNIT).read_text("utf-8")
    (program,) = re.findall(r"^ExecStart=(\S+)$", unit, re.MULTILINE)
    (settings,) = re.findall(r"^EnvironmentFile=(\S+)$", unit, re.MULTILINE)
    said = run(f"{place}{program}", "--version", folder=tmp_path)
    assert said == f"counterpoint {__version__}\n"
    assert "— " in run(f"{place}{program}", "quote", "reorganisation", folder=tmp_path)
    file = Path(f"{place}{settings}")
    assert file.read_text() == "DISCORD_TOKEN=a.b.c\n"
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.acceptance
def test_the_readmes_steps_without_make_start_the_bot(checkout: Path) -> None:
    (checkout / ".env").unlink()
    made, installed, started = [words for words in steps("README.md") if words[0] != "make"]
    run(sys.executable, *made[1:], folder=checkout)
    run(*installed, folder=checkout)
    assert "— " in run(*started, folder=checkout, typed="quote reorganisation\n")
