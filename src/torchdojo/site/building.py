"""Making a site and putting it where it is wanted, over nothing that somebody edited there."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import unescape
from importlib.util import find_spec
from pathlib import Path

from torchdojo.catalog import Collection, Exercise
from torchdojo.errors import DojoError, GraderError
from torchdojo.keeping import Changes, Keeper, record_of
from torchdojo.proving.leaks import found, secrets_of
from torchdojo.site.pages import pages_of
from torchdojo.site.places import INDEX
from torchdojo.site.sphinx_run import to_html

SITE = "pip install -c constraints.txt -e '.[site]'"
_PACKAGES = {"sphinx": "Sphinx", "myst_parser": "MyST-Parser", "furo": "furo"}
_UNWANTED = {".buildinfo", ".buildinfo.bak", "objects.inv"}
_MARKS = ("### ", "@pytest.mark.")
"""Lines that documents show, and that tell nothing of an exercise."""


def need_packages() -> None:
    """Raise `DojoError` if what makes the pages is not installed."""
    missing = [name for module, name in _PACKAGES.items() if find_spec(module) is None]
    if missing:
        raise DojoError(
            f"A site needs {' and '.join(missing)}: install what is missing by `{SITE}`, or by "
            "`pip install sphinx myst-parser furo`."
        )


def build_site(
    folder: Path,
    collection: Collection,
    exercises: Sequence[Exercise],
    may_overwrite: Callable[[str], bool] = lambda path: False,
) -> Changes:
    """Write a site of `exercises` to `folder`, which may hold an earlier one.

    Raises `DojoError` if something else is in `folder`, and `GraderError` if a page would give a
    solution, a hidden check or a mistake's code away.
    """
    keeper = Keeper(folder, record_of("site"))
    if folder.is_dir() and any(folder.iterdir()) and not keeper.written:
        raise DojoError(f"{folder} holds something else than a site: name a new or empty folder.")
    with tempfile.TemporaryDirectory(prefix="torchdojo-") as temporary:
        every = list(collection.exercises.values())
        files = _made(Path(temporary), pages_of(collection, exercises), every)
    changes = keeper.write(files, may_overwrite)
    kept = keeper.remove(keeper.written.keys() - files.keys())
    keeper.save()
    return replace(changes, kept=(*changes.kept, *sorted(kept)))


def _made(room: Path, pages: dict[str, str], exercises: Sequence[Exercise]) -> dict[str, bytes]:
    """The files of the site by their paths in it."""
    if leaks := _given_away(pages, exercises):
        raise GraderError(f"The site would give something away: {'; '.join(leaks[:5])}.")
    sources, made = room / "sources", room / "made"
    for page, text in pages.items():
        (sources / page).parent.mkdir(parents=True, exist_ok=True)
        (sources / page).write_text(text, encoding="utf-8")
    title = pages[INDEX].partition("\n")[0].lstrip("# ")
    to_html(sources, made, title)
    every = (path for path in sorted(made.rglob("*")) if path.is_file())
    return {
        path.relative_to(made).as_posix(): path.read_bytes()
        for path in every
        if path.name not in _UNWANTED
    }


def _given_away(pages: dict[str, str], exercises: Sequence[Exercise]) -> list[str]:
    """What of solutions, hidden checks and mistakes the pages hold; a release has none of them."""
    if any(exercise.released for exercise in exercises):
        return []
    secrets = {
        id: {line for line in lines if not line.startswith(_MARKS)}
        for id, lines in secrets_of(exercises).items()
    }
    return [
        f"{page} holds `{line}` of {id}"
        for id, lines in secrets.items()
        for page, text in pages.items()
        for line in found(lines, f"{text}\n{unescape(text)}")
    ]
