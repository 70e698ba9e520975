"""Lessons and solutions on a terminal."""

import re
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.markdown import Markdown
from rich.syntax import Syntax
from rich.text import Text

_SUMMARY = re.compile(r"<summary>(.*?)</summary>")
_TAG = re.compile(r"</?(?:details|summary|sub|sup|br)\s*/?>")


def page(text: str) -> RenderableType:
    """The Markdown `text` as it is shown; code as it is, links with their addresses."""
    plain = _TAG.sub("", _SUMMARY.sub(r"**\1**", text))
    return Markdown(plain, code_theme="ansi_dark", hyperlinks=False)


def code(text: str) -> RenderableType:
    """Python code in colours."""
    return Syntax(text, "python", theme="ansi_dark", background_color="default", word_wrap=True)


def code_page(text: str, wrong: Sequence[str]) -> RenderableType:
    """A solution, and what goes wrong in other answers."""
    sentences = Text("".join(f"- {sentence}\n" for sentence in wrong))
    return Group(code(text), Text("What goes wrong in other answers:", "bold"), sentences)
