"""Read a request as a frame and a subject."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache, cached_property, lru_cache, partial
from itertools import chain
from pathlib import Path

from msgspec import Struct, toml
from msgspec.structs import replace
from rapidfuzz.distance import OSA

from bot.library.normalisation import UNSPACED
from bot.search.frames.pattern_language import GAP, WORDS, Choices, Pattern, plain
from bot.search.languages import LETTERS
from bot.search.request import CHAT_WORDS
from bot.search.spelling import by_initial, is_finger_slip
from bot.search.text import STOP_WORDS, english_stem, fold, fold_in, stop_words

# A frame stands in the first words of a question; a longer text is a message about something.
LONGEST_FRAMED = 300
# Stands for the word of a pattern that needs none.
_ANY = ""
_MOST_WRAPPINGS = 4
# Shorter words are one letter from too many others; in those of three letters two are swapped.
_SHORTEST_SLIP, _SHORTEST_SWAPPED = 4, 3
# With what is joined to it: "doesn't", "trams-only".
_WORD = re.compile(r"[^\W\d_]+(?:['’-]\w+)*")
# Shorter stems are shared by words that have nothing in common.
_SHORTEST_STEM = 4
_CONTINUED = re.compile(rb"\\\r?\n *")


class Intent(StrEnum):
    """The kind of answer that a request asks for."""

    ABOUT = "about"
    BOTH_SIDES = "both_sides"
    CASE_FOR = "case_for"
    CASE_AGAINST = "case_against"
    CLAIM = "claim"
    COUNTERCLAIM = "counterclaim"
    SPEAKER = "speaker"
    SPEAKER_ON = "speaker_on"
    CRITICS = "critics"
    SOURCE = "source"
    PERIOD = "period"
    NEWEST = "newest"
    OLDEST = "oldest"
    RANDOM = "random"
    COUNT = "count"
    TOPICS = "topics"
    SPEAKERS = "speakers"
    SOURCES = "sources"
    GREETING = "greeting"
    THANKS = "thanks"
    HELP = "help"
    CHAT = "chat"
    ANOTHER = "another"
    OTHER_SIDE = "other_side"
    WHO_SAID = "who_said"
    WHERE_SAID = "where_said"
    MORE = "more"


FOLLOW_UPS = frozenset(
    (Intent.ANOTHER, Intent.OTHER_SIDE, Intent.WHO_SAID, Intent.WHERE_SAID, Intent.MORE)
)
"""Intents that only an answer shown before gives a meaning."""

SMALL_TALK = frozenset((Intent.GREETING, Intent.THANKS, Intent.HELP, Intent.CHAT))
"""Intents that ask for no excerpt."""

_TALK = SMALL_TALK | FOLLOW_UPS


class Frame(Struct, frozen=True):
    """One reading of a request.

    Slots hold words as they were typed, empty where the frame has none. ``from_`` and ``to`` are
    dates as typed: a year, a month and a year, or a day. Whether ``speaker`` or ``source`` names
    anybody is for the reader of the frame to find out.
    """

    intent: Intent
    subject: str = ""
    speaker: str = ""
    source: str = ""
    from_: str = ""
    to: str = ""

    @property
    def slot_length(self) -> int:
        """The number of characters in its slots; 0 if the wording is the whole request."""
        return sum(map(len, (self.subject, self.speaker, self.source, self.from_, self.to)))

    @property
    def is_only_a_time(self) -> bool:
        """Whether a year or a period is all that the frame asks for."""
        return self.intent is Intent.PERIOD and not (self.subject or self.speaker or self.source)


class Language(Struct, frozen=True):
    """The wording of one language, as its TOML file holds it: see ``en.toml``.

    ``wrappings`` and ``frames`` are patterns, one a line; ``words`` and ``signals`` have bars
    between. One text is read ten times as fast as a list; a backslash at the end of a line joins it
    with the next. ``gap`` is the expression between two words. ``months`` are the beginnings of the
    names of the twelve months, folded. ``letters`` are no accented forms of others.
    """

    wrappings: str
    words: dict[str, str]
    frames: dict[str, str]
    signals: dict[str, str]
    gap: str = GAP
    months: tuple[str, ...] = ()
    letters: str = ""


class _PatternIndex:
    """Patterns by a word they need, so that a request is matched against few of them."""

    def __init__(self) -> None:
        self._patterns: list[tuple[Intent, Pattern]] = []
        self._by_word: dict[str, list[int]] = {}

    def add(self, intent: Intent, lines: str, choices: Choices, gap: str) -> None:
        """Add patterns, one a line; a request is matched in the order they were added."""
        for line in lines.splitlines():
            pattern = Pattern(line, choices, gap)
            for word in min(pattern.required, key=len, default=frozenset((_ANY,))):
                self._by_word.setdefault(word, []).append(len(self._patterns))
            self._patterns.append((intent, pattern))

    def matches(self, text: str) -> Iterator[tuple[Intent, re.Match[str]]]:
        """Yield the matches of a :func:`plain` text, in the order of the patterns."""
        words = frozenset(text.lower().split())
        found = {number for word in (*words, _ANY) for number in self._by_word.get(word, ())}
        for number in sorted(found):
            intent, pattern = self._patterns[number]
            for match in pattern.matches(text, words):
                yield intent, match


class FrameParser:
    """Read requests by the patterns of one or more languages.

    ``vocabulary`` are the ordinary words of asking, folded: those of all patterns and signals and
    those ``also`` given. ``asking`` are fewer: words that ask and are no evidence for a quote.
    ``opposing`` are those that are asked against something with: "ban", "get rid of".
    ``chat`` are the words of small talk and follow-ups. ``months`` are the beginnings of the names
    of months, with their numbers. ``stem`` returns the stem of a folded word.
    """

    def __init__(
        self,
        *languages: Language,
        also: frozenset[str] = frozenset(),
        stem: Callable[[str], str] = str,
    ) -> None:
        self._languages = languages
        self._signals: dict[str, frozenset[str]] = {}
        asking: set[str] = set()
        vocabulary: set[str] = set(also)
        chat: set[str] = set(also)
        opposing: set[str] = set()
        for language in languages:
            fold = partial(fold_in, letters=language.letters)
            for name, words in language.signals.items():
                told = fold(words).split("|")
                self._signals[name] = self.signals(name).union(told)
                asking.update(told)
            asking.update(_words(language.words.values(), fold))
            vocabulary.update(_words([language.wrappings], fold))
            for intent, lines in language.frames.items():
                # Chat has words of any subject: "boring", "broken".
                if intent not in SMALL_TALK:
                    vocabulary.update(_words([lines], fold))
                if intent == Intent.CASE_AGAINST:
                    opposing.update(_words([lines], fold))
                if intent in _TALK:
                    chat.update(_words([lines], str.lower))
        self.chat = frozenset(chat)
        self.asking = frozenset(asking)
        self.opposing = frozenset(opposing)
        self.vocabulary = self.asking.union(vocabulary)
        self._stem = stem
        self._is_english = stem is english_stem
        self._nearest = lru_cache(maxsize=1 << 10)(self._find_nearest)
        self._signal_stems = cache(lambda name: self._stems_of(self.signals(name)))
        self.months = tuple(
            (name, number)
            for language in languages
            for number, name in enumerate(language.months, start=1)
        )
        others = chain.from_iterable(one.signals.get("other", "").split("|") for one in languages)
        far = (word for word in others if not word.isascii() and re.match(UNSPACED, word))
        unspaced = sorted(far, key=len, reverse=True)
        self._asking_within = re.compile("|".join(unspaced)) if unspaced else None

    @cached_property
    def _indexes(self) -> tuple[_PatternIndex, _PatternIndex]:
        """The patterns of wrappings and of frames, read at first use: a name needs none."""
        wrappings, frames = _PatternIndex(), _PatternIndex()
        for language in self._languages:
            wrappings.add(Intent.ABOUT, language.wrappings, language.words, language.gap)
            for intent, lines in language.frames.items():
                frames.add(Intent(intent), lines, language.words, language.gap)
        return wrappings, frames

    def signals(self, name: str) -> frozenset[str]:
        """Return the signal words of a name, such as "against" or "before"."""
        return self._signals.get(name, frozenset())

    def without_slips(self, text: str, is_known: Callable[[str], bool]) -> str:
        """Return the text with slips in words of asking corrected: "waht about money".

        A slip is one letter added, left out, changed, or changed over with the next (OSA distance
        1). ``is_known`` tells whether a folded word has a meaning of its own.
        """

        def read(found: re.Match[str]) -> str:
            word = fold(found[0])
            if len(word) < _SHORTEST_SWAPPED or not word.isalpha():
                return found[0]
            known = word in self.vocabulary or word in self.chat or is_known(word)
            return found[0] if known else self._nearest(word) or found[0]

        return _WORD.sub(read, text)

    @cached_property
    def _asking_by_initial(self) -> Mapping[str, Sequence[str]]:
        words = self.vocabulary | stop_words()
        return by_initial(word for word in words if len(word) >= _SHORTEST_SWAPPED)

    def _find_nearest(self, word: str) -> str:
        """Return the nearest word of asking, one with the same letters first; empty for none."""
        near = [
            known
            for initial in dict.fromkeys(word[:2])
            for known in self._asking_by_initial.get(initial, ())
            if known.isalpha() and OSA.distance(word, known, score_cutoff=1) == 1
        ]
        if len(word) <= _SHORTEST_SLIP:
            near = [known for known in near if is_finger_slip(word, known)]
        swaps = [known for known in near if sorted(known) == sorted(word)]
        # Without a list of a language's words, any other slip may be a word of its own.
        if not self._is_english or len(word) < _SHORTEST_SLIP:
            near = []
        # "Helo" is "hello" rather than "help".
        doubled = [known for known in near if set(known) == set(word)]
        return next(iter(swaps or doubled or near), "")

    def has_signal(self, name: str, words: Iterable[str]) -> bool:
        """Whether one of the words is a signal word of this name, or another form of one.

        A word that the patterns know has its own meaning: a "position" is not "positive".
        """
        signals, stems = self.signals(name), self._signal_stems(name)
        return any(
            word in signals or (word not in self.asking and self._stem(word) in stems)
            for word in words
        )

    def is_word_of_asking(self, word: str) -> bool:
        """Whether a folded word is one of asking, in any of its forms, or a stop word."""
        if word in self.vocabulary or word in stop_words():
            return True
        stem = self._stem(word)
        return len(stem) >= _SHORTEST_STEM and stem in self._stems

    @cached_property
    def _stems(self) -> frozenset[str]:
        return self._stems_of(self.vocabulary)

    def _stems_of(self, words: Iterable[str]) -> frozenset[str]:
        stems = map(self._stem, words)
        return frozenset(stem for stem in stems if len(stem) >= _SHORTEST_STEM)

    def telling(self, words: Iterable[str]) -> list[str]:
        """Return the words that neither ask nor oppose, in their order."""
        return [word for word in words if word not in self.asking and word not in self.opposing]

    def asks_something(self, text: str, words: Iterable[str]) -> bool:
        """Whether a text asks or demands, with two words or more that neither ask nor oppose.

        "Should trams fly?" does, "trams", "why trams" and "trams are on fire" do not.
        """
        typed = fold(text).split()
        first = self.signals("verdict") | self.signals("auxiliary") | self.signals("ask_reason")
        asks = "?" in text or not first.isdisjoint(typed[:1])
        asks = asks or not self.signals("modal").isdisjoint(typed)
        return asks and len(self.telling(words)) > 1

    def without_asking(self, text: str) -> str:
        """Return the text with a space for each word of asking in a script without spaces."""
        return self._asking_within.sub(" ", text) if self._asking_within else text

    def parse(self, text: str) -> tuple[Frame, ...]:
        """Return the readings of a request, most specific first, none twice.

        The last one is always the whole request as the subject of ABOUT. A reading is more
        specific the more of the text its own words take up, so that a slot is as short as it can
        be. Texts of more than 300 characters have that last reading alone.
        """
        whole = Frame(Intent.ABOUT, subject=text.strip())
        if len(text) > LONGEST_FRAMED:
            return (whole,)
        # Of two readings with as many words of their own, the one of less wrapping comes first.
        found = sorted(
            (frame.slot_length, -depth, place, frame)
            for depth, bare in enumerate(self._unwrapped(text))
            for place, frame in enumerate(self._matches(bare))
        )
        return tuple(dict.fromkeys((*(frame for *_, frame in found), whole)))

    def _unwrapped(self, text: str) -> Iterator[str]:
        """Yield the text, then the text without greetings and courtesies around it."""
        bare = text.strip()
        for _ in range(_MOST_WRAPPINGS):
            yield bare
            even = plain(bare)
            found = (match for _, match in self._indexes[0].matches(even))
            inner = next((bare[slice(*match.span("subject"))] for match in found), "")
            if not inner:
                return
            bare = inner

    def _matches(self, bare: str) -> Iterator[Frame]:
        for intent, match in self._indexes[1].matches(plain(bare)):
            slots = {
                "from_" if name == "from" else name: bare[slice(*match.span(name))].strip()
                for name, words in match.groupdict().items()
                if words
            }
            yield Frame(intent, **slots)
        yield Frame(Intent.ABOUT, subject=bare)


def _words(lines: Iterable[str], fold: Callable[[str], str]) -> list[str]:
    return WORDS.findall(fold(" | ".join(lines)))


def read_language(file: Path) -> Language:
    """Read the TOML file of a language."""
    held = toml.decode(_CONTINUED.sub(b"", file.read_bytes()), type=Language)
    return replace(held, letters=LETTERS.get(file.stem, ""))


@cache
def frame_parser(*languages: str) -> FrameParser:
    """Return the parser for these languages, those without a file left out; English for none."""
    folder = Path(__file__).parent
    known = [language for language in languages if (folder / f"{language}.toml").is_file()]
    known = known or ["en"]
    held = [read_language(folder / f"{one}.toml") for one in known]
    if "en" not in known:
        return FrameParser(*held)
    return FrameParser(*held, also=STOP_WORDS | CHAT_WORDS, stem=english_stem)
