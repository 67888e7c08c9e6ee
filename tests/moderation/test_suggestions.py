"""Members' suggestions and moderators' decisions; messages saved as quotes."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from bot.errors import RequestError
from bot.library.export import exported, own_part
from bot.library.model import Source
from bot.moderation.outcomes import (
    DecidedEarlier,
    DecisionMade,
    InvalidForm,
    Preview,
    Review,
    SaveKind,
    SaveResult,
)
from bot.moderation.service import ModerationService
from bot.store.records import Member, StoredSuggestion, TooMany
from bot.store.store import Store
from bot.store.tables import HISTORY
from tests.clocks import ManualClock
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


def suggested(service: ModerationService, member: Member = CLEO, **typed: str) -> int:
    answer = service.for_member(HERE, member).suggest(form(**typed), token(), "channel-7")
    assert isinstance(answer, StoredSuggestion)
    return answer.number


def test_anybody_may_suggest_and_need_not_file_it(service: ModerationService, store: Store) -> None:
    number = suggested(service, topic="", point="that kerb thing")
    assert [one.number for one in store.suggestions.open(HERE)] == [number]
    assert store.suggestions.open(THERE) == ()
    assert store.history.revision(HERE) == 0


def test_a_suggestion_that_cannot_be_a_quote_is_told_all_that_is_wrong(
    service: ModerationService,
) -> None:
    bad = form(text="", speaker="🦊", date="soon", point="p" * 400, note="n" * 2000)
    answer = service.for_member(HERE, CLEO).suggest(bad, token())
    assert isinstance(answer, InvalidForm)
    assert answer.form == bad
    assert [trouble.field for trouble in answer.problems] == [
        "text",
        "speaker",
        "date",
        "point",
        "note",
    ]


def test_five_an_hour_and_the_next_when_the_first_is_an_hour_old(
    service: ModerationService, clock: ManualClock
) -> None:
    for number in range(5):
        suggested(service, text=f"{TEXT} {number}")
        clock.turn(timedelta(minutes=1))
    enough = service.for_member(HERE, CLEO).suggest(FORM, token())
    assert isinstance(enough, TooMany)
    assert enough.next_at == clock.at + timedelta(minutes=55)
    suggested(service, DORA)


def test_a_review_shows_the_oldest_and_how_many_wait(service: ModerationService) -> None:
    first, second = suggested(service), suggested(service, text="Another sentence of hers.")
    review = service.bind(HERE, ANN).suggestions.review(token())
    assert isinstance(review, Review)
    assert (review.suggestion.number, review.behind) == (first, 1)
    assert not review.preview.problems
    following = service.bind(HERE, ANN).suggestions.review(token(), after=first)
    assert isinstance(following, Review)
    assert following.suggestion.number == second
    round_again = service.bind(HERE, ANN).suggestions.review(token(), after=second)
    assert isinstance(round_again, Review)
    assert round_again.suggestion.number == first
    with pytest.raises(RequestError, match="no suggestions waiting"):
        service.bind(THERE, ANN).suggestions.review(token())
    with pytest.raises(RequestError, match="no suggestion 99"):
        service.bind(HERE, ANN).suggestions.review(token(), 99)


def test_an_accepted_suggestion_is_in_the_answers_and_its_member_is_told(
    service: ModerationService,
) -> None:
    number, press = suggested(service), token()
    answer = service.bind(HERE, ANN).suggestions.accept(number, press)
    assert isinstance(answer, DecisionMade)
    assert answer.result is not None
    assert answer.result.subject.id in service.servers.desk(HERE).library.quotes
    assert (answer.suggestion.member.id, answer.suggestion.channel) == (CLEO.id, "channel-7")
    (step, *_) = service.bind(HERE, ANN).quotes.history(answer.result.subject.id).steps
    assert step.entry.why == "Suggested by Cleo (suggestion 1)."
    assert service.bind(HERE, ANN).suggestions.accept(number, press) == answer


def test_what_cannot_be_accepted_as_it_is_can_be_changed_first(service: ModerationService) -> None:
    number = suggested(service, topic="", point="that kerb thing")
    press = token()
    review = service.bind(HERE, ANN).suggestions.review(press)
    assert isinstance(review, Review)
    assert [trouble.field for trouble in review.preview.problems] == ["point"]
    unfit = service.bind(HERE, ANN).suggestions.accept(number, press)
    assert isinstance(unfit, Preview)
    changed = replace(unfit.form, point="kerbs", stance="for")
    preview = service.bind(HERE, ANN).previews.make(changed, press)
    answer = service.bind(HERE, ANN).save(preview)
    assert isinstance(answer, DecisionMade)
    assert answer.result is not None
    assert answer.result.excerpt is not None
    assert [held.point for held in answer.result.excerpt.quote.positions] == ["kerbs"]


def test_the_second_moderator_is_told_who_decided(service: ModerationService) -> None:
    number = suggested(service)
    declined = service.bind(HERE, ANN).suggestions.decline(number, "We have it.", token())
    assert isinstance(declined, DecisionMade)
    for answer in (
        service.bind(HERE, BEN).suggestions.accept(number, token()),
        service.bind(HERE, BEN).suggestions.decline(number, "No.", token()),
        service.bind(HERE, BEN).suggestions.review(token(), number),
    ):
        assert isinstance(answer, DecidedEarlier)
        assert answer.suggestion.decision is not None
        assert answer.suggestion.decision.member.name == "Ann"
    assert service.servers.view(HERE).revision == 0


def test_declining_needs_a_reason(service: ModerationService) -> None:
    number = suggested(service)
    with pytest.raises(RequestError, match="the member is told"):
        service.bind(HERE, ANN).suggestions.decline(number, " \u200b ", token())
    with pytest.raises(RequestError, match=r"^The reason has 2,000 characters"):
        service.bind(HERE, ANN).suggestions.decline(number, "x" * 2000, token())


def test_members_see_the_fate_of_their_own_alone(service: ModerationService) -> None:
    mine, theirs = suggested(service), suggested(service, DORA)
    service.bind(HERE, ANN).suggestions.decline(mine, "We have it.", token())
    service.bind(HERE, ANN).suggestions.accept(theirs, token())
    (fate,) = service.for_member(HERE, CLEO).suggestions()
    assert fate.decision is not None
    assert (fate.decision.accepted, fate.decision.reason) == (False, "We have it.")
    assert service.for_member(THERE, CLEO).suggestions() == ()


def test_a_message_is_saved_with_its_author_link_and_date(service: ModerationService) -> None:
    done = added(service, replace(MESSAGE, topic="trams"))
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
    assert service.saved_from(HERE, "900900") == (done.subject.id,)
    assert service.saved_from(THERE, "900900") == ()
    assert service.saved_from(HERE, "no number") == ()


def test_a_member_is_one_speaker_whatever_name_is_displayed(service: ModerationService) -> None:
    added(service, replace(MESSAGE, topic="trams"))
    other = replace(
        MESSAGE, message="900901", speaker="🦊", text="And when it came.", topic="trams"
    )
    done = added(service, other)
    assert done.excerpt is not None
    assert (done.excerpt.speaker.id, done.excerpt.speaker.name) == ("member-1003", "Cleo")


def test_nobody_is_taken_for_a_member_by_name(service: ModerationService) -> None:
    done = added(service, form(speaker="Member 1003", source="Message 900900"))
    assert done.excerpt is not None
    assert done.excerpt.speaker.id == "speaker-member-1003"
    assert done.excerpt.source.id == "source-message-900900"


def test_two_messages_of_one_channel_are_edited_apart(service: ModerationService) -> None:
    added(service, replace(MESSAGE, topic="trams"))
    second = replace(MESSAGE, message="900901", text="And when it came back.", topic="trams")
    id_ = added(service, second).subject.id
    filled = replace(service.bind(HERE, ANN).quotes.form_of(id_), note="Asked and confirmed.")
    preview = service.bind(HERE, ANN).previews.make(filled, token())
    assert preview.excerpt is not None
    assert preview.excerpt.source.id == "message-900901"
    assert preview.side_effects == ()


def test_the_author_of_a_message_takes_it_out_and_nobody_brings_it_back(
    service: ModerationService,
) -> None:
    id_ = added(service, replace(MESSAGE, topic="trams")).subject.id
    for stranger in (Member(BEN.id, "Ben"), Member("", "Nobody")):
        with pytest.raises(RequestError, match="isn’t your message"):
            service.for_member(HERE, stranger).withdraw(id_, token())
    press = token()
    done = service.for_member(HERE, CLEO).withdraw(id_, press)
    assert done.kind is SaveKind.ERASED
    assert service.for_member(HERE, CLEO).withdraw(id_, press) == done
    assert id_ not in service.servers.desk(HERE).library.quotes
    assert service.saved_from(HERE, "900900") == ()
    with pytest.raises(RequestError, match="was erased for good, because its author asked"):
        service.bind(HERE, ANN).quotes.restore(id_, token())
    assert said(looked(service, replace(MESSAGE, topic="trams"))) == [
        "The author of this message had it removed. It can’t be added again."
    ]


def test_a_moderator_erases_a_message_whose_author_wants_it(
    service: ModerationService, store: Store
) -> None:
    id_ = added(service, replace(MESSAGE, topic="trams")).subject.id
    desk = service.bind(HERE, ANN)
    desk.quotes.remove(id_, "Cleo asked.", token())
    assert desk.quotes.erasable(id_).quote.text == MESSAGE.text
    press = token()
    done = desk.quotes.erase(id_, press)
    assert (done.kind, done.excerpt) == (SaveKind.ERASED, None)
    assert desk.quotes.erase(id_, press) == done
    with store.database.read() as connection:
        assert MESSAGE.text not in str(connection.execute(select(HISTORY)).all())
    assert MESSAGE.text not in str(exported(own_part(service.servers.view(HERE))))
    with pytest.raises(RequestError, match="was erased for good, because its author asked"):
        desk.quotes.erase(id_, token())


def test_only_a_quote_saved_from_a_message_is_erased(service: ModerationService) -> None:
    for quote in (added(service).subject.id, "chain"):
        with pytest.raises(RequestError, match="Only a quote that was saved from a message"):
            service.bind(HERE, ANN).quotes.erase(quote, token())
    with pytest.raises(RequestError, match="There is no quote “nothing” here"):
        service.bind(HERE, ANN).quotes.erase("nothing", token())


def test_an_erased_message_is_neither_suggested_nor_kept_in_a_form(
    service: ModerationService,
) -> None:
    id_ = added(service, replace(MESSAGE, topic="trams")).subject.id
    service.for_member(HERE, DORA).suggest(MESSAGE, token())
    waiting = looked(service, replace(MESSAGE, topic="trams"))
    service.for_member(HERE, CLEO).withdraw(id_, token())
    with pytest.raises(RequestError, match="no longer have that form"):
        service.bind(HERE, ANN).previews.get(waiting.token)
    (own,) = service.for_member(HERE, DORA).suggestions()
    assert own.fields == {"erased": "author", "on": "2026-03-01"}
    again = service.for_member(HERE, DORA).suggest(MESSAGE, token())
    assert isinstance(again, InvalidForm)
    assert [problem.sentence for problem in again.problems] == [
        "The author of this message had it removed. It can’t be added again."
    ]


def test_a_message_that_a_moderator_removed_can_come_back(service: ModerationService) -> None:
    id_ = added(service, replace(MESSAGE, topic="trams")).subject.id
    service.bind(HERE, ANN).quotes.remove(id_, "Off the subject.", token())
    assert isinstance(service.bind(HERE, ANN).quotes.restore(id_, token()), SaveResult)


def test_only_messages_can_be_taken_out_by_their_authors(service: ModerationService) -> None:
    id_ = added(service).subject.id
    for quote in (id_, "chain", "nothing", ""):
        with pytest.raises(RequestError, match="isn’t your message"):
            service.for_member(HERE, CLEO).withdraw(quote, token())


def test_a_suggested_message_stays_the_members_whatever_a_moderator_types(
    service: ModerationService,
) -> None:
    service.for_member(HERE, DORA).suggest(replace(MESSAGE, topic="trams"), token())
    forged = replace(MESSAGE, topic="trams", message="1", author=BEN.id)
    answer = service.bind(HERE, ANN).suggestions.accept(1, token(), forged)
    assert isinstance(answer, DecisionMade)
    assert answer.result is not None
    assert answer.result.excerpt is not None
    assert answer.result.excerpt.source.id == "message-900900"
    assert answer.result.excerpt.source.author == f"member-{CLEO.id}"
