"""A lesson on a terminal: rich's Markdown, with what a terminal cannot show said otherwise."""

import re

from rich.console import RenderableType
from rich.markdown import Markdown

_SUMMARY = re.compile(r"<summary>(.*?)</summary>")
_TAG = re.compile(r"</?(?:details|summary|sub|sup|br)\s*/?>")


def page(text: str) -> RenderableType:
    """The Markdown `text` as it is shown; code as it is, links with their addresses."""
    plain = _TAG.sub("", _SUMMARY.sub(r"**\1**", text))
    return Markdown(plain, code_theme="ansi_dark", hyperlinks=False)
