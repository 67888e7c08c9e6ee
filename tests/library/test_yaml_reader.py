import pytest
from hypothesis import given, strategies as st

from bot.library.load.yaml_nodes import Location
from bot.library.load.yaml_reader import DEEPEST, MOST_PROBLEMS, MOST_VALUES, read_tree
from tests.stopwatch import Stopwatch

_LIST = "a list or mapping opened with a bracket is not closed, or lacks a comma"
_COMMA = "close it, and put a comma between its entries"
_ODD = (
    "this line does not fit the lines above it; check its indentation, its colon and its dash; "
    "put a text with special signs in quotation marks"
)
_COLON = (
    "a text contains a colon followed by a space, or a line is indented too far; "
    "put the text in quotation marks or begin it with “>-”"
)
_OPEN = (
    "a quotation mark opens here and is never closed; close it; write a mark that belongs to "
    "the text as '' between ' marks and \\\" between \" marks"
)
_SHUT = (
    "the text in quotation marks ends before this; write a mark that belongs to the text as '' "
    'between \' marks and \\" between " marks'
)
_NO_COLON = (
    "this line has no colon after its key; write “key: value”; put a text that runs on in "
    "quotation marks, or indent it further than its key"
)
_BLOCK = (
    "a text after “>” or “|” begins on the same line, or its lines are indented differently; "
    "begin it on the next line, and indent all its lines alike, further than its key"
)
_ESCAPE = (
    'a backslash between " marks is followed by a letter that means nothing there; '
    "write the backslash twice, or use ' marks"
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1:1: the file is empty; fill it in, or delete it"),
        ("# only a comment\n", "1:1: the file is empty; fill it in, or delete it"),
        ("a:\n\tb: 1", "2:1: there is a tab where YAML needs spaces; indent with spaces"),
        ("a: |\n\tx", "2:1: there is a tab where YAML needs spaces; indent with spaces"),
        ("a: b: c", f"1:5: {_COLON}"),
        ("a: 1\n b: 2", f"2:3: {_COLON}"),
        ("a: 'x", f"1:4: {_OPEN}"),
        ('a: "x\n---\n', f"1:4: {_OPEN}"),
        ("a: 'it's'", f"1:8: {_SHUT}"),
        ('a: "he said "hi" to"', f"1:14: {_SHUT}"),
        ("a: [1, 2", f"1:4: {_LIST}; {_COMMA}"),
        ("a: {b: 1", f"1:4: {_LIST}; {_COMMA}"),
        ("a: @x", "1:4: a text cannot begin with “@”; put it in quotation marks"),
        ("a: `x", "1:4: a text cannot begin with “`”; put it in quotation marks"),
        ("a: %x", "1:4: a text cannot begin with “%”; put it in quotation marks"),
        ("%x\na: 1", "1:1: a text cannot begin with “%”; put it in quotation marks"),
        (
            "a: *x",
            "1:4: this is an alias (“*”), and aliases are not allowed; write the value out in full",
        ),
        (
            "*x: a",
            "1:1: this is an alias (“*”), and aliases are not allowed; write the value out in full",
        ),
        (
            "a: &x 1",
            "1:4: this is an anchor (“&x”), and anchors are not allowed; "
            "take it out and write the value in full in every place",
        ),
        ("a: * x", "1:4: a text cannot begin with “*”; put it in quotation marks"),
        ("a: & x", "1:4: a text cannot begin with “&”; put it in quotation marks"),
        (
            "a: !!python/object/apply:os.system [id]",
            "1:4: this is a tag (“tag:yaml.org,2002:python/object/apply:os.system”), "
            "and tags are not allowed; take it out",
        ),
        ("a: !x y", "1:4: this is a tag (“!x”), and tags are not allowed; take it out"),
        ("a: !<x y", "1:4: a text cannot begin with “!”; put it in quotation marks"),
        ("a: !e!x y", "1:4: a text cannot begin with “!”; put it in quotation marks"),
        ("a: - b", f"1:4: {_ODD}"),
        ("- a\nb: 1", f"2:1: {_ODD}"),
        ('a: "b\\q"', f"1:6: {_ESCAPE}"),
        ('a: "\\ud800"', f"1:7: {_ESCAPE}"),
        ("a: >-\n    x\n  y\n z", f"3:3: {_ODD}"),
        ("a: |0\n  x", f"1:5: {_BLOCK}"),
        ("a: >- text", f"1:7: {_BLOCK}"),
        ("%YAML 3.0\n---\na: 1", "1:1: a text cannot begin with “%”; put it in quotation marks"),
        (
            "a: 1\n---\nb: 2",
            "2:1: a second document begins here (“---”); put one document in each file",
        ),
        ("  a: 1\nb: 2", f"2:1: {_ODD}"),
        ("a: 1\nno colon\nb: 1", f"2:1: {_NO_COLON}"),
        ("? [a]\n: b", "1:3: a list or mapping cannot be a key; use a plain word"),
        ("{a: b}: c", "1:1: a list or mapping cannot be a key; use a plain word"),
        (
            "a: 1\nb: 2\na: 3",
            "3:1: the key “a” is here twice, first in line 1; keep one of them",
        ),
        ("a: \uffff", "1:1: YAML does not allow this character; delete it"),
    ],
)
def test_broken_yaml_is_explained_in_plain_words_at_its_place(text: str, said: str) -> None:
    _, problems = read_tree(text, "f.yaml")
    assert [str(problem) for problem in problems] == [f"f.yaml:{said}"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\ntext: We will not close ward # 7 today.\n", 2),
        ("text: Ward # 7\n", 1),
        ("names: [one, two]\nlines:\n  - close ward # 7\n", 3),
    ],
)
def test_a_comment_after_an_unquoted_text_may_be_the_rest_of_it(text: str, line: int) -> None:
    _, (problem,) = read_tree(text, "f.yaml")
    assert problem.line == line
    assert problem.wrong == "a comment (“#”) follows a text without quotation marks"


@pytest.mark.parametrize(
    "text",
    [
        "text: 'Ward # 7'  # quoted\n",
        "text: >-\n  Ward # 7\n",
        "id: ward  # a word\n",
        "# alone\ntext: Ward#7 it is\n# alone\nid: b\n",
        "text: Ward seven\n  goes on\n# alone\n",
    ],
)
def test_other_comments_are_fine(text: str) -> None:
    assert read_tree(text, "f.yaml")[1] == []


def test_several_problems_of_one_file_are_reported_together() -> None:
    _, problems = read_tree("a: &x 1\na: 2\nb: *x\nc: !t z\nd: @", "f.yaml")
    assert [problem.line for problem in problems] == [1, 2, 3, 4, 5]


def test_every_key_and_value_knows_its_place() -> None:
    root, problems = read_tree("a:\n  - é🙂: one\n    b: 'two'\n", "f.yaml")
    assert root is not None
    assert not problems
    quote = root.each("a")[0]
    assert root.value == {"a": [{"é🙂": "one", "b": "two"}]}
    assert quote.place == Location("f.yaml", 2, 5)
    assert quote.keys == {"é🙂": Location("f.yaml", 2, 5), "b": Location("f.yaml", 3, 5)}
    assert quote.entries["é🙂"].place == Location("f.yaml", 2, 9)
    assert quote.entries["b"].place == Location("f.yaml", 3, 8)


def test_an_empty_value_stands_where_its_key_does() -> None:
    root, _ = read_tree("a: 1\nb:\n\n\nc: 2", "f.yaml")
    assert root is not None
    assert root.entries["b"].place == Location("f.yaml", 2, 1)


def test_the_first_of_two_equal_keys_counts() -> None:
    root, _ = read_tree("a: 1\na: {b: [2]}\nc: 3", "f.yaml")
    assert root is not None
    assert root.value == {"a": 1, "c": 3}


def test_quoted_words_are_text() -> None:
    root, _ = read_tree("['1', \"true\", '', '~', null]", "f.yaml")
    assert root is not None
    assert root.value == ["1", "true", "", "~", None]


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "[{a: "])
def test_a_million_things_in_one_another_are_refused_at_once(opening: str) -> None:
    with Stopwatch() as watch:
        root, problems = read_tree(opening * 1_000_000, "f.yaml")
    assert root is None
    assert [problem.wrong for problem in problems] == [
        f"lists and mappings are nested more than {DEEPEST} deep"
    ]
    assert watch.took_s < 2


def test_the_deepest_nesting_allowed_is_read_and_one_more_is_not() -> None:
    assert read_tree("[" * DEEPEST + "]" * DEEPEST, "f.yaml")[0] is not None
    assert read_tree("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), "f.yaml")[0] is None


def test_aliases_that_would_explode_are_refused_at_once() -> None:
    laughs = "\n".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))
    with Stopwatch() as watch:
        _, problems = read_tree(f"a0: &a0 lol\n{laughs}", "f.yaml")
    assert len(problems) == 30 + 29 * 9
    assert watch.took_s < 1


def test_a_line_of_a_million_characters_is_read() -> None:
    root, problems = read_tree("a: " + "word " * 200_000, "f.yaml")
    assert root is not None
    assert len(root.text_of("a")) == 999_999
    assert not problems


def test_too_many_values_are_refused() -> None:
    _, problems = read_tree("[" + "1," * (MOST_VALUES + 1) + "]", "f.yaml")
    assert [problem.wrong for problem in problems] == ["the file has more than 300,000 values"]


def test_after_a_thousand_problems_reading_stops() -> None:
    root, problems = read_tree("a: 1\n" * 5000, "f.yaml")
    assert root is None
    assert len(problems) == MOST_PROBLEMS + 1
    assert problems[-1].wrong == "there are more than 1,000 problems"


@given(st.text(alphabet=st.sampled_from("ab:- \n[]{},'\"#&*!|>%@?\t\\~1"), max_size=40))
def test_no_text_brings_the_reader_down(text: str) -> None:
    root, problems = read_tree(text, "f.yaml")
    assert root is not None or problems
    assert all(problem.line > 0 and problem.column > 0 for problem in problems)
