"""Adding, editing, removing, restoring, hiding and showing quotes."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.errors import RequestError
from bot.library.changes import Change, PutQuote, PutTopic, RemoveQuote, Shelf, Subject
from bot.library.library import Library
from bot.library.model import Position, Quoting, Stance, State, Status
from bot.moderation.outcomes import (
    EditConflict,
    Preview,
    Remark,
    SaveKind,
    SaveResult,
    SideEffectKind,
)
from bot.moderation.servers import Servers
from bot.moderation.service import ModerationService, Moderator
from bot.store.store import Store
from tests.clocks import ManualClock
from tests.moderation.making import (
    ANN,
    BEN,
    FORM,
    HERE,
    TEXT,
    THERE,
    added,
    form,
    looked,
    said,
    token,
)


def edit(service: ModerationService, quote: str, by: Moderator = ANN, **typed: str) -> Preview:
    """Change fields in the form of a quote and return its preview."""
    filled = replace(service.bind(HERE, by).quotes.form_of(quote), **typed)
    return service.bind(HERE, by).previews.make(filled, token())


def saved(service: ModerationService, preview: Preview, by: Moderator = ANN) -> SaveResult:
    done = service.bind(HERE, by).save(preview)
    assert isinstance(done, SaveResult), done
    return done


def test_a_preview_shows_the_card_and_stores_nothing(
    service: ModerationService, store: Store
) -> None:
    preview = looked(service, FORM)
    assert preview.excerpt is not None
    assert preview.excerpt.quote.text == TEXT
    assert preview.excerpt.speaker.name == "Rosa Lindqvist"
    assert preview.excerpt.verdict.state is State.UNCHECKED
    assert [topic.name for topic in preview.topics] == ["Road safety"]
    assert store.history.revision(HERE) == 0


def test_who_is_not_known_is_made_and_the_preview_says_so(service: ModerationService) -> None:
    made = looked(service, form(speaker="mary aldus")).side_effects
    assert [one.kind for one in made] == [SideEffectKind.NEW_SPEAKER, SideEffectKind.NEW_SOURCE]
    assert [near.name for near in made[0].near] == ["Mary Aldous"]


@pytest.mark.parametrize("name", ["Mary Aldous", "cllr aldous", "ALDOUS", "**Mary Aldous**"])
def test_who_is_known_by_a_name_an_alias_or_an_id_is_not_made_again(
    service: ModerationService, name: str
) -> None:
    preview = looked(service, form(speaker=name))
    assert preview.excerpt is not None
    assert preview.excerpt.speaker.id == "aldous"
    assert [one.kind for one in preview.side_effects] == [SideEffectKind.NEW_SOURCE]


def test_a_known_name_with_another_role_is_asked_about(service: ModerationService) -> None:
    assert said(looked(service, form(speaker="Tom Brennan", role="a footballer"))) == [
        "“Tom Brennan” is known here as “chair of the Traders' Association”. If it is the same "
        "person, leave the role empty; if not, write a name that tells the two apart."
    ]


def test_what_is_missing_is_remarked_and_keeps_nothing_from_being_saved(
    service: ModerationService,
) -> None:
    preview = looked(service, form(date="", link=""))
    assert preview.remarks == (Remark.NO_DATE, Remark.NO_LINK, Remark.NO_POINT)
    assert not preview.problems


def test_a_passage_of_a_source_that_is_held_is_checked(service: ModerationService) -> None:
    there = form(source="Lanes of discontent", date="", link="", speaker="Mary Aldous")
    excerpt = looked(service, replace(there, text="Paint never stopped a lorry")).excerpt
    assert excerpt is not None
    assert excerpt.verdict.state is State.VERIFIED
    excerpt = looked(service, replace(there, text="Paint never stopped a lory, said Mary")).excerpt
    assert excerpt is not None
    assert excerpt.verdict.state is State.DIFFERS
    assert "Paint never stopped a lorry" in excerpt.verdict.nearest


def test_a_source_takes_what_the_form_knows_and_it_does_not(service: ModerationService) -> None:
    preview = looked(service, form(source="Minutes of the Transport Committee", date="March 2024"))
    assert preview.excerpt is not None
    assert preview.excerpt.source.id == "council-2024"
    assert preview.excerpt.source.date == "2024-03-05"
    assert preview.excerpt.source.url == FORM.link
    made = [one for one in preview.side_effects if one.kind is SideEffectKind.CHANGED_SOURCE]
    assert made[0].quotes > 5


def test_a_source_of_the_same_title_and_another_date_is_another(service: ModerationService) -> None:
    preview = looked(service, form(source="Minutes of the Transport Committee", date="2025"))
    assert preview.excerpt is not None
    assert preview.excerpt.source.id == "minutes-of-the-transport"
    source = next(one for one in preview.side_effects if one.kind is SideEffectKind.NEW_SOURCE)
    assert [near.id for near in source.near] == ["council-2024"]
    added(service, form(source="Minutes of the Transport Committee", date="2025"))
    again = looked(service, form(source="Minutes of the Transport Committee", date="2025"))
    assert again.excerpt is not None
    assert again.excerpt.source.id == "minutes-of-the-transport"


def test_a_source_is_known_by_its_link_where_no_title_is_given(service: ModerationService) -> None:
    preview = looked(service, form(source="", date="", link="https://echo.example/lanes/"))
    assert preview.excerpt is not None
    assert preview.excerpt.source.id == "echo-2024"


def test_who_passes_the_words_on_is_kept(service: ModerationService) -> None:
    excerpt = added(service, form(writer="Harrowmere Echo")).excerpt
    assert excerpt is not None
    assert excerpt.quote.quoting == Quoting("reporter")
    assert excerpt.source.author == "reporter"


def test_a_stance_can_be_given_by_the_name_of_its_side(service: ModerationService) -> None:
    preview = looked(service, form(point="kerbs", stance="paint is enough", topic=""))
    assert [stance for _, stance in preview.positions] == [Stance.AGAINST]


def test_a_point_without_a_stance_is_asked_about(service: ModerationService) -> None:
    (sentence,) = said(looked(service, form(point="kerbs")))
    assert sentence.endswith("? Write for, against or mixed.")


def test_near_duplicates_are_shown_with_their_ids(service: ModerationService) -> None:
    twin = "Free parking is parking that's always full. A small charge is what keeps a space free"
    (near,) = looked(service, form(text=twin)).duplicates
    assert near.excerpt.quote.id == "park-turnover"
    assert near.other_name
    assert not near.same_words
    assert looked(service, FORM).duplicates == ()


def test_the_same_words_under_another_name_are_shown(service: ModerationService) -> None:
    added(service)
    (same,) = looked(service, form(text=TEXT.upper(), speaker="Somebody Else")).duplicates
    assert (same.same_words, same.other_name) == (True, True)
    (same,) = looked(service, FORM).duplicates
    assert (same.same_words, same.other_name) == (True, False)


def test_a_removed_quote_is_a_twin_that_can_come_back(service: ModerationService) -> None:
    id_ = added(service).subject.id
    service.bind(HERE, ANN).quotes.remove(id_, "A joke.", token())
    assert [twin.out for twin in looked(service, FORM).duplicates] == ["removed"]


def test_the_same_form_sent_twice_is_saved_once(service: ModerationService, store: Store) -> None:
    preview = looked(service, FORM)
    first = service.bind(HERE, ANN).save(preview)
    assert service.bind(HERE, ANN).save(preview) == first
    assert store.history.revision(HERE) == 3


def test_the_same_words_sent_in_two_forms_are_two_quotes_with_ids_of_their_own(
    service: ModerationService,
) -> None:
    one, other = looked(service, FORM), looked(service, FORM)
    first, second = saved(service, one), saved(service, other)
    assert first.subject.id != second.subject.id
    assert second.kind is SaveKind.ADDED


def test_a_form_that_no_longer_holds_comes_back_with_what_is_wrong(
    service: ModerationService, clock: ManualClock
) -> None:
    preview = looked(service, form(date="2026-03-02"))
    clock.turn(timedelta(days=-400))
    again = service.bind(HERE, ANN).save(preview)
    assert isinstance(again, Preview)
    assert [trouble.field for trouble in again.problems] == ["date"]
    assert service.bind(HERE, ANN).previews.get(preview.token) == again


def test_a_form_is_kept_for_its_moderator_alone(service: ModerationService) -> None:
    preview = looked(service, FORM)
    assert service.bind(HERE, ANN).previews.get(preview.token) == preview
    for server, by in ((HERE, BEN), (THERE, ANN)):
        with pytest.raises(RequestError, match="no longer have that form"):
            service.bind(server, by).previews.get(preview.token)
        with pytest.raises(RequestError, match="belongs to somebody else"):
            service.bind(server, by).save(preview)


def test_the_form_of_a_quote_saved_unchanged_changes_nothing(service: ModerationService) -> None:
    for quote in ("kerb-lorry", "chain", "twain-lies", "kerb-surgery"):
        assert said(edit(service, quote)) == ["Nothing in this form has changed."]


def test_an_edited_quote_keeps_what_its_form_does_not_show(service: ModerationService) -> None:
    done = saved(service, edit(service, "twain-lies", note="Not in his writings."))
    assert done.kind is SaveKind.CHANGED
    assert done.excerpt is not None
    quote = done.excerpt.quote
    assert (quote.status, quote.note) == (Status.MISATTRIBUTED, "Not in his writings.")
    assert quote.quoting == Quoting("wheelie")
    assert quote.positions == (Position("lanes-hurt-shops", Stance.AGAINST),)


def test_an_edit_puts_a_position_and_takes_one_off(service: ModerationService) -> None:
    saved(service, edit(service, "kerb-lorry", point="free-buses", stance="mixed"))
    done = saved(service, edit(service, "kerb-lorry", point="kerbs", stance="none"))
    assert done.excerpt is not None
    assert done.excerpt.quote.positions == (Position("free-buses", Stance.MIXED),)
    (sentence,) = said(edit(service, "kerb-lorry", point="free-buses", stance="none"))
    assert sentence.startswith("Name a point with a stance")


def test_a_slip_in_a_name_made_for_this_quote_is_corrected_in_place(
    service: ModerationService,
) -> None:
    id_ = added(service).subject.id
    preview = edit(service, id_, speaker="Rosa Lindquist", source="A walk through the town")
    assert preview.excerpt is not None
    assert preview.excerpt.speaker.id == "rosa-lindqvist"
    assert preview.excerpt.source.id == "a-walk-through-town"
    assert [one.kind for one in preview.side_effects] == [
        SideEffectKind.CHANGED_SPEAKER,
        SideEffectKind.CHANGED_SOURCE,
    ]


def test_another_speaker_is_another_and_the_source_has_no_author_by_that(
    service: ModerationService,
) -> None:
    id_ = added(service).subject.id
    done = saved(service, edit(service, id_, speaker="Tom Brennan"))
    assert done.excerpt is not None
    assert done.excerpt.speaker.id == "brennan"
    assert done.excerpt.author is None


def test_a_corrected_date_is_that_of_every_quote_of_the_source(service: ModerationService) -> None:
    preview = edit(service, "kerb-lorry", date="3 June 2024")
    (made,) = preview.side_effects
    assert made.kind is SideEffectKind.CHANGED_SOURCE
    saved(service, preview)
    library = service.servers.view(HERE).library
    assert library.excerpt("trade-heavy").source.date == "2024-06-03"
    assert service.servers.view(THERE).library.sources["echo-2024"].date == "2024-06"


def test_the_second_of_two_moderators_sees_what_changed_and_may_save_over_it(
    service: ModerationService, clock: ManualClock
) -> None:
    id_ = added(service).subject.id
    mine = edit(service, id_, BEN, text="Every street a bench.")
    theirs = edit(service, id_, ANN, text="Every bench a tree.")
    clock.turn(timedelta(minutes=5))
    saved(service, theirs)
    clash = service.bind(HERE, BEN).save(mine)
    assert isinstance(clash, EditConflict)
    assert clash.entry.member.name == "Ann"
    assert clash.now is not None
    assert clash.now.quote.text == "Every bench a tree."
    assert clash.again is not None
    assert clash.again.form == mine.form
    done = saved(service, service.bind(HERE, BEN).previews.get(mine.token), BEN)
    assert done.excerpt is not None
    assert done.excerpt.quote.text == "Every street a bench."


def test_an_edit_of_what_was_removed_meanwhile_says_who_removed_it(
    service: ModerationService,
) -> None:
    id_ = added(service).subject.id
    mine = edit(service, id_, BEN, text="Every street a bench.")
    service.bind(HERE, ANN).quotes.remove(id_, "A joke.", token())
    clash = service.bind(HERE, BEN).save(mine)
    assert isinstance(clash, EditConflict)
    assert isinstance(clash.entry.change, RemoveQuote)
    assert (clash.now, clash.again) == (None, None)


def test_edits_of_different_quotes_do_not_clash(service: ModerationService) -> None:
    one = edit(service, "kerb-surgery", ANN, note="One.")
    other = edit(service, "kerb-ambulance", BEN, note="Two.")
    saved(service, one)
    saved(service, other, BEN)


def test_a_removed_quote_is_out_of_the_answers_and_comes_back(service: ModerationService) -> None:
    id_ = added(service).subject.id
    removed = service.bind(HERE, ANN).quotes.remove(id_, " A joke.\u200b", token())
    assert isinstance(removed, SaveResult)
    assert (removed.kind, removed.reason) == (SaveKind.REMOVED, "A joke.")
    assert id_ not in service.servers.desk(HERE).library.quotes
    restored = service.bind(HERE, BEN).quotes.restore(id_, token())
    assert isinstance(restored, SaveResult)
    assert restored.kind is SaveKind.RESTORED
    assert id_ in service.servers.desk(HERE).library.quotes


def test_a_shared_quote_is_hidden_here_alone_and_shown_again(service: ModerationService) -> None:
    hidden = service.bind(HERE, ANN).quotes.hide("chain", token(), "Hearsay.")
    assert isinstance(hidden, SaveResult)
    assert hidden.kind is SaveKind.HIDDEN
    assert "chain" not in service.servers.desk(HERE).library.quotes
    assert "chain" in service.servers.desk(THERE).library.quotes
    shown = service.bind(HERE, ANN).quotes.show("chain", token())
    assert isinstance(shown, SaveResult)
    assert shown.kind is SaveKind.SHOWN
    assert "chain" in service.servers.desk(HERE).library.quotes


def test_one_press_removes_once_and_is_answered_the_same(service: ModerationService) -> None:
    id_, press = added(service).subject.id, token()
    first = service.bind(HERE, ANN).quotes.remove(id_, "A joke.", press)
    assert service.bind(HERE, ANN).quotes.remove(id_, "A joke.", press) == first


def test_what_is_not_there_is_explained(service: ModerationService) -> None:
    id_ = added(service).subject.id
    gone = f"“{id_}” was removed by Ann on 2026-03-01 12:00 UTC. The reason was “A joke”."
    service.bind(HERE, ANN).quotes.remove(id_, "A joke.", token())
    service.bind(HERE, BEN).quotes.hide("chain", token())
    refusals = (
        (
            lambda: service.bind(HERE, ANN).quotes.form_of(id_.upper()),
            f"{gone} Use /library restore to bring it back.",
        ),
        (
            lambda: service.bind(HERE, ANN).quotes.remove(id_, "Twice.", token()),
            f"{gone} Use /library restore to bring it back.",
        ),
        (
            lambda: service.bind(HERE, ANN).quotes.hide("chain", token()),
            "“chain” was hidden by Ben on 2026-03-01 12:00 UTC. "
            "Use /library show to bring it back.",
        ),
        (
            lambda: service.bind(HERE, ANN).quotes.restore("kerb-lorry", token()),
            "“kerb-lorry” is in the answers; it isn’t removed.",
        ),
        (
            lambda: service.bind(HERE, ANN).quotes.show("kerb-lory", token()),
            "There is no quote “kerb-lory” here. Did you mean “kerb-lorry”?",
        ),
        (
            lambda: service.bind(HERE, ANN).quotes.remove("kerb-lorry", "No.", token()),
            "“kerb-lorry” is a shared quote; hide it here instead.",
        ),
        (
            lambda: service.bind(HERE, ANN).quotes.remove("kerb-lorry", " \u200b", token()),
            "Why should it be removed? Give a reason for the history.",
        ),
        (
            lambda: service.bind(HERE, ANN).quotes.remove("kerb-lorry", "x" * 100_000, token()),
            "The reason has 100,000 characters, more than the 1,000 allowed. Shorten it.",
        ),
        (
            lambda: service.bind(HERE, ANN).quotes.history("@everyone" * 10_000),
            "There is no quote “" + ("@everyone" * 7)[:59] + "…” here.",
        ),
        (
            lambda: service.bind(HERE, ANN).quotes.form_of(" "),
            "Which quote? Give its id, as /library history shows it.",
        ),
    )
    for door, sentence in refusals:
        with pytest.raises(RequestError) as refusal:
            door()
        assert str(refusal.value) == sentence


def test_history_says_who_when_what_and_why_newest_first(
    service: ModerationService, clock: ManualClock
) -> None:
    id_ = added(service).subject.id
    first = clock.at
    clock.turn(timedelta(hours=1))
    saved(service, edit(service, id_, BEN, text="Every street a bench."), BEN)
    service.bind(HERE, ANN).quotes.remove(id_, "A joke.", token())
    page = service.bind(HERE, ANN).quotes.history(id_)
    assert [step.entry.member.name for step in page.steps] == ["Ann", "Ben", "Ann"]
    assert page.steps[2].entry.at == first
    assert [step.name[:12] for step in page.steps] == [
        "Every street",
        "Every street",
        "Give every s",
    ]
    assert page.steps[1].before == page.steps[2].entry.change
    assert (page.out, page.older) == ("removed", 0)
    assert page.excerpt is not None


def test_a_long_history_goes_on_page_by_page(service: ModerationService) -> None:
    for number in range(4):
        added(service, form(text=f"{TEXT} Number {number}.", speaker=f"Speaker {number} of four"))
    page, seen = service.bind(HERE, ANN).quotes.history(), []
    while True:
        seen += [step.entry.revision for step in page.steps]
        if not page.older:
            break
        page = service.bind(HERE, ANN).quotes.history(before=page.older)
    assert seen == list(range(9, 0, -1))


def test_changes_made_elsewhere_are_saved_all_or_none(
    service: ModerationService, servers: Servers
) -> None:
    view = servers.view(HERE)
    quote = replace(view.library.quotes["chain"], id="chain-two", topics=("ferries",))
    changes: list[Change] = [
        PutTopic("ferries", "Ferries"),
        PutQuote(quote),
        PutQuote(replace(quote, id="chain-x")),
    ]
    with pytest.raises(RequestError, match="no topic"):
        service.bind(HERE, ANN).apply(changes[1:], token(), 0)
    press = token()
    done = service.bind(HERE, ANN).apply(changes, press, 0, "an import")
    assert isinstance(done, SaveResult)
    assert done.kind is SaveKind.TOGETHER
    assert service.bind(HERE, ANN).apply(changes, press, 0) == done
    assert servers.view(HERE).revision == 3
    clash = service.bind(HERE, BEN).apply([PutTopic("ferries", "Boats")], token(), 0)
    assert isinstance(clash, EditConflict)
    assert clash.name == "Ferries"


def test_nothing_of_one_server_is_seen_in_another(service: ModerationService) -> None:
    id_ = added(service).subject.id
    assert service.bind(THERE, ANN).quotes.history().steps == ()
    assert looked(service, FORM, server=THERE).duplicates == ()
    with pytest.raises(RequestError, match="There is no quote"):
        service.bind(THERE, ANN).quotes.history(id_)
    with pytest.raises(RequestError, match="There is no quote"):
        service.bind(THERE, ANN).quotes.form_of(id_)
    assert service.servers.view(THERE).taken(Shelf.QUOTE).__contains__(id_) is False
    assert service.servers.store is not None
    assert service.servers.store.history.entries(THERE, Subject(Shelf.QUOTE, id_)) == ()


def test_what_nobody_sees_is_kept_where_the_source_itself_has_it(
    library: Library, store: Store, clock: ManualClock
) -> None:
    texts = {**library.texts, "letter": "We want an open\u200bness that lasts."}
    desk = ModerationService(Servers(replace(library, texts=texts), store), clock)
    typed = form(text="an open\u200bness that lasts", source="A letter from the wards", date="")
    excerpt = looked(desk, replace(typed, speaker="Ifeoma Okafor")).excerpt
    assert excerpt is not None
    assert excerpt.quote.text == "an open\u200bness that lasts"
    assert excerpt.verdict.state is State.VERIFIED


def test_a_form_says_who_is_reported_which_questions_it_answers_and_which_passage_is_meant(
    service: ModerationService,
) -> None:
    typed = form(reported="drivers", phrasings="Who pays? | How much?", occurrence="2")
    quote = added(service, typed).subject.id
    held = service.servers.view(HERE).library.quotes[quote]
    assert (held.reported, held.occurrence) == ("drivers", 2)
    assert held.phrasings == ("Who pays?", "How much?")
    saved(service, edit(service, quote, note="As heard."))
    edited = service.servers.view(HERE).library.quotes[quote]
    assert edited == replace(held, note="As heard.")
    saved(service, edit(service, quote, text="Other words.", reported=""))
    other = service.servers.view(HERE).library.quotes[quote]
    assert (other.reported, other.phrasings, other.occurrence) == ("", held.phrasings, 1)
