"""Every sentence that members and moderators read is marked for translation."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

BOT = Path(__file__).parent.parent / "bot"
SPOKEN_IN = ("pages", "moderation", "community", "discordapp")
# Functions whose texts are translated, or are for the log and the operator.
MARKING = {"_", "N_", "counted", "_counting", "pgettext", "sentence"}
UNSEEN = {
    "debug",
    "info",
    "warning",
    "error",
    "exception",
    "compile",
    "Histogram",
    "Counter",
    "Gauge",
}
FOR_OPERATORS = {"metrics.py", "connection.py"}
SENTENCE = re.compile(r"[A-Za-z’']{2,} [A-Za-z’']{2,}")
# Names that are not read, or are the same in every language.
NAMES = {
    "Etc/GMT",
    "daily point",
    "daily point ",
    "daily point off ",
    "discord.py: on_",
    "every day",
    "it has no poll",
    "it is no thread",
    "not an answer of Discord's: ",
    "published in",
    "reported by",
    "result of ",
    "said by",
    "start lock",
    "the bot",
    "time zone",
    "/library point",
    "/library topic",
}


def unmarked(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            continue
        if not SENTENCE.search(node.value) or node.value in NAMES:
            continue
        around: ast.AST = node
        while around in parents:
            inner, around = around, parents[around]
            docstring = isinstance(around, ast.Expr)
            annotation = isinstance(around, ast.AnnAssign | ast.arg) and inner is around.annotation
            in_a_type = isinstance(around, ast.ClassDef)
            if docstring or annotation or in_a_type:
                break
            if isinstance(around, ast.Call) and called(around) in MARKING | UNSEEN:
                break
        else:
            yield f"{path.relative_to(BOT)}:{node.lineno}: {node.value}"


def called(call: ast.Call) -> str:
    return getattr(call.func, "id", "") or getattr(call.func, "attr", "")


def test_every_sentence_is_marked_for_translation() -> None:
    found = [
        one
        for folder in SPOKEN_IN
        for path in sorted((BOT / folder).rglob("*.py"))
        if path.name not in FOR_OPERATORS
        for one in unmarked(path)
    ]
    assert found == []
