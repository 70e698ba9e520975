"""Looking through a release for what it must not hold, file by file and answer by answer."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from torchdojo.catalog import Exercise
from torchdojo.classroom.telling import calls_told
from torchdojo.proving.leaks import found, secrets_of, unescaped
from torchdojo.referee.recorded import FILE, read_recorded, said


def given_away(release: Path, exercises: Sequence[Exercise]) -> Iterator[str]:
    """Sentences about what the files of `release` give away of `exercises`."""
    texts = {path: _text_of(path) for path in sorted(release.rglob("*")) if path.is_file()}
    secrets = secrets_of(exercises)
    for exercise in exercises:
        for path, text in texts.items():
            for line in found(secrets[exercise.id], text):
                yield f"{path.relative_to(release)} holds `{line}` of {exercise.id}"
        graders = release / "graders" / exercise.id
        if (graders / FILE).is_file():
            for text in calls_told(exercise, read_recorded(graders)):
                yield f"the recorded answers of {exercise.id} name what is called there: `{text}`"


def _text_of(path: Path) -> str:
    if path.name == FILE:
        return "\n".join(said(read_recorded(path.parent)))
    text = path.read_text(encoding="utf-8", errors="ignore")
    return unescaped(text) if path.suffix in (".ipynb", ".json") else text
