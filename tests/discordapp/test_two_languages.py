"""Two servers of one bot, each answered in its own language."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

from bot.discordapp.responder import speak_for
from bot.i18n import gettext as _
from bot.moderation.servers import Preferences, Servers, put_preferences
from bot.store.store import open_store
from tests.libraries import town
from tests.loopback import LoopbackDiscord, Member

GERMAN = "Niemand in dieser Bibliothek erwähnt „Quantenphysik“."
ENGLISH = "Nobody in this library mentions “Quantenphysik”."


def answers(member: Member) -> set[str]:
    said = (member.slash("quote", topic="Quantenphysik").message.text for _ in range(10))
    return {text.partition("\n")[0] for text in said}


def test_a_german_server_and_an_english_one_are_answered_at_the_same_time() -> None:
    with LoopbackDiscord() as discord:
        ada = discord.member("Ada")
        ben = discord.member("Ben", guild=discord.add_guild("Other"))
        with open_store(discord.env["DATABASE_URL"]) as store:
            put_preferences(store, str(ada.channel.guild_id), Preferences(language="de"))
        discord.start_thread()
        with ThreadPoolExecutor() as pool:
            german, english = pool.map(answers, (ada, ben))
        assert (german, english) == ({GERMAN}, {ENGLISH})


def test_a_server_whose_language_is_not_found_in_time_is_not_spoken_to_in_that_of_another() -> None:
    found = threading.Event()

    class Slow(Servers):
        def language(self, server: str) -> str:
            if server == "slow":
                found.wait()
            return "de"

    async def labels() -> list[str]:
        servers, said = Slow(town(), None), []
        for server in ("german", "slow"):
            await speak_for(servers, server)
            said.append(_("Next page"))
        found.set()
        return said

    assert asyncio.run(labels()) == ["Nächste Seite", "Next page"]
