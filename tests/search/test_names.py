import pytest

from bot.library.model import Kind
from bot.search.matcher import Matcher
from bot.search.names import Names
from bot.search.results import Cause
from bot.search.text import plain_key, tokens


def _key(text: str) -> str:
    return plain_key(tokens(text))


@pytest.mark.parametrize(
    ("typed", "kind", "id_", "cause"),
    [
        ("Cycle lanes", Kind.TOPIC, "cycle-lanes", Cause.NAME),
        ("cycle-lanes", Kind.TOPIC, "cycle-lanes", Cause.NAME),
        ("CYCLELANES", Kind.TOPIC, "cycle-lanes", Cause.NAME),
        ("bike lanes", Kind.TOPIC, "cycle-lanes", Cause.ALIAS),
        ("close-side-streets", Kind.POINT, "close-side-streets", Cause.NAME),
        ("Is paint enough for a bike lane?", Kind.POINT, "kerbs", Cause.PHRASING),
        ("cllr aldous", Kind.SPEAKER, "aldous", Cause.SPEAKER),
        ("jose gutierrez", Kind.SPEAKER, "gutierrez", Cause.SPEAKER),
        ("ليلى حداد", Kind.SPEAKER, "haddad", Cause.SPEAKER),
        ("lanes of discontent", Kind.SOURCE, "echo-2024", Cause.SOURCE),
        ("low traffic neighborhoods", Kind.TOPIC, "low-traffic", Cause.NAME),
    ],
)
def test_a_name_is_found_however_it_is_written(
    matcher: Matcher, typed: str, kind: Kind, id_: str, cause: Cause
) -> None:
    found = matcher.names.exact(_key(typed))
    assert found
    assert (found.kind, found.id, found.cause) == (kind, id_, cause)


def test_only_the_kinds_asked_for_are_found_in_their_order(matcher: Matcher) -> None:
    assert matcher.names.exact(_key("parking"), (Kind.POINT,)) is None
    assert matcher.names.near(_key("parking"), (Kind.SPEAKER,)) == ()


def test_the_nearest_come_first_each_thing_once(matcher: Matcher) -> None:
    near = matcher.names.near(_key("parkin chargs"))
    assert near[0][0].id == "charge-for-parking"
    ratios = [ratio for _, ratio in near]
    assert ratios == sorted(ratios, reverse=True)
    things = [(name.kind, name.id) for name, _ in near]
    assert len(things) == len(set(things))


def test_nothing_is_near_to_gibberish_or_to_a_whole_book(matcher: Matcher) -> None:
    assert matcher.names.near(_key("asdfghjkl")) == ()
    assert matcher.names.near("parking" * 1000) == ()
    assert matcher.names.near("") == ()


def test_no_names_no_finding() -> None:
    assert Names(()).exact("parking") is None
    assert Names(()).near("parking") == ()
