"""Changes laid over a mapping read like a changed copy of it."""

from hypothesis import given, strategies as st

from bot.library.overlay import Overlay

_KEYS = st.sampled_from("abcdef")
_ENTRIES = st.dictionaries(_KEYS, st.integers())


@given(_ENTRIES, _ENTRIES, st.frozensets(_KEYS))
def test_an_overlay_reads_like_a_changed_copy(
    base: dict[str, int], over: dict[str, int], gone: frozenset[str]
) -> None:
    expected = {key: one for key, one in {**base, **over}.items() if key not in gone}
    overlay = Overlay(base, over, gone)
    assert dict(overlay) == expected
    assert len(overlay) == len(expected)
    assert all((key in overlay) == (key in expected) for key in "abcdefg")
