"""A release: what the students of a class receive.

Stubs, visible checks, recorded answers, data, the engine as a wheel, a README. No solution, no
hidden check and no mistake's code is in it; a scan proves that before anything is handed out.
"""

import json
import shutil
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from torchdojo.authoring import given_codes, render
from torchdojo.authoring.starting import template
from torchdojo.catalog import Collection, Exercise, Variant, code_of_text, read_mistakes
from torchdojo.catalog.card import CARD, card_of
from torchdojo.catalog.checks import read_checks
from torchdojo.catalog.collection import RELEASE_FILE, RELEASE_FORM
from torchdojo.catalog.visible import visible_texts
from torchdojo.classroom.engine import engine_wheel
from torchdojo.classroom.scan import given_away
from torchdojo.errors import GraderError
from torchdojo.jupyter.course import data_of
from torchdojo.keeping import MANIFEST, Keeper
from torchdojo.learner.milestones.finding import FOLDER, made_of
from torchdojo.proving.running import grade_programs
from torchdojo.referee.programs import Program
from torchdojo.referee.recorded import REFERENCE, mistake_label


def make_release(
    made: Path, collection: Collection, exercises: Sequence[Exercise], seed: int
) -> None:
    """Make a release of `exercises` in the new folder `made`.

    The visible checks draw their inputs from `seed`, and nothing else can be asked there.
    Raises `GraderError` if anything would be given away.
    """
    lay_out(made, collection, exercises, seed)
    record(made, collection, exercises, seed)
    copy_data(made, collection, exercises)
    if leaks := list(given_away(made, exercises)):
        raise GraderError(f"The release would give something away: {'; '.join(leaks[:5])}.")
    _add_engine(made)
    keeper = Keeper(made)
    keeper.confirm(files_of(made))
    keeper.save()


def files_of(folder: Path) -> dict[str, bytes]:
    """The files in `folder` by their paths in it, but for the record of them."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    found.pop(MANIFEST, None)
    return found


def lay_out(made: Path, collection: Collection, exercises: Sequence[Exercise], seed: int) -> None:
    """Write all but the answers, the data and the engine: what is taken from texts alone."""
    _write_frame(made, collection, exercises, seed)
    for exercise in exercises:
        write_exercise(made, exercise)
    for milestone in made_of(collection, exercises):
        (made / FOLDER).mkdir(exist_ok=True)
        shutil.copy(milestone.file, made / FOLDER)


def _write_frame(
    made: Path, collection: Collection, exercises: Sequence[Exercise], seed: int
) -> None:
    (made / "graders").mkdir(parents=True)
    shutil.copy(collection.root / "graders" / "conftest.py", made / "graders")
    (made / "pyproject.toml").write_text(template("pyproject.toml"), encoding="utf-8")
    ids = [exercise.id for exercise in exercises]
    told = {"form": RELEASE_FORM, "seed": seed, "exercises": ids}
    (made / RELEASE_FILE).write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    wheel = f"engine/torchdojo-{version('torchdojo')}-py3-none-any.whl"
    torch, vision = (version(name).split("+")[0] for name in ("torch", "torchvision"))
    text = _README.format(wheel=wheel, torch=torch, vision=vision, first=exercises[0].file)
    (made / "README.md").write_text(text, encoding="utf-8")


def write_exercise(made: Path, exercise: Exercise) -> None:
    """Stub, visible checks and card."""
    stub = render(exercise)
    place, graders = made / "exercises" / stub.path, made / "graders" / exercise.id
    for parent in (place.parent, graders):
        parent.mkdir(parents=True, exist_ok=True)
    place.write_text(stub.text, encoding="utf-8")
    checks = read_checks(exercise.graders)
    hidden = {check.function for check in checks if check.hidden}
    for name, text in visible_texts(exercise.graders, hidden).items():
        (graders / name).write_text(text, encoding="utf-8")
    visible = [check.name for check in checks if not check.hidden]
    (graders / CARD).write_text(
        card_of(exercise.source, _mistakes(exercise), visible, given_codes(exercise), stub.text),
        encoding="utf-8",
    )


def _mistakes(exercise: Exercise) -> list[Variant]:
    return read_mistakes(exercise.graders, exercise.source.text)


def record(made: Path, collection: Collection, exercises: Sequence[Exercise], seed: int) -> None:
    """Have the solution and every mistake on a card answer the visible checks."""
    programs: list[Program] = []
    for exercise in exercises:
        file = f"{exercise.name}.py"
        programs.append(Program(exercise.id, REFERENCE, code_of_text(exercise.source.text, file)))
        visible = {c.name for c in read_checks(exercise.graders) if not c.hidden}
        losing = [m for m in _mistakes(exercise) if visible & set(m.loses)]
        programs += [
            Program(exercise.id, mistake_label(n), code_of_text(m.text, file), as_work=True)
            for n, m in enumerate(losing)
            if not m.hangs
        ]
    options = ("--visible", "--device", "cpu", "--seed", str(seed))
    record = ("--record", str(made / "graders"))
    scored = grade_programs(collection, programs, (*options, *record), workers=1)
    for exercise in exercises:
        score = scored[exercise.id, REFERENCE]
        if score["score"] != score["max_score"]:
            raise GraderError(f"{exercise.id}: the solution fails a visible check; mend it first.")


def copy_data(made: Path, collection: Collection, exercises: Sequence[Exercise]) -> None:
    named = {name for exercise in exercises for name in data_of(exercise, collection)}
    named |= {name for one in made_of(collection, exercises) for name in one.data}
    for name in sorted(named):
        shutil.copytree(collection.root / "datasets" / name, made / "datasets" / name)
    (made / "datasets").mkdir(exist_ok=True)
    shutil.copy(collection.root / "datasets" / "README.md", made / "datasets")


def _add_engine(made: Path) -> None:
    """Add the engine, as it is installed here; the wheel holds no exercise."""
    name, data = engine_wheel()
    (made / "engine").mkdir()
    (made / "engine" / name).write_bytes(data)


_README = """\
# Exercises

On a machine with Python 3.11 or newer, in this folder:

```sh
python3 -m venv .venv
.venv/bin/pip install '{wheel}[live]' torch=={torch} torchvision=={vision}
.venv/bin/pytest graders/
```

Edit the files in `exercises/`, the first of them `exercises/{first}`, and run
`.venv/bin/pytest graders/` again: it shows your score, and of each requirement that is not met
what went wrong. `.venv/bin/torchdojo check NAME` scores one exercise and remembers it, `hint NAME`
gives a hint, `reset NAME` brings a file back, `-h` lists the other commands. For notebooks install
`jupyterlab matplotlib` as well; their last cell shows the score in the page.

These are the visible checks. When you have handed in, more will be checked.
"""
