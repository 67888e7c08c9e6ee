"""Labelled requests and outcomes made for tests."""

import json
from collections.abc import Iterable
from pathlib import Path

from tools.evaluate.asking import Outcome
from tools.evaluate.labelled import OUT, Labelled, Split

TRUE: dict[str, object] = {
    "id": "kerb-1",
    "kind": "question",
    "command": "ask",
    "text": "should lanes have a kerb?",
    "quotes": ["kerb-lorry"],
    "points": ["kerbs"],
    "split": "tune",
}
MISSING = object()


def line(**changed: object) -> str:
    """Return a right line with these fields changed; MISSING leaves one out."""
    fields = {**TRUE, **changed}
    return json.dumps({name: value for name, value in fields.items() if value is not MISSING})


def written(folder: Path, *lines: str) -> Path:
    """Write a file of these lines; return its path."""
    path = folder / "requests.jsonl"
    path.write_text("".join(f"{one}\n" for one in lines), "utf-8")
    return path


def labelled(
    kind: str,
    quotes: Iterable[str] = (),
    points: Iterable[str] = (),
    command: str = "ask",
    text: str = "a request",
) -> Labelled:
    """Return a request of this kind with these right answers."""
    return Labelled("x", kind, command, text, frozenset(quotes), tuple(points), Split.TUNE)


def outcome(request: Labelled, *excerpts: str, score: float = 1.0) -> Outcome:
    """Return an outcome with these excerpts; without any, no answer."""
    return Outcome(request, bool(excerpts), score, excerpts, "", ())


def ranked(place: int | None, kind: str = "topic", score: float = 1.0) -> Outcome:
    """Return an outcome whose first right excerpt is at this place of six."""
    excerpts = tuple("right" if place == at else f"wrong-{at}" for at in range(1, 7))
    return outcome(labelled(kind, ["right"]), *excerpts, score=score)


def outside(score: float | None) -> Outcome:
    """Return the outcome of a request out of scope; None for not answered."""
    request = labelled(OUT)
    return outcome(request) if score is None else outcome(request, "wrong", score=score)
