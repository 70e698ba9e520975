"""Pictures that a collection draws itself, for lessons whose examples show no numbers.

They stand in `site/pictures/TRACK.py`, which binds `PICTURES`: a drawing for each exercise's name.
"""

import runpy
from collections.abc import Mapping
from pathlib import Path

from torchdojo.catalog import Exercise
from torchdojo.errors import GraderError
from torchdojo.site.drawing import Drawing

FOLDER = "site/pictures"


def drawn_by_hand(root: Path, exercises: list[Exercise]) -> dict[str, Drawing]:
    """The drawings by the id of their exercise; raises `GraderError` where a file has none."""
    found: dict[str, Drawing] = {}
    for track in dict.fromkeys(exercise.track for exercise in exercises):
        path = root / FOLDER / f"{track}.py"
        if path.is_file():
            found |= {f"{track}/{name}": one for name, one in _read(path).items()}
    return {e.id: found[e.id] for e in exercises if e.id in found}


def _read(path: Path) -> Mapping[str, Drawing]:
    try:
        pictures = runpy.run_path(str(path)).get("PICTURES")
    except Exception as error:
        raise GraderError(f"{path} raised {type(error).__name__}: {error}") from error
    if not isinstance(pictures, dict) or not all(
        isinstance(one, Drawing) for one in pictures.values()
    ):
        raise GraderError(f"{path} must bind `PICTURES`, a dictionary of drawings by exercise.")
    return pictures
