"""Modals are within Discord's limits for any values."""

from pathlib import Path

import pytest

from bot.commands import LIBRARY_COMMANDS, SUGGEST_COMMAND
from bot.discordapp.limits import CHOICES, DESCRIPTION, FIELD
from bot.discordapp.markdown import weight
from bot.discordapp.moderation.modals import ModalState, modal_of, reason_modal
from bot.errors import RequestError
from bot.i18n import languages, speaking
from bot.moderation.form_values import Form, FormKind, PendingForm, PointForm, TopicForm
from tests.loopback.command_rules import wrong_modal

LONGEST = ("🙂\u202e@everyone " * 400)[: FIELD - 400]
LONGER = "🙂\u202e@everyone " * 400
DRAFTS = (
    PendingForm(FormKind.QUOTE, Form()),
    PendingForm(FormKind.QUOTE, Form(*[LONGEST] * 5)),
    PendingForm(
        FormKind.FILING, Form(point=LONGEST, stance="no such", topic=LONGEST, note=LONGEST)
    ),
    PendingForm(FormKind.FILING, Form(stance="mixed", status="disputed")),
    PendingForm(FormKind.SUGGESTION, Form(text=LONGEST)),
    PendingForm(FormKind.TOPIC, TopicForm(name=LONGEST, aliases=LONGEST)),
    PendingForm(FormKind.POINT, PointForm(*[LONGEST] * 5)),
)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("draft", DRAFTS)
def test_form_is_within_the_limits_whatever_stands_in_it(draft: PendingForm, language: str) -> None:
    with speaking(language):
        sent = modal_of(draft, "9" * 20).to_dict()
    assert list(wrong_modal(sent)) == []
    for label in sent["components"]:
        assert weight(label["label"]) <= 45
        assert weight(label["description"]) <= 100


def test_form_holds_all_that_is_saved_again_by_sending_it_off() -> None:
    form = TopicForm(name="Trams", aliases=LONGEST)
    aliases = modal_of(PendingForm(FormKind.TOPIC, form), "1").to_dict()["components"][1][
        "component"
    ]
    assert aliases["value"] == LONGEST
    assert weight(LONGEST) <= aliases["max_length"]


def test_what_no_field_holds_whole_is_refused_in_a_sentence() -> None:
    with pytest.raises(RequestError, match=r"Other names has 5,200 characters.*4,000\."):
        modal_of(PendingForm(FormKind.TOPIC, TopicForm(name="Trams", aliases=LONGER)), "1")


@pytest.mark.parametrize("kind", [FormKind.REMOVAL, FormKind.DECLINING])
def test_question_is_within_the_limits(kind: FormKind) -> None:
    sent = reason_modal(ModalState(kind, "9" * 20, "q" * 40)).to_dict()
    assert list(wrong_modal(sent)) == []


def test_every_form_has_what_is_kept_chosen() -> None:
    sent = modal_of(PendingForm(FormKind.FILING, Form(stance="mixed")), "1").to_dict()
    (stance,) = [one["component"] for one in sent["components"] if one["label"] == "Stance"]
    assert [one["value"] for one in stance["options"] if one.get("default")] == ["mixed"]


def test_choices_and_hints_of_a_form_are_in_the_language_of_the_server() -> None:
    with speaking("fr"):
        sent = modal_of(PendingForm(FormKind.FILING, Form()), "1").to_dict()
    (stance,) = [one for one in sent["components"] if one["label"] == "Position"]
    assert (
        stance["description"] == "Son camp sur la thèse\u00a0; «\u00a0aucun\u00a0» enlève la thèse"
    )
    assert [(one["label"], one["value"]) for one in stance["component"]["options"]] == [
        ("pour", "for"),
        ("contre", "against"),
        ("entre les deux", "mixed"),
        ("aucun", "none"),
    ]


def test_table_is_within_the_limits() -> None:
    assert len(LIBRARY_COMMANDS) <= 25
    assert len({command.name for command in LIBRARY_COMMANDS}) == len(LIBRARY_COMMANDS)
    for command in (*LIBRARY_COMMANDS, SUGGEST_COMMAND):
        assert 0 < len(command.summary) <= DESCRIPTION
        assert len(command.options) <= 25
        for option in command.options:
            assert 0 < len(option.summary) <= DESCRIPTION
            assert len(option.choices) <= CHOICES
            assert not (option.choices and option.completes)


def test_page_for_moderators_names_every_command_and_its_pictures_are_there() -> None:
    docs = Path(__file__).parents[3] / "docs"
    page = (docs / "moderating.md").read_text("utf-8")
    for command in LIBRARY_COMMANDS:
        assert f"/library {command.name}" in page
    for picture in ("preview", "review", "history"):
        assert f"pictures/{picture}.png" in page
        assert (docs / "pictures" / f"{picture}.png").is_file()
