"""What members suggest and moderators decide; and messages saved as quotes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import RequestError
from bot.library.model import Source
from bot.moderation import (
    Curation,
    DecidedBefore,
    DecidedNow,
    Did,
    Done,
    Editing,
    Enough,
    Preview,
    Review,
    Suggested,
    Unfit,
)
from bot.store import Member, Store
from tests.moderation.conftest import Hands
from tests.moderation.making import (
    ANN,
    BEN,
    CLEO,
    FORM,
    HERE,
    MESSAGE,
    TEXT,
    THERE,
    added,
    form,
    looked,
    said,
    token,
)

DORA = Member("1004", "Dora")


def suggested(curation: Curation, member: Member = CLEO, **typed: str) -> int:
    answer = curation.suggest(HERE, member, form(**typed), token(), "channel-7")
    assert isinstance(answer, Suggested)
    return answer.suggestion.number


def test_anybody_may_suggest_and_need_not_file_it(curation: Curation, store: Store) -> None:
    number = suggested(curation, topic="", point="that kerb thing")
    assert [one.number for one in curation.queue(HERE, ANN).waiting] == [number]
    assert curation.queue(THERE, ANN).waiting == ()
    assert store.history.revision(HERE) == 0


def test_a_suggestion_that_cannot_be_a_quote_is_told_all_that_is_wrong(curation: Curation) -> None:
    bad = form(text="", speaker="🦊", date="soon", point="p" * 400, note="n" * 2000)
    answer = curation.suggest(HERE, CLEO, bad, token())
    assert isinstance(answer, Unfit)
    assert answer.form == bad
    assert [trouble.field for trouble in answer.troubles] == [
        "text",
        "speaker",
        "date",
        "point",
        "note",
    ]


def test_five_an_hour_and_the_next_when_the_first_is_an_hour_old(
    curation: Curation, clock: Hands
) -> None:
    for number in range(5):
        suggested(curation, text=f"{TEXT} {number}")
        clock.turn(timedelta(minutes=1))
    enough = curation.suggest(HERE, CLEO, FORM, token())
    assert isinstance(enough, Enough)
    assert enough.next_at == clock.at + timedelta(minutes=55)
    suggested(curation, DORA)


def test_a_review_shows_the_oldest_and_how_many_wait(curation: Curation) -> None:
    first, second = suggested(curation), suggested(curation, text="Another sentence of hers.")
    review = curation.review(HERE, ANN, token())
    assert isinstance(review, Review)
    assert (review.suggestion.number, review.behind) == (first, 1)
    assert review.preview.sound
    following = curation.review(HERE, ANN, token(), after=first)
    assert isinstance(following, Review)
    assert following.suggestion.number == second
    round_again = curation.review(HERE, ANN, token(), after=second)
    assert isinstance(round_again, Review)
    assert round_again.suggestion.number == first
    with pytest.raises(RequestError, match="no suggestions"):
        curation.review(THERE, ANN, token())
    with pytest.raises(RequestError, match="no suggestion 99"):
        curation.review(HERE, ANN, token(), 99)


def test_an_accepted_suggestion_is_in_the_answers_and_its_member_is_told(
    curation: Curation,
) -> None:
    number, press = suggested(curation), token()
    answer = curation.accept(HERE, ANN, number, press)
    assert isinstance(answer, DecidedNow)
    assert answer.done is not None
    assert answer.done.subject.id in curation.servers.desk(HERE).library.quotes
    assert (answer.tell.member, answer.tell.channel) == (CLEO.id, "channel-7")
    (step, *_) = curation.history(HERE, ANN, answer.done.subject.id).steps
    assert step.entry.why == "Suggested by Cleo (suggestion 1)."
    assert curation.accept(HERE, ANN, number, press) == answer


def test_what_cannot_be_accepted_as_it_is_can_be_changed_first(curation: Curation) -> None:
    number = suggested(curation, topic="", point="that kerb thing")
    press = token()
    review = curation.review(HERE, ANN, press)
    assert isinstance(review, Review)
    assert [trouble.field for trouble in review.preview.troubles] == ["point"]
    unfit = curation.accept(HERE, ANN, number, press)
    assert isinstance(unfit, Preview)
    changed = replace(unfit.form, point="kerbs", stance="for")
    preview = curation.preview(HERE, ANN, changed, press, unfit.purpose)
    answer = curation.save(HERE, ANN, preview)
    assert isinstance(answer, DecidedNow)
    assert answer.done is not None
    assert answer.done.excerpt is not None
    assert [held.point for held in answer.done.excerpt.quote.positions] == ["kerbs"]


def test_the_second_moderator_is_told_who_decided(curation: Curation) -> None:
    number = suggested(curation)
    declined = curation.decline(HERE, ANN, number, "We have it.", token())
    assert isinstance(declined, DecidedNow)
    for answer in (
        curation.accept(HERE, BEN, number, token()),
        curation.decline(HERE, BEN, number, "No.", token()),
        curation.review(HERE, BEN, token(), number),
    ):
        assert isinstance(answer, DecidedBefore)
        assert answer.suggestion.decision is not None
        assert answer.suggestion.decision.member.name == "Ann"
    assert curation.servers.view(HERE).revision == 0


def test_declining_needs_a_reason(curation: Curation) -> None:
    number = suggested(curation)
    with pytest.raises(RequestError, match="the member is told"):
        curation.decline(HERE, ANN, number, " \u200b ", token())
    with pytest.raises(RequestError, match=r"^The reason has 2,000 characters"):
        curation.decline(HERE, ANN, number, "x" * 2000, token())


def test_members_see_the_fate_of_their_own_alone(curation: Curation) -> None:
    mine, theirs = suggested(curation), suggested(curation, DORA)
    curation.decline(HERE, ANN, mine, "We have it.", token())
    curation.accept(HERE, ANN, theirs, token())
    (fate,) = curation.fates(HERE, CLEO).suggestions
    assert fate.decision is not None
    assert (fate.decision.accepted, fate.decision.reason) == (False, "We have it.")
    assert curation.fates(THERE, CLEO).suggestions == ()


def test_a_message_is_saved_with_its_author_link_and_date(curation: Curation) -> None:
    done = added(curation, replace(MESSAGE, topic="trams"))
    assert done.excerpt is not None
    assert done.excerpt.speaker.id == f"member-{CLEO.id}"
    assert done.excerpt.source == Source(
        id="message-900900",
        title="message in #general",
        author=f"member-{CLEO.id}",
        publication="Harrowmere chat",
        date="2026-02-03",
        url=MESSAGE.link,
        inferred={"title": "a message has no title of its own"},
    )
    assert curation.saved_from(HERE, "900900") == (done.subject.id,)
    assert curation.saved_from(THERE, "900900") == ()
    assert curation.saved_from(HERE, "no number") == ()


def test_a_member_is_one_speaker_whatever_name_is_displayed(curation: Curation) -> None:
    added(curation, replace(MESSAGE, topic="trams"))
    other = replace(
        MESSAGE, message="900901", speaker="🦊", text="And when it came.", topic="trams"
    )
    done = added(curation, other)
    assert done.excerpt is not None
    assert (done.excerpt.speaker.id, done.excerpt.speaker.name) == ("member-1003", "Cleo")


def test_nobody_is_taken_for_a_member_by_name(curation: Curation) -> None:
    done = added(curation, form(speaker="Member 1003", source="Message 900900"))
    assert done.excerpt is not None
    assert done.excerpt.speaker.id == "speaker-member-1003"
    assert done.excerpt.source.id == "source-message-900900"


def test_two_messages_of_one_channel_are_edited_apart(curation: Curation) -> None:
    added(curation, replace(MESSAGE, topic="trams"))
    second = replace(MESSAGE, message="900901", text="And when it came back.", topic="trams")
    id_ = added(curation, second).subject.id
    filled = replace(curation.form_of(HERE, ANN, id_), note="Asked and confirmed.")
    preview = curation.preview(HERE, ANN, filled, token(), Editing(id_))
    assert preview.excerpt is not None
    assert preview.excerpt.source.id == "message-900901"
    assert preview.made == ()


def test_the_author_of_a_message_takes_it_out_and_nobody_brings_it_back(
    curation: Curation,
) -> None:
    id_ = added(curation, replace(MESSAGE, topic="trams")).subject.id
    for stranger in (Member(BEN.id, "Ben"), Member("", "Nobody")):
        with pytest.raises(RequestError, match="not a message of yours"):
            curation.withdraw(HERE, stranger, id_, token())
    press = token()
    done = curation.withdraw(HERE, CLEO, id_, press)
    assert done.did is Did.WITHDRAWN
    assert curation.withdraw(HERE, CLEO, id_, press) == done
    assert id_ not in curation.servers.desk(HERE).library.quotes
    assert curation.saved_from(HERE, "900900") == ()
    with pytest.raises(RequestError, match="had it taken out"):
        curation.restore(HERE, ANN, id_, token())
    assert said(looked(curation, replace(MESSAGE, topic="trams"))) == [
        "The author of this message had it taken out of the collection. It stays out."
    ]


def test_a_message_that_a_moderator_removed_can_come_back(curation: Curation) -> None:
    id_ = added(curation, replace(MESSAGE, topic="trams")).subject.id
    curation.remove(HERE, ANN, id_, "Off the subject.", token())
    assert isinstance(curation.restore(HERE, ANN, id_, token()), Done)


def test_only_messages_can_be_taken_out_by_their_authors(curation: Curation) -> None:
    id_ = added(curation).subject.id
    for quote in (id_, "chain", "nothing", ""):
        with pytest.raises(RequestError, match="not a message of yours"):
            curation.withdraw(HERE, CLEO, quote, token())


def test_a_suggested_message_stays_the_members_whatever_a_moderator_types(
    curation: Curation,
) -> None:
    curation.suggest(HERE, DORA, replace(MESSAGE, topic="trams"), token())
    forged = replace(MESSAGE, topic="trams", message="1", author=BEN.id)
    answer = curation.accept(HERE, ANN, 1, token(), forged)
    assert isinstance(answer, DecidedNow)
    assert answer.done is not None
    assert answer.done.excerpt is not None
    assert answer.done.excerpt.source.id == "message-900900"
    assert answer.done.excerpt.source.author == f"member-{CLEO.id}"


def test_what_is_no_id_of_a_message_or_a_member_is_refused(curation: Curation) -> None:
    for bad in (replace(MESSAGE, message="x; drop"), replace(MESSAGE, author="9" * 30)):
        assert said(looked(curation, replace(bad, topic="trams"))) == [
            "That message cannot be found any more. Save it from the message itself."
        ]
