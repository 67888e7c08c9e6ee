from bot.discordapp.kept import Kept


def test_latest_are_kept_and_the_longest_unused_goes() -> None:
    kept: Kept[str, int] = Kept(2)
    kept.put("a", 1)
    kept.put("b", 2)
    assert kept.get("a") == 1
    kept.put("c", 3)
    assert [kept.get(key) for key in "abc"] == [1, None, 3]


def test_value_put_again_is_the_new_one() -> None:
    kept: Kept[str, int] = Kept(1)
    kept.put("a", 1)
    kept.put("a", 2)
    assert kept.get("a") == 2
