"""One sentence of Markdown as HTML: code and emphasis; everything else is shown as it stands."""

from functools import cache

from markdown_it import MarkdownIt

_CODE = '<code class="docutils literal notranslate">'
"""As Sphinx writes code in a sentence, so that it looks the same."""


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("zero").enable(["backticks", "emphasis", "escape"])


def inline(text: str) -> str:
    """The HTML of `text` in one line."""
    html = str(_parser().renderInline(" ".join(text.split())))
    return html.replace("<code>", _CODE)
