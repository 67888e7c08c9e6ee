"""Pages for tests: all kinds of them, mostly hostile and enormous ones."""

from hypothesis import strategies as st

from bot.answers.actions import (
    Action,
    Another,
    Context,
    Debate,
    DebatePage,
    Opposing,
    QuoteOf,
    Topics,
)
from bot.library.model import Kind
from bot.pages.page import (
    Block,
    Button,
    ContextBlock,
    Heading,
    Line,
    ListBlock,
    OpenLink,
    Page,
    QuoteBlock,
    Row,
    Tone,
)
from bot.search.scope import ByDate, Period, Scope
from tests.discordapp.test_escape import hostile

long = st.builds(lambda piece, times: piece * times, hostile, st.sampled_from((1, 1, 1, 7, 60)))
ids = st.from_regex(r"[a-z0-9]{2,6}(-[a-z0-9]{1,8}){0,4}", fullmatch=True).map(lambda it: it[:40])
tones = st.sampled_from(Tone)
rows = st.builds(Row, hostile, long, st.lists(hostile, max_size=3).map(tuple))
blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, long),
    st.builds(Line, long, st.booleans()),
    st.builds(
        QuoteBlock,
        long,
        long,
        hostile,
        hostile,
        st.lists(hostile, max_size=3).map(tuple),
        tones,
    ),
    st.builds(ContextBlock, long, hostile, long),
    st.builds(ListBlock, st.lists(rows, max_size=8).map(tuple)),
)
numbers = st.integers(0, 999)
scopes = st.builds(Scope, st.sampled_from(Kind), ids)
dates = st.sampled_from(("", "2019", "2019-05", "2019-05-03"))
restricted = st.builds(
    Scope,
    st.sampled_from(Kind),
    st.one_of(ids, st.just("")),
    speaker=st.one_of(ids, st.just("")),
    source=st.one_of(ids, st.just("")),
    period=st.one_of(st.none(), st.builds(Period, dates, st.just("2020")), st.just(Period("2019"))),
    by_date=st.one_of(st.none(), st.sampled_from(ByDate)),
)
walks = st.builds(Another, st.one_of(scopes, restricted), ids, numbers)
debate_pages = st.builds(DebatePage, ids, numbers, st.one_of(ids, st.just("")))
actions: st.SearchStrategy[Action] = st.one_of(
    walks,
    st.builds(Opposing, ids, st.one_of(ids, st.just(""))),
    st.builds(Context, ids, st.one_of(st.none(), walks, debate_pages)),
    st.builds(Debate, ids),
    st.builds(Topics, st.one_of(ids, st.just(""))),
    debate_pages,
    st.builds(QuoteOf, scopes),
)
links = st.builds(
    OpenLink,
    st.builds(
        "https://e.example/{}#:~:text={}".format, ids, st.integers(0, 600).map(lambda n: "a" * n)
    ),
)
labels = hostile.map(lambda text: "x" + text)
buttons = st.builds(Button, labels, st.one_of(actions, links))
pages = st.builds(
    Page,
    st.lists(blocks, min_size=1, max_size=8).map(tuple),
    st.lists(buttons, max_size=40).map(tuple),
    tones,
)
