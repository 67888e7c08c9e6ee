"""Languages other than English: stop words, stems, elisions, and which one a library is in.

Stop words are those of stopwords-iso (https://github.com/stopwords-iso/stopwords-iso, MIT), stems
those of Snowball (https://snowballstem.org). A library says its language; one that does not is
read by the stop words in its quotes.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib import import_module
from itertools import islice
from threading import Lock
from types import ModuleType

import Stemmer

from bot.search.text import STOP_WORDS, english_stem, fold

# The languages that Snowball has a stemmer for, by the same codes; Serbian's serves three.
_SNOWBALL_CODES = """
ar ca cs da de el eo es et eu fa fi fr ga hi hu hy id it lt ne nl no pl pt ro ru sr sv ta tr
"""
_SNOWBALL = {code: code for code in _SNOWBALL_CODES.split()} | {"bs": "sr", "hr": "sr"}
KNOWN = frozenset(("en", "ja", "ko", "th", "uk", "zh", *_SNOWBALL))
"""Languages with rules of their own; others have the word breaks of Unicode and no stems."""
# Words before an apostrophe that are no part of the word after it.
_ELIDED = {
    "ca": "d l m n s t",
    "fr": "c d j jusqu l lorsqu m n puisqu qu quoiqu s t",
    "it": "all c ci d dall dell l m nell quell s sull t un v",
}
_ELISIONS = {code: frozenset(words.split()) for code, words in _ELIDED.items()}
LETTERS = {
    "da": "åæø",
    "es": "ñ",
    "et": "äõöü",
    "fi": "åäö",
    "no": "åæø",
    "sv": "åäö",
    "tr": "çğıöşü",
}
"""Letters that are no accented forms of others; the stemmer needs them."""
# An apostrophe parts a name from its endings: Türkiye'nin.
_ENDINGS_AFTER_APOSTROPHE = frozenset(("tr",))
# Function words and forms of asking that stopwords-iso leaves out.
_MORE_STOPS = {
    "de": "braucht brauchen soll sollen sollte sollten problem",
    "fr": "faut-il doit-on faut doit doivent peut peut-on soit combien meilleure meilleur",
    "ru": "ли можно нужно надо стоит нужен нужна нужны должен должна должны почему зачем",
    "es": "debe deben debería deberían hay qué cuál cuánto por qué",
    "it": "deve devono dovrebbe dovrebbero quanto perché",
    "pt": "deve devem deveria deveriam qual quanto porque porquê",
    "nl": "moet moeten zou zouden waarom hoeveel",
    "sv": "bör ska skall måste varför hur finns",
    "da": "bør skal må hvorfor hvordan",
    "no": "bør skal må hvorfor hvordan",
    "pl": "czy powinien powinna powinno powinny należy trzeba dlaczego ile",
    "tr": "mi mı mu mü gerekir gerekiyor lazım olmalı olmalıdır neden niçin nasıl",
    "hi": "क्या चाहिए क्यों कैसे कितना होना",
    "ko": "왜 어떻게 무엇 얼마나 해야 합니까 할까요",
    "ar": "هل يجب ينبغي لماذا كيف كم",
}
# Endings of words in languages without a stemmer, and the fewest letters that they leave: particles
# and verb endings in Korean, where several may follow one another, and those of Ukrainian.
_ENDINGS_LISTS = {
    "ko": (
        1,
        """
        은 는 이 가 을 를 에 의 도 로 으로 에서 와 과 까지 부터 만 에게 한테 께 께서 보다 처럼
        이나 나 라도 마다 조차 밖에 이란 란 이라는 라는 들 에는 에도 에서는 으로는 에게는
        하다 한다 했다 하는 하면 하고 하기 하여 해서 해야 합니다 합니까 하나요 할까요 한가요 한다면
        되다 된다 되는 돼야 되어야 됩니까 되나요
        아야 어야 아요 어요 으면 면 는다 다 았다 었다 습니다 습니까 나요 는가 은가요 는가요 을까요
        기
        """,
    ),
    "uk": (
        3,
        """
        ами ями ові еві ого ому ими іми ій їй ої ою ею ах ях ам ям ів їв ої у ю а я и і ї е є о ь
        ати яти ити іти увати ування ання ення ає ить ять ла ло ли
        """,
    ),
}
_ENDINGS = {
    code: (least, sorted(endings.split(), key=len, reverse=True))
    for code, (least, endings) in _ENDINGS_LISTS.items()
}
# In a shorter list of words nothing is sure.
_FEWEST_WORDS = 12
_PLURAL_OF_L = re.compile(r"(?<=\w\w[aeou])is$")
_SURELY_ENGLISH = 0.2
_LEAST_SHARE = 0.15
_STEMMING = Lock()


_SAME = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "cmn": "zh", "yue": "zh"}


def primary(tag: str) -> str:
    """Return the language of a BCP 47 tag, by the code that its rules are under."""
    code = tag.partition("-")[0].lower()
    return _SAME.get(code, code)


class ReadingLanguage:
    """The rules of one language for one library; words that name its topics are no stop words.

    A library may have quotes in other languages: a word that only these have follows their rules.
    """

    def __init__(
        self,
        code: str,
        kept: frozenset[str] = frozenset(),
        others: Mapping[str, frozenset[str]] | None = None,
        own: frozenset[str] = frozenset(),
    ) -> None:
        """``code`` is of ISO 639-1; ``kept`` are folded words.

        ``others`` are the folded words, by language, of the quotes in other languages, ``own``
        those of all other texts.
        """
        self.code = code
        self.stops = _stops(code) - kept
        self.elisions = _ELISIONS.get(code, frozenset())
        self.letters = LETTERS.get(code, "")
        self.cuts_endings = code in _ENDINGS_AFTER_APOSTROPHE
        self._stemmer = Stemmer.Stemmer(_SNOWBALL[code], 0) if code in _SNOWBALL else None
        self.stem = lru_cache(maxsize=1 << 16)(self._stem)
        self._home = own
        self._of_word: dict[str, ReadingLanguage] = {}
        self._of_stem: dict[ReadingLanguage, frozenset[str]] = {}
        for other, words in (others or {}).items():
            one = ReadingLanguage(other, kept)
            self.stops |= one.stops - own
            self.elisions |= one.elisions
            self._of_word |= dict.fromkeys(words - own, one)
            self._of_stem[one] = frozenset(map(one.stem, words - one.stops))

    def _stem(self, word: str) -> str:
        """Return the stem of a folded word; stems are folded again, as umlauts may come back."""
        if word in self._of_word:
            return self._of_word[word].stem(word)
        if word not in self._home:
            for one, stems in self._of_stem.items():
                if (found := one.stem(word)) in stems:
                    return found
        return self._own_stem(word)

    def _own_stem(self, word: str) -> str:
        if self.code == "en":
            return english_stem(word)
        if self._stemmer is None:
            return _without_endings(word, *_ENDINGS.get(self.code, (0, ())))
        if self.code == "pt":
            word = _PLURAL_OF_L.sub("l", word)  # túneis, hospitais
        with _STEMMING:
            found: str = self._stemmer.stemWord(word)
        return found


def _without_endings(word: str, least: int, endings: Sequence[str]) -> str:
    """Return the word without two endings at most; a single letter is cut only from two others."""
    for _ in range(2):
        for ending in endings:
            left = len(word) - len(ending)
            if word.endswith(ending) and left >= max(least, 2 if len(ending) == 1 else 1):
                word = word.removesuffix(ending)
                break
    return word


@cache
def every_stop_word() -> frozenset[str]:
    """Return the folded stop words of all languages."""
    return frozenset().union(*map(_stops, KNOWN))


@cache
def _stops(code: str) -> frozenset[str]:
    if code == "en":
        return STOP_WORDS
    listed = _listed().stopwords(code) if code in _listed().langs() else frozenset()
    words = (*listed, *_MORE_STOPS.get(code, "").split())
    return frozenset(fold(word).replace("'", "").replace("-", "") for word in words)


def _listed() -> ModuleType:
    """Return the lists of stop words, which a library in English does not load."""
    return import_module("stopwordsiso")


def language_of_words(words: Iterable[str], english: frozenset[str]) -> str:
    """Return the code of the language that folded words are in, by its stop words.

    English unless another language has clearly more. Scripts that only one language uses decide
    for themselves.
    """
    sample = list(islice(words, 2000))
    if len(sample) < _FEWEST_WORDS:
        return "en"
    of_script = _by_script(sample)
    if of_script:
        return of_script
    base = sum(word in english for word in sample) / len(sample)
    if base >= _SURELY_ENGLISH:
        return "en"
    shares = {
        code: sum(word in _stops(code) for word in sample) / len(sample)
        for code in sorted(_listed().langs() - {"en"})
    }
    best = max(shares, key=lambda code: (shares[code], code in _SNOWBALL))
    return best if shares[best] >= max(_LEAST_SHARE, 1.5 * base) else "en"


_SCRIPTS = {
    "ja": r"[\u3040-\u30ff]",
    "ko": r"[\uac00-\ud7a3]",
    "zh": r"[\u4e00-\u9fff]",
    "th": r"[\u0e00-\u0e7f]",
    "el": r"[\u0370-\u03ff]",
    "he": r"[\u0590-\u05ff]",
    "ar": r"^[^\u067e\u0686\u0698\u06af]*[\u0620-\u064a]",
}


def _by_script(sample: list[str]) -> str:
    far = [word for word in sample if not word.isascii()]
    for code, letters in _SCRIPTS.items():
        least = len(sample) / (10 if code == "ja" else 2)
        if len(far) >= least and sum(bool(re.search(letters, word)) for word in far) >= least:
            return code
    return ""
