from bot.moderation.servers import LruCache


def test_the_least_recently_used_value_is_dropped_when_there_is_no_room() -> None:
    cache: LruCache[str, int] = LruCache(2)
    cache.put("a", 1)
    cache.put("b", 2)
    assert cache.get("a") == 1
    cache.put("c", 3)
    assert (cache.get("a"), cache.get("b"), cache.get("c")) == (1, None, 3)


def test_a_value_put_again_is_replaced_and_counts_as_used() -> None:
    cache: LruCache[str, int] = LruCache(2)
    cache.put("a", 1)
    cache.put("b", 2)
    cache.put("a", 4)
    cache.put("c", 3)
    assert (cache.get("a"), cache.get("b")) == (4, None)
