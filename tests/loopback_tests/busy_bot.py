"""A discord.py bot that uses many features, for tests of the loopback with the real library."""

import io
import os
import signal
import sys
from datetime import timedelta
from typing import Any

import discord
import yarl
from discord import app_commands, ui
from discord.gateway import DiscordWebSocket
from discord.http import Route

Interaction = discord.Interaction["BusyBot"]
NOBODY = discord.AllowedMentions.none()
WORDS = ("apple", "banana", "cherry")


class BusyBot(discord.Client):
    """A bot that registers its commands only if Discord has none."""

    def __init__(self) -> None:
        intents = discord.Intents(guilds=True, messages=True, guild_polls=True)
        super().__init__(intents=intents, allowed_mentions=NOBODY, max_ratelimit_timeout=30)
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        if not await self.tree.fetch_commands():
            await self.tree.sync()
        _, address, _ = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address)

    async def on_message(self, message: discord.Message) -> None:
        if self.user in message.mentions and message.author != self.user:
            await message.reply(f"you said: {message.content}")

    async def on_raw_poll_vote_add(self, vote: discord.RawPollVoteActionEvent) -> None:
        channel = self.get_channel(vote.channel_id)
        assert isinstance(channel, discord.TextChannel)
        message = await channel.fetch_message(vote.message_id)
        await message.end_poll()


class Card(ui.LayoutView):
    """A card with a button and a select."""

    def __init__(self, text: str) -> None:
        super().__init__(timeout=None)
        box: ui.Container[Any] = ui.Container(ui.TextDisplay(text), accent_color=0x336699)
        row: ui.ActionRow[Any] = ui.ActionRow()
        row.add_item(Turn())
        row.add_item(ui.Button(label="Read", url="https://example.org"))
        box.add_item(ui.Separator())
        box.add_item(row)
        pick: ui.ActionRow[Any] = ui.ActionRow()
        pick.add_item(Pick())
        box.add_item(pick)
        self.add_item(box)


class Turn(ui.Button[Any]):
    """A button that turns its card."""

    def __init__(self) -> None:
        super().__init__(label="Turn", custom_id="turn")

    async def callback(self, interaction: Any) -> None:
        await interaction.response.edit_message(view=Card("turned"))


class Pick(ui.Select[Any]):
    """A select that answers with the choice, ephemerally."""

    def __init__(self) -> None:
        options = [discord.SelectOption(label=word.title(), value=word) for word in WORDS]
        super().__init__(custom_id="pick", placeholder="Pick one", options=options)

    async def callback(self, interaction: Any) -> None:
        await interaction.response.send_message(f"picked {self.values[0]}", ephemeral=True)


class Form(ui.Modal, title="A form"):
    """A form of two fields."""

    name: ui.Label[Any] = ui.Label(text="Name", component=ui.TextInput(max_length=20))
    why: ui.Label[Any] = ui.Label(text="Why", component=ui.TextInput(required=False))

    async def on_submit(self, interaction: Any) -> None:
        name, why = self.name.component, self.why.component
        assert isinstance(name, ui.TextInput)
        assert isinstance(why, ui.TextInput)
        await interaction.response.send_message(f"{name.value}: {why.value or 'no reason'}")


bot = BusyBot()


@bot.tree.command()
@app_commands.describe(word="A word", private="Only you see it")
async def card(interaction: Interaction, word: str, private: bool = False) -> None:
    """Show a card."""
    await interaction.response.send_message(view=Card(word), ephemeral=private)


@card.autocomplete("word")
async def offer(_: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=one.title(), value=one) for one in WORDS if typed in one]


@bot.tree.command()
async def form(interaction: Interaction) -> None:
    """Open a form."""
    await interaction.response.send_modal(Form())


@bot.tree.command()
async def slow(interaction: Interaction) -> None:
    """Defer, answer, send a follow-up, and delete that."""
    await interaction.response.defer(ephemeral=True)
    await interaction.edit_original_response(content="done")
    more = await interaction.followup.send("more", wait=True)
    await more.delete()
    await interaction.followup.send("last", file=discord.File(io.BytesIO(b"abc"), "a.txt"))


@bot.tree.command()
async def talk(interaction: Interaction) -> None:
    """Open a thread and a poll."""
    await interaction.response.send_message("talk")
    sent = await interaction.original_response()
    message = await sent.fetch()
    thread = await message.create_thread(name="About it")
    await thread.send("in the thread")
    question = discord.Poll("Well?", duration=timedelta(hours=1))
    question.add_answer(text="Yes")
    question.add_answer(text="No")
    assert isinstance(interaction.channel, discord.TextChannel)
    await interaction.channel.send(poll=question)


@bot.tree.command()
async def who(interaction: Interaction, person: discord.Member, place: discord.TextChannel) -> None:
    """Name a person and a place."""
    await interaction.response.send_message(f"{person.display_name} in {place.name}")


@bot.tree.command()
async def loud(interaction: Interaction) -> None:
    """Commit two faults: notify people, then answer twice."""
    everybody = discord.AllowedMentions.all()
    await interaction.response.send_message("@everyone", allowed_mentions=everybody)
    interaction.response._response_type = None
    await interaction.response.send_message("again")


@bot.tree.context_menu(name="Length of it")
async def length(interaction: Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"{len(message.content)} characters")


@bot.tree.context_menu(name="Greet")
async def greet(interaction: Interaction, user: discord.User) -> None:
    await interaction.response.send_message(f"hello {user.display_name}")


def main() -> None:
    """Run until stopped."""
    env = os.environ  # noqa: TID251 - a program of the tests, which have no bot.settings
    Route.BASE = env["DISCORD_API_URL"]
    # On SIGINT asyncio cancels its main task; an exception raised just anywhere may be lost.
    # A shell that starts the tests in the background lets them ignore the signal of Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    bot.run(env["DISCORD_TOKEN"], log_level=int(sys.argv[1]) if len(sys.argv) > 1 else 20)


if __name__ == "__main__":
    main()
