"""Measure how often the right quote comes first, on the shipped requests and on Perspectrum."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answers.desk import Desk
from bot.library.library import Library
from bot.library.load import load_library
from tests.evaluate.perspectrum import claim_requests, corpus_folder, library_of, read_corpus
from tests.evaluate.slips import slipped
from tools.bench.contenders import CONTENDERS
from tools.bench.speed import BY_WORDS, OURS
from tools.evaluate.asking import SHOWN, ask_all
from tools.evaluate.labelled import Labelled, Split, of_split, read_requests

_QUOTES = Path(__file__).parents[2] / "quotes"


@dataclass(frozen=True, slots=True)
class Quality:
    """The shares (0 to 1) of requests with a right quote first, and among the first three."""

    first: float
    in_three: float


Ranks = Sequence[int | None]


def qualities() -> dict[str, dict[str, Quality]]:
    """Measure each engine on each set; Counterpoint is asked like a member, others for texts."""
    shipped = load_library(_QUOTES)
    labelled = of_split(read_requests(_QUOTES / "requests.jsonl", shipped), Split.REPORT)
    inside = tuple(request for request in labelled if request.in_scope)
    sets = {f"{len(inside)} labelled requests": _compare(shipped, inside)}
    folder = corpus_folder()
    if folder:
        corpus = read_corpus(folder)
        claims = corpus.claims_of(Split.REPORT)
        library = library_of(corpus, claims)
        for name, typed in (("", str), (", mistyped", slipped)):
            asked = claim_requests(claims, library, typed)
            sets[f"{len(asked)} Perspectrum claims{name}"] = _compare(library, asked)
    return sets


def _compare(library: Library, requests: tuple[Labelled, ...]) -> dict[str, Quality]:
    found = {
        engine: _quality([one.rank for one in ask_all(Desk(library, meaning=meaning), requests)])
        for engine, meaning in ((OURS, True), (BY_WORDS, False))
    }
    ids = tuple(library.quotes)
    for engine, build in CONTENDERS.items():
        search = build([quote.text for quote in library.quotes.values()])
        ranks = [
            _rank([ids[number] for number in search(request.text, SHOWN)], request)
            for request in requests
        ]
        found[engine] = _quality(ranks)
    return found


def _rank(ids: Sequence[str], request: Labelled) -> int | None:
    places = (place for place, quote in enumerate(ids, start=1) if quote in request.quotes)
    return next(places, None)


def _quality(ranks: Ranks) -> Quality:
    def share(right: Callable[[int], bool]) -> float:
        return sum(rank is not None and right(rank) for rank in ranks) / max(len(ranks), 1)

    return Quality(share(lambda rank: rank == 1), share(lambda rank: rank <= 3))
