"""What ``run_autograder`` runs in Gradescope's container: one submission, from files to results.

The places are Gradescope's: ``source``, ``submission`` and ``results`` in ``/autograder``
(https://gradescope-autograders.readthedocs.io/en/latest/specs/, File hierarchy).
"""

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from torchdojo.catalog import Unreadable
from torchdojo.classroom.exports.gradescope import refused_text, results_text
from torchdojo.classroom.exports.submitted import laid_out
from torchdojo.classroom.harmless import harmless
from torchdojo.classroom.reading import read_report
from torchdojo.errors import DojoError, GraderError
from torchdojo.keeping import write_whole

SETTINGS = "autograder.json"
COLLECTION = "collection"


@dataclass(frozen=True)
class Settings:
    """What an instructor chose when the autograder was exported."""

    exercises: tuple[str, ...]
    points: float
    """Of all that is graded."""
    level: str
    """Of isolation, at the least."""
    hidden: str
    """When students see hidden checks."""

    def as_text(self) -> str:
        """The settings as JSON."""
        return json.dumps(asdict(self), indent=2) + "\n"

    @classmethod
    def read(cls, path: Path) -> "Settings":
        """What `as_text` wrote; raises `DojoError` where it is damaged."""
        try:
            told = json.loads(path.read_bytes())
            return cls(**(told | {"exercises": tuple(told["exercises"])}))
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise DojoError(f"{path} is damaged: export the autograder anew.") from error


def run(place: Path) -> None:
    """Grade ``submission`` in `place`, and write ``results/results.json``.

    Raises `DojoError` or `GraderError`, and leaves no results, where the score is open: Gradescope
    then says that the autograder failed, which is no zero.
    """
    settings = Settings.read(place / "source" / SETTINGS)
    results = place / "results" / "results.json"
    results.unlink(missing_ok=True)
    write_whole(results, _graded(place, settings).encode())


def _graded(place: Path, settings: Settings) -> str:
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="torchdojo-") as temporary:
        try:
            work = Path(temporary) / "work"
            folder = laid_out(place / "submission", settings.exercises, work)
        except Unreadable as error:
            return refused_text(settings.exercises, settings.points, harmless(str(error)))
        report = Path(temporary) / "report.json"
        _pytest(place / "source" / COLLECTION, folder, report, settings)
        seconds = time.monotonic() - started
        result = read_report(report, "")
        return results_text(result, hidden=settings.hidden, seconds=seconds)


def _pytest(root: Path, submission: Path, report: Path, settings: Settings) -> None:
    options = [word for id in settings.exercises for word in ("--exercise", id)]
    command = [
        *(sys.executable, "-P", "-m", "pytest", "graders/", "-c", "pyproject.toml", "-q"),
        *("-p", "no:cacheprovider", "--submission", str(submission), "--device", "cpu", *options),
        *("--require-isolation", settings.level, "--score-report", str(report)),
    ]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    print(harmless(done.stdout), harmless(done.stderr), sep="\n", flush=True)
    if not report.is_file():
        said = (done.stdout + done.stderr).strip().splitlines() or ["no message"]
        raise GraderError(f"Nothing could be graded: {harmless(said[-1])}")


def main() -> None:
    """Run in the place that is named on the command line."""
    try:
        run(Path(sys.argv[1]))
    except (DojoError, GraderError) as error:
        sys.exit(f"No results, so that nobody gets a zero for it: {error}")


if __name__ == "__main__":
    main()
