from pathlib import Path

import pytest

from tests.library.small_library import problems

_TOPIC = "topics:\n  - id: money\n    name: Money\n"
_POINTS = _TOPIC + "    points:\n      - {id: spend-more, sentence: S., for: F, against: A}\n"


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ("nam: x", "6:5: this topic has no key “nam”; did you mean “name”?"),
        (
            "colour: x",
            "6:5: this topic has no key “colour”; "
            "take it out; the keys are id, name, aliases, first, points",
        ),
        ("aliases:", "6:5: “aliases” is empty; give it a value, or take the line out"),
        (
            "aliases: money",
            "6:14: “aliases” must be a list, but “money” is a text; put “- ” before each entry, "
            "or write [one, two]",
        ),
        (
            "aliases: [true]",
            "6:15: an entry of “aliases” must be text, but true without quotation marks is a "
            'yes-or-no value; write "true" with quotation marks',
        ),
        (
            "aliases: [1984]",
            "6:15: an entry of “aliases” must be text, but 1984 without quotation marks is a "
            'number; write "1984" with quotation marks',
        ),
        (
            "aliases: [[a]]",
            "6:15: an entry of “aliases” must be text, but this is a list; write a text",
        ),
        (
            "aliases: [{a: b}]",
            "6:15: an entry of “aliases” must be text, but this has keys and values; write a text",
        ),
        (
            "aliases: 3",
            "6:14: “aliases” must be a list, but 3 is a number; put “- ” before each entry, "
            "or write [one, two]",
        ),
        (
            "aliases: ['', \" \"]",
            "6:15: an entry of “aliases” is blank; write something, or take the line out",
        ),
    ],
)
def test_a_wrong_value_in_a_topic_is_explained_in_plain_words(
    tmp_path: Path, extra: str, said: str
) -> None:
    found = problems(tmp_path, {"topics.yaml": f"{_POINTS}    {extra}\n"})
    assert found[0] == f"topics.yaml:{said}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "- a",
            "1:1: the file must be made of keys and values, but this is a list; "
            "write “key: value”, one to a line",
        ),
        ("topics:\n-", "2:2: this topic is empty; give it a value, or take the line out"),
        ("topics: []\ntopic: []", "2:1: the file has no key “topic”; did you mean “topics”?"),
        ("library: {title: x}", "1:1: the file has no “topics”; add a line “topics:”"),
        (
            "library: {title: x, homepage: y}\ntopics: []",
            "1:21: the library's card has no key “homepage”; "
            "take it out; the keys are title, about, contact, language",
        ),
        (
            "topics: [x]",
            "1:10: this topic must be made of keys and values, but “x” is a text; "
            "write “key: value”, one to a line",
        ),
        (
            "library: {title: x, language: english}\ntopics: []",
            "1:31: “language” “english” is not the tag of a language; write one like en or pt-BR",
        ),
        (
            "library: {title: x, language: [en, 1]}\ntopics: []",
            "1:36: an entry of “language” must be text, but 1 without quotation marks is a number; "
            'write "1" with quotation marks',
        ),
        (
            "topics: [{id: ab, name: x, first: [b1, b2, b3, b4, b5, B6, b7]}]",
            "1:35: “first” has 7 entries, more than the 6 allowed; keep those that matter most",
        ),
        (
            "topics: [{id: ab, name: x, first: [b1, b2, b3, b4, b5, B6, b7]}]",
            "1:56: an entry of “first” “B6” is not an id; write lower-case letters, digits and "
            "single hyphens, such as b6",
        ),
        ("topics: [{id: ab}]", "1:10: this topic has no “name”; add a line “name: …”"),
        (
            "topics: [{id: Bad Id, name: x}]",
            "1:15: “id” “Bad Id” is not an id; write lower-case letters, digits and single "
            "hyphens, such as bad-id",
        ),
        (
            "topics: [{id: ж, name: x}]",
            "1:15: “id” “ж” is not an id; write lower-case letters, digits and single hyphens",
        ),
        (
            "topics: [{id: a, name: x}]",
            "1:15: “id” “a” has 1 character; write an id of 2 to 40 characters",
        ),
        (
            'topics: [{id: ab, name: "x\\ty"}]',
            "1:25: “name” “x y” contains an invisible control character (U+0009); take it out",
        ),
        (
            'topics: [{id: ab, name: "x\\ny"}]',
            "1:25: “name” “x y” runs over several lines; put it on one, or begin it with “>-”",
        ),
        (
            f"topics: [{{id: ab, name: {'x' * 121}}}]",
            f"1:25: “name” “{'x' * 59}…” has 121 characters, more than the 120 allowed; shorten it",
        ),
        (
            'topics: [{id: ab, name: "\\u200b"}]',
            "1:25: “name” “<U+200B>” is blank; write something, or take the line out",
        ),
    ],
)
def test_a_wrong_topics_file_is_explained_in_plain_words(
    tmp_path: Path, text: str, said: str
) -> None:
    found = problems(tmp_path, {"topics.yaml": text})
    assert f"topics.yaml:{said}" in found


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ("pseudonym: yes", "“pseudonym” must be true or false, but “yes” is a text"),
        ("pseudonym: 1", "“pseudonym” must be true or false, but 1 is a number"),
        ("inferred: {nam: x}", "this “inferred” has no key “nam”"),
        ("inferred: why", "“inferred” must be made of keys and values, but “why” is a text"),
    ],
)
def test_a_wrong_speaker_is_explained_in_plain_words(tmp_path: Path, extra: str, said: str) -> None:
    text = f"speakers:\n  - {{id: ann-lee, name: Ann}}\n  - id: bo\n    name: Bo\n    {extra}\n"
    found = problems(tmp_path, {"speakers.yaml": text})
    assert len(found) == 1
    assert f": {said}; " in found[0]


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ("date: 2025-02-30", "11: “date” “2025-02-30” is not a day of the calendar"),
        ("date: 25", "11: “date” 25 is not a date"),
        ("date: 2025-3-1", "11: “date” “2025-3-1” is not a date"),
        ("date: 24 March 2025", "11: “date” “24 March 2025” is not a date"),
        ("date: 2025.5", "11: “date” is not a date"),
        ("date: true", "11: “date” is not a date"),
        ("date: '2025-03-24\\n'", "11: “date” “2025-03-24\\n” is not a date"),
        ("url: ftp://x.org", "10: “url” “ftp://x.org” is not the address of a web page"),
        ("url: javascript:alert(1)", "10: “url” “javascript:alert(1)” is not the address"),
        ("url: https://", "10: “url” “https://” is not the address of a web page"),
        ("url: 'https://[x'", "10: “url” “https://[x” is not the address of a web page"),
        ("url: https://a:b@c.org/", "10: “url” “https://a:b@c.org/” is not the address"),
        ("url: https://x.org/a b", "10: “url” “https://x.org/a b” is not the address"),
        (f"url: https://x.org/{'a' * 2000}", "10: “url” has 2,014 characters, more than the 2,000"),
        ("file: ../x.txt", "11: “file” “../x.txt” leads out of the seeds folder"),
        ("file: /etc/passwd", "11: “file” “/etc/passwd” leads out of the seeds folder"),
        ("file: a/../../x", "11: “file” “a/../../x” leads out of the seeds folder"),
        ("file: ~/x", "11: “file” “~/x” leads out of the seeds folder"),
        ("file: a\\b", "11: “file” “a\\b” leads out of the seeds folder"),
        ("file: C:x", "11: “file” “C:x” leads out of the seeds folder"),
        ("file: ''", "11: “file” is not the name of a file"),
        ('file: "a\\0"', "11: “file” “a<U+0000>” is not the name of a file"),
    ],
)
def test_a_wrong_source_is_explained_in_plain_words(tmp_path: Path, extra: str, said: str) -> None:
    text = f"source:\n  id: talk\n  title: T\n  author: ann-lee\n  {extra}\nquotes: []\n"
    found = problems(tmp_path, {"talk.yaml": text})
    assert len(found) == 1
    column, _, rest = said.partition(": ")
    assert found[0].startswith(f"talk.yaml:5:{int(column) - 2}: {rest}")


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ("part: coment", "“part” cannot be “coment”; did you mean “comment”? It is one of article"),
        ("part: x", "“part” cannot be “x”; write one of article, comment"),
        ("status: wrong", "“status” cannot be “wrong”; write one of disputed, misattributed"),
        ("note: x\n    txt: y", "this quote has no key “txt”; did you mean “text”?"),
        ("quoting: {wrk: x}", "this “quoting” has no key “wrk”; did you mean “work”?"),
        (
            "positions: [{point: spend-more}]",
            "this position has no “stance”; add a line “stance: …”",
        ),
        ("positions: [{point: spend-more, stance: pro}]", "“stance” cannot be “pro”; write one of"),
        ("positions: [x]", "this position must be made of keys and values, but “x” is a text"),
        ("occurrence: 0", "“occurrence” cannot be 0; write 1 for the first, 2 for the second"),
        ("occurrence: no", "“occurrence” must be a whole number, but “no” is a text; write 1 for"),
        ("occurrence: false", "“occurrence” must be a whole number, but false is a yes-or-no"),
        ("topics: [Money]", "an entry of “topics” “Money” is not an id; write lower-case letters"),
    ],
)
def test_a_wrong_quote_is_explained_in_plain_words(tmp_path: Path, extra: str, said: str) -> None:
    text = (
        "source: {id: talk, title: T, author: ann-lee}\nquotes:\n  - id: q1\n    text: so it is\n"
        f"    speaker: bo-diaz\n    note: y\n    {extra}\n"
    ).replace("    note: y\n    note: x", "    note: x")
    extra_topics = "" if extra.startswith("topics") else "    topics: [money]\n"
    found = problems(tmp_path, {"talk.yaml": text + extra_topics})
    assert len(found) == 1
    assert f": {said}" in found[0]


def test_a_mistyped_key_is_not_also_reported_as_missing(tmp_path: Path) -> None:
    found = problems(tmp_path, {"topics.yaml": _POINTS.replace("name:", "naem:")})
    assert found == ["topics.yaml:3:5: this topic has no key “naem”; did you mean “name”?"]


def test_a_value_refused_by_the_reader_is_reported_once(tmp_path: Path) -> None:
    found = problems(tmp_path, {"topics.yaml": _POINTS.replace("name: Money", "name: *x")})
    assert found == [
        "topics.yaml:3:11: this is an alias (“*”), and aliases are not allowed; "
        "write the value out in full"
    ]


def test_many_thousand_wrong_values_are_answered_with_the_first_thousand(tmp_path: Path) -> None:
    found = problems(tmp_path, {"topics.yaml": "topics:\n" + "  - x\n" * 100_000})
    assert len([line for line in found if line.startswith("topics.yaml")]) == 1000


@pytest.mark.parametrize("value", ["{}", "[]", "0", "x", "null", "1.5", "true"])
@pytest.mark.parametrize("name", ["topics.yaml", "speakers.yaml", "talk.yaml"])
@pytest.mark.parametrize(
    "frame", ["{}", "topics: {}", "speakers: [{}]", "source: {}", "quotes: [{}]", "topics: [{}]"]
)
def test_no_wrong_type_brings_the_check_down(
    tmp_path: Path, name: str, frame: str, value: str
) -> None:
    assert problems(tmp_path, {name: frame.replace("{}", value)})
