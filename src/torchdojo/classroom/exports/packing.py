"""Gradescope's autograder as files: scripts, engine, and the instructor's edition of exercises."""

from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from torchdojo.authoring.starting import template
from torchdojo.catalog import Collection, Exercise
from torchdojo.catalog.checks import read_checks
from torchdojo.catalog.judged import with_used
from torchdojo.classroom.engine import engine_wheel
from torchdojo.classroom.exports.autograder import COLLECTION, SETTINGS, Settings

SCRIPTS = ("setup.sh", "run_autograder")


def autograder_files(
    collection: Collection, exercises: Sequence[Exercise], level: str, hidden: str
) -> dict[str, bytes]:
    """All files of an autograder for `exercises`, by path."""
    found = dict(_collection_files(collection, exercises))
    name, engine = engine_wheel()
    found[f"engine/{name}"] = engine
    points = sum(c.points for exercise in exercises for c in read_checks(exercise.graders))
    ids = tuple(exercise.id for exercise in exercises)
    found[SETTINGS] = Settings(ids, round(points, 6), level, hidden).as_text().encode()
    found["setup.sh"] = _setup(f"engine/{name}").encode()
    found["run_autograder"] = _RUN.encode()
    return found


def _collection_files(
    collection: Collection, exercises: Sequence[Exercise]
) -> Iterator[tuple[str, bytes]]:
    """The exercises with solutions and hidden checks, those whose banks they use, and data."""
    root = collection.root
    ids = sorted({id for exercise in exercises for id in with_used(collection, exercise)})
    needed = [collection.exercises[id] for id in ids]
    places = [root / "graders" / "conftest.py", *(one.solution for one in needed)]
    places += [root / "exercises" / one.file for one in needed]
    folders = [one.graders for one in needed]
    folders += [sums.parent for sums in sorted((root / "datasets").glob("*/SHA256SUMS"))]
    for folder in folders:
        places += [path for path in sorted(folder.rglob("*")) if _is_source(path)]
    yield f"{COLLECTION}/pyproject.toml", template("pyproject.toml").encode()
    for path in places:
        yield f"{COLLECTION}/{path.relative_to(root).as_posix()}", path.read_bytes()


def _is_source(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts


def _setup(wheel: str) -> str:
    pair = (f"{name}=={version(name).split('+')[0]}" for name in ("torch", "torchvision"))
    return _SETUP.format(wheel=wheel, pair=" ".join(pair))


_SETUP = """\
#!/usr/bin/env bash
# Run once, as root, when Gradescope builds the image: installs the engine and torch.
set -euo pipefail
PLACE="${{TORCHDOJO_AUTOGRADER:-/autograder}}"

find_python() {{
    for name in python3.14 python3.13 python3.12 python3.11 python3; do
        if command -v "$name" > /dev/null && "$name" -c \\
            'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then
            echo "$name"
            return
        fi
    done
}}

PYTHON="$(find_python)"
if [ -z "$PYTHON" ]; then
    apt-get update
    for name in python3.12 python3.11; do  # Ubuntu 24.04 has the first, 22.04 the second
        if apt-get install -y "$name" "$name-venv"; then break; fi
    done
    PYTHON="$(find_python)"
fi
if [ -z "$PYTHON" ]; then
    echo "Python 3.11 or newer is needed: choose a base image of Ubuntu 22.04 or newer." >&2
    exit 1
fi

"$PYTHON" -m venv "$PLACE/venv"
# Without CUDA the image is 5 GB smaller; both packages must come from the same place.
"$PLACE/venv/bin/python" -m pip install --no-cache-dir {pair} \\
    --index-url "${{TORCHDOJO_TORCH_INDEX:-https://download.pytorch.org/whl/cpu}}"
"$PLACE/venv/bin/python" -m pip install --no-cache-dir "$PLACE/source/{wheel}"
chmod -R go= "$PLACE/source"
"$PLACE/venv/bin/torchdojo" doctor || true
"""

_RUN = """\
#!/usr/bin/env bash
# Run for each submission: grades $PLACE/submission and writes $PLACE/results/results.json.
set -euo pipefail
PLACE="${TORCHDOJO_AUTOGRADER:-/autograder}"
PYTHON="${TORCHDOJO_PYTHON:-$PLACE/venv/bin/python}"
cd "$PLACE/source/collection"
exec "$PYTHON" -P -m torchdojo.classroom.exports.autograder "$PLACE"
"""
