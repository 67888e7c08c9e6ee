"""Messages as the loopback stores them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.loopback.components import numbered
from tests.loopback.errors import Json
from tests.loopback.limits import POLL_HOURS, MessageFlag
from tests.loopback.people import User, moment


@dataclass(frozen=True, slots=True)
class Upload:
    """An uploaded file: its name and content."""

    name: str
    content: bytes
    kind: str = "application/octet-stream"


@dataclass(slots=True)
class Attachment:
    """A file of a message."""

    id: int
    upload: Upload
    url: str
    description: str | None = None

    def wire(self) -> Json:
        wire: Json = {
            "id": str(self.id),
            "filename": self.upload.name,
            "size": len(self.upload.content),
            "url": self.url,
            "proxy_url": self.url,
            "content_type": self.upload.kind,
        }
        return wire if self.description is None else {**wire, "description": self.description}


@dataclass(slots=True)
class Poll:
    """A poll with its votes: answer id to the users who chose it."""

    question: str
    answers: list[Json]
    expiry: datetime
    several: bool
    votes: dict[int, list[int]] = field(default_factory=dict)
    ended: bool = False

    def wire(self, me: int) -> Json:
        counts = [
            {"id": number, "count": len(users), "me_voted": me in users}
            for number, users in self.votes.items()
            if users
        ]
        return {
            "question": {"text": self.question},
            "answers": self.answers,
            "expiry": self.expiry.isoformat(),
            "allow_multiselect": self.several,
            "layout_type": 1,
            "results": {"answer_counts": counts, "is_finalized": self.ended},
        }


@dataclass(slots=True)
class Message:
    """A message; ``seen_by`` is the only user who sees an ephemeral one, else None."""

    id: int
    channel_id: int
    author: User
    content: str = ""
    components: list[Json] = field(default_factory=list)
    embeds: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    kind: int = 0
    mentions: list[User] = field(default_factory=list)
    poll: Poll | None = None
    reference: Json | None = None
    seen_by: int | None = None
    pinned: bool = False
    deleted: bool = False
    edited_at: str | None = None
    extra: Json = field(default_factory=dict)
    edits: int = 0

    def put(self, body: Json) -> None:
        """Take over the values of a body; fields for missing keys stay unchanged."""
        if "content" in body:
            self.content = body["content"] or ""
        if "components" in body:
            self.components = numbered(body["components"] or [])
        if "embeds" in body:
            self.embeds = [{"type": "rich", **embed} for embed in body["embeds"] or []]
        self.flags |= (body.get("flags") or 0) & ~MessageFlag.EPHEMERAL

    def wire(self, me: int) -> Json:
        """Return the message as the bot ``me`` gets it."""
        wire: Json = {
            "id": str(self.id),
            "type": self.kind,
            "channel_id": str(self.channel_id),
            "author": self.author.wire(),
            "content": self.content,
            "timestamp": moment(self.id),
            "edited_timestamp": self.edited_at,
            "tts": False,
            "mention_everyone": False,
            "mentions": [user.wire() for user in self.mentions],
            "mention_roles": [],
            "attachments": [one.wire() for one in self.attachments],
            "embeds": self.embeds,
            "components": self.components,
            "pinned": self.pinned,
            "flags": self.flags | (MessageFlag.EPHEMERAL if self.seen_by is not None else 0),
            **self.extra,
        }
        if self.poll is not None:
            wire["poll"] = self.poll.wire(me)
        if self.reference is not None:
            wire["message_reference"] = self.reference
        return wire


def hidden(wire: Json) -> Json:
    """Return the message as a bot without the message content intent gets it.

    https://docs.discord.com/developers/events/gateway#message-content-intent
    """
    bare = {**wire, "content": "", "embeds": [], "attachments": [], "components": []}
    bare.pop("poll", None)
    return bare


def poll_of(body: Json, now: float) -> Poll:
    """Return the poll that a message body asks for."""
    answers = [
        {"answer_id": number, "poll_media": answer["poll_media"]}
        for number, answer in enumerate(body["answers"], start=1)
    ]
    return Poll(
        question=body["question"]["text"],
        answers=answers,
        expiry=datetime.fromtimestamp(now, tz=UTC)
        + timedelta(hours=body.get("duration") or POLL_HOURS),
        several=bool(body.get("allow_multiselect")),
        votes={number: [] for number in range(1, len(answers) + 1)},
    )
