"""Import and export, over the loopback."""

import io
import zipfile

import pytest

from bot.moderation.import_files import MOST_BYTES
from tests.discordapp.moderation.desks import POINT, add, shown
from tests.loopback import LoopbackDiscord, Member, Permission, Upload

HEADER = "text,speaker,source,point,stance\n"


def table(*rows: str) -> Upload:
    return Upload("quotes.csv", (HEADER + "\n".join(rows)).encode())


def row(words: str, point: str = POINT) -> str:
    return f"{words},Ann Example,A talk,{point},for"


def test_import_is_shown_first_and_then_done_at_once(mo: Member, ada: Member) -> None:
    words = "Lemmings are carried in by the table."
    looked = mo.slash("library import", file=table(row(words), row("Voles come with lemmings.")))
    assert looked.ephemeral
    assert "new" in looked.text
    assert not shown(ada, words)
    done = mo.click(looked.message, "Apply")
    assert done.ephemeral
    assert shown(ada, words)
    again = mo.slash("library import", file=table(row(words)))
    assert "Apply" not in again.message.labels
    assert "already here" in again.text


def test_cancelled_import_changes_nothing(mo: Member, ada: Member) -> None:
    words = "Shrews stay outside."
    looked = mo.slash("library import", file=table(row(words)))
    mo.click(looked.message, "Cancel")
    assert not shown(ada, words)


def test_import_with_anything_wrong_is_not_done_at_all(mo: Member, ada: Member) -> None:
    words = "Moles are right where others are wrong."
    looked = mo.slash("library import", file=table(row(words), row("Wrong.", "no-such-point")))
    assert "line 3" in looked.text
    assert looked.message.labels == []
    assert not shown(ada, words)


BAD = {
    "no YAML": Upload("library.yaml", b"\x00\xff: ["),
    "bomb": Upload(
        "library.yaml",
        b"a: &a [x,x,x,x,x,x,x,x,x]\n"
        + b"".join(
            b"%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n" % (k + 1, k + 1, *(k,) * 8)
            for k in range(97, 110)
        ),
    ),
    "zip by another name": Upload("library.yaml", b"PK\x03\x04" + b"\x00" * 50),
    "picture": Upload("library.png", b"\x89PNG" + b"\x00" * 50),
    "empty": Upload("library.csv", b""),
    "hostile name": Upload("@everyone.csv", b"nothing"),
}


@pytest.mark.parametrize("kind", BAD)
def test_file_that_is_none_is_a_clear_sentence(
    mo: Member, discord: LoopbackDiscord, kind: str
) -> None:
    reply = mo.slash("library import", file=BAD[kind])
    assert reply.ephemeral
    assert "Traceback" not in reply.text
    assert "reference" not in reply.text
    assert "Apply" not in reply.message.labels
    discord.assert_mentions_nobody()


def test_file_that_is_too_large_is_refused_before_it_is_fetched(
    mo: Member, discord: LoopbackDiscord
) -> None:
    reply = mo.slash("library import", file=Upload("quotes.yaml", b"#" * (MOST_BYTES + 1)))
    assert "8 MB" in reply.text
    assert not [one for one in discord.journal.entries if "attachments" in str(one.what)]


def test_export_comes_back_the_same(discord: LoopbackDiscord, mo: Member, ada: Member) -> None:
    add(mo, "Exports carry dormice along.")
    first = mo.slash("library export")
    assert first.ephemeral
    assert "quote" in first.text
    archive = first.message.attachments[0].upload.content
    guild = discord.add_guild("Copy")
    eli = discord.member("Eli", permissions=Permission.MANAGE_MESSAGES, guild=guild)
    looked = eli.slash("library import", file=Upload("library.zip", archive))
    eli.click(looked.message, "Apply")
    assert shown(eli, "Exports carry dormice along.")
    second = eli.slash("library export").message.attachments[0].upload.content
    assert second == archive
    assert zipfile.ZipFile(io.BytesIO(archive)).namelist()
    assert ada.slash("about").text
