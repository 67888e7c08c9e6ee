"""A small reader of Discord's Markdown: the rules that apply to a text, and the visible text.

Written from the rules of simple-markdown, which Discord's clients use, and Discord's additions
(https://support.discord.com/hc/en-us/articles/210298617).
"""

import re

_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
# Each rule replaces the characters that it matches.
_INLINE = {
    "autolink": r"<(?:https?://[^ >]+|mailto:[^ >]+|[^ >@]+@[^ >]+|tel:[^ >]+)>",
    "address": r"(?:https?|steam|discord)://[^\s<]+[^<.,:;\"'\]\s]",
    "link": r"\[(?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))*\]\([^)\n]*\)",
    "mention": r"<@[!&]?\d+>|<#\d+>|<id:[a-z-]+>|</[^<>:]+:\d+>|@everyone|@here",
    "time": r"<t:-?\d{1,17}(?::[tTdDfFR])?>",
    "emoji": r"<a?:\w+:\d+>|:[^\s:]+?(?:::skin-tone-\d)?:",
    "code": r"(?P<fence>`+)[\s\S]*?[^`](?P=fence)(?!`)",
    "strong": r"\*\*(?:\\[\s\S]|[^\\])+?\*\*(?!\*)",
    "underline": r"__(?:\\[\s\S]|[^\\])+?__(?!_)",
    "emphasis": r"_(?:__|\\[\s\S]|[^\\_])+?_(?![A-Za-z0-9_])"
    r"|\*(?=\S)(?:\*\*|\s+(?:[^*\s]|\*\*)|[^\s*])+?\*(?!\*)",
    "struck": r"~~(?=\S)[\s\S]*?\S~~(?!_)",
    "spoiler": r"\|\|[\s\S]+?\|\|",
    "shrug": r"¯\\_\(ツ\)_/¯",
}
_OPENING = {
    "heading": r" *#{1,3} +(?!#)\S",
    "small": r" *-# +(?!-#)\S",
    "quotation": r" *>(?!>>) +|  *>>> +",
    "list": r" *(?:[*-]|\d+\.) +",
}
_RULES = {name: re.compile(pattern) for name, pattern in _INLINE.items()}
_STARTS = {name: re.compile(pattern) for name, pattern in _OPENING.items()}


def read(markdown: str) -> tuple[str, list[str]]:
    """Return the text a reader sees, and the names of the rules that apply."""
    seen: list[str] = []
    held: list[str] = []
    at, fresh = 0, True
    while at < len(markdown):
        if fresh:
            held += [name for name, rule in _STARTS.items() if rule.match(markdown, at)]
        escaped = _ESCAPE.match(markdown, at)
        if escaped:
            seen.append(escaped[1])
            at, fresh = escaped.end(), False
            continue
        held += [name for name, rule in _RULES.items() if rule.match(markdown, at)]
        seen.append(markdown[at])
        fresh = markdown[at] == "\n"
        at += 1
    return "".join(seen), held
