"""Quotes added, edited, removed, restored, hidden and shown, each by its door."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import RequestError
from bot.library.changes import Change, PutQuote, PutTopic, RemoveQuote, Shelf, Subject
from bot.library.library import Library
from bot.library.model import Position, Quoting, Stance, State, Status
from bot.moderation import (
    Clash,
    Curation,
    Did,
    Done,
    Editing,
    MadeKind,
    Moderator,
    Preview,
    Remark,
    Servers,
)
from bot.store import Store
from tests.moderation.conftest import Hands
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


def edit(curation: Curation, quote: str, by: Moderator = ANN, **typed: str) -> Preview:
    """The form of a quote with something typed over it, looked at."""
    filled = replace(curation.form_of(HERE, by, quote), **typed)
    return curation.preview(HERE, by, filled, token(), Editing(quote))


def saved(curation: Curation, preview: Preview, by: Moderator = ANN) -> Done:
    done = curation.save(HERE, by, preview)
    assert isinstance(done, Done), done
    return done


def test_a_preview_shows_the_card_and_stores_nothing(curation: Curation, store: Store) -> None:
    preview = looked(curation, FORM)
    assert preview.excerpt is not None
    assert preview.excerpt.quote.text == TEXT
    assert preview.excerpt.speaker.name == "Rosa Lindqvist"
    assert preview.excerpt.verdict.state is State.UNCHECKED
    assert [topic.name for topic in preview.topics] == ["Road safety"]
    assert store.history.revision(HERE) == 0


def test_who_is_not_known_is_made_and_the_preview_says_so(curation: Curation) -> None:
    made = looked(curation, form(speaker="mary aldus")).made
    assert [one.kind for one in made] == [MadeKind.NEW_SPEAKER, MadeKind.NEW_SOURCE]
    assert [near.name for near in made[0].near] == ["Mary Aldous"]


@pytest.mark.parametrize("name", ["Mary Aldous", "cllr aldous", "ALDOUS", "**Mary Aldous**"])
def test_who_is_known_by_a_name_an_alias_or_an_id_is_not_made_again(
    curation: Curation, name: str
) -> None:
    preview = looked(curation, form(speaker=name))
    assert preview.excerpt is not None
    assert preview.excerpt.speaker.id == "aldous"
    assert [one.kind for one in preview.made] == [MadeKind.NEW_SOURCE]


def test_a_known_name_with_another_role_is_asked_about(curation: Curation) -> None:
    assert said(looked(curation, form(speaker="Tom Brennan", role="a footballer"))) == [
        "“Tom Brennan” is known here as “chair of the Traders' Association”. For the same person "
        "leave the role empty; for another, write the name so that the two can be told apart."
    ]


def test_what_is_missing_is_remarked_and_keeps_nothing_from_being_saved(curation: Curation) -> None:
    preview = looked(curation, form(date="", link=""))
    assert preview.remarks == (Remark.NO_DATE, Remark.NO_LINK, Remark.NO_POINT)
    assert preview.sound


def test_a_passage_of_a_source_that_is_held_is_checked(curation: Curation) -> None:
    there = form(source="Lanes of discontent", date="", link="", speaker="Mary Aldous")
    excerpt = looked(curation, replace(there, text="Paint never stopped a lorry")).excerpt
    assert excerpt is not None
    assert excerpt.verdict.state is State.VERIFIED
    excerpt = looked(curation, replace(there, text="Paint never stopped a lory, said Mary")).excerpt
    assert excerpt is not None
    assert excerpt.verdict.state is State.DIFFERS
    assert "Paint never stopped a lorry" in excerpt.verdict.nearest


def test_a_source_takes_what_the_form_knows_and_it_does_not(curation: Curation) -> None:
    preview = looked(curation, form(source="Minutes of the Transport Committee", date="March 2024"))
    assert preview.excerpt is not None
    assert preview.excerpt.source.id == "council-2024"
    assert preview.excerpt.source.date == "2024-03-05"
    assert preview.excerpt.source.url == FORM.link
    made = [one for one in preview.made if one.kind is MadeKind.CHANGED_SOURCE]
    assert made[0].quotes > 5


def test_a_source_of_the_same_title_and_another_date_is_another(curation: Curation) -> None:
    preview = looked(curation, form(source="Minutes of the Transport Committee", date="2025"))
    assert preview.excerpt is not None
    assert preview.excerpt.source.id == "minutes-of-the-transport"
    source = next(one for one in preview.made if one.kind is MadeKind.NEW_SOURCE)
    assert [near.id for near in source.near] == ["council-2024"]
    added(curation, form(source="Minutes of the Transport Committee", date="2025"))
    again = looked(curation, form(source="Minutes of the Transport Committee", date="2025"))
    assert again.excerpt is not None
    assert again.excerpt.source.id == "minutes-of-the-transport"


def test_a_source_is_known_by_its_link_where_no_title_is_given(curation: Curation) -> None:
    preview = looked(curation, form(source="", date="", link="https://echo.example/lanes/"))
    assert preview.excerpt is not None
    assert preview.excerpt.source.id == "echo-2024"


def test_who_passes_the_words_on_is_kept(curation: Curation) -> None:
    excerpt = added(curation, form(writer="Harrowmere Echo")).excerpt
    assert excerpt is not None
    assert excerpt.quote.quoting == Quoting("reporter")
    assert excerpt.source.author == "reporter"


def test_a_stance_can_be_given_by_the_name_of_its_side(curation: Curation) -> None:
    preview = looked(curation, form(point="kerbs", stance="paint is enough", topic=""))
    assert [stance for _, stance in preview.positions] == [Stance.AGAINST]


def test_a_point_without_a_stance_is_asked_about(curation: Curation) -> None:
    (sentence,) = said(looked(curation, form(point="kerbs")))
    assert sentence.endswith("For, against or mixed.")


def test_near_duplicates_are_shown_with_their_ids(curation: Curation) -> None:
    twin = "Free parking is parking that's always full. A small charge is what keeps a space free"
    (near,) = looked(curation, form(text=twin)).twins
    assert near.excerpt.quote.id == "park-turnover"
    assert near.other_name
    assert not near.same_words
    assert looked(curation, FORM).twins == ()


def test_the_same_words_under_another_name_are_shown(curation: Curation) -> None:
    added(curation)
    (same,) = looked(curation, form(text=TEXT.upper(), speaker="Somebody Else")).twins
    assert (same.same_words, same.other_name) == (True, True)
    (same,) = looked(curation, FORM).twins
    assert (same.same_words, same.other_name) == (True, False)


def test_a_removed_quote_is_a_twin_that_can_come_back(curation: Curation) -> None:
    id_ = added(curation).subject.id
    curation.remove(HERE, ANN, id_, "A joke.", token())
    assert [twin.out for twin in looked(curation, FORM).twins] == ["removed"]


def test_the_same_form_sent_twice_is_saved_once(curation: Curation, store: Store) -> None:
    preview = looked(curation, FORM)
    first = curation.save(HERE, ANN, preview)
    assert curation.save(HERE, ANN, preview) == first
    assert store.history.revision(HERE) == 3


def test_the_same_words_sent_in_two_forms_are_two_quotes_with_ids_of_their_own(
    curation: Curation,
) -> None:
    one, other = looked(curation, FORM), looked(curation, FORM)
    first, second = saved(curation, one), saved(curation, other)
    assert first.subject.id != second.subject.id
    assert second.did is Did.ADDED


def test_a_form_that_no_longer_holds_comes_back_with_what_is_wrong(
    curation: Curation, clock: Hands
) -> None:
    preview = looked(curation, form(date="2026-03-02"))
    clock.turn(timedelta(days=-400))
    again = curation.save(HERE, ANN, preview)
    assert isinstance(again, Preview)
    assert [trouble.field for trouble in again.troubles] == ["date"]
    assert curation.kept(HERE, ANN, preview.token) == again


def test_a_form_is_kept_for_its_moderator_alone(curation: Curation) -> None:
    preview = looked(curation, FORM)
    assert curation.kept(HERE, ANN, preview.token) == preview
    for server, by in ((HERE, BEN), (THERE, ANN)):
        with pytest.raises(RequestError, match="no longer at hand"):
            curation.kept(server, by, preview.token)
        with pytest.raises(RequestError, match="another’s"):
            curation.save(server, by, preview)


def test_the_form_of_a_quote_saved_unchanged_changes_nothing(curation: Curation) -> None:
    for quote in ("kerb-lorry", "chain", "twain-lies", "kerb-surgery"):
        assert said(edit(curation, quote)) == ["Nothing in this form is changed."]


def test_an_edited_quote_keeps_what_its_form_does_not_show(curation: Curation) -> None:
    done = saved(curation, edit(curation, "twain-lies", note="Not in his writings."))
    assert done.did is Did.CHANGED
    assert done.excerpt is not None
    quote = done.excerpt.quote
    assert (quote.status, quote.note) == (Status.MISATTRIBUTED, "Not in his writings.")
    assert quote.quoting == Quoting("wheelie")
    assert quote.positions == (Position("lanes-hurt-shops", Stance.AGAINST),)


def test_an_edit_puts_a_position_and_takes_one_off(curation: Curation) -> None:
    saved(curation, edit(curation, "kerb-lorry", point="free-buses", stance="mixed"))
    done = saved(curation, edit(curation, "kerb-lorry", point="kerbs", stance="none"))
    assert done.excerpt is not None
    assert done.excerpt.quote.positions == (Position("free-buses", Stance.MIXED),)
    (sentence,) = said(edit(curation, "kerb-lorry", point="free-buses", stance="none"))
    assert sentence.startswith("Where does it stand?")


def test_a_slip_in_a_name_made_for_this_quote_is_corrected_in_place(curation: Curation) -> None:
    id_ = added(curation).subject.id
    preview = edit(curation, id_, speaker="Rosa Lindquist", source="A walk through the town")
    assert preview.excerpt is not None
    assert preview.excerpt.speaker.id == "rosa-lindqvist"
    assert preview.excerpt.source.id == "a-walk-through-town"
    assert [one.kind for one in preview.made] == [
        MadeKind.CHANGED_SPEAKER,
        MadeKind.CHANGED_SOURCE,
    ]


def test_another_speaker_is_another_and_the_source_is_no_longer_by_the_first(
    curation: Curation,
) -> None:
    id_ = added(curation).subject.id
    done = saved(curation, edit(curation, id_, speaker="Tom Brennan"))
    assert done.excerpt is not None
    assert done.excerpt.speaker.id == "brennan"
    assert done.excerpt.author.id == "brennan"


def test_a_corrected_date_is_that_of_every_quote_of_the_source(curation: Curation) -> None:
    preview = edit(curation, "kerb-lorry", date="3 June 2024")
    (made,) = preview.made
    assert made.kind is MadeKind.CHANGED_SOURCE
    saved(curation, preview)
    library = curation.servers.view(HERE).library
    assert library.excerpt("trade-heavy").source.date == "2024-06-03"
    assert curation.servers.view(THERE).library.sources["echo-2024"].date == "2024-06"


def test_the_second_of_two_moderators_sees_what_changed_and_may_save_over_it(
    curation: Curation, clock: Hands
) -> None:
    id_ = added(curation).subject.id
    mine = edit(curation, id_, BEN, text="Every street a bench.")
    theirs = edit(curation, id_, ANN, text="Every bench a tree.")
    clock.turn(timedelta(minutes=5))
    saved(curation, theirs)
    clash = curation.save(HERE, BEN, mine)
    assert isinstance(clash, Clash)
    assert clash.entry.member.name == "Ann"
    assert clash.now is not None
    assert clash.now.quote.text == "Every bench a tree."
    assert clash.again is not None
    assert clash.again.form == mine.form
    done = saved(curation, curation.kept(HERE, BEN, mine.token), BEN)
    assert done.excerpt is not None
    assert done.excerpt.quote.text == "Every street a bench."


def test_an_edit_of_what_was_removed_meanwhile_says_who_removed_it(curation: Curation) -> None:
    id_ = added(curation).subject.id
    mine = edit(curation, id_, BEN, text="Every street a bench.")
    curation.remove(HERE, ANN, id_, "A joke.", token())
    clash = curation.save(HERE, BEN, mine)
    assert isinstance(clash, Clash)
    assert isinstance(clash.entry.change, RemoveQuote)
    assert (clash.now, clash.again) == (None, None)


def test_edits_of_different_quotes_do_not_clash(curation: Curation) -> None:
    one = edit(curation, "kerb-surgery", ANN, note="One.")
    other = edit(curation, "kerb-ambulance", BEN, note="Two.")
    saved(curation, one)
    saved(curation, other, BEN)


def test_a_removed_quote_is_out_of_the_answers_and_comes_back(curation: Curation) -> None:
    id_ = added(curation).subject.id
    removed = curation.remove(HERE, ANN, id_, " A joke.\u200b", token())
    assert isinstance(removed, Done)
    assert (removed.did, removed.reason) == (Did.REMOVED, "A joke.")
    assert id_ not in curation.servers.desk(HERE).library.quotes
    restored = curation.restore(HERE, BEN, id_, token())
    assert isinstance(restored, Done)
    assert restored.did is Did.RESTORED
    assert id_ in curation.servers.desk(HERE).library.quotes


def test_a_shared_quote_is_hidden_here_alone_and_shown_again(curation: Curation) -> None:
    hidden = curation.hide(HERE, ANN, "chain", token(), "Hearsay.")
    assert isinstance(hidden, Done)
    assert hidden.did is Did.HIDDEN
    assert "chain" not in curation.servers.desk(HERE).library.quotes
    assert "chain" in curation.servers.desk(THERE).library.quotes
    shown = curation.show(HERE, ANN, "chain", token())
    assert isinstance(shown, Done)
    assert shown.did is Did.SHOWN
    assert "chain" in curation.servers.desk(HERE).library.quotes


def test_one_press_removes_once_and_is_answered_the_same(curation: Curation) -> None:
    id_, press = added(curation).subject.id, token()
    first = curation.remove(HERE, ANN, id_, "A joke.", press)
    assert curation.remove(HERE, ANN, id_, "A joke.", press) == first


def test_what_was_changed_since_it_was_looked_at_is_not_removed(curation: Curation) -> None:
    id_ = added(curation).subject.id
    seen = curation.servers.view(HERE).revision
    saved(curation, edit(curation, id_, BEN, note="Better."), BEN)
    clash = curation.remove(HERE, ANN, id_, "A joke.", token(), seen)
    assert isinstance(clash, Clash)
    assert id_ in curation.servers.desk(HERE).library.quotes


def test_what_is_not_there_is_explained(curation: Curation) -> None:
    id_ = added(curation).subject.id
    gone = f"“{id_}” was removed by Ann on 1 March 2026, for the reason “A joke”."
    curation.remove(HERE, ANN, id_, "A joke.", token())
    curation.hide(HERE, BEN, "chain", token())
    refusals = (
        (
            lambda: curation.form_of(HERE, ANN, id_.upper()),
            f"{gone} /library restore brings it back.",
        ),
        (
            lambda: curation.remove(HERE, ANN, id_, "Twice.", token()),
            f"{gone} /library restore brings it back.",
        ),
        (
            lambda: curation.hide(HERE, ANN, "chain", token()),
            "“chain” was hidden by Ben on 1 March 2026. /library show brings it back.",
        ),
        (
            lambda: curation.restore(HERE, ANN, "kerb-lorry", token()),
            "“kerb-lorry” is in the answers: it is not removed.",
        ),
        (
            lambda: curation.show(HERE, ANN, "kerb-lory", token()),
            "There is no quote “kerb-lory” here. Did you mean “kerb-lorry”?",
        ),
        (
            lambda: curation.remove(HERE, ANN, "kerb-lorry", "No.", token()),
            "“kerb-lorry” is a shared quote: it can be hidden here.",
        ),
        (
            lambda: curation.remove(HERE, ANN, "kerb-lorry", " \u200b", token()),
            "Why is it removed? Give a reason: the history keeps it.",
        ),
        (
            lambda: curation.remove(HERE, ANN, "kerb-lorry", "x" * 100_000, token()),
            "The reason has 100,000 characters, and 1,000 are the most. Shorten it.",
        ),
        (
            lambda: curation.history(HERE, ANN, "@everyone" * 10_000),
            "There is no quote “" + ("@everyone" * 7)[:59] + "…” here.",
        ),
        (
            lambda: curation.form_of(HERE, ANN, " "),
            "Which quote? Give its id, as /library history shows it.",
        ),
    )
    for door, sentence in refusals:
        with pytest.raises(RequestError) as refusal:
            door()
        assert str(refusal.value) == sentence


def test_history_says_who_when_what_and_why_newest_first(curation: Curation, clock: Hands) -> None:
    id_ = added(curation).subject.id
    first = clock.at
    clock.turn(timedelta(hours=1))
    saved(curation, edit(curation, id_, BEN, text="Every street a bench."), BEN)
    curation.remove(HERE, ANN, id_, "A joke.", token())
    page = curation.history(HERE, ANN, id_)
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


def test_a_long_history_goes_on_page_by_page(curation: Curation) -> None:
    for number in range(4):
        added(curation, form(text=f"{TEXT} Number {number}.", speaker=f"Speaker {number} of four"))
    page, seen = curation.history(HERE, ANN), []
    while True:
        seen += [step.entry.revision for step in page.steps]
        if not page.older:
            break
        page = curation.history(HERE, ANN, before=page.older)
    assert seen == list(range(9, 0, -1))


def test_changes_made_elsewhere_are_saved_all_or_none(curation: Curation, servers: Servers) -> None:
    view = servers.view(HERE)
    quote = replace(view.library.quotes["chain"], id="chain-two", topics=("ferries",))
    changes: list[Change] = [
        PutTopic("ferries", "Ferries"),
        PutQuote(quote),
        PutQuote(replace(quote, id="chain-x")),
    ]
    with pytest.raises(RequestError, match="no topic"):
        curation.apply(HERE, ANN, changes[1:], token(), 0)
    press = token()
    done = curation.apply(HERE, ANN, changes, press, 0, "an import")
    assert isinstance(done, Done)
    assert done.did is Did.TOGETHER
    assert curation.apply(HERE, ANN, changes, press, 0) == done
    assert servers.view(HERE).revision == 3
    clash = curation.apply(HERE, BEN, [PutTopic("ferries", "Boats")], token(), 0)
    assert isinstance(clash, Clash)
    assert clash.name == "Ferries"


def test_nothing_of_one_server_is_seen_in_another(curation: Curation) -> None:
    id_ = added(curation).subject.id
    assert curation.history(THERE, ANN).steps == ()
    assert looked(curation, FORM, server=THERE).twins == ()
    with pytest.raises(RequestError, match="There is no quote"):
        curation.history(THERE, ANN, id_)
    with pytest.raises(RequestError, match="There is no quote"):
        curation.form_of(THERE, ANN, id_)
    assert curation.servers.view(THERE).taken(Shelf.QUOTE).__contains__(id_) is False
    assert curation.servers.store is not None
    assert curation.servers.store.history.entries(THERE, Subject(Shelf.QUOTE, id_)) == ()


def test_what_nobody_sees_is_kept_where_the_source_itself_has_it(
    library: Library, store: Store, clock: Hands
) -> None:
    texts = {**library.texts, "letter": "We want an open\u200bness that lasts."}
    desk = Curation(Servers(replace(library, texts=texts), store), clock)
    typed = form(text="an open\u200bness that lasts", source="A letter from the wards", date="")
    excerpt = looked(desk, replace(typed, speaker="Ifeoma Okafor")).excerpt
    assert excerpt is not None
    assert excerpt.quote.text == "an open\u200bness that lasts"
    assert excerpt.verdict.state is State.VERIFIED
