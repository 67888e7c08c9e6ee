"""Servers in other languages: every word that the bot sends is translated.

A pseudo-locale marks each translated sentence with ⟦…⟧. The library is in Russian, so that a word
in Latin letters outside the marks is an English sentence that cannot be translated.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from gettext import NullTranslations
from pathlib import Path

import pytest

from bot import i18n
from bot.moderation.servers import Preferences, put_preferences
from bot.store.store import open_store
from tests.loopback import LoopbackDiscord, Member, Permission, Post, Reply, Upload
from tests.loopback.components import interactive
from tests.loopback.errors import Json
from tests.loopback.forms import fields as form_fields
from tests.loopback.limits import Kind
from tests.loopback.options import Value

PSEUDO = "en-XA"
RUSSIAN = Path(__file__).parent.parent / "languages" / "ru" / "quotes"
# Names that are the same in every language: commands, ids, formats, and what members typed.
SAME_EVERYWHERE = re.compile(
    r"</[a-z ]+:\d+>|@everyone|ftp://\S+|/[a-z]+(?: [a-z]+)?\b|<t:\d+:f>|https?://\S+|`[^`]*`"
    r"|\b(?:YAML|CSV|UTC|Europe/\w+|library\.zip|answer\.txt|quotes\.\w+|[a-z]+(?:-[a-z0-9]+)+|q\d)\b"
)
# The texts of a message, a form or a completion that a person reads.
READ = ("content", "label", "description", "placeholder", "title", "name", "text")


class Marked(NullTranslations):
    """Marks every sentence as translated, and keeps its placeholders."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"

    def pgettext(self, context: str, message: str) -> str:
        return message if context == "mark between thousands" else f"⟦{message}⟧"


def untranslated(text: str) -> str:
    """Return the words of a text that stand outside the marks, if any."""
    left, inner = text, ""
    while left != inner:
        inner = left
        left = re.sub(r"⟦[^⟦⟧]*⟧", "", inner)
    # A shortened text may have lost the mark at its end.
    left = SAME_EVERYWHERE.sub(" ", left.replace("\\", ""))
    left = re.sub(r"⟦[^⟧]*…", "", left)
    return " ".join(re.findall(r"[A-Za-z]{2,}", left))


def read_by_people(body: object) -> Iterator[str]:
    """Yield the texts of a payload that a person reads."""
    if isinstance(body, list):
        for one in body:
            yield from read_by_people(one)
    if isinstance(body, dict):
        if body.get("type") == Kind.TEXT_DISPLAY:
            yield str(body.get("content"))
        for key, value in body.items():
            if isinstance(value, str) and key in READ:
                yield value
            elif key not in ("file", "files", "attachments", "allowed_mentions"):
                yield from read_by_people(value)


@pytest.fixture(scope="module")
def marked() -> Iterator[LoopbackDiscord]:
    """A Discord whose bot speaks the pseudo-locale over a library in Russian."""
    with i18n.added(PSEUDO, Marked()), LoopbackDiscord() as discord:
        with open_store(discord.env["DATABASE_URL"]) as store:
            server = str(discord.member("Мо").channel.guild_id)
            put_preferences(store, server, Preferences(language=PSEUDO))
        clock = datetime(2026, 3, 2, 12, tzinfo=UTC)
        bot = discord.start_thread(lambda: clock, {"COUNTERPOINT_LIBRARY": str(RUSSIAN)})
        yield discord
        bot.stop()


TYPED = {
    "text": "Новое слово о метро.",
    "speaker": "Новый Человек",
    "source": "Новый текст",
    "date": "2024",
    "link": "https://example.org/slovo",
    "name": "Новая тема",
    "sentence": "Городу нужен трамвай.",
    "side_for": "Нужен",
    "side_against": "Не нужен",
    "reason": "Так решили.",
}
WRONG = {
    "text": "@everyone " + "слово " * 500 + "\u0007",
    "speaker": "<@123456789012345678>",
    "source": "🐝",
    "date": "10/6/2023",
    "link": "ftp://example.org",
    "name": "Метро",
    "sentence": "Метро",
}
TABLE = "text,speaker,source,point,stance\n"


class Walk:
    """Presses every button, chooses from every menu and fills in every form, each kind once."""

    def __init__(self, discord: LoopbackDiscord) -> None:
        self.mo = discord.member("Мо", permissions=Permission.MANAGE_MESSAGES)
        self.ada = discord.member("Ада")
        self.seen: set[tuple[str, ...]] = set()

    def slash(self, member: Member, command: str, **options: Value) -> None:
        """Give a command, and follow all that its answer offers."""
        self.follow(member, member.slash(command, **options))

    def follow(self, member: Member, reply: Reply, typed: Mapping[str, str] = TYPED) -> None:
        """Press each button and choose from each menu that was not met before."""
        waiting = self.messages(member, reply, typed)
        while waiting:
            post = waiting[-1]
            one = next(filter(self.is_new, interactive(post.components)), None)
            if one is None or post.deleted:
                waiting.pop()
            elif one["type"] == Kind.BUTTON:
                waiting += self.messages(member, member.click(post, one["custom_id"]), typed)
            else:
                chosen = [one["options"][0]["value"]]
                done = member.choose(post, one["custom_id"], chosen)
                waiting += self.messages(member, done, typed)

    def is_new(self, one: Json) -> bool:
        """Return whether a button or menu was not met before, and remember it."""
        name = str(one.get("label") or one.get("placeholder"))
        kind = (name, *str(one.get("custom_id")).split(":")[:2])
        new = kind not in self.seen and not one.get("url")
        self.seen.add(kind)
        return new

    def messages(self, member: Member, reply: Reply, typed: Mapping[str, str]) -> list[Post]:
        """Return the messages of a reply; a form is filled in first."""
        if reply.interaction.original is None:
            reply = submitted(member, reply, typed)
        return [reply.message, *reply.followups]


def submitted(member: Member, reply: Reply, typed: Mapping[str, str]) -> Reply:
    """Fill in a form with those of the texts that it asks for, cut to the length of its fields."""
    given = {}
    for _, one in form_fields(reply.form.modal):
        text = typed.get(one["custom_id"]) or one.get("value")
        if one["type"] == Kind.TEXT_INPUT and (text or one.get("required") is not False):
            given[one["custom_id"]] = (text or "—")[: one.get("max_length") or 4000]
    return member.submit(reply.form, given)


def walk(discord: LoopbackDiscord) -> None:
    """Do all that members and moderators can do, rightly and wrongly."""
    one = Walk(discord)
    members(one)
    moderators(one)
    wrong(one)


def members(one: Walk) -> None:
    """Give every command of members, with words that are found and words that are not."""
    ada = one.ada
    for topic in ("Метро", "Школы", "Метра", "квантовая физика", "2019", "!!!"):
        one.slash(ada, "quote", topic=topic)
        one.slash(ada, "topics", topic=topic)
        one.slash(ada, "random", topic=topic)
        one.slash(ada, "debate", point=topic)
        one.slash(ada, "ask", question=topic)
    one.slash(ada, "quote", topic="Метро", speaker="Анна Дёмина")
    one.slash(ada, "quote", speaker="Фёдор Соловьёв", **{"from": "2030"})
    one.slash(ada, "quote", topic="Метро", to="завтра")
    one.slash(ada, "quote", topic="Метро", to="2019", **{"from": "2020"})
    one.slash(ada, "ask", question="Стоит ли копать под городом?")
    for command in ("topics", "speakers", "about", "random", "privacy"):
        one.slash(ada, command)
    said = ada.say("Метро нужно городу.")
    for menu in ("Quotes on this", "Opposing view", "Save as quote"):
        one.follow(ada, ada.use_message_command(menu, said))
    one.follow(one.mo, one.mo.use_message_command("Save as quote", said))
    one.follow(ada, ada.use_message_command("Save as quote", said))
    ada.mention("")
    ada.mention("Что с метро?")
    one.slash(ada, "suggest", point="Городу нужно метро.", stance="for")
    for option, typed in (("topic", "М"), ("speaker", "А"), ("source", "П")):
        ada.complete("quote", option, typed)


def moderators(one: Walk) -> None:
    """Give every command of moderators."""
    mo = one.mo
    for command in ("history", "review", "gaps", "settings", "export", "topic"):
        one.slash(mo, f"library {command}")
    one.slash(mo, "library add", point="Городу нужно метро.", stance="for")
    one.slash(mo, "library add", topic="Метро", status="disputed", note="Так говорят.")
    one.slash(mo, "library edit", quote="q1", stance="against", point="Городу нужно метро.")
    one.slash(mo, "library edit", quote="q2")
    for command in ("hide", "show", "history", "remove", "restore"):
        one.slash(mo, f"library {command}", quote="q3")
    one.slash(mo, "library hide", quote="q4")
    mo.complete("library hide", "quote", "Д")
    mo.complete("library show", "quote", "З")
    one.slash(mo, "library point", topic="Метро")
    one.slash(mo, "library point", point="Городу нужно метро.")
    one.slash(mo, "library topic", topic="Метро")
    one.slash(mo, "library settings", note_questions=False)
    one.slash(mo, "library settings", clear="curator role")
    one.slash(mo, "library review")
    for rows in ("Слово,Анна Дёмина,Новый текст,Городу нужно метро.,for\n", "Слово,,,,\n", ""):
        table = Upload("quotes.csv", (TABLE + rows).encode())
        one.follow(mo, mo.slash("library import", file=table))
    for broken in (b"%PDF", b"a: [", b"a: &a 1\n", b"quotes:\n  - text: 5\n    nonsense: 1\n", b""):
        mo.slash("library import", file=Upload("quotes.yaml", broken))
    one.slash(mo, "library daily")
    mo.complete("library daily", "days", "")
    mo.complete("library daily", "time_zone", "Lond")
    here = mo.channel
    one.slash(mo, "library daily", channel=here, time="09:30", time_zone="Europe/London")
    one.slash(mo, "library daily", channel=here, time="abc", time_zone="Europe/London")
    one.slash(mo, "library daily", channel=here, time="9", time_zone="Atlantis")
    one.slash(mo, "library daily", days="сегодня")
    one.slash(mo, "library daily", off=True)


def wrong(one: Walk) -> None:
    """Fill in forms wrongly, and name things that are not there."""
    mo = one.mo
    for typed in (WRONG, TYPED | {"speaker": "", "source": "?"}, TYPED | {"text": "…"}):
        for command in ("library add", "library topic", "suggest"):
            submitted(mo, mo.slash(command), typed)
    submitted(mo, mo.slash("library point", topic="Метро"), WRONG)
    mo.slash("library point")
    mo.slash("library add", point="Нет такой", stance="for", topic="Нет такой")
    for command in ("edit", "remove", "restore", "hide", "show", "history"):
        mo.slash(f"library {command}", quote="нет такого")
    submitted(mo, mo.slash("library add", point="Нет такой", topic="Городу нужно метро."), TYPED)
    submitted(mo, mo.slash("library add", status="disputed"), TYPED)


def test_a_server_in_another_language_reads_no_english(marked: LoopbackDiscord) -> None:
    walk(marked)
    marked.settle()
    bodies = [one.body for one in marked.journal.sent]
    words = {untranslated(text): text for body in bodies for text in read_by_people(body)}
    words.pop("", None)
    assert words == {}
    assert sum(map(len, map(list, map(read_by_people, bodies)))) > 1000
