"""The files that run the bot elsewhere: image, compose files and systemd unit, as parsers see them.

No container engine is needed. ``compose-spec.json`` is the schema of the Compose Specification
(https://github.com/compose-spec/compose-spec, Apache License 2.0).
"""

import json
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from bot.errors import ExitStatus

ROOT = Path(__file__).parents[2]
SCHEMA = Path(__file__).with_name("compose-spec.json")
COMPOSE = ("compose.yaml", "compose.postgres.yaml")


def services(name: str) -> dict[str, Any]:
    services: dict[str, Any] = yaml.safe_load((ROOT / name).read_text("utf-8"))["services"]
    return services


def test_hadolint_finds_no_mistake_in_the_dockerfile() -> None:
    hadolint = shutil.which("hadolint", path=sysconfig.get_path("scripts"))
    if hadolint is None:
        pytest.skip("hadolint comes for Linux alone")
    ran = subprocess.run(
        [hadolint, "Dockerfile"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (0, "")


def test_image_runs_as_a_user_of_its_own_with_a_volume_and_a_health_check() -> None:
    final = (ROOT / "Dockerfile").read_text("utf-8").rpartition("\nFROM ")[2]
    assert re.search(r"^USER 10001:10001$", final, re.MULTILINE)
    assert re.search(r"^VOLUME /data$", final, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK .*\\\n +CMD .*/livez", final, re.MULTILINE)
    assert re.search(r'^ENTRYPOINT \["counterpoint"\]$', final, re.MULTILINE)


def test_what_the_image_copies_is_sent_to_the_engine() -> None:
    sent = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    lines = re.findall(
        r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE
    )
    copied = {name for line in lines for name in line.split()}
    assert copied == {name.removeprefix("!") for name in sent if name.startswith("!")}
    assert [name for name in copied if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("name", COMPOSE)
def test_compose_file_obeys_the_specification(name: str) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    document = yaml.safe_load((ROOT / name).read_text("utf-8"))
    assert [error.message for error in Draft7Validator(schema).iter_errors(document)] == []


@pytest.mark.parametrize("name", COMPOSE)
def test_every_process_of_the_bot_is_confined(name: str) -> None:
    bots = [service for service in services(name).values() if "build" in service]
    assert bots
    for bot in bots:
        assert bot["read_only"] is True
        assert bot["cap_drop"] == ["ALL"]
        assert bot["security_opt"] == ["no-new-privileges:true"]
        assert "/tmp" in bot["tmpfs"]  # noqa: S108 - within the container
        assert bot["env_file"] == ".env"


def test_processes_on_postgresql_share_all_shards_and_no_shard_twice() -> None:
    settings = [service["environment"] for service in services("compose.postgres.yaml").values()]
    ranges = [each["COUNTERPOINT_SHARDS"] for each in settings if "COUNTERPOINT_SHARDS" in each]
    found = [re.fullmatch(r"(\d+)-(\d+)/(\d+)", each) for each in ranges]
    numbers = [tuple(map(int, match.groups())) for match in found if match]
    assert len(numbers) == len(ranges) == 2
    shards = [shard for first, last, _ in numbers for shard in range(first, last + 1)]
    assert {total for _, _, total in numbers} == {len(shards)}
    assert sorted(shards) == list(range(len(shards)))


def unit() -> dict[str, str]:
    lines = (ROOT / "counterpoint.service").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def test_service_is_not_restarted_for_a_wrong_token() -> None:
    assert unit()["RestartPreventExitStatus"] == str(ExitStatus.TOKEN_REFUSED.value)
    assert unit()["Restart"] == "on-failure"


def test_service_is_hardened_and_keeps_its_state() -> None:
    wanted = {"NoNewPrivileges": "yes", "ProtectSystem": "strict", "StateDirectory": "counterpoint"}
    assert wanted.items() <= unit().items()


def test_systemd_accepts_the_service(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("there is no systemd on this machine")
    text = (ROOT / "counterpoint.service").read_text("utf-8")
    # The program is not installed here, and verify looks for it.
    copy = tmp_path / "counterpoint.service"
    copy.write_text(text.replace(unit()["ExecStart"], str(shutil.which("true"))))
    ran = subprocess.run([analyze, "verify", copy], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
