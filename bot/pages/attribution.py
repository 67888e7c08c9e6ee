"""Who said it, in what, when, and how sure that is.

What the source does not itself say stands in [square brackets], as cataloguers do; the grounds
for it are :func:`grounds`.
"""

from collections.abc import Mapping

from bot.answers.actions import Another, Context, DebatePage
from bot.library.model import Excerpt, Part, Source, Speaker, State, Status
from bot.pages.page import Button, OpenLink, QuoteBlock, Tone

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_STATUSES = {Status.DISPUTED: "Disputed", Status.MISATTRIBUTED: "Misattributed"}


def passage(
    excerpt: Excerpt, *, label: str = "", tone: Tone = Tone.PLAIN, alone: bool = True
) -> QuoteBlock:
    """The excerpt with its whole attribution.

    Among others (not ``alone``) it is kept short: the speaker's role is left out, and one that is
    verified does not say so, since :func:`checked` says it once for all of them.
    """
    verified = excerpt.verdict.state is State.VERIFIED
    remarks = (status(excerpt), "" if verified and not alone else state(excerpt))
    return QuoteBlock(
        text=excerpt.quote.text,
        who=who(excerpt.speaker) if alone else name_with_pseudonym(excerpt.speaker),
        where=where(excerpt),
        label=label,
        remarks=tuple(remark for remark in remarks if remark),
        link=excerpt.link,
        tone=tone,
    )


def who(speaker: Speaker) -> str:
    """The speaker's name, whether it is a pseudonym, and the role the source gives."""
    role = _as_sourced(speaker.inferred, "role", speaker.role)
    name = name_with_pseudonym(speaker)
    return f"{name}, {role}" if role else name


def name_with_pseudonym(speaker: Speaker) -> str:
    """The name, and in words that it is a pseudonym where it is one."""
    name = name_shown(speaker)
    return f"{name} (a pseudonym)" if speaker.pseudonym else name


def name_shown(speaker: Speaker) -> str:
    """The name alone, in square brackets where it is inferred."""
    return _as_sourced(speaker.inferred, "name", speaker.name)


def where(excerpt: Excerpt) -> str:
    """What the words stand in and when; where they are passed on, the whole chain."""
    quoting = excerpt.quote.quoting
    if quoting is None or excerpt.writer is None:
        return place(excerpt)
    chain = f"quoted by {name_shown(excerpt.writer)} in {place(excerpt)}"
    return f"in {quoting.work}; {chain}" if quoting.work else chain


def place(excerpt: Excerpt) -> str:
    """The source, with the part of it: ``comment 5 of 12 under “Title”, publication, date``."""
    quote, source = excerpt.quote, excerpt.source
    if quote.part is Part.COMMENT:
        return f"{quote.place or 'a comment'} under {text_named(source)}"
    by_another = excerpt.writer is None and quote.speaker != source.author
    author = name_shown(excerpt.author) if by_another else ""
    named = text_named(source, author)
    return f"{named}, {quote.place}" if quote.place else named


def text_named(source: Source, author: str = "") -> str:
    """``“Title” by author, publication, 13 November 2020``, as much of it as is known."""
    # An inferred title is a curator's own words, so it takes brackets instead of marks.
    title = f"[{source.title}]" if "title" in source.inferred else f"“{source.title}”"
    known = (
        f"{title} by {author}" if author else title,
        _as_sourced(source.inferred, "publication", source.publication),
        date_named(source),
    )
    return ", ".join(part for part in known if part)


def date_named(source: Source) -> str:
    """The date in words: ``13 November 2020``, ``November 2020``, ``2020``, or nothing."""
    field = "date_text" if "date_text" in source.inferred else "date"
    return _as_sourced(source.inferred, field, source.date_text or _in_words(source.date))


def status(excerpt: Excerpt) -> str:
    """What is known against the attribution, or a note on it, or nothing."""
    note = excerpt.quote.note
    said = _STATUSES[excerpt.quote.status] if excerpt.quote.status else "Note"
    if note:
        return f"{said}: {note}"
    return said if excerpt.quote.status else ""


def state(excerpt: Excerpt) -> str:
    """What the verbatim check found, in words."""
    match excerpt.verdict.state:
        case State.VERIFIED:
            return "Verified against the source text"
        case State.DIFFERS:
            said = "Differs from the source text held"
            difference = excerpt.verdict.difference
            return f"{said}: {difference}" if difference else said
        case State.UNCHECKED:
            return "Not checked: no source text held"


def checked(excerpts: tuple[Excerpt, ...]) -> str:
    """What the verbatim check found, once for all that stand on a page; nothing if for none."""
    verified = sum(excerpt.verdict.state is State.VERIFIED for excerpt in excerpts)
    if not verified:
        return ""
    if verified < len(excerpts):
        return "Verified against the source text where nothing else is said"
    return (
        "Each verified against its source text"
        if verified > 1
        else "Verified against the source text"
    )


def grounds(excerpt: Excerpt) -> tuple[str, ...]:
    """Why each part of this attribution that stands in brackets was filled in, one a line."""
    source = excerpt.source
    people = {person.id: person for person in _people(excerpt)}
    said = {
        "title": source.title,
        "publication": source.publication,
        "date": _in_words(source.date),
        "date_text": source.date_text,
    }
    lines = [
        f"[{part}]: {ground}"
        for person in people.values()
        for part, ground in _grounded(person.inferred, {"name": person.name, "role": person.role})
    ]
    lines += [f"[{part}]: {ground}" for part, ground in _grounded(source.inferred, said)]
    return tuple(lines)


def buttons_of(excerpt: Excerpt, back: Another | DebatePage | None = None) -> tuple[Button, ...]:
    """Buttons to the excerpt's context, if one is held, and to its source, if it has an address.

    ``back`` is the answer that the context leads back to.
    """
    buttons = []
    if excerpt.verdict.state is State.VERIFIED:
        buttons.append(Button("In context", Context(excerpt.quote.id, back)))
    if excerpt.link:
        buttons.append(Button("Source", OpenLink(excerpt.link)))
    return tuple(buttons)


def _people(excerpt: Excerpt) -> tuple[Speaker, ...]:
    if excerpt.writer is None:
        return (excerpt.speaker, excerpt.author)
    return (excerpt.speaker, excerpt.writer)


def _grounded(inferred: Mapping[str, str], said: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each inferred field that has something to show: what it says, and the ground for it."""
    return [
        (said.get(field) or field.replace("_", " "), ground) for field, ground in inferred.items()
    ]


def _as_sourced(inferred: Mapping[str, str], field: str, text: str) -> str:
    return f"[{text}]" if text and field in inferred else text


def _in_words(date: str) -> str:
    """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` as one says it; a date of no such form as it is."""
    figures = date.split("-")
    if not all(figure.isdecimal() for figure in figures) or len(figures) not in (2, 3):
        return date
    year, month, *days = figures
    if not 1 <= int(month) <= len(_MONTHS):
        return date
    return " ".join((*(str(int(day)) for day in days), _MONTHS[int(month) - 1], year))
