"""The pages of topics, speakers, and of the bot and its library."""

from collections.abc import Sequence
from itertools import groupby

from bot.answers import model
from bot.answers.actions import About, Debate, QuoteOf, Speakers, Topics
from bot.i18n import N_, counted, gettext as _, number, quoted
from bot.library.model import Kind, Stance
from bot.pages import wording
from bot.pages.attribution import brief_passage, checked, name_shown, who
from bot.pages.page import Block, Button, Heading, Line, ListBlock, Page, Row
from bot.pages.wording import (
    all_topics,
    dotted,
    lines,
    menu,
    menu_of_points,
    only_point,
    reasons,
    tally_in_words,
)
from bot.search.scope import Scope
from bot.search.text import fold

# Names in a row of all topics, from which the next letter begins a row of its own.
_FULL_ROW = 5
# Two menus in Discord hold so many.
_MOST_TOGETHER = 50
# A topic may have a hundred aliases to be found by; a few explain it.
_MOST_NAMES = 5
_WHAT_THIS_IS = N_(
    "I answer discussion questions with what people really said, and with the opposing views on "
    "the same point."
)
_CORRECTION = N_(
    "To have an entry corrected or removed, write to the people who run this bot, or to the "
    "moderators of the server."
)
_WORDS_ALONE = N_(
    "Requests are found by their words. Search by meaning works for English only, so it is off for "
    "this library."
)
_PROMISE = N_(
    "I never put words in anybody’s mouth: I compare every excerpt with its source text, letter "
    "for letter, and say whether it’s there."
)


def topics_page(answer: model.TopicsAnswer) -> Page:
    """Return the page of all topics, a line each, or of one topic with its points."""
    if len(answer.topics) == 1:
        return _one_topic(answer, answer.topics[0])
    tallies = sorted(answer.topics, key=lambda one: fold(one.topic.name))
    choices = [(one.topic.name, Topics(one.topic.id), _holds(one)) for one in tallies]
    count = Heading(wording.topics(len(tallies)))
    return Page(
        (count, *_by_initial([one.topic.name for one in tallies])),
        menus=menu(_("Topics"), choices),
        here=Topics(),
        head=_("Topics"),
    )


def _by_initial(names: Sequence[str]) -> tuple[Block, ...]:
    """Return the names, in alphabetical order, in rows under their initial letters.

    A list too long for two menus is turned in parts, and each name is an entry of its own: the
    menu of a part then has the same names.
    """
    if len(names) > _MOST_TOGETHER:
        return (ListBlock(tuple(Row(name) for name in names)),)
    rows: list[Row] = []
    initials: list[str] = []
    held: list[str] = []
    for initial, group in groupby(names, key=lambda name: fold(name)[:1].upper()):
        initials.append(initial)
        held += group
        if len(held) >= _FULL_ROW:
            rows.append(_row(initials, held))
            initials, held = [], []
    rows += [_row(initials, held)] if held else []
    return (ListBlock(tuple(rows), bullets=False),) if rows else ()


def _row(initials: Sequence[str], names: Sequence[str]) -> Row:
    letters = initials[0] if len(initials) == 1 else f"{initials[0]}–{initials[-1]}"
    return Row(letters, dotted(names))


def about_page(answer: model.AboutAnswer) -> Page:
    """Return the page of the bot: its purpose, its library, corrections, and three examples."""
    whom = answer.card.contact.rstrip(".")
    correction = (
        _("To have an entry corrected or removed, write to {whom}.").format(whom=whom)
        if whom
        else _(_CORRECTION)
    )
    rows = tuple(Row(f"/{command} {text}".rstrip()) for command, text in answer.examples)
    examples: tuple[Block, ...] = (Heading(_("Try")), ListBlock(rows)) if rows else ()
    blocks: tuple[Block, ...] = (
        Heading(answer.card.title),
        *lines(answer.card.about, _(_WHAT_THIS_IS), _(_PROMISE), *_holdings(answer.tally)),
        *lines("" if answer.english else _(_WORDS_ALONE)),
        *examples,
        Heading(_("Are you quoted here?")),
        Line(correction),
    )
    ways = (all_topics(),) if answer.tally.topics else ()
    return Page(blocks, ways, here=About(), head=answer.card.title)


def _also_called(aliases: Sequence[str]) -> str:
    if not aliases:
        return ""
    more = ("…",) if len(aliases) > _MOST_NAMES else ()
    return _("Also called: {names}").format(names=", ".join((*aliases[:_MOST_NAMES], *more)))


def _one_topic(answer: model.TopicsAnswer, tally: model.TopicTally) -> Page:
    count = wording.excerpts(tally.quotes) + ", " + wording.voices(tally.voices)
    names = _also_called(tally.topic.aliases)
    topic = tally.topic
    why = reasons(answer.why, topic.name)
    points = tuple(Row(point.point.sentence, tally_in_words(point)) for point in tally.points)
    blocks: tuple[Block, ...] = (
        Heading(tally.topic.name),
        Line(count if tally.quotes else _("No excerpts yet.")),
        ListBlock(points) if points else Line(_("This topic has no debates yet.")),
        *lines(names, small=True),
        *lines(why, small=True, asked=True),
    )
    read = Button(_("Read an excerpt"), QuoteOf(Scope(Kind.TOPIC, tally.topic.id)))
    return Page(
        blocks,
        (*((read,) if tally.quotes else ()), *only_point(tally.points), all_topics()),
        menus=menu_of_points(_("Read a debate"), tally.points),
        here=Topics(tally.topic.id),
        head=tally.topic.name,
    )


def _holds(tally: model.TopicTally) -> str:
    points = wording.points(len(tally.points)) if tally.points else ""
    voices = wording.voices(tally.voices) if tally.quotes else ""
    return dotted((wording.excerpts(tally.quotes), voices, points))


def _holdings(tally: model.Tally) -> tuple[str, ...]:
    held = _(
        "The library has {excerpts} by {voices} from {texts}: {topics}, {points}, {both} of them "
        "with both sides."
    ).format(
        excerpts=wording.excerpts(tally.quotes),
        voices=wording.voices(tally.voices),
        texts=counted(tally.sources, "{count} text", "{count} texts"),
        topics=wording.topics(tally.topics),
        points=wording.points(tally.points),
        both=number(tally.both_sides),
    )
    if not tally.quotes:
        return (held,)
    each = (_("Each comment counts as one voice."),) if tally.comments else ()
    if tally.verified == tally.quotes:
        return (held, _("All of them were found in their source texts, letter for letter."), *each)
    verified = _(
        "{verified} of {count} were found in their source texts, letter for letter."
    ).format(verified=number(tally.verified), count=number(tally.quotes))
    return (held, verified, *each)


_SAID = {
    Stance.FOR: N_("for"),
    Stance.AGAINST: N_("against"),
    Stance.MIXED: N_("partly for, partly against"),
}


def speaker_page(answer: model.SpeakerAnswer) -> Page:
    """Return the page of a speaker: who it is, the strongest excerpts, positions, opponents."""
    sources = ", ".join(f"{quoted(source.title)} ({count})" for source, count in answer.sources)
    critics = ", ".join(name_shown(one) for one in answer.critics[:5])
    held = _("{excerpts} from {sources}").format(
        excerpts=wording.excerpts(answer.total), sources=sources
    )
    rows = tuple(Row(point.sentence, _(_SAID[stance])) for point, stance in answer.positions)
    blocks: tuple[Block, ...] = (
        Heading(who(answer.speaker)),
        Line(held, small=True),
        *(brief_passage(excerpt) for excerpt in answer.excerpts),
        *lines(checked(answer.excerpts), small=True),
        *((ListBlock(rows),) if rows else ()),
        *lines(_("Opposed by {names}").format(names=critics) if critics else "", small=True),
    )
    scope = Scope(Kind.SPEAKER, answer.speaker.id)
    every = Button(_("Read them one by one"), QuoteOf(scope))
    choices = [(one.sentence, Debate(one.id), _(_SAID[side])) for one, side in answer.positions]
    menus = menu(_("Read a debate"), choices, least=2)
    here = Speakers(answer.speaker.id)
    return Page(blocks, (every,), menus=menus, here=here, head=who(answer.speaker))


def speakers_page(answer: model.SpeakersAnswer) -> Page:
    """Return the list of all speakers."""
    rows = tuple(
        Row(
            name_shown(tally.speaker),
            dotted((tally.speaker.role, wording.excerpts(tally.quotes))),
        )
        for tally in answer.speakers
    )
    choices = [
        (name_shown(one.speaker), Speakers(one.speaker.id), wording.excerpts(one.quotes))
        for one in answer.speakers
    ]
    menus = menu(_("Choose a speaker"), choices)
    head = _("Speakers")
    return Page((Heading(head), ListBlock(rows)), menus=menus, here=Speakers(), head=head)
