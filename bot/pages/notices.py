"""Pages that answer no request: a fault of ours, a request that cannot be met, a first hint."""

from dataclasses import replace

from bot.pages.page import Line, ListBlock, Page, Row, Tone
from bot.pages.stances import ALL_TOPICS


def error_page(reference: str) -> Page:
    """An apology, with a reference under which the log has what went wrong."""
    return Page(
        (
            Line("Something went wrong here, and it was nothing you did."),
            Line(f"If it happens again, tell whoever runs this bot: reference {reference}."),
        ),
        tone=Tone.ERROR,
    )


def request_page(text: str) -> Page:
    """Why a request cannot be met as it stands; ``text`` is the error's own sentence."""
    return Page((Line(text),), tone=Tone.NOTICE)


def hint_page() -> Page:
    """How to begin, for somebody who called without a question."""
    return Page(
        (
            Line("Ask a question, and the answer is what people really said, on both sides."),
            ListBlock(
                (
                    Row("/ask", "a question in your own words"),
                    Row("/debate", "both sides of a point"),
                    Row("/quote", "an excerpt on a topic"),
                    Row("/topics", "what there is"),
                )
            ),
        ),
        (ALL_TOPICS,),
    )


def on_a_message(page: Page, words: str) -> Page:
    """The page, with the beginning of the message it answers before it."""
    said = Line(f"On the message “{words}”", small=True, asked=True)
    return replace(page, blocks=(said, *page.blocks))
