"""Members, changes and suggestions for the tests of the store."""

import itertools

from bot.library.changes import PutQuote, PutTopic
from bot.library.model import Quote
from bot.store.records import Act, Member

ANN = Member("1001", "Ann")
BEN = Member("1002", "Ben")
Draft = tuple[Member, dict[str, str], str, str]
_TOKENS = (f"token-{number}" for number in itertools.count(1))


def act(seen: int, member: Member = ANN, *, press: str = "", why: str = "") -> Act:
    return Act(member, seen, press or next(_TOKENS), why)


def draft(member: Member = ANN, *, press: str = "", text: str = "Build it.") -> Draft:
    return member, {"text": text}, press or next(_TOKENS), "channel-7"


def quote(id_: str, text: str = "We will not merge the two depots.") -> PutQuote:
    return PutQuote(Quote(id_, text, "letter", "aldous", topics=("buses",)))


def topic(name: str, id_: str = "trams") -> PutTopic:
    return PutTopic(id_, name)
