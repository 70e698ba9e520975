"""Markdown in pieces: its code blocks, and all that is none."""

import re
from collections.abc import Callable

_FENCE = re.compile(
    r"^(?P<ticks>```+)(?P<language>[^\n`]*)\n(?P<body>.*?)^(?P=ticks)[ \t]*$", re.M | re.S
)
Block = tuple[str, str]
"""A code block's language and its text."""


def rewrite(text: str, prose: Callable[[str], str], code: Callable[[Block, str], str]) -> str:
    """`text` with `prose` applied between code blocks, and `code` to each block and its source."""
    pieces, start = [], 0
    for found in _FENCE.finditer(text):
        pieces.append(prose(text[start : found.start()]))
        pieces.append(code((found["language"].strip(), found["body"]), found[0]))
        start = found.end()
    return "".join([*pieces, prose(text[start:])])


def fenced(language: str, body: str) -> str:
    """`body` as a code block; a session at Python's prompt is shown as one."""
    session = language == "python" and body.lstrip().startswith(">>>")
    return f"```{'pycon' if session else language}\n{body.rstrip()}\n```"


def without_sections(text: str, titles: frozenset[str]) -> str:
    """`text` without the sections of these titles, whatever their level."""
    kept, above = [], 0
    for line in text.split("\n"):
        heading = re.match(r"(#+) (.*)", line)
        if heading and above and len(heading[1]) <= above:
            above = 0
        if heading and not above and heading[2] in titles:
            above = len(heading[1])
        if not above:
            kept.append(line)
    return "\n".join(kept)


def section(text: str, title: str) -> str | None:
    """What stands under the heading ``## title``; None if there is none."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    return found[1].strip() if found else None
