"""Steps of moderators and members, over the loopback."""

from tests.loopback import LoopbackDiscord, Member, Reply

POINT, OTHER_POINT = "room-for-private-companies", "private-providers-commission"
SHARED = "a-gartner-seat"


def opened(discord: LoopbackDiscord, member: Member) -> None:
    """Let the server's settings offer /library to everyone."""

    def open_up() -> None:
        for command in discord.world.application.commands.values():
            if command["name"] == "library":
                command["default_member_permissions"] = None

    discord.do(open_up)
    assert "library" in member.commands


def fields(text: str, **others: str) -> dict[str, str]:
    """Return values for the form of a quote."""
    typed = {"Text": text, "Speaker": "Ann Example", "Source": "A talk", "Date": "2024"}
    return typed | others


def preview(moderator: Member, text: str, **others: str) -> Reply:
    """Fill in the form of a new quote; return the preview."""
    form = moderator.slash("library add", point=POINT, stance="for").form
    return moderator.submit(form, fields(text, **others))


def add(moderator: Member, text: str, **others: str) -> Reply:
    """Add a quote; return the answer."""
    saved = moderator.click(preview(moderator, text, **others).message, "Save")
    assert "Saved" in saved.text, saved.text
    return saved


def id_of(moderator: Member, text: str, command: str = "library history") -> str:
    """Return the id of the quote with these words from completion."""
    offered = [one["value"] for one in moderator.complete(command, "quote", text)]
    assert len(offered) == 1, offered
    return str(offered[0])


def suggest(member: Member, text: str, **options: str) -> Reply:
    """Suggest a quote; return the answer."""
    return member.submit(member.slash("suggest", **options).form, fields(text))


def shown(member: Member, text: str) -> bool:
    """Return whether the answers of the server contain these words."""
    reply = member.slash("quote", topic=text)
    first = text.partition("\n")[0]
    return f"> {first}" in reply.text.replace("\\", "")
