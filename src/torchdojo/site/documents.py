"""The documents of the repository as pages; what would give answers away is left out of them."""

import re
from collections.abc import Iterator
from pathlib import Path

from torchdojo.site.texts import without_sections

_FOLDER = "docs"
_OTHER = {"CONTRIBUTING.md": f"{_FOLDER}/contributing.md"}
_LEFT_OUT = {"exercises.md", "adding-an-exercise.md", "contracts.md"}
"""The front page has the map instead; whoever adds exercises may see what the others hold."""
_KEPT_BACK = frozenset({"Equivalent mutants, and why", "The checks"})
"""Sections for whoever may see solutions and hidden checks."""
_STILL_WRONG = re.compile(r"^Wrong, and with full marks to this day:\n\n(?:- .*\n)+", re.M)


def documents(root: Path) -> dict[str, str]:
    """The page of each document by its path in the repository; the README's order comes first."""
    found = {f"{_FOLDER}/{path.name}" for path in (root / _FOLDER).glob("*.md")}
    found -= {f"{_FOLDER}/{name}" for name in _LEFT_OUT}
    named = [path for path in _named(root) if path in found]
    pages = {path: path for path in dict.fromkeys([*named, *sorted(found)])}
    return pages | {path: page for path, page in _OTHER.items() if (root / path).is_file()}


def _named(root: Path) -> Iterator[str]:
    readme = root / "README.md"
    text = readme.read_text("utf-8") if readme.is_file() else ""
    yield from re.findall(rf"\]\(({_FOLDER}/[\w-]+\.md)", text)


def document(path: Path) -> str:
    """A document as its page shows it, with the links that it has in the repository."""
    return _STILL_WRONG.sub("", without_sections(path.read_text("utf-8"), _KEPT_BACK))
