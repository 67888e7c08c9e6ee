"""Pages for tests: any there can be, hostile and enormous ones above all."""

from hypothesis import strategies as st

from bot.pages.page import (
    Action,
    Block,
    Deed,
    Heading,
    Line,
    Marked,
    Page,
    Passage,
    Row,
    Rows,
    Rule,
    Tone,
)
from tests.discordapp.test_escape import hostile

long = st.builds(lambda piece, times: piece * times, hostile, st.sampled_from((1, 1, 1, 7, 60)))
ids = st.from_regex(r"[a-z0-9]{2,6}(-[a-z0-9]{1,8}){0,4}", fullmatch=True).map(lambda it: it[:40])
tones = st.sampled_from(Tone)
rows = st.builds(Row, hostile, long, st.lists(hostile, max_size=3).map(tuple))
blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, long),
    st.builds(Line, long, st.booleans()),
    st.builds(
        Passage,
        long,
        long,
        hostile,
        hostile,
        st.lists(hostile, max_size=3).map(tuple),
        st.just(""),
        tones,
    ),
    st.builds(Marked, long, hostile, long),
    st.builds(Rows, st.lists(rows, max_size=8).map(tuple)),
    st.just(Rule()),
)
numbers = st.integers(0, 999).map(str)
kinds = st.sampled_from(("topic", "point", "speaker", "source"))
targets = {
    Deed.ANOTHER: st.tuples(kinds, ids, ids, numbers),
    Deed.OPPOSING: st.tuples(ids),
    Deed.CONTEXT: st.one_of(
        st.tuples(ids), st.tuples(ids, ids, numbers), st.tuples(ids, kinds, ids, ids, numbers)
    ),
    Deed.DEBATE: st.tuples(ids),
    Deed.TOPIC: st.tuples(st.one_of(ids, st.just(""))),
    Deed.PAIR: st.tuples(ids, numbers),
    Deed.QUOTE: st.tuples(kinds, ids),
    Deed.OPEN: st.tuples(
        st.builds(
            "https://e.example/{}#:~:text={}".format,
            ids,
            st.integers(0, 600).map(lambda n: "a" * n),
        )
    ),
}
labels = hostile.map(lambda text: "x" + text)
actions = st.one_of(
    [st.builds(Action, st.just(deed), labels, target) for deed, target in targets.items()]
)
pages = st.builds(
    Page,
    st.lists(blocks, min_size=1, max_size=8).map(tuple),
    st.lists(actions, max_size=40).map(tuple),
    tones,
)
