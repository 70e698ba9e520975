"""Making the archives that the package carries: only what has changed is made anew.

To record answers, solutions and mistakes run, which takes seconds for each exercise; so an archive
says from what its answers were recorded.
"""

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from torchdojo.catalog import Collection, Exercise, read_mistakes
from torchdojo.catalog.checks import read_checks
from torchdojo.catalog.collection import RELEASE_FORM
from torchdojo.catalog.visible import visible_texts
from torchdojo.classroom.release import copy_data, files_of, lay_out, record
from torchdojo.classroom.scan import given_away
from torchdojo.classroom.zipping import zipped
from torchdojo.errors import GraderError
from torchdojo.keeping import write_whole
from torchdojo.referee.recorded import FILE
from torchdojo.starting.carried import FRAME, KEY, carried_folder, unpacked

SEED = 1
Archives = dict[str, dict[str, bytes]]
"""The files in each archive, by the archive's path."""


def outdated(collection: Collection) -> list[str]:
    """The archives that are not as the collection would have them now."""
    return _outdated(_wanted(collection))


def _outdated(wanted: Archives) -> list[str]:
    place = carried_folder()
    there = {path.relative_to(place).as_posix() for path in place.rglob("*.zip")}
    stale = {name for name, files in wanted.items() if not _agrees(unpacked(place / name), files)}
    return sorted(stale | (there - wanted.keys()))


def renew(collection: Collection) -> list[str]:
    """Bring the archives up to date; returns those that changed.

    Raises `GraderError` if a solution fails a visible check, or anything would be given away.
    """
    wanted, place = _wanted(collection), carried_folder()
    changed = _outdated(wanted)
    for name in changed:
        if name not in wanted:
            (place / name).unlink()
            continue
        files = wanted[name] | _answers(collection, name, wanted[name])
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        write_whole(place / name, zipped(files))
    return changed


def _agrees(there: Mapping[str, bytes], wanted: Mapping[str, bytes]) -> bool:
    """Whether an archive holds what is wanted, for recorded answers see its key."""
    return {path: data for path, data in there.items() if not path.endswith(FILE)} == wanted


def _wanted(collection: Collection) -> Archives:
    """All archives, but for the recorded answers in those of exercises."""
    exercises = list(collection.exercises.values())
    with tempfile.TemporaryDirectory(prefix="torchdojo-") as temporary:
        made = Path(temporary) / "made"
        lay_out(made, collection, exercises, SEED)
        copy_data(made, collection, exercises)
        (made / "README.md").write_text(_README.format(first=exercises[0].file), encoding="utf-8")
        if leaks := list(given_away(made, exercises)):
            raise GraderError(f"Something would be given away: {'; '.join(leaks[:5])}.")
        found: Archives = {}
        for path, data in files_of(made).items():
            found.setdefault(_archive_of(path), {})[path] = data
    for exercise in exercises:
        found[f"{exercise.id}.zip"][KEY] = _key(exercise).encode()
    return found


def _archive_of(path: str) -> str:
    match path.split("/"):
        case ["exercises" | "graders", track, name, *_]:
            return f"{track}/{name.partition('.')[0]}.zip"
        case ["datasets", name, _, *_]:
            return f"datasets/{name}.zip"
    return FRAME


def _key(exercise: Exercise) -> str:
    """Changes with everything that recorded answers depend on."""
    told = [str(RELEASE_FORM), exercise.source.text, *_judged(exercise)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest() + "\n"


def _judged(exercise: Exercise) -> Iterator[str]:
    checks = read_checks(exercise.graders)
    texts = visible_texts(exercise.graders, {c.function for c in checks if c.hidden})
    yield from (texts[name] for name in sorted(texts))
    visible = {check.name for check in checks if not check.hidden}
    for mistake in read_mistakes(exercise.graders, exercise.source.text):
        if visible & set(mistake.loses):
            yield f"{mistake.text}{'hangs' * mistake.hangs}"


def _answers(collection: Collection, name: str, wanted: Mapping[str, bytes]) -> dict[str, bytes]:
    """The recorded answers of an exercise: those that are there, if they are of today's."""
    id = name.removesuffix(".zip")
    if id not in collection.exercises:
        return {}
    path, there = f"graders/{id}/{FILE}", unpacked(carried_folder() / name)
    if there.get(KEY) == wanted[KEY] and path in there:
        return {path: there[path]}
    with tempfile.TemporaryDirectory(prefix="torchdojo-") as temporary:
        made = Path(temporary)
        (made / path).parent.mkdir(parents=True)
        record(made, collection, [collection.exercises[id]], SEED)
        if leaks := list(given_away(made, [collection.exercises[id]])):
            raise GraderError(f"Something would be given away: {'; '.join(leaks[:5])}.")
        return {path: (made / path).read_bytes()}


_README = """\
# Exercises

`torchdojo init` wrote this folder. Edit the files in `exercises/`, the first of them
`exercises/{first}`, and run here

```sh
torchdojo
```

which checks each time you save. `pytest graders/` scores everything, `torchdojo check NAME` one
exercise; `hint NAME` gives a hint, `reset NAME` brings a file back, `-h` lists the other commands.
Notebooks open with `jupyter lab`; their last cell shows the score in the page. In an environment
without torchdojo, install the wheel that you have, with what notebooks need:

```sh
pip install 'torchdojo-VERSION-py3-none-any.whl[live,notebook]'
```

After a new torchdojo was installed, `torchdojo init .` brings this folder up to date and keeps
every file that you edited.
"""
