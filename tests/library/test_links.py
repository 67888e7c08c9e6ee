import pytest

from bot.library.context import passage_link

_URL = "https://example.org/a"


@pytest.mark.parametrize(
    ("url", "text", "link"),
    [
        ("", "so it is", ""),
        (_URL, "so it is", f"{_URL}#:~:text=so%20it%20is"),
        (_URL, "so it […] is", f"{_URL}#:~:text=so%20it"),
        (_URL, "[…] is", _URL),
        (_URL, "well-known, so", f"{_URL}#:~:text=well%2Dknown%2C%20so"),
        (f"{_URL}#top", "so it is", f"{_URL}#top:~:text=so%20it%20is"),
        (
            _URL,
            "a b c d e f g h i j k l m",
            f"{_URL}#:~:text=a%20b%20c%20d%20e%20f,h%20i%20j%20k%20l%20m",
        ),
    ],
)
def test_a_link_leads_to_the_passage(url: str, text: str, link: str) -> None:
    assert passage_link(url, text) == link
