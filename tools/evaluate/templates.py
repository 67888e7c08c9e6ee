"""Requests made from templates for the contents of any library.

Every kind of request is filled in with the topics, speakers, years and passages of any library, so
that understanding a request is measured apart from the wording of one subject. The same library
gives the same requests in the same order; they alternate between the two splits.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import count
from zlib import crc32

from bot.library.library import Library, debated
from bot.library.model import Quote, Stance
from tools.evaluate.labelled import OUT, Labelled, Split

# How many templates of its kind each topic, speaker or year is filled into.
_TEMPLATES_EACH = 6
_PASSAGES = 120
_WORD = re.compile(r"\S+")

BOTH_SIDES = (
    "pros and cons of {}",
    "is {} any good?",
    "arguments for and against {}",
    "what are both sides of {}",
    "debate {}",
    "{}: good or bad?",
    "was {} worth it",
    "for and against {}",
    "the case for {}",
    "what speaks against {}",
    "best argument against {}",
    "why is {} a bad idea",
    "advantages and disadvantages of {} pls",
    "where do people disagree about {}?",
    "who is in favour of {}",
    "{} yay or nay",
    "pros n cons of {}",
    "who's pro {}",
    "anyone against {}?",
    "not a fan of {}",
    "why do ppl like {}",
    "i'm torn on {}",
)
ABOUT = (
    "quotes about {}",
    "did anyone mention {}",
    "something on {} pls",
    "tell me about {}",
    "what about {}?",
    "hi, what about {}?",
    "thanks, and {}?",
    "explain {}",
    "summarise {}",
    "what do people say about {}",
    "anything on {}",
    "can you show me quotes on {}, please",
    "I'd like to know more about {}",
    "has anybody said something about {}",
    "what was said about {}",
    "give me a quote on {}",
    "ok so {}",
    "your thoughts on {}?",
    "hit me with a quote on {}",
    "gimme smth on {}",
    "wbu {}",
    "{} pls",
    "has {} come up at all?",
)
SPEAKER = (
    "who is {}?",
    "quotes by {}",
    "what does {} think?",
    "{}",
    "what did {} say",
    "show me {}'s views",
    "anything from {}",
    "hey, who's {}",
    "who even is {}",
    "hit me with some {}",
    "wise words from {}",
)
SPEAKER_ON = (
    "{}'s opinion of {}",
    "{} on {}",
    "what does {} think about {}",
    "what did {} say about {}?",
    "quotes by {} about {}",
    "how does {} feel about {}",
    "did {} mention {}",
    "{} + {}",
    "how about {} on {}",
    "got anything from {} on {}",
)
CRITICS = (
    "who disagrees with {}?",
    "what do critics of {} say",
    "who argues against {}",
    "opposing views to {}",
    "does anyone disagree with {}",
    "critics of {}",
    "pushback on {}",
    "does everyone agree with {}?",
    "who would disagree with {}",
)
YEAR = (
    "quotes from {}",
    "what was said in {}",
    "what did people say in {}?",
    "anything from {}",
    "show me quotes from {}",
    "throwback to {}",
    "{} stuff",
    "only {}",
    "{}",
)
FILLER = (
    "tell me more",
    "help me",
    "who wrote that",
    "thanks",
    "hello",
    "hi there",
    "ok",
    "what can you do?",
    "good morning",
    "thank you so much",
    "lol",
    "who are you",
    "another one",
    "source?",
    "and the other side?",
    "how are you?",
    "never mind",
    "good bot",
    "what do you mean",
    "I don't understand",
    "is this a bot",
    "please",
    "why?",
    "cheers mate",
    "see you later",
    "can I ask a question",
    "interesting",
    "you're wrong",
    "that's great",
    "no idea",
    "thx m8",
    "how's your day",
    "thats not what i asked",
    "ok and the opposite?",
    "sauce?",
    "next question",
)


def templated(library: Library) -> tuple[Labelled, ...]:
    """Return the requests of every kind, over everything the library holds."""
    numbers = count(1)
    return tuple(
        Labelled(
            id=f"{kind}-{number}",
            kind=kind,
            command=command,
            text=text,
            quotes=frozenset(quotes),
            points=tuple(points),
            split=Split.TUNE if number % 2 else Split.REPORT,
        )
        for number, (kind, command, text, quotes, points) in zip(
            numbers, _requests(library), strict=False
        )
    )


_Request = tuple[str, str, str, Sequence[str], Sequence[str]]


def _requests(library: Library) -> Iterator[_Request]:
    yield from _on_topics(library)
    yield from _on_speakers(library)
    yield from _on_years(library)
    for text in FILLER:
        yield OUT, "ask", text, (), ()
    yield from _passages(library)


def _on_topics(library: Library) -> Iterator[_Request]:
    for topic in library.topics.values():
        quotes = library.by_topic[topic.id]
        if not quotes:
            continue
        two_sided = [point for point in topic.points if debated(point, library).both]
        for template in _some(BOTH_SIDES, topic.id) if two_sided else ():
            yield "both sides", "ask", template.format(_inside(topic.name)), quotes, two_sided
        for template in _some(ABOUT, topic.id):
            yield "about", "ask", template.format(_inside(topic.name)), quotes, ()


def _on_speakers(library: Library) -> Iterator[_Request]:
    for speaker in library.speakers.values():
        quotes = library.by_speaker.get(speaker.id, ())
        # Nobody types a description such as "reader, not named".
        if not quotes or speaker.inferred or not speaker.name[:1].isupper():
            continue
        for template in _some(SPEAKER, speaker.id):
            yield "speaker", "ask", template.format(speaker.name), quotes, ()
        opposing = tuple(dict.fromkeys(_opposing(quotes, library)))
        for template in _some(CRITICS, speaker.id) if opposing else ():
            yield "critics", "ask", template.format(speaker.name), opposing, ()
        for topic in library.topics.values():
            both = [one for one in quotes if one in library.by_topic[topic.id]]
            for template in _some(SPEAKER_ON, speaker.id + topic.id)[:2] if both else ():
                asked = template.format(speaker.name, _inside(topic.name))
                yield "speaker on topic", "ask", asked, both, ()


def _opposing(quotes: Sequence[str], library: Library) -> Iterator[str]:
    """Yield the quotes of others that take the other side on the points of these."""
    for id_ in quotes:
        quote = library.quotes[id_]
        for position in quote.positions:
            if position.stance is Stance.MIXED:
                continue
            for other in library.sides(position.point).of(position.stance.opposite):
                if library.quotes[other].speaker != quote.speaker:
                    yield other


def _on_years(library: Library) -> Iterator[_Request]:
    by_year: dict[str, list[str]] = {}
    for quote in library.quotes.values():
        date = library.sources[quote.source].date
        if re.match(r"\d{4}", date):
            by_year.setdefault(date[:4], []).append(quote.id)
    for year, quotes in by_year.items():
        for template in YEAR:
            yield "year", "quote", template.format(year), quotes, ()


def _passages(library: Library) -> Iterator[_Request]:
    """Yield some words of a quote in their order, and the same with one slip."""
    for size in (4, 6, 8):
        for quote in _sampled(library):
            words = [found[0] for found in _WORD.finditer(quote.text)]
            if len(words) < size:
                continue
            start = crc32(quote.id.encode()) % (len(words) - size + 1)
            passage = " ".join(words[start : start + size])
            said = [
                one.id
                for one in library.quotes.values()
                if passage in " ".join(one.text.split()) and "[…]" not in passage
            ]
            if said:
                yield f"passage of {size}", "quote", passage, said, ()
                yield f"passage of {size}, slip", "quote", _slip(passage), said, ()


def _sampled(library: Library) -> list[Quote]:
    quotes = list(library.quotes.values())
    return quotes[:: max(1, len(quotes) // _PASSAGES)]


def _slip(passage: str) -> str:
    """Return the passage with two neighbouring letters of its longest word changed over."""
    longest = max(re.findall(r"\w+", passage), key=len, default="")
    if len(longest) < 4:
        return passage
    middle = len(longest) // 2
    wrong = longest[: middle - 1] + longest[middle] + longest[middle - 1] + longest[middle + 1 :]
    return passage.replace(longest, wrong, 1)


def _some(templates: Sequence[str], seed: str) -> Sequence[str]:
    """Return some templates, others for another seed, so that all are used over a library."""
    start = crc32(seed.encode()) % len(templates)
    turned = (*templates[start:], *templates[:start])
    return turned[:_TEMPLATES_EACH]


def _inside(name: str) -> str:
    """Return a topic's name in the form used inside a sentence."""
    first, _, rest = name.partition(" ")
    if first == "The":
        return f"the {rest}" if rest else name
    return name[0].lower() + name[1:] if first[1:].islower() else name
