"""Pieces of HTML. Whatever somebody wrote goes through `text`."""

import re
from collections.abc import Collection, Sequence
from html import escape

from torchdojo.classroom.harmless import harmless

_CODE = re.compile(r"`([^`\n]{1,200})`")


def text(value: str) -> str:
    """A text of anybody's, as HTML shows it."""
    return escape(harmless(value))


def prose(value: str) -> str:
    """As `text`, for sentences in which code stands between backquotes."""
    return _CODE.sub(r"<code>\1</code>", text(value))


def section(title: str, body: str) -> str:
    """A part of the page with its heading."""
    return f"<section><h2>{title}</h2>{body}</section>"


def figure(picture: str) -> str:
    """A picture, if there is one."""
    return f"<figure>{picture}</figure>" if picture else ""


def table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: Collection[int] = ()
) -> str:
    """A table of cells that are HTML already; columns of `numbers` are aligned to the right."""
    kinds = [" class='n'" if place in numbers else "" for place in range(len(heads))]
    head = "".join(f"<th{kind}>{one}</th>" for kind, one in zip(kinds, heads, strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td{k}>{c}</td>" for k, c in zip(kinds, row, strict=True)) + "</tr>"
        for row in rows
    )
    return f"<div class='wide'><table><tr>{head}</tr>{body}</table></div>"
