"""Which point a text is about, as learnt from a library."""

from dataclasses import replace

import numpy as np
import pytest

from bot.library.changes import HideQuote, PutPoint
from bot.library.view import fold
from bot.search.classify import Classifier, classifier_of
from bot.search.engine import Engine, engine_of, laid_over
from bot.search.word_vectors import word_vectors
from tests.libraries import nothing, town


def learnt(engine: Engine, *, meaning: bool = True) -> Classifier:
    found = classifier_of(engine.library, engine.documents, word_vectors() if meaning else None)
    assert found is not None
    return found


def likely(text: str, engine: Engine, classifier: Classifier) -> dict[str, float]:
    """How likely each point is what a text is about."""
    terms = engine.lexicon.terms(text)
    held, unknown = engine.documents.rarities, engine.documents.unknown_rarity
    direction = word_vectors().direction(terms) if len(classifier.by_direction) else None
    scores = classifier.scores({term: held.get(term, unknown) for term in terms}, direction)
    return dict(zip(engine.documents.point_ids, scores.tolist(), strict=True))


@pytest.fixture(scope="module")
def engine() -> Engine:
    return engine_of(town(), word_vectors())


@pytest.mark.parametrize("meaning", [True, False])
def test_what_a_point_is_called_is_most_likely_about_it(engine: Engine, *, meaning: bool) -> None:
    classifier = learnt(engine, meaning=meaning)
    for point in engine.library.points.values():
        for line in (point.sentence, *point.aliases):
            found = likely(line, engine, classifier)
            assert max(found, key=found.__getitem__) == point.id, line


def test_text_of_unknown_words_alone_is_no_likelier_about_one_than_usual(engine: Engine) -> None:
    classifier = learnt(engine, meaning=False)
    found = list(likely("qwxz zzkv", engine, classifier).values())
    assert found == pytest.approx(classifier.usual.tolist())


def test_library_without_points_has_nothing_to_learn() -> None:
    engine = engine_of(nothing(), word_vectors())
    assert classifier_of(engine.library, engine.documents, word_vectors()) is None


def test_library_of_too_much_is_not_learnt_from() -> None:
    library = town()
    point = next(iter(library.points.values()))
    many = replace(point, phrasings=tuple(f"number {number}" for number in range(5000)))
    changed = fold(library, [PutPoint(many)])
    engine = engine_of(changed, word_vectors())
    assert classifier_of(changed, engine.documents, word_vectors()) is None


def test_laid_over_another_it_learns_what_it_would_anew(engine: Engine) -> None:
    point = next(iter(engine.library.points.values()))
    own = replace(point, phrasings=("marmalade zeppelins by the harbour",))
    hidden = next(quote for quote in engine.library.quotes.values() if quote.positions)
    library = fold(engine.library, [PutPoint(own), HideQuote(hidden.id, "no")])
    over = laid_over(engine, library)
    anew = engine_of(library, word_vectors())
    for text in ("marmalade zeppelins", *point.phrasings, hidden.text):
        one = likely(text, over, learnt(over))
        other = likely(text, anew, learnt(anew))
        assert list(one) == list(other)
        assert np.allclose(list(one.values()), list(other.values()), atol=0.02), text
    before = likely("marmalade zeppelins", engine, learnt(engine))[point.id]
    assert likely("marmalade zeppelins", over, learnt(over))[point.id] > before + 0.2
