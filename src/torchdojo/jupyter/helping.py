"""In a notebook: `hint`, `solution`, `draw`, `reset` and the next exercise, as the commands."""

import os
from html import escape
from pathlib import Path

from torchdojo.catalog import Collection
from torchdojo.feedback.pictures import Picture, as_svg, as_text, picture_from
from torchdojo.jupyter.check import Result, check, submission_of
from torchdojo.learner.desk import Desk
from torchdojo.learner.lessons import solution_text
from torchdojo.learner.resetting import reset as begin_anew


class Shown:
    """A text, or pictures, that a notebook shows as HTML."""

    def __init__(self, text: str, html: str) -> None:
        self.text, self.html = text, html

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def hint(name: str) -> Shown:
    """One hint more of an exercise with each call, the vaguest first."""
    desk = _desk(name)
    exercise = desk.collection.find(name)
    hints = exercise.source.hints
    number, _ = desk.hint(exercise)
    said = f"Hint {number} of {len(hints)}: {hints[number - 1]}"
    return Shown(said, f"<p>{escape(said)}</p>")


def solution(name: str, *, sure: bool = False) -> Shown:
    """The solution of an exercise: after full marks, or if you are `sure`.

    Raises `DojoError` in a release for students, which has no solutions.
    """
    desk = _desk(name)
    exercise = desk.collection.find(name)
    if not (sure or desk.store.read().of(exercise.id).done):
        said = (
            "You do not have full marks yet; `torchdojo check` counts, which runs every check. "
            f'If you are sure: solution("{name}", sure=True)'
        )
        return Shown(said, f"<p>{escape(said)}</p>")
    text = solution_text(exercise)
    return Shown(text, f"<pre>{escape(text)}</pre>")


def draw(name: str) -> Shown:
    """Check an exercise, and draw the answers that are not as expected."""
    result = check(name)
    found = _pictures(result)
    lines = [result.warning] if result.warning else []
    lines += [] if found else ["No visible check was lost on an answer that can be drawn."]
    texts = [*lines, *(f"{title}\n{as_text(picture)}" for title, picture in found)]
    parts = [f"<p>{escape(line)}</p>" for line in lines]
    parts += [f"<p>{escape(title)}</p>{as_svg(picture)}" for title, picture in found]
    return Shown("\n\n".join(texts), f"<div style='overflow-x:auto'>{''.join(parts)}</div>")


def reset(name: str) -> Shown:
    """Bring an exercise back as it was given out, and say where the copy of the work is.

    The page still shows what it had: load it again from the disk.
    """
    desk = _desk(name)
    exercise = desk.collection.find(name)
    done = begin_anew(desk, exercise)
    desk.choose(exercise)
    return _lines([*done.told(desk), "Restart the kernel to forget what it ran."])


def next_exercise(name: str) -> Shown:
    """The exercise after `name` that is not finished: its title, and its file from here."""
    desk = _desk(name)
    progress = desk.store.read()
    exercise = desk.first_unfinished(progress, desk.collection.find(name))
    if progress.of(exercise.id).done:
        return _lines(["Every exercise is finished."])
    desk.choose(exercise)
    place = desk.place(exercise)
    if not place.exists():
        return _lines([f"{place} is missing: `torchdojo reset {exercise.id}` puts it there."])
    file = Path(os.path.relpath(place)).as_posix()
    return _lines([f"{exercise.id}: {exercise.source.title}", f"File: {file}"])


def _lines(said: list[str]) -> Shown:
    return Shown("\n".join(said), "".join(f"<p>{escape(line)}</p>" for line in said))


def _pictures(result: Result) -> list[tuple[str, Picture]]:
    checks = [check for check in result.scored["checks"] if check.get("picture")]
    return [(check["requirement"], picture_from(check["picture"])) for check in checks]


def _desk(name: str) -> Desk:
    collection = Collection.around(Path.cwd())
    folder = submission_of(collection, collection.find(name))
    return Desk.at(Path.cwd(), folder, print)
