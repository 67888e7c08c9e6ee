"""Draw the pictures in docs/pictures/ anew: ``python -m tools.pictures`` (needs chromium)."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bot.commands import BY_NAME
from bot.desk import Desk
from bot.discordapp.cards import replies
from bot.library.load import load_library
from bot.pages import page_of
from bot.pages.page import Page
from tools.pictures.card import page
from tools.pictures.moderating import exchanges

_ROOT = Path(__file__).parents[2]
_PICTURES = _ROOT / "docs" / "pictures"
# name of the picture, command, what is filled in, width in pixels
_EXCHANGES = (
    ("debate", "debate", {"point": "private-sector"}, 680),
    ("quote", "quote", {"topic": "reorganisation"}, 680),
    ("ask", "ask", {"question": "Should the NHS build its own software or buy it?"}, 680),
    ("nothing", "ask", {"question": "when do I plant tomatoes"}, 680),
    ("phone", "quote", {"topic": "privte sectr"}, 360),
)


_TELL_THE_HEIGHT = (
    "<script>document.body.dataset.height=document.documentElement.scrollHeight</script>"
)
_QUIETLY = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def main() -> int:
    """Draw each picture; 1 where there is no browser to draw with."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        print("no chromium on this machine", file=sys.stderr)
        return 1
    _PICTURES.mkdir(parents=True, exist_ok=True)
    for name, asked, answered, width in _pages():
        bodies = [
            {"components": reply.view.to_components()}  # type: ignore[no-untyped-call] # as discord.py has it
            for reply in replies(answered)
        ]
        _draw(browser, page(bodies, asked, width=width), _PICTURES / f"{name}.png", width)
        print(_PICTURES.relative_to(_ROOT) / f"{name}.png")
    return 0


def _pages() -> Iterator[tuple[str, str, Page, int]]:
    """Each picture's name, what is typed, the page that answers, and the width."""
    library = _ROOT / "quotes"
    desk = Desk(load_library(library))
    for name, command, given, width in _EXCHANGES:
        answered = page_of(BY_NAME[command].answer(desk, given))
        yield name, " ".join(("/" + command, *given.values())), answered, width
    for name, asked, shown in exchanges(library):
        yield name, asked, shown, 680


def _draw(browser: str, source: str, picture: Path, width: int) -> None:
    """A picture as high as the page, which is first asked how high it is."""
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "card.html"
        written.write_text(source.replace("</body>", f"{_TELL_THE_HEIGHT}</body>"), "utf-8")
        asked = (f"--window-size={width},200", "--dump-dom", written.as_uri())
        height = _browse(browser, folder, *asked).partition('data-height="')[2].partition('"')[0]
        size = f"--window-size={width},{height}"
        _browse(browser, folder, size, f"--screenshot={picture}", written.as_uri())


def _browse(browser: str, folder: str, *arguments: str) -> str:
    """What the browser prints; it looks at our own file and asks the network for nothing."""
    command = [browser, *_QUIETLY, f"--user-data-dir={folder}/profile", *arguments]
    return subprocess.run(  # noqa: S603 - the browser found on this machine, our own arguments
        command, check=True, capture_output=True, text=True, timeout=60
    ).stdout


if __name__ == "__main__":
    raise SystemExit(main())
