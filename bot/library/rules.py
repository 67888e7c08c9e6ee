"""Rules for single values of library files, web addresses among them, and new ids.

A rule checks a value and describes itself in the JSON Schema, as far as a pattern can. The types of
texts in :mod:`bot.library.schema` each have one. A refusal has two halves: what is wrong, and what
to write instead.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Container, Mapping
from datetime import date
from ipaddress import IPv6Address, ip_address
from typing import Any
from urllib.parse import unquote, urlsplit

import regex
from msgspec import Struct

from bot.i18n import counted, gettext as _, number
from bot.library.text_cleaning import CONTROL, is_visible

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
_WEB = re.compile(r"https?://[^\s/?#@\\]+([/?#]\S*)?")
_FILE = re.compile(r"(?![/~])(?!(.*/)?\.{1,2}(/|$))[^\\:]*[^\\:/]")

SHORTEST_ID, LONGEST_ID = 2, 40
LONGEST_URL = 2000
LONGEST_FILE = 200
LONGEST_PASSAGE = 2000
# A name of a topic, a side or a person; a title or a sentence; another name or a question.
LONGEST_NAME = 120
LONGEST_TITLE = 300
LONGEST_PHRASE = 200
LONGEST_NOTE = 1000
# Questions that one excerpt answers; more would belong to a point.
MOST_PHRASINGS = 12
# Room for a hyphen and six figures.
_LONGEST_SLUG = LONGEST_ID - 7
_MOST_WORDS = 6


class RuleError(ValueError):
    """A text that breaks a rule: what is wrong, and what to write instead."""

    def __init__(self, wrong: str, remedy: str) -> None:
        super().__init__(f"{wrong}; {remedy}")
        self.wrong, self.remedy = wrong, remedy


class Rule(Struct, frozen=True):
    """A check of a text, and its JSON Schema.

    ``check`` returns the text as it is kept, or raises RuleError. It is given texts only, or
    anything if it is the ``whole`` check of a value.
    """

    check: Callable[[Any], str]
    schema: Mapping[str, Any]
    whole: bool = False


def text_rule(longest: int, *, lines: bool = False) -> Rule:
    """Return the rule for a text that people read: not blank, at most ``longest`` characters.

    The text is one line unless ``lines`` allows several. White space at its ends is removed.
    """

    def check(given: str) -> str:
        text = given.strip()
        if text and text.isprintable() and len(text) <= longest:
            return text  # on one line and visible; most texts are
        if not is_visible(text):
            raise RuleError(_("is blank"), _("write something, or take the line out"))
        found = CONTROL.search(text)
        if found:
            wrong = _("contains an invisible control character (U+{found})").format(
                found=f"{ord(found[0]):04X}"
            )
            raise RuleError(wrong, _("take it out"))
        if "\n" in text and not lines:
            raise RuleError(_("runs over several lines"), _("put it on one, or begin it with “>-”"))
        if len(text) > longest:
            raise _too_long(text, longest, _("shorten it"))
        return text

    inner = r"[^\x00-\x09\x0b-\x1f\x7f-\x9f]" if lines else r"[^\x00-\x1f\x7f-\x9f]"
    pattern = rf"^(?=[\s\S]*\S){inner}+\n*$"
    return Rule(check, {"minLength": 1, "maxLength": longest, "pattern": pattern})


def check_id(given: str) -> str:
    """Check an id: 2 to 40 lower-case letters and digits, single hyphens between."""
    if not _ID.fullmatch(given):
        remedy = _("write lower-case letters, digits and single hyphens")
        slug = slugged(given)
        raise RuleError(
            _("is not an id"),
            _("{remedy}, such as {slug}").format(remedy=remedy, slug=slug) if slug else remedy,
        )
    if not SHORTEST_ID <= len(given) <= LONGEST_ID:
        remedy = _("write an id of {shortest_id} to {longest_id} characters").format(
            shortest_id=SHORTEST_ID, longest_id=LONGEST_ID
        )
        wrong = counted(len(given), "has {count} character", "has {count} characters")
        raise RuleError(wrong, remedy)
    return given


def slugged(name: str) -> str:
    """Return the id that a name suggests; empty for a name without plain letters and digits."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold())[:LONGEST_ID].strip("-")


def new_id(words: str, taken: Container[str], fallback: str) -> str:
    """Return a free id made of the first six words, or of as many as fit.

    If it is taken, a number from 2 follows. Words without a plain letter or digit get ``fallback``,
    itself an id, always with a number.
    """
    plain = unicodedata.normalize("NFKD", words[:1000])
    without_marks = "".join(letter for letter in plain if not unicodedata.combining(letter))
    slug = slugged(" ".join(without_marks.split()[:_MOST_WORDS]))
    if len(slug) > _LONGEST_SLUG:  # drop the last word, unless it is the only one
        slug = slug[: _LONGEST_SLUG + 1].rpartition("-")[0] or slug[:_LONGEST_SLUG]
    if len(slug) < SHORTEST_ID:
        return _numbered(f"{fallback}-{slug}" if slug else fallback, taken)
    return slug if slug not in taken else _numbered(slug, taken)


def check_url(given: str) -> str:
    """Check a web address: http or https, no name or password, a host and port for everybody."""
    if len(given) > LONGEST_URL:
        raise _too_long(given, LONGEST_URL, _("leave out what the page does not need"))
    if CONTROL.search(given) or not _WEB.fullmatch(given) or not _host(given):
        remedy = _("write it from https:// on, as a browser shows it")
        raise RuleError(_("is not the address of a web page"), remedy)
    if fault := fault_of_host(given):
        raise RuleError(fault, _("write the address of a page that everybody can open"))
    return given


def check_file(given: str) -> str:
    """Check the name of a file in ``seeds/``; it may not lead out of that folder."""
    one_line = not CONTROL.search(given) and "\n" not in given
    if not (one_line and given.strip() and len(given) <= LONGEST_FILE):
        raise RuleError(_("is not the name of a file"), _("write the name of a file in seeds/"))
    if not _FILE.fullmatch(given):
        remedy = _("put the text into seeds/ and write its name there alone")
        raise RuleError(_("leads out of the seeds folder"), remedy)
    return given


def is_file(given: str) -> bool:
    """Whether :func:`check_file` accepts the name."""
    try:
        check_file(given)
    except RuleError:
        return False
    return True


def check_date(given: object) -> str:
    """Check a date as far as it is known: YYYY, YYYY-MM or YYYY-MM-DD; a year may be a number."""
    text = str(given) if isinstance(given, str | int) else ""
    if not _DATE.fullmatch(text):
        raise RuleError(
            _("is not a date"), _("write YYYY, YYYY-MM or YYYY-MM-DD, as much as is known")
        )
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError as error:
        remedy = _("look the date up, or write only what is known")
        raise RuleError(_("is not a day of the calendar"), remedy) from error
    return text


ID = Rule(
    check_id, {"minLength": SHORTEST_ID, "maxLength": LONGEST_ID, "pattern": f"^{_ID.pattern}$"}
)
URL = Rule(check_url, {"maxLength": LONGEST_URL, "pattern": f"^{_WEB.pattern}$"})
FILE = Rule(check_file, {"maxLength": LONGEST_FILE, "pattern": f"^{_FILE.pattern}$"})
DATE = Rule(
    check_date,
    {
        "anyOf": [
            {"pattern": f"^{_DATE.pattern}$", "type": "string"},
            {"maximum": 9999, "minimum": 1000, "type": "integer"},
        ]
    },
    whole=True,
)


def _too_long(given: str, longest: int, remedy: str) -> RuleError:
    return RuleError(
        _("has {count} characters, more than the {longest} allowed").format(
            count=number(len(given)), longest=number(longest)
        ),
        remedy,
    )


def _numbered(slug: str, taken: Container[str]) -> str:
    """Add a free number, found by bisection: thousands of quotes may begin with the same words."""
    numbers = range(2, 10**6)
    at = bisect_left(numbers, True, key=lambda number: f"{slug}-{number}" not in taken)
    return f"{slug}-{numbers[at]}"


def _host(url: str) -> str:
    """The host of an address; empty if it has none that can be read."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


# Hosts are read as browsers do: https://url.spec.whatwg.org/#host-parsing
_DIRECTIONS = regex.compile(r"\p{Bidi_Control}")
_HIGHEST_PORT = 65_535
_LONGEST_HOST = 253


def fault_of_host(url: str) -> str:
    """Return what is wrong with the host or the port of an address; empty if it may be linked.

    Refused are characters that hide where a link leads, ports that do not exist, and hosts that
    only the reader's own machine or network has.
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
    return _fault_of_number(host) if _is_number(host) else _fault_of_name(host)


def with_plain_host(url: str) -> str:
    """Return the address with its host in ASCII, so that no letter passes for another one.

    An address that cannot be read stays as it is.
    """
    host = _host(url)
    if host.isascii():
        return url
    labels = _read_by_browsers(host).split(".")
    plain = ".".join(
        label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}"
        for label in labels
    )
    parts = urlsplit(url)
    rest = parts.netloc[len(host) :] if parts.netloc.lower().startswith(host) else ""
    return parts._replace(netloc=plain + rest).geturl()


def _read_by_browsers(host: str) -> str:
    """Return the host as browsers map it: full-width letters and dots are plain ones."""
    return unicodedata.normalize("NFKC", unquote(host)).replace("。", ".").lower().rstrip(".")


def _fault_of_name(host: str) -> str:
    labels = host.split(".")
    sound = all(label and not label.startswith("-") for label in labels) and "/" not in host
    if not sound or len(host) > _LONGEST_HOST:
        return _("has no host that can be read")
    private = host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
    return _("leads to a private network") if private else ""


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
