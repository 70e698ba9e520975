"""`torchdojo` without a command, and `torchdojo app`: the live app."""

import os
import sys
from pathlib import Path

import click

from torchdojo.cli.desk import desk_at, on_exercise
from torchdojo.cli.speaking import speaks_plainly
from torchdojo.errors import DojoError


def in_terminal() -> bool:
    """Whether a person sits at a terminal that can show an app."""
    dumb = os.environ.get("TERM", "") in ("", "dumb")
    return sys.stdin.isatty() and sys.stdout.isatty() and not dumb


@click.command()
@on_exercise
@speaks_plainly
def app(name: str | None = None, submission: Path | None = None) -> None:
    """Open the live app, in which all else has a key.

    It checks each time you save, and follows you to the file of another exercise.
    """
    if not in_terminal():
        raise DojoError("The app needs a terminal: `torchdojo watch` does without one.")
    try:
        from torchdojo.learner.app.main import DojoApp
        from torchdojo.learner.saves import need_watching
    except ImportError as error:
        from torchdojo.learner.saves import LIVE

        raise DojoError(
            f"The app needs Textual and watchfiles: install them by `{LIVE}`."
        ) from error
    need_watching()
    desk = desk_at(submission)
    DojoApp(desk, desk.chosen(name).exercise).run()
