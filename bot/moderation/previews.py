"""Previews of quote forms, with the quotes of nearly the same text."""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz import fuzz, process

from bot.errors import RequestError
from bot.i18n import N_, gettext as _
from bot.library.changes import SOURCE_OF_MESSAGE, Shelf, Subject, digest
from bot.library.normalisation import normalised
from bot.library.view import View
from bot.moderation.change_writer import ChangeWriter, refuse_token
from bot.moderation.form_values import Form, FormKey, PendingForm
from bot.moderation.outcomes import DuplicateQuote, FormProblem, Preview
from bot.moderation.quote_form import ModeratorBuilder
from bot.moderation.servers import LruCache
from bot.store.records import Clock

# ``fuzz.ratio`` of the whole texts, 0 to 100: from here on they are the same words with slips.
ALIKE = 85.0
# ``fuzz.partial_ratio``, 0 to 100, of the shorter text with the best part of the longer one.
_CONTAINED = 90.0
# Words in a run that is looked for: shorter runs are in many texts by chance.
_RUN = 5
_MOST_RUNS = 16
_MOST_FOUND_OF_EACH = 20
MOST_FOUND = 5
FORM_GONE = N_("I no longer have that form, and nothing was saved. Please open it again.")

FormCache = LruCache[FormKey, PendingForm | Preview]
"""The latest form or preview under each key.

In memory only: after a restart they are gone, and the front end gives back the values that were
typed.
"""


# 100,000 texts take 4 s, and each preview needs all of them.
@lru_cache(maxsize=1 << 18)
def compared(text: str) -> str:
    """Return a text in the form that is compared: without capitals and quotation marks.

    White space and dashes are all of one kind, and an accent is one character with its letter.
    """
    plain = normalised(unicodedata.normalize("NFC", text).casefold()).replace('"', "")
    return " ".join(plain.replace("...", "…").split())


def near_quotes(text: str, view: View, but: str = "") -> Mapping[str, float]:
    """Return the quotes of a view nearest to a text, at most five, nearest first.

    Two texts are near if the whole of them is alike (``rapidfuzz.fuzz.ratio``), or if a run of
    words of one is in the other word for word, such as in a passage that was cut elsewhere. Each id
    has its likeness: 0 to 100, 100 for the same words. Removed and hidden quotes are included; the
    quote ``but`` is not.
    """
    wanted, quotes = compared(text), {**view.shared.quotes, **view.put}
    texts = {id_: compared(quote.text) for id_, quote in quotes.items() if id_ != but}
    alike = process.extract(wanted, texts, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
    likeness = {id_: ratio for _text, ratio, id_ in alike}
    for id_ in dict.fromkeys(_with_a_run_of(wanted, texts)):
        contained = fuzz.partial_ratio(wanted, texts[id_], score_cutoff=_CONTAINED)
        if contained:
            # Below 100, since one of them says more.
            likeness[id_] = max(min(contained, 99.0), likeness.get(id_, 0.0))
    ranked = sorted(likeness.items(), key=lambda entry: -entry[1])
    return dict(ranked[:MOST_FOUND])


def _with_a_run_of(text: str, texts: Mapping[str, str]) -> Iterator[str]:
    """Yield the ids of texts that contain some consecutive words of ``text``."""
    words = text.split()
    begins = range(0, len(words) - _RUN + 1, _RUN)
    for begin in begins[:: len(begins) // _MOST_RUNS + 1]:
        run = " ".join(words[begin : begin + _RUN])
        found = (id_ for id_, other in texts.items() if run in other)
        yield from islice(found, _MOST_FOUND_OF_EACH)


class Previews(Struct, frozen=True):
    """Make previews of forms for one moderator in one server."""

    writer: ChangeWriter
    clock: Clock
    pending: FormCache

    def make(self, form: Form, token: str, *, find_duplicates: bool = True) -> Preview:
        """Return what saving the form would do now, or all its problems; store nothing.

        Kept for a while under its token: see :meth:`get`. Raises RequestError if the quote to edit
        is not in the answers.
        """
        refuse_token(token)
        writer, snapshot = self.writer, self.writer.snapshot()
        view, editing = snapshot.view, form.quote
        before = view.library.quotes.get(editing)
        if editing and before is None:
            raise RequestError(writer.why_absent(editing, view))
        key = (writer.server, writer.member.id, token)
        blank = Preview(*key, form, view.revision, before=view.excerpt(editing))
        builder = ModeratorBuilder(form, self.clock().date(), snapshot=snapshot, before=before)
        preview = builder.fill(blank)
        preview = replace(
            preview,
            problems=problems_of_message(form, view) or preview.problems,
            duplicates=_duplicates(builder, view, editing) if find_duplicates else (),
        )
        self.pending.put(key, preview)
        return preview

    def get(self, token: str) -> Preview:
        """Return the latest preview under this token. RequestError if it is not kept any more."""
        found = self.pending.get((self.writer.server, self.writer.member.id, token))
        if isinstance(found, Preview):
            return found
        raise RequestError(_(FORM_GONE))


def problems_of_message(form: Form, view: View) -> tuple[FormProblem, ...]:
    """Return the problem of a message that its author took out of the collection, if any."""
    source = digest(f"{SOURCE_OF_MESSAGE}{form.message}")
    if form.quote or Subject(Shelf.SOURCE, source) not in view.erased:
        return ()
    withdrawn = _("The author of this message had it removed. It can’t be added again.")
    return (FormProblem("", withdrawn),)


def _duplicates(builder: ModeratorBuilder, view: View, editing: str) -> tuple[DuplicateQuote, ...]:
    found = []
    text, speaker = builder.text, builder.speaker
    for id_, likeness in near_quotes(text, view, editing).items() if text else ():
        excerpt = view.excerpt(id_)
        if excerpt is not None:
            other = speaker is not None and speaker.thing.id != excerpt.speaker.id
            found.append(DuplicateQuote(excerpt, likeness, other, view.out_of_sight(id_)))
    return tuple(found)
