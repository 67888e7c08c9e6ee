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
    """A line that is right but for these fields; MISSING leaves one out."""
    fields = {**TRUE, **changed}
    return json.dumps({name: value for name, value in fields.items() if value is not MISSING})


def written(folder: Path, *lines: str) -> Path:
    """The path of a file of these lines."""
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
    """A request of this kind with these right answers."""
    return Labelled("x", kind, command, text, frozenset(quotes), tuple(points), Split.TUNE)


def outcome(request: Labelled, *excerpts: str, score: float = 1.0) -> Outcome:
    """What came of a request: these excerpts, or no answer without any."""
    return Outcome(request, bool(excerpts), score, excerpts, "", ())


def ranked(place: int | None, kind: str = "topic", score: float = 1.0) -> Outcome:
    """The outcome of a request whose first right excerpt stands at this place of six."""
    excerpts = tuple("right" if place == at else f"wrong-{at}" for at in range(1, 7))
    return outcome(labelled(kind, ["right"]), *excerpts, score=score)


def outside(score: float | None) -> Outcome:
    """The outcome of a request out of scope, answered with this score, or not for None."""
    request = labelled(OUT)
    return outcome(request) if score is None else outcome(request, "wrong", score=score)
