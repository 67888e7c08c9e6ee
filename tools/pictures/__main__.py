"""Redraw the pictures in docs/pictures/ whose cards changed (needs chromium).

``python -m tools.pictures``; after a change of the drawing itself, delete ``drawn.json`` first.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from html import escape
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from bot.answers.desk import Desk
from bot.library.load import load_library
from tools.pictures import members, moderating
from tools.pictures.card import page
from tools.pictures.members import Exchange, payloads

_ROOT = Path(__file__).parents[2]
PICTURES = _ROOT / "docs" / "pictures"
DRAWN = PICTURES / "drawn.json"
# Suffix of a picture's name, its width in pixels, whether the theme is dark. README shows the
# first.
_VARIANTS = (
    ("", 680, True),
    ("-light", 680, False),
    ("-phone", 360, True),
    ("-phone-light", 360, False),
)

_FRAME = '<iframe width="{width}" height="100" srcdoc="{source}"></iframe>'
_TELL_THE_HEIGHTS = (
    "<script>onload = () => document.body.dataset.heights ="
    " [...document.querySelectorAll('iframe')]"
    ".map(frame => frame.contentDocument.documentElement.scrollHeight)</script>"
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
    """Draw each picture that is not drawn yet; return 1 if there is no browser to draw with."""
    browser = find_browser()
    if browser is None:
        print("no chromium on this machine", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    before = json.loads(DRAWN.read_text("utf-8")) if DRAWN.exists() else {}
    drawn = {name: digest(source) for name, source, _ in sources()}
    drawings = tuple(one for one in sources() if drawn[one[0]] != before.get(one[0]))
    sized = zip(
        drawings, heights(browser, ((html, width) for _, html, width in drawings)), strict=True
    )
    for (name, source, width), height in sized:
        picture = PICTURES / f"{name}.png"
        _draw(browser, source, picture, f"{width},{height}")
        _shrink(picture)
        print(picture.relative_to(_ROOT))
    DRAWN.write_text(json.dumps(drawn, indent=1, sort_keys=True) + "\n", "utf-8")
    return 0


def sources() -> Iterator[tuple[str, str, int]]:
    """Yield the name of each picture, its HTML, and its width in pixels."""
    for exchange, variants in _exchanges():
        for added, width, dark in variants:
            html = page(exchange.messages, exchange.asked, width=width, dark=dark)
            yield f"{exchange.name}{added}", html, width


def digest(source: str) -> str:
    """Return the SHA-256 of a picture's HTML: a test compares it with that of the last drawing."""
    return hashlib.sha256(source.encode()).hexdigest()


def _exchanges() -> Iterator[tuple[Exchange, Iterable[tuple[str, int, bool]]]]:
    """Yield each exchange, and the variants to draw."""
    library = _ROOT / "quotes"
    for exchange in members.exchanges(Desk(load_library(library))):
        yield exchange, _VARIANTS
    for name, asked, shown in moderating.exchanges(library):
        yield Exchange(name, asked, payloads(shown)), _VARIANTS[:1]


def find_browser() -> str | None:
    """Return the path of a browser to draw with, if this machine has one."""
    return shutil.which("chromium") or shutil.which("google-chrome")


def heights(browser: str, drawings: Iterable[tuple[str, int]]) -> tuple[int, ...]:
    """Return the height of each drawing in pixels; a drawing is its HTML and its width."""
    frames = "".join(_FRAME.format(source=escape(html), width=width) for html, width in drawings)
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "cards.html"
        whole = f'<!doctype html><meta charset="utf-8"><body>{frames}{_TELL_THE_HEIGHTS}</body>'
        written.write_text(whole, "utf-8")
        shown = _browse(browser, folder, "--dump-dom", written.as_uri())
    told = shown.partition('data-heights="')[2].partition('"')[0]
    return tuple(map(int, filter(None, told.split(","))))


def _draw(browser: str, source: str, picture: Path, size: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "card.html"
        written.write_text(source, "utf-8")
        window = (f"--window-size={size}", f"--screenshot={picture}")
        _browse(browser, folder, *window, written.as_uri())


def _shrink(picture: Path) -> None:
    """Reduce the colours, to a third of the bytes, if Pillow (from matplotlib) is installed."""
    if find_spec("PIL") is None:
        return
    image = import_module("PIL.Image")
    with image.open(picture) as drawn:
        drawn.convert("RGB").quantize(96, dither=0).save(picture, optimize=True)


def _browse(browser: str, folder: str, *arguments: str) -> str:
    """Return the browser's output; it opens a local file and has no access to the network."""
    command = [browser, *_QUIETLY, f"--user-data-dir={folder}/profile", *arguments]
    return subprocess.run(  # noqa: S603 - the browser found on this machine, our own arguments
        command, check=True, capture_output=True, text=True, timeout=60
    ).stdout


if __name__ == "__main__":
    raise SystemExit(main())
