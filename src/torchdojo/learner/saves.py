"""Noticing that a student saves a file, whatever editor writes it, and however."""

import threading
from collections.abc import Callable, Iterator, Set
from importlib import import_module
from pathlib import Path

from torchdojo.catalog import Exercise
from torchdojo.errors import DojoError
from torchdojo.learner.desk import Desk

LIVE = "pip install 'watchfiles>=1.0' 'textual>=6'"
_STEP, _MOST = 50, 400
"""Milliseconds: a save of several steps is one save."""


def need_watching() -> None:
    """Raise `DojoError` where saves cannot be noticed."""
    try:
        import_module("watchfiles")
    except ImportError as error:
        raise DojoError(f"To watch files, watchfiles is needed: install it by `{LIVE}`.") from error


def saves(desk: Desk, stop: threading.Event) -> Iterator[Exercise]:
    """The exercises whose files are saved in the folder of the student, until `stop` is set."""
    root = desk.submission.resolve()
    by_path = {
        str(root / f"{id}{suffix}"): exercise
        for id, exercise in desk.collection.exercises.items()
        for suffix in (".py", ".ipynb")
    }
    tracks = {str(root / exercise.track) for exercise in desk.collection.exercises.values()}
    while not stop.is_set():
        for changed in _changes(root, by_path.keys() | tracks, tracks, stop):
            yield from dict.fromkeys(by_path[path] for path in changed if path in by_path)
            if tracks.intersection(changed):
                break  # a track's folder is new: it is to be watched as well


def _changes(
    root: Path, wanted: Set[str], tracks: Set[str], stop: threading.Event
) -> Iterator[list[str]]:
    """What was written at once, of the `wanted` paths; whatever else lies there is left alone."""
    from watchfiles import Change, watch

    changes = watch(
        root,
        *(track for track in sorted(tracks) if Path(track).is_dir()),
        watch_filter=lambda change, path: change is not Change.deleted and path in wanted,
        debounce=_MOST,
        step=_STEP,
        stop_event=stop,
        rust_timeout=500,
        raise_interrupt=False,
        recursive=False,
    )
    for changed in changes:
        yield sorted(path for change, path in changed if _is_save(change.name, path, tracks))


def _is_save(change: str, path: str, tracks: Set[str]) -> bool:
    """Whether a file was written, or a folder is new: one that changes is known already."""
    return path not in tracks or change == "added"


def tell_saves(
    desk: Desk,
    stop: threading.Event,
    tell: Callable[[Exercise], None],
    failed: Callable[[str], None],
) -> threading.Thread:
    """Tell each save from a thread, or in a sentence why there are no more."""

    def listen() -> None:
        try:
            for exercise in saves(desk, stop):
                tell(exercise)
        except (OSError, RuntimeError) as error:
            failed(f"{Path(desk.submission)} cannot be watched ({error}).")

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    return thread
