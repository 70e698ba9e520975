"""`torchdojo grade`: a whole class at once."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from torchdojo.catalog import Collection
from torchdojo.classroom.harmless import harmless
from torchdojo.cli.choosing import chosen_exercises
from torchdojo.cli.marks import FILE, course_rules, show_applied
from torchdojo.cli.speaking import speaks_plainly
from torchdojo.errors import DojoError, need_unix
from torchdojo.keeping import refusal

if TYPE_CHECKING:
    from torchdojo.classroom.executors.address import Address
    from torchdojo.classroom.policy.rules import Course
    from torchdojo.classroom.reports import Reports
    from torchdojo.classroom.roster import Roster

_LEVELS = click.Choice(["full", "confined", "process"])
_DEVICES = click.Choice(["auto", "cpu", "cuda", "mps"])
_FILE = click.Path(path_type=Path)
_SHOWN = 5


@click.command()
@click.argument("submissions", type=click.Path(path_type=Path))
@click.argument("reports", type=click.Path(path_type=Path, file_okay=False))
@click.option("--format", "format", help="canvas, moodle, gradescope, nbgrader, github or folders.")
@click.option("--roster", type=FILE, metavar="FILE", help="CSV: who is in the class, with names.")
@click.option("--course", type=FILE, metavar="FILE", help="TOML: its rules; see `torchdojo marks`.")
@click.option(
    "--attempt",
    type=click.Choice(["last", "best"]),
    default="last",
    show_default=True,
    help="Of several attempts: grade the last, or all and keep the best.",
)
@click.option("--track", "tracks", multiple=True, help="Only this track; may be given again.")
@click.option("--exercise", "ids", multiple=True, help="Only this exercise; may be given again.")
@click.option("--visible", is_flag=True, help="Run the visible checks only.")
@click.option("--seed", type=int, help="Of the inputs, the same for all (default: drawn afresh).")
@click.option("--device", type=_DEVICES, default="auto", help="As for `pytest graders/`.")
@click.option("--require-isolation", "level", type=_LEVELS, default="confined", show_default=True)
@click.option("-n", "workers", type=int, help="Processes that compare (default: one a CPU).")
@click.option(
    "--overwrite", is_flag=True, help="Replace reports that were edited; copies are kept."
)
@click.option(
    "--patience",
    type=click.FloatRange(min=1),
    default=300.0,
    show_default=True,
    metavar="SECONDS",
    help="A referee that says nothing for so long is ended, and goes on without its program.",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Grade on a Dask cluster: tls://HOST:PORT, tcp://127.0.0.1:PORT, or local:N workers here.",
)
@click.option("--tls-ca", type=FILE, help="Certificate of the cluster's authority, in PEM.")
@click.option("--tls-cert", type=FILE, help="Certificate of this command, in PEM.")
@click.option("--tls-key", type=FILE, help="Key of that certificate, in PEM.")
@speaks_plainly
def grade(
    submissions: Path,
    reports: Path,
    format: str | None,
    roster: Path | None,
    course: Path | None,
    attempt: str,
    tracks: tuple[str, ...],
    ids: tuple[str, ...],
    visible: bool,
    seed: int | None,
    device: str,
    level: str,
    workers: int | None,
    overwrite: bool,
    patience: float,
    cluster: str | None,
    tls_ca: Path | None,
    tls_cert: Path | None,
    tls_key: Path | None,
) -> None:
    """Grade what a class handed in: a folder or ZIP archive from Canvas, Moodle, Gradescope,
    GitHub Classroom or nbgrader, or a folder that holds one for each student, laid out like
    exercises/.

    Writes NAME.json and NAME.html for each student into REPORTS, and grades.csv and hand-ins.csv,
    which says what became of each file. Every result is kept as soon as it is known: run again, it
    grades what is new or has changed, and goes on where it stopped.
    """
    need_unix()
    from torchdojo.classroom.collecting import Wanted, collected
    from torchdojo.classroom.course_marks import apply_course
    from torchdojo.classroom.run import ClassRun
    from torchdojo.classroom.works import Plan
    from torchdojo.cli.hand_ins import show_hand_ins
    from torchdojo.cli.progress import showing

    address = _address(cluster, workers, (tls_ca, tls_cert, tls_key))
    collection = Collection.around(Path.cwd())
    collection.need_solutions()
    exercises = chosen_exercises(collection, tracks, ids)
    options = ["--device", device, "--require-isolation", level, *(["--visible"] * visible)]
    plan = Plan(collection, exercises, options)
    rules = course_rules(course, collection) if course else None
    listed = roster or (rules.roster if rules else None)
    wanted = Wanted(format, attempt == "best", _people(listed, rules))
    try:
        with collected(submissions, collection, reports, wanted) as found:
            run = ClassRun(plan, found.students, reports, seed, overwrite, found.seen)
            with showing() as told:
                if address is None:
                    written = run.grade_with_referees(workers or _cpus(), patience, told)
                else:
                    written = run.grade_on_cluster(address, patience, told)
    except KeyboardInterrupt:
        click.echo("Stopped. What was graded is kept: run the command again to go on.", err=True)
        sys.exit(130)
    show_hand_ins(found, written)
    left = bool(_show(written))
    if rules is not None:
        left |= show_applied(apply_course(reports, rules, overwrite=overwrite))
    elif (reports / "marks.csv").exists():
        click.echo("marks.csv is as it was before: `torchdojo marks` brings it up to date.")
    sys.exit(1 if left else 0)


def _people(path: Path | None, rules: "Course | None") -> "Roster | None":
    from torchdojo.classroom.roster import read_roster

    if path is None:
        return None
    roster = read_roster(path, rules.zone if rules else None)
    if roster.unzoned:
        dates = "1 date" if roster.unzoned == 1 else f"{roster.unzoned} dates"
        click.echo(
            f"{dates} under `handed_in` in {path} are left out, as they have no time zone: write "
            "`2026-11-20 23:59 +0100`, or set `timezone` in the course's rules (--course).",
            err=True,
        )
    return roster


def _address(
    cluster: str | None, workers: int | None, tls: tuple[Path | None, Path | None, Path | None]
) -> "Address | None":
    """The cluster that is meant, if one is; raises `DojoError` for options that do not fit."""
    from torchdojo.classroom.executors.address import read_address

    if cluster is None:
        if any(tls):
            raise DojoError("--tls-ca, --tls-cert and --tls-key belong to --cluster: name it too.")
        return None
    if workers is not None:
        raise DojoError("A cluster has workers of its own: leave out -n, or --cluster.")
    return read_address(cluster, *tls)


def _show(written: "Reports") -> int:
    """Say what came out; returns how much is left to do."""
    from torchdojo.cli.class_summary import show_class

    board = written.board
    show_class(board)
    for line in written.unread:
        click.echo(line)
    failed = [f"{board.students[row].name}: {why}" for row, why in written.failed.items()]
    count = len(board.students) - len(failed)
    reports = "1 report" if count == 1 else f"{count} reports"
    click.echo(f"Wrote {reports} and grades.csv to {written.folder} (seed {written.ledger.seed}).")
    for line in written.renamed():
        click.echo(line)
    for folder in sorted(written.backups):
        click.echo(f"Copies of edited reports that were overwritten are in {folder}.")
    faults = [f"{w.student.name}, {w.exercise.id}: {why}" for w, why in board.open()]
    for fault in (*failed, *faults)[:_SHOWN]:
        click.echo(harmless(f"Not graded: {fault}"), err=True)
    if faults:
        click.echo(f"{len(faults)} are left: run the command again to grade them.", err=True)
    if written.kept:
        click.echo(refusal(written.kept), err=True)
    return len(failed) + len(faults) + len(written.kept)


def _cpus() -> int:
    return min(8, len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1)
