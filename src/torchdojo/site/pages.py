"""All pages of a site as Markdown, by their paths in it."""

from collections.abc import Sequence
from itertools import groupby

from torchdojo.catalog import Collection, Exercise
from torchdojo.site.by_hand import drawn_by_hand
from torchdojo.site.documents import document, documents
from torchdojo.site.front import front_page, track_index
from torchdojo.site.lesson_page import lesson_page
from torchdojo.site.links import Links
from torchdojo.site.places import INDEX, SENTENCES, page_of, track_page
from torchdojo.site.sentences import sentences_page

_README = "README.md"


def pages_of(collection: Collection, exercises: Sequence[Exercise]) -> dict[str, str]:
    """The pages of a site of `exercises`, with the documents that the collection has."""
    root = collection.root
    told = documents(root)
    links = Links(_places(collection, exercises, told))
    drawn = drawn_by_hand(root, list(exercises))
    readme = root / _README
    text = readme.read_text("utf-8") if readme.is_file() else ""
    pages = {INDEX: front_page(exercises, links.resolved(text, _README, INDEX), [*told.values()])}
    for track, members in groupby(exercises, lambda exercise: exercise.track):
        pages[track_page(track)] = track_index(track, list(members))
    pages |= {page_of(one): lesson_page(one, drawn.get(one.id)) for one in exercises}
    pages[SENTENCES] = sentences_page(exercises)
    pages |= {page: links.resolved(document(root / p), p, page) for p, page in told.items()}
    return pages


def _places(
    collection: Collection, exercises: Sequence[Exercise], told: dict[str, str]
) -> dict[str, str]:
    """Pages by the files of the repository that they stand for."""
    banks = {f"docs/mistakes/{exercise.track}.md": SENTENCES for exercise in exercises}
    stubs = {f"exercises/{exercise.file}": page_of(exercise) for exercise in exercises}
    fixed = {_README: INDEX, "docs/exercises.md": INDEX, "docs/mistakes": SENTENCES}
    return fixed | banks | stubs | told
