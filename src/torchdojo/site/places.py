"""Which page is where in the site."""

from torchdojo.catalog import Exercise

INDEX = "index.md"
SENTENCES = "sentences.md"


def page_of(exercise: Exercise) -> str:
    """The page of an exercise."""
    return f"lessons/{exercise.id}.md"


def track_page(track: str) -> str:
    """The page of a track."""
    return f"lessons/{track}/index.md"


def anchor(exercise: Exercise) -> str:
    """Where the sentences of an exercise begin on their page."""
    return "sentences-" + exercise.id.replace("/", "-").replace("_", "-")


def spoken(track: str) -> str:
    """The name of a track as it is read."""
    return track.replace("_", " ")


def html_of(page: str) -> str:
    """The file that a page becomes."""
    return page.removesuffix(".md") + ".html"
