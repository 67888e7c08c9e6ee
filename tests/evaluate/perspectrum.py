"""Perspectrum as a library and labelled requests: claims are points, perspectives are quotes.

Perspectrum 1.0: Chen, Khashabi, Yin, Callison-Burch, Roth, "Seeing Things from a Different Angle:
Discovering Diverse Perspectives about Claims", NAACL 2019; CC BY-SA 4.0. It is read in
place; no part of it is copied here.
"""

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from bot.library.library import Collection, Library, make_library
from bot.library.model import Card, Point, Position, Quote, Source, Speaker, Stance, Topic
from tools.evaluate.asking import Outcome
from tools.evaluate.labelled import Labelled, Split

_BESIDE_THE_REPOSITORY = Path(__file__).parents[3] / "shared" / "corpora"
_STANCES = {"SUPPORT": Stance.FOR, "UNDERMINE": Stance.AGAINST}


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim and its perspectives, each a cluster of sentences that mean the same."""

    id: str
    text: str
    split: Split
    clusters: tuple[tuple[Stance, tuple[str, ...]], ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """Ids of all sentences of the claim."""
        return tuple(sentence for _, cluster in self.clusters for sentence in cluster)


@dataclass(frozen=True, slots=True)
class Corpus:
    """All claims, and the text and the website of each sentence."""

    claims: tuple[Claim, ...]
    texts: Mapping[str, str]
    sites: Mapping[str, str]

    def claims_of(self, split: Split) -> tuple[Claim, ...]:
        """Return the claims of one split."""
        return tuple(claim for claim in self.claims if claim.split is split)


def corpus_folder() -> Path | None:
    """Return the corpus's folder: COUNTERPOINT_CORPORA, else beside the repository; or None."""
    named = os.environ.get("COUNTERPOINT_CORPORA", "")  # noqa: TID251 - of the tests alone
    folder = (Path(named) if named else _BESIDE_THE_REPOSITORY) / "perspectrum"
    return folder if (folder / "perspective_pool_v1.0.json").is_file() else None


def read_corpus(folder: Path) -> Corpus:
    """Read the corpus. The claims of train and dev are to tune with, those of test to report on."""

    def read(name: str) -> Any:
        return json.loads((folder / name).read_text("utf-8"))

    pool = read("perspective_pool_v1.0.json")
    splits = read("dataset_split_v1.0.json")
    claims = []
    for entry in read("perspectrum_with_answers_v1.0.json"):
        split = Split.REPORT if splits[str(entry["cId"])] == "test" else Split.TUNE
        clusters = tuple(
            (_STANCES[one["stance_label_3"]], tuple(f"p-{id_}" for id_ in one["pids"]))
            for one in entry["perspectives"]
        )
        claims.append(Claim(f"c-{entry['cId']}", entry["text"].strip(), split, clusters))
    return Corpus(
        tuple(claims),
        {f"p-{one['pId']}": one["text"].strip() for one in pool},
        {f"p-{one['pId']}": one["source"] for one in pool},
    )


def library_of(corpus: Corpus, claims: Sequence[Claim], held_out: Iterable[str] = ()) -> Library:
    """Return a library of these claims, each a topic with one point, without the held-out ones."""
    positions: dict[str, dict[str, Position]] = {}
    for claim in claims:
        for stance, cluster in claim.clusters:
            for sentence in cluster:
                positions.setdefault(sentence, {})[claim.id] = Position(claim.id, stance)
    for sentence in held_out:
        positions.pop(sentence, None)
    sites = tuple(sorted(set(corpus.sites.values())))
    return make_library(
        Collection(
            card=Card("Perspectrum"),
            topics=tuple(Topic(f"t-{one.id}", one.text, (), (one.id,)) for one in claims),
            points=tuple(
                Point(one.id, f"t-{one.id}", one.text, "For", "Against") for one in claims
            ),
            speakers=tuple(Speaker(f"s-{site}", site.title()) for site in sites),
            sources=tuple(Source(site, f"Debates of {site}", f"s-{site}") for site in sites),
            quotes=tuple(
                Quote(
                    id=sentence,
                    text=corpus.texts[sentence],
                    source=corpus.sites[sentence],
                    speaker=f"s-{corpus.sites[sentence]}",
                    positions=tuple(taken.values()),
                )
                for sentence, taken in positions.items()
            ),
        )
    )


def claim_requests(
    claims: Sequence[Claim], library: Library, mistyped: Callable[[str], str] = str
) -> tuple[Labelled, ...]:
    """Return each claim as a request; right are its sentences and those of equal claims."""
    return tuple(
        _labelled(claim, "claim", mistyped(claim.text), _alike(claim, claims), library)
        for claim in claims
    )


def held_out(claims: Sequence[Claim], *, cluster: bool) -> dict[str, tuple[str, ...]]:
    """Return by claim the sentence to ask with, then those of its cluster that mean the same.

    Without ``cluster`` the sentence alone. None is chosen for a claim that would keep none.
    """
    chosen = {}
    for claim in claims:
        at = crc32(claim.id.encode())
        _, mates = claim.clusters[at % len(claim.clusters)]
        asked = mates[at // 7 % len(mates)]
        out = (asked, *(one for one in mates if one != asked)) if cluster else (asked,)
        if set(claim.sentences) - set(out):
            chosen[claim.id] = out
    return chosen


def perspective_requests(
    corpus: Corpus,
    claims: Sequence[Claim],
    library: Library,
    out: Mapping[str, tuple[str, ...]],
    mistyped: Callable[[str], str] = str,
) -> tuple[Labelled, ...]:
    """Return a held-out sentence of each claim as a message; right is every claim it supports."""
    by_id = {claim.id: claim for claim in claims}
    requests = []
    for claim_id, (asked, *_) in out.items():
        spoken_to = [claim for claim in claims if asked in claim.sentences]
        right = tuple(dict.fromkeys(like for one in spoken_to for like in _alike(one, claims)))
        text = mistyped(corpus.texts[asked])
        requests.append(_labelled(by_id[claim_id], "perspective", text, right, library))
    return tuple(requests)


def right_point(outcomes: Sequence[Outcome]) -> float:
    """Return the share whose answer is about a right point."""
    return sum(one.point in one.request.points for one in outcomes) / len(outcomes)


def _labelled(
    claim: Claim, kind: str, text: str, points: tuple[str, ...], library: Library
) -> Labelled:
    sides = [library.sides(point) for point in points]
    quotes = frozenset(quote for side in sides for quote in (*side.for_, *side.against))
    return Labelled(f"{kind}-{claim.id}", kind, "ask", text, quotes, points, claim.split)


def _alike(claim: Claim, claims: Sequence[Claim]) -> tuple[str, ...]:
    """Return the ids of claims with the same words: the corpus holds some twice."""
    return tuple(one.id for one in claims if _plain(one.text) == _plain(claim.text))


def _plain(text: str) -> str:
    return " ".join(text.casefold().strip(".").split())
