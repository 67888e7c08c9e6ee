"""Hosts of web addresses: refused, or shown in letters that pass for no others."""

import pytest

from bot.library.rules import check_url, fault_of_host, with_plain_host

PRIVATE = "leads to a private network"
NUMBER = "has a number for a host that is no full address"
UNREADABLE = "has no host that can be read"


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://example.org:65535/a?b#c", ""),
        ("https://example.org./", ""),
        ("https://münchen.de/straße", ""),
        ("https://xn--80ak6aa92e.com/", ""),
        ("https://8.8.8.8/", ""),
        ("https://[2001:4860:4860::8888]/a", ""),
        ("https://fa.wikipedia.org/wiki/می\u200cخواهم", ""),
        ("https://example.org:0/", "has the port 0; ports go from 1 to 65535"),
        ("https://example.org:65536/", "has no host or port that can be read"),
        ("https://example.org:٣/", "has no host or port that can be read"),
        ("https://localhost:8080/", PRIVATE),
        ("https://wiki.internal/", PRIVATE),
        ("https://127.0.0.1./", PRIVATE),
        ("https://１２７。0.0.1/", PRIVATE),
        ("https://10.0.0.1/", PRIVATE),
        ("https://169.254.169.254/latest", PRIVATE),
        ("https://[::1]/", PRIVATE),
        ("https://[::ffff:127.0.0.1]/", PRIVATE),
        ("https://2130706433/", NUMBER),
        ("https://0x7f.1/", NUMBER),
        ("https://a.b.0x7f/", NUMBER),
        ("https://a..org/", UNREADABLE),
        ("https://-a.org/", UNREADABLE),
        (f"https://{'a.' * 127}org/", UNREADABLE),
        ("https://exam\u200bple.org/", "holds an invisible character in its host"),
        (
            "https://example.org/\u202egpj.exe",
            "holds an invisible mark that turns its letters around",
        ),
    ],
)
def test_a_host_that_misleads_or_is_not_public_is_refused(url: str, fault: str) -> None:
    assert fault_of_host(url) == fault
    if fault:
        with pytest.raises(ValueError, match=fault.partition(";")[0]):
            check_url(url)
    else:
        assert check_url(url) == url


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://example.org/ä", "https://example.org/ä"),
        ("https://аpple.com/a?b#c", "https://xn--pple-43d.com/a?b#c"),
        ("https://Straße.DE:8080/", "https://xn--strae-oqa.de:8080/"),
        ("http://ⓧ。org", "http://x.org"),
        ("https://[x", "https://[x"),
    ],
)
def test_a_link_shows_its_host_in_ascii(url: str, plain: str) -> None:
    assert with_plain_host(url) == plain
