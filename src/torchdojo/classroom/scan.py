"""Looking through a release for what it must not hold, file by file and answer by answer."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from torchdojo.catalog import Exercise
from torchdojo.classroom.telling import calls_told
from torchdojo.proving.leaks import found, functions, public, secret_lines, unescaped
from torchdojo.referee.recorded import FILE, read_recorded, said


def given_away(release: Path, exercises: Sequence[Exercise]) -> Iterator[str]:
    """Sentences about what the files of `release` give away of `exercises`.

    A line of one exercise's solution, such as a common call, may stand in another one's lesson,
    and a hidden check of one may be called like a visible one of another, or like its beginning.
    """
    texts = {path: _text_of(path) for path in sorted(release.rglob("*")) if path.is_file()}
    common = "\n".join(map(public, exercises))
    names = {name for exercise in exercises for name in functions(exercise, hidden=False)}
    for exercise in exercises:
        hidden = {line for line in secret_lines(exercise) if line not in common}
        secret = functions(exercise, hidden=True)
        hidden |= {name for name in secret if not any(name in shown for shown in names)}
        for path, text in texts.items():
            for line in found(hidden, text):
                yield f"{path.relative_to(release)} holds `{line}` of {exercise.id}"
        graders = release / "graders" / exercise.id
        if (graders / FILE).is_file():
            for text in calls_told(exercise, read_recorded(graders)):
                yield f"the recorded answers of {exercise.id} name what is called there: `{text}`"


def _text_of(path: Path) -> str:
    if path.name == FILE:
        return "\n".join(said(read_recorded(path.parent)))
    text = path.read_text(encoding="utf-8", errors="ignore")
    return unescaped(text) if path.suffix == ".ipynb" else text
