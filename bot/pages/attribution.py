"""Attributions: who said it, where, when, and how sure that is.

Anything that the source does not say itself is in [square brackets], as cataloguers do;
:func:`grounds` gives the reasons.
"""

from collections.abc import Mapping

from bot.answers.actions import Another, Context, DebatePage
from bot.answers.debate import note_in_brief
from bot.i18n import N_, before_text, gettext as _, quoted, translated
from bot.library.model import Excerpt, Part, Source, Speaker, State, Status
from bot.library.text_cleaning import shortened
from bot.pages.page import Button, OpenLink, QuoteBlock, Tone
from bot.pages.wording import dotted

_STATUSES = {Status.DISPUTED: N_("disputed"), Status.MISATTRIBUTED: N_("misattributed")}
_DOUBTS = {Status.DISPUTED: N_("Disputed"), Status.MISATTRIBUTED: N_("Misattributed")}
# Two lines of small print on a phone, with a name before it and the year after it.
_LONGEST_TITLE = 34
_UNVERIFIED = {State.DIFFERS: N_("differs from the source"), State.UNCHECKED: N_("unchecked")}
_MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)
# The fields whose texts may be inferred, where there is no text to show.
_FIELDS = {
    "name": N_("name"),
    "role": N_("role"),
    "title": N_("title"),
    "publication": N_("publication"),
    "date": N_("date"),
    "date_text": N_("date"),
}


def passage(excerpt: Excerpt, *, label: str = "", tone: Tone = Tone.PLAIN) -> QuoteBlock:
    """Return the excerpt with its whole attribution."""
    remarks = (reported(excerpt), status(excerpt), state(excerpt))
    return QuoteBlock(
        text=excerpt.quote.text,
        who=who(excerpt.speaker),
        where=where(excerpt),
        label=label,
        remarks=tuple(remark for remark in remarks if remark),
        tone=tone,
    )


def brief_passage(
    excerpt: Excerpt,
    *,
    label: str = "",
    tone: Tone = Tone.PLAIN,
    point: str = "",
    remarks: tuple[str, ...] = (),
) -> QuoteBlock:
    """Return the excerpt with one line of attribution: who, where, the year; then a short note.

    The line still says who reports or quotes whom, what is a pseudonym, disputed or misattributed,
    and what is not verified; :func:`checked` says once for all excerpts that they are. ``point``
    is the point that they are shown on. The page of the context has the whole attribution.
    """
    quote = excerpt.quote
    in_the_line = (
        place_in_brief(excerpt),
        _(_STATUSES[quote.status]) if quote.status else "",
        _(_UNVERIFIED[excerpt.verdict.state]) if excerpt.verdict.state in _UNVERIFIED else "",
    )
    name, holder = name_with_pseudonym(excerpt.speaker), reported(excerpt, point)
    return QuoteBlock(
        text=quote.text,
        who=f"{name} {holder}" if holder else name,
        where=dotted(in_the_line),
        label=label,
        remarks=tuple(remark for remark in (note_in_brief(quote), *remarks) if remark),
        tone=tone,
    )


def place_in_brief(excerpt: Excerpt) -> str:
    """Return who quotes it, if anybody, the title shortened, and the year."""
    source, quoting = excerpt.source, excerpt.quote.quoting
    cut = shortened(source.title, _LONGEST_TITLE)
    title = f"[{cut}]" if "title" in source.inferred else quoted(cut)
    if excerpt.quote.part is Part.COMMENT:
        title = _("comment on {title}").format(title=title)
    if quoting is not None and excerpt.writer is not None:
        title = _quoted_by(excerpt.writer, title)
    field = "date_text" if "date_text" in source.inferred else "date"
    year = _as_sourced(source.inferred, field, source.date[:4] or source.date_text)
    return f"{title}, {year}" if year else title


def reported(excerpt: Excerpt, point: str = "") -> str:
    """Return ``reports the view of campaign groups`` if the views are not the speaker's own.

    Without a point, those whose views the excerpt reports anywhere.
    """
    quote = excerpt.quote
    if point and quote.stance_on(point):
        holders = [quote.reported_on(point)]
    else:
        holders = [quote.reported, *(held.reported for held in quote.positions)]
    named = dict.fromkeys(holder for holder in holders if holder)
    return _("reports the view of {names}").format(names="; ".join(named)) if named else ""


def who(speaker: Speaker) -> str:
    """Return the speaker's name, whether it is a pseudonym, and the role that the source gives."""
    role = _as_sourced(speaker.inferred, "role", speaker.role)
    name = name_with_pseudonym(speaker)
    return f"{name}, {role}" if role else name


def name_with_pseudonym(speaker: Speaker) -> str:
    """Return the name, marked in words if it is a pseudonym."""
    name = name_shown(speaker)
    return _("{name} (pseudonym)").format(name=name) if speaker.pseudonym else name


def name_shown(speaker: Speaker) -> str:
    """Return the name alone, in square brackets if it is inferred."""
    return _as_sourced(speaker.inferred, "name", speaker.name)


def where(excerpt: Excerpt) -> str:
    """Return the source and its date; for words passed on by another writer, the whole chain."""
    quoting = excerpt.quote.quoting
    if quoting is None or excerpt.writer is None:
        return place(excerpt)
    chain = _quoted_by(excerpt.writer, place(excerpt))
    if not quoting.work:
        return chain
    return _("in {work}; {chain}").format(work=quoting.work, chain=chain)


def _quoted_by(writer: Speaker, text: str) -> str:
    return _("quoted by {writer} in {text}").format(writer=name_shown(writer), text=text)


def place(excerpt: Excerpt) -> str:
    """Return the part and the source: ``comment 5 of 12 under “Title”, publication, date``."""
    quote, source = excerpt.quote, excerpt.source
    if quote.part is Part.COMMENT:
        comment = quote.place or _("a comment")
        return _("{comment} under {text}").format(comment=comment, text=text_named(source))
    by_another = excerpt.writer is None and quote.speaker != source.author
    author = name_shown(excerpt.author) if by_another and excerpt.author else ""
    named = text_named(source, author)
    return f"{named}, {quote.place}" if quote.place else named


def text_named(source: Source, author: str = "") -> str:
    """Return ``“Title” by author, publication, 13 November 2020``, as much as is known."""
    # An inferred title is the curator's own words: brackets, no quotation marks.
    title = f"[{source.title}]" if "title" in source.inferred else quoted(source.title)
    known = (
        _("{title} by {author}").format(title=title, author=author) if author else title,
        _as_sourced(source.inferred, "publication", source.publication),
        date_named(source),
    )
    return ", ".join(part for part in known if part)


def date_named(source: Source) -> str:
    """Return the date in words: ``13 November 2020``, ``November 2020``, ``2020``, or nothing."""
    field = "date_text" if "date_text" in source.inferred else "date"
    return _as_sourced(source.inferred, field, source.date_text or date_in_words(source.date))


def status(excerpt: Excerpt) -> str:
    """Return doubts about the attribution, or a note on it, or nothing."""
    note, status = excerpt.quote.note, excerpt.quote.status
    doubt = _(_DOUBTS[status]) if status else ""
    return before_text(doubt or _("Note")) + note if note else doubt


def state(excerpt: Excerpt) -> str:
    """Return the result of the verbatim check in words."""
    match excerpt.verdict.state:
        case State.VERIFIED:
            return _("✓ verbatim: found in the source text, letter for letter")
        case State.DIFFERS:
            difference = translated(excerpt.verdict.difference)
            if not difference:
                return _("Differs from the source text")
            return _("Differs from the source text: {difference}").format(difference=difference)
        case State.UNCHECKED:
            return _("Not checked: the source text isn’t in this library")


def checked(excerpts: tuple[Excerpt, ...]) -> str:
    """Return the mark of the verbatim check for all excerpts of a page; empty if none has it."""
    verified = sum(excerpt.verdict.state is State.VERIFIED for excerpt in excerpts)
    if not verified:
        return ""
    # A no-break space keeps the mark and its word on one line.
    return _("✓ verbatim") if verified == len(excerpts) else _("✓ verbatim unless noted")


def grounds(excerpt: Excerpt) -> tuple[str, ...]:
    """Return the ground for each part of the attribution in brackets, one a line."""
    named = (excerpt.speaker, excerpt.writer or excerpt.author)
    people = {person.id: person for person in named if person}
    things: tuple[Speaker | Source, ...] = (*people.values(), excerpt.source)
    lines = []
    for thing in things:
        for field, ground in thing.inferred.items():
            text = getattr(thing, field) if field in _FIELDS else ""
            said = date_in_words(text) if field == "date" else text
            lines.append(f"[{said or _(_FIELDS.get(field, field))}]: {ground}")
    return tuple(lines)


def buttons_of(excerpt: Excerpt, back: Another | DebatePage | None = None) -> tuple[Button, ...]:
    """Return buttons to the excerpt's context and to its web address.

    ``back`` is the answer that the context leads back to. Without a context the button leads to
    the whole attribution.
    """
    verified = excerpt.verdict.state is State.VERIFIED
    label = _("In context") if verified else _("Details")
    return (Button(label, Context(excerpt.quote.id, back)), *source_button(excerpt))


def source_button(excerpt: Excerpt) -> tuple[Button, ...]:
    """Return the button to the excerpt's web address, if it has one."""
    return (Button(_("Source"), OpenLink(excerpt.link)),) if excerpt.link else ()


def _as_sourced(inferred: Mapping[str, str], field: str, text: str) -> str:
    return f"[{text}]" if text and field in inferred else text


def date_in_words(date: str) -> str:
    """Return ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` in words; any other text unchanged."""
    figures = date.split("-")
    if not all(figure.isdecimal() for figure in figures) or len(figures) not in (2, 3):
        return date
    year, month, *days = figures
    if not 1 <= int(month) <= 12:
        return date
    name = _(_MONTHS[int(month) - 1])
    if not days:
        return _("{month} {year}").format(month=name, year=year)
    # Some languages have an ordinal number for the first day alone.
    said = _("1 {month} {year}") if int(days[0]) == 1 else _("{day} {month} {year}")
    return said.format(day=int(days[0]), month=name, year=year)
