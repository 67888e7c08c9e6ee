"""The settings of an operator."""

import logging
import re
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import NAMES, SHIPPED_LIBRARY, Settings, read_settings

NO_FILE = Path("/nonexistent/.env")
EXAMPLE = Path(__file__).parent.parent / ".env.example"
TOKEN = "TVRB.GxYz_1-2.abc$def"  # noqa: S105 - made up, and no token's shape is required


def read(env_file: Path = NO_FILE, **environment: str) -> Settings:
    return read_settings(environment, env_file)


def test_with_nothing_set_the_shipped_library_is_answered_from_without_discord() -> None:
    settings = read()
    assert settings.library == SHIPPED_LIBRARY
    assert settings.library.is_dir()
    assert settings.discord_token == ""
    assert settings.discord_api_url == ""
    assert settings.log_level == logging.INFO


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("blank", ["", " ", "\t"])
def test_a_blank_value_counts_as_none(name: str, blank: str) -> None:
    assert read_settings({name: blank}, NO_FILE) == read()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("COUNTERPOINT_LOG=debug\nDISCORD_TOKEN=from-file\n")
    settings = read(env_file, COUNTERPOINT_LOG="error")
    assert settings.log_level == logging.ERROR
    assert settings.discord_token == "from-file"  # noqa: S105 - made up


def test_a_blank_value_in_the_environment_lets_the_file_speak(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("COUNTERPOINT_LOG=debug\n")
    assert read(env_file, COUNTERPOINT_LOG="").log_level == logging.DEBUG


def test_a_file_from_another_system_is_read(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_bytes(b"\xef\xbb\xbfCOUNTERPOINT_LOG=debug\r\nDISCORD_TOKEN\r\n")
    settings = read(env_file)
    assert settings.log_level == logging.DEBUG
    assert settings.discord_token == ""


def test_a_file_that_is_no_text_is_told_in_a_sentence(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_bytes(b"DISCORD_TOKEN=\xff\xfe")
    with pytest.raises(SettingsError, match=r"\.env cannot be read; save it as UTF-8 text"):
        read(env_file)


def test_a_checkout_keeps_its_database_where_it_is_started() -> None:
    assert read(XDG_DATA_HOME="/srv").database == "sqlite:///data/counterpoint.db"


def installed(folder: Path, data_home: Path) -> Settings:
    environment = {"XDG_DATA_HOME": str(data_home)}
    return read_settings(environment, folder / ".env", installed=True)


def test_an_installed_program_keeps_its_files_in_the_data_folder(tmp_path: Path) -> None:
    ours = tmp_path / "counterpoint"
    ours.mkdir()
    (ours / ".env").write_text("COUNTERPOINT_LOG=debug\n")
    settings = installed(tmp_path, tmp_path)
    assert settings.database == f"sqlite:///{ours}/counterpoint.db"
    assert settings.log_level == logging.DEBUG


def test_an_installed_program_reads_the_file_where_it_is_started(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DISCORD_TOKEN=here\nDATABASE_URL=sqlite:///here.db\n")
    settings = installed(tmp_path, tmp_path / "data")
    assert settings.discord_token == "here"  # noqa: S105 - made up
    assert settings.database == "sqlite:///here.db"


def test_an_installed_program_leaves_the_file_of_another_project_alone(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DATABASE_URL=postgresql://theirs/theirs\nDEBUG=1\n")
    assert "theirs" not in installed(tmp_path, tmp_path / "data").database


@pytest.mark.parametrize(
    "copied",
    [
        TOKEN,
        f"  {TOKEN}  ",
        f'"{TOKEN}"',
        f"'{TOKEN}'",
        f"“{TOKEN}”",
        f"Bot {TOKEN}",
        f'" {TOKEN} "',
    ],
)
def test_a_copied_token_loses_quotation_marks_and_the_word_bot(copied: str) -> None:
    assert read(DISCORD_TOKEN=copied).discord_token == TOKEN


def test_a_dollar_in_a_token_of_the_file_is_a_dollar(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text(f"DISCORD_TOKEN={TOKEN}\n")
    assert read(env_file).discord_token == TOKEN


@pytest.mark.parametrize("wrong", ["two words", "tökèn", "line\nfeed", "a\x00b"])
def test_a_wrong_token_is_explained_without_being_shown(wrong: str) -> None:
    with pytest.raises(SettingsError, match="DISCORD_TOKEN is not a token") as error:
        read(DISCORD_TOKEN=wrong)
    assert wrong not in str(error.value)
    assert "copy it again from https://discord.com" in str(error.value)


def test_the_token_never_shows() -> None:
    settings = read(DISCORD_TOKEN=TOKEN)
    assert TOKEN not in repr(settings)
    assert TOKEN not in str(settings)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("http://127.0.0.1:8080/api/v10", "http://127.0.0.1:8080/api/v10"),
        ("https://discord.example/api/", "https://discord.example/api"),
    ],
)
def test_another_discord_can_be_named(url: str, kept: str) -> None:
    assert read(DISCORD_API_URL=url).discord_api_url == kept


@pytest.mark.parametrize(
    "url",
    [
        "discord.com",
        "ftp://x/y",
        "http://",
        "http://h:port/",
        "http://[",
        "http://h/?q",
        "http://h/#f",
    ],
)
def test_a_wrong_address_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(
        SettingsError, match=r"DISCORD_API_URL is .*; write an address such as http"
    ):
        read(DISCORD_API_URL=url)


@pytest.mark.parametrize(
    ("level", "number"), [("debug", 10), ("Info", 20), ("WARNING", 30), ("error", 40)]
)
def test_the_log_has_four_levels(level: str, number: int) -> None:
    assert read(COUNTERPOINT_LOG=level).log_level == number


def test_another_level_is_refused_with_those_there_are() -> None:
    with pytest.raises(SettingsError, match="write one of debug, info, warning, error"):
        read(COUNTERPOINT_LOG="loud")


def test_another_library_is_another_folder(tmp_path: Path) -> None:
    assert read(COUNTERPOINT_LIBRARY=str(tmp_path)).library == tmp_path


def test_a_folder_may_begin_with_a_tilde() -> None:
    assert read(COUNTERPOINT_LIBRARY="~").library == Path.home()


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"COUNTERPOINT_LIBRARY is .*there is no such folder"):
        read(COUNTERPOINT_LIBRARY=str(tmp_path / "nowhere"))


def test_history_is_kept_where_the_xdg_specification_says(tmp_path: Path) -> None:
    assert read(XDG_STATE_HOME=str(tmp_path)).state_folder == tmp_path / "counterpoint"


@pytest.mark.parametrize("named", ["", "relative/path"])
def test_a_relative_state_folder_is_ignored(named: str) -> None:
    expected = Path.home() / ".local" / "state" / "counterpoint"
    assert read(XDG_STATE_HOME=named).state_folder == expected


@pytest.mark.parametrize(
    ("given", "on"), [("", True), ("on", True), ("off", False), ("OFF", False)]
)
def test_meaning_is_on_unless_it_is_turned_off(given: str, on: bool) -> None:
    assert read(COUNTERPOINT_MEANING=given).meaning is on


def test_meaning_is_on_or_off_and_nothing_else() -> None:
    with pytest.raises(SettingsError, match="COUNTERPOINT_MEANING is maybe; write on or off"):
        read(COUNTERPOINT_MEANING="maybe")


def test_the_default_environment_is_that_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERPOINT_LOG", "error")
    assert read_settings(env_file=NO_FILE).log_level == logging.ERROR


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        read().log_level = 0  # type: ignore[misc] # the assignment under test


def test_the_example_names_and_explains_every_setting_and_sets_none() -> None:
    lines = EXAMPLE.read_text("utf-8").splitlines()
    named = [line for line in lines if re.fullmatch(r"[A-Z_]+=.*", line)]
    assert named == [f"{name}=" for name in NAMES]
    for line in named:
        assert lines[lines.index(line) - 1].startswith("# ")


def test_the_example_can_be_used_as_it_is() -> None:
    assert read(EXAMPLE) == read()


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("DISCORD TOKEN abc", "line 2 cannot be read; write NAME=value"),
        ("DISCORD_TOKN=abc", "there is no setting DISCORD_TOKN; did you mean DISCORD_TOKEN?"),
        ('COUNTERPOINT_LIBRARY="C:\\new\\table"', "line 2: a backslash in double quotation marks"),
        ("DATABASE_URL=postgresql://bot:p@ss@db/counterpoint", "write it there as %40"),
        ("COUNTERPOINT_MOST_QUOTES=many", "write a number such as 100000"),
        ("COUNTERPOINT_KEEP_DAYS=a month", "write a number such as 30"),
    ],
)
def test_a_line_that_is_unclear_is_refused(tmp_path: Path, line: str, wrong: str) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text(f"# ours\n{line}\n")
    with pytest.raises(SettingsError, match=re.escape(wrong)):
        read(env_file)


def test_faults_are_noted_where_they_are_tolerated(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("DISCORD_TOKN=abc\n")
    environment = {
        "COUNTERPOINT_LOG": "loud",
        "COUNTERPOINT_LIBRAY": "x",
        "COUNTERPOINT_MEANING": "x",
    }
    settings = read_settings(environment, env_file, tolerant=True)
    assert settings.faults == (
        (
            "settings",
            f"{env_file}, line 1: there is no setting DISCORD_TOKN; did you mean DISCORD_TOKEN?",
        ),
        (
            "settings",
            "the environment: there is no setting COUNTERPOINT_LIBRAY; did you mean "
            "COUNTERPOINT_LIBRARY?",
        ),
        ("COUNTERPOINT_LOG", "COUNTERPOINT_LOG is loud; write one of debug, info, warning, error"),
        ("COUNTERPOINT_MEANING", "COUNTERPOINT_MEANING is x; write on or off"),
    )
    assert (settings.log_level, settings.meaning) == (logging.INFO, True)


def test_settings_of_other_programs_are_left_alone(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("export PATH_TO_IT=/x\nPOSTGRES_PASSWORD='a\\b'\n")
    assert read(env_file) == read()


def test_a_tilde_in_the_path_of_a_database_is_the_home_folder() -> None:
    address = read(DATABASE_URL="sqlite:///~/quotes.db").database
    assert address == f"sqlite:///{Path.home()}/quotes.db"


def test_an_encoded_sign_in_a_password_is_kept() -> None:
    address = "postgresql://bot:p%40ss@db/counterpoint"
    assert read(DATABASE_URL=address).database == address


def test_misspelt_setting_in_the_environment_is_told() -> None:
    with pytest.raises(SettingsError, match="did you mean COUNTERPOINT_LIBRARY"):
        read_settings({"COUNTERPOINT_LIBRAY": "quotes"}, NO_FILE)
    assert read_settings({"COUNTERPOINT_CORPORA": "x", "LIBRARY": "x"}, NO_FILE) == read()
