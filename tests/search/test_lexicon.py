from bot.search.matcher import Matcher
from bot.search.text import stem


def test_a_compound_written_apart_is_still_one(matcher: Matcher) -> None:
    assert stem("inhouse") in matcher.lexicon.terms("They run it in house.")


def test_a_hyphenated_word_is_found_whole_and_in_pieces(matcher: Matcher) -> None:
    terms = matcher.lexicon.terms("low-traffic")
    assert {stem("lowtraffic"), stem("low"), stem("traffic")} <= set(terms)


def test_a_phrase_also_holds_its_short_form_and_the_other_way_round(matcher: Matcher) -> None:
    assert "npfat" in matcher.lexicon.terms("the National Programme for Active Travel")
    assert {"program", "travel"} <= set(matcher.lexicon.terms("NPfAT"))


def test_terms_repeat_as_often_as_they_stand(matcher: Matcher) -> None:
    assert matcher.lexicon.terms("kerb after kerb").count("kerb") == 2


def test_source_texts_add_abbreviations_but_no_words(matcher: Matcher) -> None:
    assert "npfat" in matcher.lexicon.abbreviations.long_of
    assert "divided" not in matcher.lexicon.vocabulary.weights


def test_words_of_labels_weigh_more_than_words_of_texts(matcher: Matcher) -> None:
    weights = matcher.lexicon.vocabulary.weights
    assert weights["planters"] > weights["blackbirds"]
