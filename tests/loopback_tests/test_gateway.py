import zlib
from collections.abc import Iterator

import pytest

from tests.loopback import LoopbackDiscord
from tests.loopback.errors import Json
from tests.loopback.journal import Way
from tests.loopback_tests.raw import IDENTIFY, Wire, on_the_wire


@pytest.fixture
def quiet() -> Iterator[LoopbackDiscord]:
    with LoopbackDiscord() as discord:
        yield discord
        discord.assert_no_faults()


async def identify(wire: Wire, **more: object) -> Json:
    """Answer HELLO with IDENTIFY and return READY."""
    assert (await wire.hear())["op"] == 10
    await wire.say(2, {**IDENTIFY, **more})
    return await wire.hear()


def test_ready_names_guilds_and_then_tells_them(quiet: LoopbackDiscord) -> None:
    async def talk(wire: Wire) -> tuple[Json, Json]:
        return await identify(wire), await wire.hear()

    ready, guild = on_the_wire(quiet, talk)
    assert (ready["t"], ready["s"]) == ("READY", 1)
    assert ready["d"]["guilds"] == [{"id": str(quiet.guild.id), "unavailable": True}]
    assert (guild["t"], guild["s"], guild["d"]["name"]) == ("GUILD_CREATE", 2, "Readers")


def test_shard_is_told_of_its_own_guilds(quiet: LoopbackDiscord) -> None:
    mine = (quiet.guild.id >> 22) % 2

    async def talk(wire: Wire, shard: int) -> Json:
        return await identify(wire, shard=[shard, 2])

    assert on_the_wire(quiet, lambda wire: talk(wire, mine))["d"]["guilds"]
    assert not on_the_wire(quiet, lambda wire: talk(wire, 1 - mine))["d"]["guilds"]


def test_heartbeat_is_acknowledged(quiet: LoopbackDiscord) -> None:
    async def talk(wire: Wire) -> Json:
        await wire.hear()
        await wire.say(1, None)
        return await wire.hear()

    assert on_the_wire(quiet, talk)["op"] == 11


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({**IDENTIFY, "token": "wrong"}, 4004),
        ({**IDENTIFY, "intents": 1 << 15}, 4014),
        ({**IDENTIFY, "intents": 1 << 1}, 4014),
        ({**IDENTIFY, "intents": 1 << 30}, 4013),
        ({**IDENTIFY, "shard": [2, 2]}, 4010),
    ],
)
def test_identify_that_discord_refuses(quiet: LoopbackDiscord, said: Json, code: int) -> None:
    async def talk(wire: Wire) -> int | None:
        await wire.say(2, said)
        return await wire.close_code()

    with quiet.expecting_faults() as faults:
        assert on_the_wire(quiet, talk) == code
    assert len(faults) == 1


@pytest.mark.parametrize(
    ("frame", "code"),
    [("{", 4002), ("[]", 4002), ('{"op": 99}', 4001), ('{"op": 3, "d": {}}', 4003)],
)
def test_frame_that_makes_no_sense(quiet: LoopbackDiscord, frame: str, code: int) -> None:
    async def talk(wire: Wire) -> int | None:
        await wire.socket.send_str(frame)
        return await wire.close_code()

    with quiet.expecting_faults():
        assert on_the_wire(quiet, talk) == code


@pytest.mark.parametrize(("padding", "code"), [(4000, None), (4096, 4002)])
def test_frame_is_at_most_4096_bytes(
    quiet: LoopbackDiscord, padding: int, code: int | None
) -> None:
    async def talk(wire: Wire) -> int | None:
        await wire.hear()
        await wire.say(1, "x" * padding)
        if code is None:
            await wire.hear()
            return None
        return await wire.close_code()

    if code is None:
        assert on_the_wire(quiet, talk) is None
        return
    with quiet.expecting_faults():
        assert on_the_wire(quiet, talk) == code


def test_only_120_frames_a_minute(quiet: LoopbackDiscord) -> None:
    async def talk(wire: Wire) -> int | None:
        for _ in range(121):
            await wire.say(1, None)
        return await wire.close_code()

    with quiet.expecting_faults():
        assert on_the_wire(quiet, talk) == 4008


def test_identify_twice_is_refused(quiet: LoopbackDiscord) -> None:
    async def talk(wire: Wire) -> int | None:
        await identify(wire)
        await wire.say(2, IDENTIFY)
        return await wire.close_code()

    with quiet.expecting_faults():
        assert on_the_wire(quiet, talk) == 4005


def test_version_and_encoding_are_asked_for(quiet: LoopbackDiscord) -> None:
    with quiet.expecting_faults():
        assert on_the_wire(quiet, lambda wire: wire.close_code(), "v=9&encoding=json") == 4012
        assert on_the_wire(quiet, lambda wire: wire.close_code(), "v=10&encoding=etf") == 4012


def test_stream_is_compressed_where_asked(quiet: LoopbackDiscord) -> None:
    async def talk(wire: Wire) -> bytes:
        return await wire.socket.receive_bytes(timeout=10)

    packed = on_the_wire(quiet, talk, "v=10&encoding=json&compress=zlib-stream")
    assert packed.endswith(b"\x00\x00\xff\xff")
    assert zlib.decompressobj().decompress(packed).startswith(b'{"op":10')


def test_resume_replays_what_was_missed(quiet: LoopbackDiscord) -> None:
    async def start(wire: Wire) -> str:
        ready = await identify(wire)
        await wire.hear_until("GUILD_CREATE")
        await wire.socket.close(code=4000)
        return str(ready["d"]["session_id"])

    session = on_the_wire(quiet, start)
    quiet.until(lambda: not quiet.gateway.ready, "the connection to be gone")
    quiet.member("Ada").say(f"<@{quiet.world.bot.id}> hello")

    async def resume(wire: Wire) -> list[str]:
        await wire.hear()
        await wire.say(6, {"token": IDENTIFY["token"], "session_id": session, "seq": 2})
        return [(await wire.hear())["t"], (await wire.hear())["t"]]

    assert on_the_wire(quiet, resume) == ["MESSAGE_CREATE", "RESUMED"]


def test_resume_of_nothing_is_invalid(quiet: LoopbackDiscord) -> None:
    async def talk(wire: Wire) -> Json:
        await wire.hear()
        await wire.say(6, {"token": IDENTIFY["token"], "session_id": "none", "seq": 1})
        return await wire.hear()

    assert on_the_wire(quiet, talk) == {"op": 9, "d": False}


def test_resume_beyond_what_was_sent_is_refused(quiet: LoopbackDiscord) -> None:
    async def talk(wire: Wire) -> str:
        session = (await identify(wire))["d"]["session_id"]
        await wire.socket.close(code=4000)
        return str(session)

    session = on_the_wire(quiet, talk)

    async def resume(wire: Wire) -> int | None:
        await wire.say(6, {"token": IDENTIFY["token"], "session_id": session, "seq": 99})
        return await wire.close_code()

    with quiet.expecting_faults():
        assert on_the_wire(quiet, resume) == 4007


def test_invalidated_session_is_forgotten(quiet: LoopbackDiscord) -> None:
    async def talk(wire: Wire) -> Json:
        await identify(wire)
        await wire.hear_until("GUILD_CREATE")
        quiet.do(quiet.gateway.invalidate)
        return await wire.hear()

    assert on_the_wire(quiet, talk) == {"op": 9, "d": False}
    assert quiet.gateway.sessions == {}


def test_content_is_hidden_without_the_intent(quiet: LoopbackDiscord) -> None:
    ada = quiet.member("Ada")
    bot = quiet.world.bot

    async def talk(wire: Wire) -> list[str]:
        await identify(wire)
        await wire.hear_until("GUILD_CREATE")
        quiet_said = (ada.say, ada.say, ada.in_private().say)
        words = ("secret", f"<@{bot.id}> told", "told")
        heard = []
        for say, word in zip(quiet_said, words, strict=True):
            say(word)
            heard.append((await wire.hear_until("MESSAGE_CREATE"))["d"]["content"])
        return heard

    assert on_the_wire(quiet, talk) == ["", f"<@{bot.id}> told", "told"]


def test_messages_come_to_those_with_the_intent_alone(quiet: LoopbackDiscord) -> None:
    ada = quiet.member("Ada")

    async def talk(wire: Wire) -> str:
        await identify(wire, intents=1)
        await wire.hear_until("GUILD_CREATE")
        ada.say("not for you")
        await wire.say(1, None)
        return str((await wire.hear())["op"])

    assert on_the_wire(quiet, talk) == "11"


def test_silent_bot_is_hung_up_on() -> None:
    async def talk(wire: Wire) -> int | None:
        return await wire.close_code()

    with LoopbackDiscord(heartbeat_s=0.05) as discord, discord.expecting_faults() as faults:
        assert on_the_wire(discord, talk) == 4009
    assert "heartbeat" in str(faults[0])


def test_frames_are_in_the_journal(quiet: LoopbackDiscord) -> None:
    on_the_wire(quiet, identify)
    assert quiet.journal.bodies(Way.HEARD, "IDENTIFY") == [IDENTIFY]
    assert quiet.journal.bodies(Way.SENT, "READY")
