"""Students' Markdown as HTML in which nothing runs, loads or looks like part of the page.

nbgrader's pages render a student's Markdown as it is: a script in it would run in the browser of
the instructor, on the page that has the marks. What Markdown is for stays: emphasis, lists, tables,
code, formulas, pictures that the notebook holds or that lie beside it.
"""

import re
from html import escape
from typing import Any
from urllib.parse import urlsplit

from bleach.css_sanitizer import CSSSanitizer
from bleach.sanitizer import Cleaner
from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "div",
    "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li",
    "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strong", "sub", "summary", "sup",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var",
}  # fmt: skip
_PLAIN = {
    "a": {"href", "title"},
    "img": {"alt", "title", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "align", "style"},
    "th": {"colspan", "rowspan", "align", "style"},
    "details": {"open"},
    "abbr": {"title"},
}
_COLOURED = re.compile(r"highlight|[a-z][a-z0-9]?|err|hll")
_DATA = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_BESIDE = re.compile(r"(?!/)(?!.*\.\.)[\w./ -]+\.(?:png|jpe?g|gif|webp)", re.IGNORECASE)
_LONGEST = 20_000
_FORMULAS = re.compile(r"\\\\[(\[]|\\begin")
_MOST_FORMULAS = 300
"""The time to render opening marks of formulas grows with the square of their number."""


@pass_context
def markdown(context: Any, source: str) -> str:
    """A jinja filter in place of nbconvert's ``markdown2html``; what is too long is shown as is."""
    if len(source) > _LONGEST or len(_FORMULAS.findall(source)) > _MOST_FORMULAS:
        return _as_it_is(source)
    attachments = context.get("cell", {}).get("attachments", {})
    try:
        renderer = IPythonRenderer(escape=False, attachments=attachments, exclude_anchor_links=True)
        return str(_cleaner().clean(MarkdownWithMath(renderer=renderer).render(source)))
    except Exception:  # whatever a renderer makes of it, the text can be read
        return _as_it_is(source)


def _as_it_is(source: str) -> str:
    return f"<pre>{escape(source)}</pre>"


def _cleaner() -> Cleaner:
    return Cleaner(
        tags=_TAGS,
        attributes=_is_harmless,
        protocols={"http", "https", "mailto", "data"},
        css_sanitizer=CSSSanitizer(allowed_css_properties=["text-align"]),
    )


def _is_harmless(tag: str, name: str, value: str) -> bool:
    """Whether an attribute may stay: none that a page's own scripts and styles look for."""
    if name == "class":
        return tag in ("div", "span", "pre", "code") and all(
            map(_COLOURED.fullmatch, value.split())
        )
    if name == "src":
        return tag == "img" and bool(_DATA.fullmatch(value) or _BESIDE.fullmatch(value))
    if name == "href":
        return urlsplit(value).scheme in ("http", "https", "mailto") or value.startswith("#")
    return name in _PLAIN.get(tag, set())
