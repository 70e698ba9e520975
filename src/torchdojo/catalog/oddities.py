"""Files that are something else than their ending says, told before anything is made of them."""

import re

from torchdojo.catalog.syntax import parsed
from torchdojo.catalog.unreadable import Unreadable

_NOTEBOOK = re.compile(r'\s*\{(?=.*"cells"\s*:)(?=.*"nbformat"\s*:)', re.DOTALL)
_PAGE = re.compile(r"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})(?= |$)", re.MULTILINE)


def need_module(text: str, name: str) -> None:
    """Raise `Unreadable` if the text of the module `name` is none, but something well known."""
    if _NOTEBOOK.match(text):
        right = name.removesuffix(".py") + ".ipynb"
        raise Unreadable(f"`{name}` is a notebook (line 1 opens its JSON): rename it to `{right}`.")
    if _PAGE.match(text):
        raise Unreadable(
            f"`{name}` is a web page (line 1 opens its HTML): download the file itself, such as by "
            "the button `Raw`."
        )
    found = _CONFLICT.search(text)
    if found is not None and parsed(text) is None:
        line = text.count("\n", 0, found.start()) + 1
        raise Unreadable(
            f"Line {line} of `{name}` holds `{found[1]}`, a merge marker of git: keep one of the "
            "two versions below it and remove all three markers."
        )
