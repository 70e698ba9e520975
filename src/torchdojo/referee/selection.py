"""Which graders a run is about: the collection, and the exercises that were asked for."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from torchdojo.catalog import Collection, Exercise
from torchdojo.errors import DojoError


def root_of(config: pytest.Config) -> Path:
    """The root of the collection: where pytest has its settings from, whatever ``--rootdir`` is."""
    settings = config.inipath
    return (config.rootpath if settings is None else settings.parent).resolve()


def runs_graders(config: pytest.Config) -> bool:
    """Whether any place on the command line holds graders, or lies among them."""
    graders = root_of(config) / "graders"
    return graders.is_dir() and any(
        place == graders or graders in place.parents or place in graders.parents
        for place, _ in _places(config)
    )


def _places(config: pytest.Config) -> Iterable[tuple[Path, str]]:
    """The files and folders on the command line, each with the argument that names it."""
    here = config.invocation_params.dir
    return [((here / arg.split("::")[0]).resolve(), arg) for arg in config.args]


def chosen_exercises(config: pytest.Config, collection: Collection) -> Iterator[Exercise]:
    """The exercises of which any check lies in the places on the command line."""
    places = [place for place, _ in _places(config)]
    for exercise in collection.exercises.values():
        folder = exercise.graders
        if any(place in (folder, *folder.parents) or folder in place.parents for place in places):
            yield exercise


def choose_exercises(config: pytest.Config) -> None:
    """Narrow the run to the exercises that ``--exercise`` names.

    Raises `DojoError` if a name is none, or not one, or does not lie in the places given.
    """
    collection = Collection(root_of(config))
    chosen = list(dict.fromkeys(collection.find(name) for name in config.option.exercise))
    arguments: list[str] = []
    for exercise in chosen:
        folder = exercise.graders
        within = [arg for place, arg in _places(config) if folder in (place, *place.parents)]
        around = any(place in folder.parents for place, _ in _places(config))
        if not (within or around):
            given = " ".join(config.args)
            raise DojoError(
                f"--exercise: {exercise.id} is not in {given}: name `graders/` in its place."
            )
        arguments += [str(folder)] if around else within
    if chosen:
        config.args[:] = list(dict.fromkeys(arguments))
