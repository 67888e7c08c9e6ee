"""Hosts of web addresses as browsers read them: https://url.spec.whatwg.org/#host-parsing."""

import re
import unicodedata
from ipaddress import IPv6Address, ip_address
from urllib.parse import unquote, urlsplit

from bot.i18n import gettext as _

_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_HIGHEST_PORT = 65_535
_LONGEST_HOST = 253


def fault_of(url: str) -> str:
    """Return what is wrong with the host or the port of an address; empty if it may be linked.

    Refused are direction marks, and invisible characters in the host, since they hide where a link
    leads; ports that do not exist; and hosts that only the reader's own machine or network has.
    """
    if _DIRECTIONS.search(url):
        return _("holds an invisible mark that turns its letters around")
    try:
        parts = urlsplit(url)
        host, port = _read_by_browsers(parts.hostname or ""), parts.port
    except ValueError:
        return _("has no host or port that can be read")
    if any(unicodedata.category(letter) == "Cf" for letter in host):
        return _("holds an invisible character in its host")
    if port is not None and not 0 < port <= _HIGHEST_PORT:
        said = _("has the port {port}; ports go from 1 to {highest}")
        return said.format(port=port, highest=_HIGHEST_PORT)
    if not _is_name(host):
        return _fault_of_number(host) if _is_number(host) else _("has no host that can be read")
    private = host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
    return _("leads to a private network") if private else ""


def with_plain_host(url: str) -> str:
    """Return the address with its host in ASCII, so that no letter passes for another one.

    ``https://аpple.com/`` with a Cyrillic letter becomes ``https://xn--pple-43d.com/``. An address
    that cannot be read stays as it is.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return url
    if host.isascii():
        return url
    labels = _read_by_browsers(host).split(".")
    plain = ".".join(label if label.isascii() else _punycode(label) for label in labels)
    rest = parts.netloc[len(host) :] if parts.netloc.lower().startswith(host) else ""
    return parts._replace(netloc=plain + rest).geturl()


def _punycode(label: str) -> str:
    return f"xn--{label.encode('punycode').decode('ascii')}"


def _read_by_browsers(host: str) -> str:
    """Return the host as browsers map it: full-width letters and dots are plain ones."""
    return unicodedata.normalize("NFKC", unquote(host)).replace("。", ".").lower().rstrip(".")


def _is_name(host: str) -> bool:
    labels = host.split(".")
    sound = all(label and not label.startswith("-") for label in labels) and "/" not in host
    return sound and len(host) <= _LONGEST_HOST and not _is_number(host)


def _is_number(host: str) -> bool:
    """Whether browsers take the host for a number: its last part is one, or it is IPv6."""
    last = host.rpartition(".")[2]
    return ":" in host or (last.isascii() and (last.isdigit() or last.startswith("0x")))


def _fault_of_number(host: str) -> str:
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        # 127.1 and 2130706433 are addresses too, written so that nobody recognises them.
        return _("has a number for a host that is no full address")
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    return "" if address.is_global else _("leads to a private network")
