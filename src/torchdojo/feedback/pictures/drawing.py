"""Drawings that can be stacked to one SVG, and what all exhibits of a milestone have in common."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Protocol

LETTER, LINE = 7.3, 17
WIDE = 640
STROKES = (("#1b6ca8", ""), ("#b3261e", "6 3"), ("#4d8b31", "2 3"), ("#8a5a00", "9 3 2 3"))
"""Colours and dashes: each pair differs by its dashes as well."""
_GAP, _MARGIN = 16, 12


@dataclass(frozen=True)
class Drawing:
    """A piece of SVG, and the room that it takes."""

    body: str
    width: float
    height: float


class Exhibit(Protocol):
    """Something to be shown, in a terminal and as SVG; neither needs colour to be understood."""

    def lines(self, width: int, *, colour: bool = False) -> list[str]:
        """The exhibit as lines of at most `width` characters."""

    def drawing(self) -> Drawing:
        """The exhibit as a drawing."""


def text(x: float, y: float, words: str, anchor: str = "start") -> str:
    """An element of dark text."""
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} fill="#111" xml:space="preserve">{escape(words)}</text>'


def wrapped(words: str, width: int) -> list[str]:
    """A title or paragraph in lines of at most `width` characters."""
    return textwrap.wrap(words, width)


def written(lines: Sequence[str]) -> Drawing:
    """Lines of text as a drawing."""
    body = "".join(text(0, 13 + LINE * number, line) for number, line in enumerate(lines))
    width = max((len(line) for line in lines), default=0) * LETTER
    return Drawing(body, width, LINE * len(lines))


def titled(title: str, body: str, width: float, height: float) -> Drawing:
    """A drawing below its title."""
    moved = f'<g transform="translate(0 {LINE + 4})">{body}</g>'
    wide = max(width, len(title) * LETTER)
    return Drawing(text(0, 13, title) + moved, wide, height + LINE + 4)


def stacked(title: str, drawings: Sequence[Drawing]) -> str:
    """All drawings below each other, as one ``svg`` element on a white ground."""
    y, parts = float(_MARGIN), []
    for one in drawings:
        parts.append(f'<g transform="translate({_MARGIN} {y:.0f})">{one.body}</g>')
        y += one.height + _GAP
    width = max((one.width for one in drawings), default=0.0) + 2 * _MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'aria-label="{escape(title, quote=True)}" width="{width:.0f}" height="{y:.0f}" '
        f'font-size="12" font-family="ui-monospace,Menlo,Consolas,monospace">'
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n'
    )
