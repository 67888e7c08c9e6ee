"""Forms looked at: what each would do, and the latest of them kept at hand."""

import threading
from collections import OrderedDict

from bot.errors import RequestError
from bot.library.changes import Shelf, Subject
from bot.library.view import View
from bot.moderation.commit import is_withdrawn
from bot.moderation.descriptions import excerpt_of, newest, out_of_sight, why_absent
from bot.moderation.duplicates import Twins
from bot.moderation.forms import Editing, Form, Moderator, Purpose
from bot.moderation.outcomes import Preview, Trouble, Twin
from bot.moderation.quote_form import Built, build
from bot.moderation.resolve_speaker import source_of_message
from bot.moderation.servers import Servers
from bot.store import Store
from bot.store.clock import Clock

_MOST_KEPT = 500
_WITHDRAWN = "The author of this message had it taken out of the collection. It stays out."


class Previews:
    """Looks at forms over servers' views. Safe to use from many threads."""

    def __init__(self, servers: Servers, store: Store, clock: Clock) -> None:
        self._servers = servers
        self._store = store
        self._clock = clock
        self._twins = Twins()
        self._kept: OrderedDict[tuple[str, str, str], Preview] = OrderedDict()
        self._lock = threading.Lock()

    def look(
        self,
        server: str,
        by: Moderator,
        form: Form,
        token: str,
        purpose: Purpose,
        *,
        twins: bool = True,
    ) -> Preview:
        """What the form would do now; kept under its token. ``twins`` False leaves those out.

        Raises RequestError where the quote to be edited is not there.
        """
        standing = self._servers.standing(server)
        view = standing.view
        editing = purpose.quote if isinstance(purpose, Editing) else ""
        if editing and editing not in view.library.quotes:
            raise RequestError(why_absent(self._store, server, view, editing))
        built = build(form, standing, self._clock().date(), editing)
        library, quote = view.library, built.quote
        positions = quote.positions if quote else ()
        preview = Preview(
            server=server,
            member=by.id,
            token=token,
            purpose=purpose,
            form=form,
            seen=view.revision,
            troubles=built.troubles or self._of_message(server, form, purpose, view),
            excerpt=built.excerpt,
            before=excerpt_of(editing, view) if editing else None,
            positions=tuple((library.points[held.point], held.stance) for held in positions),
            topics=tuple(library.topics[id_] for id_ in quote.topics) if quote else (),
            changes=built.changes,
            made=built.made,
            twins=self._near(built, view, editing) if twins else (),
            remarks=tuple(dict.fromkeys(built.remarks)),
        )
        self.keep(preview)
        return preview

    def keep(self, preview: Preview) -> None:
        """Keep it in the place of the one of the same token; the oldest of too many goes."""
        key = (preview.server, preview.member, preview.token)
        with self._lock:
            self._kept[key] = preview
            self._kept.move_to_end(key)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)

    def kept(self, server: str, by: Moderator, token: str) -> Preview:
        """The one last kept. Raises RequestError where it is no longer at hand."""
        with self._lock:
            found = self._kept.get((server, by.id, token))
        if found is None:
            raise RequestError(
                "That form is no longer at hand, and nothing of it was saved. Open it once more."
            )
        return found

    def _near(self, built: Built, view: View, editing: str) -> tuple[Twin, ...]:
        if not built.text:
            return ()
        twins = []
        for near in self._twins.of(built.text, view, editing):
            excerpt = excerpt_of(near.quote, view)
            if excerpt is not None:
                other = bool(built.speaker) and excerpt.speaker.id != built.speaker
                twins.append(Twin(excerpt, near.likeness, other, out_of_sight(near.quote, view)))
        return tuple(twins)

    def _of_message(
        self, server: str, form: Form, purpose: Purpose, view: View
    ) -> tuple[Trouble, ...]:
        """What keeps a message from being saved although the form is sound."""
        if not form.message or isinstance(purpose, Editing):
            return ()
        source = source_of_message(form.message)
        for quote in view.removed:
            if view.put[quote].source == source:
                entry = newest(self._store, server, Subject(Shelf.QUOTE, quote))
                if is_withdrawn(quote, entry, view):
                    return (Trouble("", _WITHDRAWN),)
        return ()
