"""The front page: what this is, how to start, and the map of the tracks."""

from collections.abc import Sequence
from html import escape
from itertools import groupby

from torchdojo.catalog import Exercise
from torchdojo.site.inline import inline
from torchdojo.site.lesson_page import difficulty
from torchdojo.site.places import SENTENCES, html_of, page_of, spoken, track_page
from torchdojo.site.texts import section

_DOTS = (
    "Dots are difficulty, from 1 to 4. What a sentence of feedback belongs to is found by "
    f"[I get this sentence]({SENTENCES})."
)
_BELOW = "[How to start](#start) stands below."
_TREE = "```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{pages}\n```\n"


def front_page(exercises: Sequence[Exercise], readme: str, documents: Sequence[str]) -> str:
    """The page in Markdown; `readme` is that of the collection, with its links resolved."""
    title, about, start = _told(readme)
    hours = sum(exercise.source.minutes for exercise in exercises) / 60
    tracks = list(dict.fromkeys(exercise.track for exercise in exercises))
    parts = [
        f"# {title}\n\n{about}\n",
        f"## The map\n\n{_count(len(exercises))}, about {hours:.0f} hours. {_DOTS} "
        f"{_BELOW if start else ''}\n",
        *(_track(track, list(members)) for track, members in _by_track(exercises)),
        f"## Start\n\n{start}\n" if start else "",
        _tree("Exercises", [track_page(track) for track in tracks]),
        _tree("Look up", [SENTENCES, *documents]),
    ]
    return "\n".join(parts)


def track_index(track: str, exercises: Sequence[Exercise]) -> str:
    """The page of a track."""
    pages = [page_of(exercise).rpartition("/")[2] for exercise in exercises]
    items = _items(exercises, f"lessons/{track}/")
    return f"# {spoken(track)}\n\n{items}\n\n{_tree('', pages)}"


def _told(readme: str) -> tuple[str, str, str]:
    """Title, introduction and section "Start"; without one, all of the README is how to start."""
    title, _, rest = readme.partition("\n")
    start = section(readme, "Start")
    if start is None:
        return title.lstrip("# ") or "Exercises", "", rest.strip()
    return title.lstrip("# "), rest.partition("\n## ")[0].strip(), start


def _count(number: int) -> str:
    return "1 exercise" if number == 1 else f"{number} exercises"


def _by_track(exercises: Sequence[Exercise]) -> "groupby[str, Exercise]":
    return groupby(exercises, lambda exercise: exercise.track)


def _track(track: str, exercises: Sequence[Exercise]) -> str:
    return f"### [{spoken(track)}]({track_page(track)})\n\n{_items(exercises, '')}\n"


def _items(exercises: Sequence[Exercise], folder: str) -> str:
    items = "".join(_item(exercise, folder) for exercise in exercises)
    return f'<ol class="dojo-map">{items}</ol>'


def _item(exercise: Exercise, folder: str) -> str:
    source = exercise.source
    link = html_of(page_of(exercise)).removeprefix(folder)
    return (
        f'<li><a href="{escape(link, quote=True)}">{inline(source.title)}</a>'
        f"<small>{difficulty(source.difficulty)} {source.minutes} min</small></li>"
    )


def _tree(caption: str, pages: Sequence[str]) -> str:
    text = _TREE.format(caption=caption, pages="\n".join(pages))
    return text if caption else text.replace(":caption: \n", "")
