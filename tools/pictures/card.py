"""A message's components as HTML that looks like Discord.

Component types: https://docs.discord.com/developers/components/reference
"""

import html
from collections.abc import Mapping, Sequence
from typing import Any

from tools.pictures.markdown import as_html

# One payload as discord.py sends it, read back from JSON.
Payload = Mapping[str, Any]

_DARK = """
:root{--page:#313338;--card:#2b2d31;--edge:#3f4147;--ink:#dbdee1;--head:#f2f3f5;--faint:#a5a9b1;
--button:#4e5058;--buttonink:#fff;--bar:#4e5058;--link:#c9cdfb}
"""
_LIGHT = """
:root{--page:#fff;--card:#f2f3f5;--edge:#dfe1e5;--ink:#313338;--head:#060607;--faint:#5c5e66;
--button:#e3e5e8;--buttonink:#313338;--bar:#c4c9ce;--link:#505cdc}
"""
THEMES = (_DARK, _LIGHT)
_STYLE = """
*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--ink);
font:16px/1.375 "gg sans","Noto Sans","Liberation Sans",sans-serif;padding:16px;width:WIDTHpx}
.message{display:flex;gap:14px}.face{flex:none;width:40px;height:40px;border-radius:50%;
background:#0072b2;color:#fff;display:grid;place-items:center;font-weight:700}
.said{flex:1;min-width:0}.name{color:var(--head);font-weight:600}
.tag{background:#5865f2;color:#fff;font-size:11px;border-radius:4px;padding:1px 5px;margin-left:6px}
.asked{color:var(--faint);font-size:14px;margin:0 0 6px 54px}
.card{background:var(--card);border:1px solid var(--edge);border-left:4px solid var(--accent);
border-radius:8px;padding:12px 14px;margin:8px 0;max-width:600px}
.free{margin:8px 0;max-width:600px}.card>:first-child{margin-top:0}
.card>:last-child{margin-bottom:0}
h1,h2,h3{color:var(--head);margin:2px 0 4px;line-height:1.3;font-size:18px}
p{margin:0;min-height:4px}
b{color:var(--head);font-weight:600}small{display:block;color:var(--faint);font-size:13px}
blockquote{margin:4px 0;padding-left:12px;border-left:4px solid var(--bar);border-radius:4px}
.command{color:var(--link)}
li{margin:2px 0 2px 18px}li.under{margin-left:36px}hr{border:0;border-top:1px solid var(--edge)}
.row{display:flex;flex-wrap:wrap;gap:8px;margin:8px 0;max-width:600px}
.button{background:var(--button);color:var(--buttonink);border-radius:8px;padding:6px 14px;
font-size:14px;font-weight:500}.select{flex:1;background:var(--card);border:1px solid var(--edge);
border-radius:8px;padding:8px 12px;color:var(--faint);display:flex;justify-content:space-between;
gap:8px;min-width:0}
.poll{background:var(--card);border:1px solid var(--edge);border-radius:8px;padding:14px;
margin:8px 0;max-width:440px}
.answer{display:flex;justify-content:space-between;align-items:center;gap:12px;margin:8px 0 0;
padding:10px 14px;background:var(--page);border:1px solid var(--edge);border-radius:8px;
font-weight:500}
.answer i{flex:none;width:18px;height:18px;border:2px solid var(--faint);border-radius:50%}
"""


def page(messages: Sequence[Payload], asked: str, *, width: int = 680, dark: bool = True) -> str:
    """Return an exchange as HTML: the typed text, and the messages that answered it."""
    style = (_DARK if dark else _LIGHT) + _STYLE.replace("WIDTH", str(width))
    shown = "".join(map(_message, messages))
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><style>{style}</style><body>'
        f'<div class="asked">{html.escape(asked)}</div><div class="message">'
        '<div class="face">C</div><div class="said">'
        '<span class="name">Counterpoint</span><span class="tag">APP</span>'
        f"{shown}</div></div></body></html>"
    )


def _message(body: Payload) -> str:
    poll = _poll(body["poll"]) if body.get("poll") else ""
    return "".join(_component(one) for one in body["components"]) + poll


def _poll(poll: Payload) -> str:
    answers = "".join(
        f'<div class="answer">{html.escape(one["poll_media"]["text"])}<i></i></div>'
        for one in poll["answers"]
    )
    question = html.escape(poll["question"]["text"])
    return f'<div class="poll"><h3>{question}</h3><small>Select one answer</small>{answers}</div>'


def _component(one: Payload) -> str:
    match one["type"]:
        case 1:
            return f'<div class="row">{_inside(one)}</div>'
        case 2:
            arrow = " ↗" if one.get("url") else ""
            return f'<span class="button">{html.escape(one["label"])}{arrow}</span>'
        case 3:
            said = html.escape(one.get("placeholder") or "")
            return f'<span class="select"><span>{said}</span><span>▾</span></span>'
        case 10:
            return f'<div class="free">{as_html(one["content"])}</div>'
        case 14:
            return "<hr>"
        case 17:
            accent = one.get("accent_color")
            colour = f"#{accent:06x}" if accent is not None else "var(--edge)"
            return f'<div class="card" style="--accent:{colour}">{_inside(one)}</div>'
        case other:
            raise ValueError(f"no picture is known of component type {other}")


def _inside(one: Payload) -> str:
    return "".join(_component(inner) for inner in one["components"])
