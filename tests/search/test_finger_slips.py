import pytest

from bot.search.spelling import ADJACENT_KEYS, is_finger_slip


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hvae", "have"),
        ("wtih", "with"),
        ("thhey", "they"),
        ("glas", "glass"),
        ("wrld", "world"),
        ("hlp", "help"),
        ("hekp", "help"),
        ("msde", "made"),
        ("por", "poor"),
    ],
)
def test_one_slip_of_the_fingers_is_known(typed: str, meant: str) -> None:
    assert is_finger_slip(typed, meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("have", "have"),
        ("nasa", "nasal"),
        ("lpad", "laid"),
        ("pan", "can"),
        ("evha", "have"),
        ("helpx", "help"),
        ("", ""),
        ("", "a"),
        ("a", ""),
    ],
)
def test_what_the_fingers_do_not_do_is_another_word(typed: str, meant: str) -> None:
    assert not is_finger_slip(typed, meant)


def test_keys_beside_each_other_touch_on_the_board() -> None:
    assert {"as", "sa", "aq", "az", "gt", "gv"} <= ADJACENT_KEYS
    assert not {"aa", "ap", "qz", "fm", "lz"} & ADJACENT_KEYS
